"""ANERcorp's files, and any of their form: a token and a BIO label a line, a blank line between sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.spans import Span
from pipeline.text import Token, tokenise

_TYPES = {"PERS": "PER"}
DEVELOPMENT_SHARE = 10  # the last tenth in order of the file: articles are contiguous, so nothing is shuffled


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence of the corpus as running text, with the place and label of each of its tokens."""

    text: str
    places: list[tuple[int, int]]
    labels: list[str]

    def sentence(self) -> Span:
        """The whole of it as the one sentence of a text."""
        return Span(start=0, end=len(self.text))


def read(path: Path) -> list[Annotated]:
    """All sentences of a file, in order."""
    return list(_sentences(path.read_text(encoding="utf-8").splitlines()))


def split(sentences: Sequence[Annotated]) -> tuple[list[Annotated], list[Annotated]]:
    """`(training part, development part)`."""
    cut = len(sentences) - len(sentences) // DEVELOPMENT_SHARE
    return list(sentences[:cut]), list(sentences[cut:])


def token_labels(sentence: Annotated) -> tuple[list[Token], list[str]]:
    """Our tokens of a sentence with the corpus's labels; marks at the edges of a name become O."""
    tokens = tokenise(sentence.text)
    labels, place = [], 0
    for token in tokens:
        while sentence.places[place][1] <= token.start:
            place += 1
        label = sentence.labels[place]
        inside = label[:1] == "B" and token.start > sentence.places[place][0]
        labels.append("I" + label[1:] if inside else label)
    return tokens, _trim(tokens, labels)


def labels_of(places: Sequence[tuple[int, int]], names: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIO labels of tokens at these places. One belongs to the name it shares a letter with: proclitics are not parted.

    Args:
        places: `(start, end)` of each token.
        names: `(start, end, type)`, none overlapping another.
    """
    labels = ["O"] * len(places)
    for first, last, kind in names:
        touched = [i for i, (start, end) in enumerate(places) if start < last and first < end]
        for i in touched:
            labels[i] = f"{'B' if i == touched[0] else 'I'}-{kind}"
    return labels


def _trim(tokens: list[Token], labels: list[str]) -> list[str]:
    """Names begin and end with a word: marks before or after are O, and B moves to the first word."""
    labels = list(labels)
    for i, token in enumerate(tokens):
        if token.kind in ("punct", "mark", "symbol") and labels[i][:1] == "B":
            if i + 1 < len(labels) and labels[i + 1] == "I" + labels[i][1:]:
                labels[i + 1] = labels[i]
            labels[i] = "O"
    for i in range(len(tokens) - 1, -1, -1):
        last = i + 1 == len(tokens) or labels[i + 1][:1] != "I"
        if last and labels[i][:1] == "I" and tokens[i].kind in ("punct", "mark", "symbol"):
            labels[i] = "O"
    return labels


def _sentences(lines: list[str]) -> Iterator[Annotated]:
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.strip():
            rows.append(line.split())
        elif rows:
            yield _annotated(rows)
            rows = []


def _annotated(rows: list[list[str]]) -> Annotated:
    places, start = [], 0
    for word, _ in rows:
        places.append((start, start + len(word)))
        start += len(word) + 1
    labels = ["-".join([mark, _TYPES.get(kind, kind)]) if kind else mark
              for mark, _, kind in (label.partition("-") for _, label in rows)]  # fmt: skip
    for i, label in enumerate(labels):  # an orphan I- opens a name, as seqeval and conlleval read it
        if label[0] == "I" and (i == 0 or labels[i - 1][2:] != label[2:]):
            labels[i] = "B" + label[1:]
    return Annotated(" ".join(word for word, _ in rows), places, labels)
