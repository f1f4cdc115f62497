"""Label news by several networks together: `python -m training.label_news OUT NEWS.jsonl.xz ... --teachers FOLDER ...`.

A FOLDER is what training.train_tagger wrote with --out. What the networks think on average is better than what any of
them thinks, and one network can learn it from news that nobody annotated (Hinton et al. 2015, "Distilling the
knowledge in a neural network"). OUT stays outside the repository: it holds text of the news.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.contracts.spans import Span
from pipeline.entities.model_decoding import Order
from pipeline.entities.model_network import EXTRAS
from pipeline.entities.windows import windows
from pipeline.text import tokenise
from training.anercorp import Annotated, read, split
from training.batches import ALPHABET, BATCH, LABELS, Seen, batch, runs, see, see_run, table
from training.count_forms import articles
from training.network import Network
from training.train_tagger import development_f1
from training.train_vectors import SENTENCE

SHORTEST, LONGEST = 6, 60  # tokens
FROM_ONE = 4  # sentences of one article


def main() -> None:
    """Write one sentence a line: its text and, in hundredths, the probability of each label of each token."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--sentences", type=int, default=30_000)
    parser.add_argument("--development", type=Path, help="a corpus: score the teachers together on its last tenth")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    teachers = [teacher(folder) for folder in args.teachers]
    random.seed(7)
    if args.development:
        print(f"together {together_f1(teachers, split(read(args.development))[1]):.2f}", flush=True)
    chosen = choose(args.news, args.sentences)
    with args.out.open("w", encoding="utf-8") as out:
        for first in range(0, len(chosen), BATCH * 8):
            part = sorted(chosen[first : first + BATCH * 8], key=len)
            for at in range(0, len(part), BATCH):
                out.writelines(_lines(part[at : at + BATCH], teachers))


def teacher(folder: Path) -> Network:
    """A trained network that reads and does not learn."""
    network = Network(table(), LABELS, ALPHABET, EXTRAS)
    network.load_state_dict(torch.load(folder / "weights.pt"), strict=False)
    return network.eval()


def together_f1(teachers: Sequence[Network], development: Sequence[Annotated]) -> float:
    """F1 of what the networks think on average, in per cent."""
    allowed = Network(table()[:1], LABELS, ALPHABET, EXTRAS)  # not trained: all it knows is that I- follows its like
    order = Order(allowed.start.detach().numpy(), allowed.follow.detach().numpy())
    seen = [see_run(run) for run in runs(development)]
    return development_f1(lambda part: np.log(opinion(part, teachers) + 1e-9), order, seen)


def opinion(seen: Sequence[Seen], teachers: Sequence[Network]) -> NDArray[np.float32]:
    """The mean probability of each label, (batch, steps, labels)."""
    made = batch(seen)
    with torch.no_grad():
        together: NDArray[np.float32] = torch.stack([network.shares(made) for network in teachers]).mean(0).numpy()
    return together


def _lines(texts: Sequence[str], teachers: Sequence[Network]) -> Iterator[str]:
    nothing = np.zeros((1, len(LABELS)), np.float32)
    seen = [see(tokens, nothing.repeat(len(tokens), 0)) for tokens in map(tokenise, texts)]
    for text, one, shares in zip(texts, seen, opinion(seen, teachers), strict=True):
        hundredths = (shares[: len(one.words)] * 100).round().astype(int)
        sparse = [{LABELS[i]: int(row[i]) for i in row.nonzero()[0]} for row in hundredths]
        yield json.dumps({"text": text, "labels": sparse}, ensure_ascii=False) + "\n"


def choose(news: list[Path], count: int) -> list[str]:
    """Different sentences of articles taken at random, which a network can read in one piece."""
    kept: dict[str, None] = {}
    order = list(articles(news))
    random.shuffle(order)
    for text in order:
        found = [sentence for sentence in SENTENCE.split(text) if _fits(sentence)]
        kept.update(dict.fromkeys(random.sample(found, min(len(found), FROM_ONE))))
        if len(kept) >= count:
            break
    return list(kept)[:count]


def _fits(sentence: str) -> bool:
    tokens = tokenise(sentence)
    runs = list(windows(tokens, [Span(start=0, end=len(sentence))]))
    return SHORTEST <= len(tokens) <= LONGEST and len(runs) == 1 and len(runs[0]) == len(tokens)


if __name__ == "__main__":
    main()
