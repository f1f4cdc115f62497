"""Sentences as runs of tokens, none longer than a model can take, each with Arabic in it."""

from collections.abc import Iterator, Sequence

from pipeline.contracts.spans import Span
from pipeline.text import Token

LONGEST = 120  # tokens; the models were trained on runs of up to this length
_LOOK_BACK = 40  # tokens at the end of a full window in which a mark is looked for


def windows(tokens: Sequence[Token], sentences: Sequence[Span]) -> Iterator[list[Token]]:
    """The tokens of each sentence; a long sentence is cut, after a punctuation mark where there is one.

    Both arguments are in order of the text. Tokens outside all sentences are left out, and so is a sentence,
    or a piece of a long one, without a word in Arabic script, of which the models know nothing.
    """
    place = 0
    for sentence in sentences:
        while place < len(tokens) and tokens[place].start < sentence.start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place].end <= sentence.end:
            place += 1
        for run in _cut(tokens[first:place]):
            if any(token.kind == "word" for token in run):
                yield run


def _cut(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    first = 0
    while len(tokens) - first > LONGEST:
        end = first + LONGEST
        marks = (i + 1 for i in range(end - 1, end - _LOOK_BACK, -1) if tokens[i].kind in ("punct", "mark"))
        end = next(marks, end)
        yield list(tokens[first:end])
        first = end
    if first < len(tokens):
        yield list(tokens[first:])
