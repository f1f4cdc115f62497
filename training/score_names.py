"""Score a recogniser on a file in ANERcorp's form.

    python -m training.score_names CORPUS [--rules rasd] [--backend NAME --model FOLDER] [--all] [--together 20]

Whole names, span and type, as seqeval counts them; per type and over all; and words a second on this machine.
Rasd's network is asked for names by ANERcorp's rules, unless --rules says otherwise.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from pipeline.contracts.spans import Span
from pipeline.entities import EntitiesSettings
from pipeline.entities.model_network import Network, Rules
from pipeline.entities.recogniser import Recogniser, load
from pipeline.entities.tagger import Tagger
from training.anercorp import Annotated, labels_of, read, split

Chunk = tuple[int, int, str]
_GAP = "\n\n"


def main() -> None:
    """Print one line a type: precision, recall, F1, and how many names there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rules", choices=get_args(Rules), default="anercorp")
    parser.add_argument("--backend", default="rasd")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--all", action="store_true", help="the whole file, not its development part alone")
    parser.add_argument("--together", type=int, default=1, help="how many sentences in a row are read as one text")
    args = parser.parse_args()
    sentences = read(args.corpus)
    own = args.backend == "rasd"
    settings = EntitiesSettings(backend=args.backend, model=args.model)
    recogniser = Tagger(Network(args.rules), args.rules) if own else load(settings)
    report(recogniser, sentences if args.all else split(sentences)[1], args.together)


def report(recogniser: Recogniser, sentences: Sequence[Annotated], together: int = 1) -> float:
    """Print the table, return F1 over all types in per cent."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    began = time.perf_counter()
    texts = [_join(sentences[first : first + together]) for first in range(0, len(sentences), together)]
    predictions = [recogniser.recognise(text.text, spans) for text, spans in texts]
    took = time.perf_counter() - began
    for (text, _), names in zip(texts, predictions, strict=True):
        found_labels = labels_of(text.places, [(name.start, name.end, name.type) for name in names])
        gold, predicted = chunks(text.labels), chunks(found_labels)
        wanted.update(kind for *_, kind in gold)
        found.update(kind for *_, kind in predicted)
        right.update(kind for *_, kind in gold & predicted)
    for kind in (*sorted(wanted), "all"):
        r, f, w = (sum(c.values()) if kind == "all" else c[kind] for c in (right, found, wanted))
        print(f"{kind:5} P {_percent(r, f):5.1f}  R {_percent(r, w):5.1f}  F1 {_percent(2 * r, f + w):5.1f}  n {w}")
    print(f"{sum(len(s.places) for s in sentences) / took:,.0f} words/s, {together} sentences at a time")
    return _percent(2 * right.total(), found.total() + wanted.total())


def _join(sentences: Sequence[Annotated]) -> tuple[Annotated, list[Span]]:
    """Sentences as paragraphs of one text, and where each of them is."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    labels: list[str] = []
    spans: list[Span] = []
    offset = 0
    for sentence in sentences:
        parts.append(sentence.text)
        places += [(start + offset, end + offset) for start, end in sentence.places]
        labels += sentence.labels
        spans.append(Span(start=offset, end=offset + len(sentence.text)))
        offset += len(sentence.text) + len(_GAP)
    return Annotated(_GAP.join(parts), places, labels), spans


def chunks(labels: Sequence[str]) -> set[Chunk]:
    """`(first, end, type)` of each name in BIO labels."""
    made: set[Chunk] = set()
    first, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        mark, _, new = label.partition("-")
        if kind and not (mark == "I" and new == kind):
            made.add((first, i, kind))
            kind = ""
        if new and not kind:
            first, kind = i, new
    return made


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


if __name__ == "__main__":
    main()
