"""Learn a vector for each word form from news: `python -m training.train_vectors NEWS.jsonl.xz ...`.

fastText (Bojanowski et al. 2017, "Enriching word vectors with subword information") by gensim, skip-gram with letter
n-grams, so that rare forms have good vectors too. Writes models/vectors.npy in the order of models/forms.txt.xz,
which training.count_forms has written before. One vector is what the network sees; n-grams are not kept.
"""

import argparse
import re
import tempfile
from pathlib import Path

import numpy as np
from gensim.models import FastText

from pipeline.entities.model_forms import DIGITS, UNIT, forms
from pipeline.text import tokenise
from training.count_forms import articles

VECTORS = Path("pipeline/entities/models/vectors.npy")
DIMENSIONS = 160
EPOCHS = 8
SENTENCE = re.compile(r"\n+|(?<=[.؟!])\s")


def main() -> None:
    """Write models/vectors.npy: int8, mean spread of one dimension 1 / UNIT / 1.0 steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        write_corpus(args.news, corpus)
        model = train(corpus, args.workers)
    rows = np.stack([model.wv[form] for form in forms()])
    steps = rows / rows.std() / UNIT
    np.save(VECTORS, np.clip(np.rint(steps), -127, 127).astype(np.int8))


def write_corpus(paths: list[Path], corpus: Path) -> None:
    """One sentence a line, forms apart by blanks, in random order, no line twice."""
    lines = set()
    for text in articles(paths):
        for sentence in SENTENCE.split(text):
            found = [token.norm.translate(DIGITS).replace(" ", "") for token in tokenise(sentence)]
            if len(found) > 2:
                lines.add(" ".join(found))
    order = sorted(lines)
    np.random.default_rng(7).shuffle(order)
    corpus.write_text("\n".join(order), encoding="utf-8")


def train(corpus: Path, workers: int) -> FastText:
    """The model; with more than one worker no two runs are quite alike."""
    model = FastText(
        vector_size=DIMENSIONS, sg=1, window=4, min_count=3, min_n=2, max_n=5, bucket=300_000, sample=1e-4,
        workers=workers, seed=7,
    )  # fmt: skip
    model.build_vocab(corpus_file=str(corpus))
    model.train(corpus_file=str(corpus), total_words=model.corpus_total_words,
                total_examples=model.corpus_count, epochs=EPOCHS)  # fmt: skip
    return model


if __name__ == "__main__":
    main()
