"""Sentences as runs of tokens, none longer than a model can take, each with Arabic in it."""

from collections.abc import Iterator, Sequence

from pipeline.contracts.spans import Span
from pipeline.text import Token

LONGEST = 120  # tokens; the models were trained on runs of up to this length
_LOOK_BACK = 40  # tokens at the end of a full window in which a mark is looked for
_DENSE = 2.5  # code points to a token, blanks included; news has 5.4, its densest article over 4
_SHORT = 500  # tokens: a text with fewer costs little, whatever it is


def windows(tokens: Sequence[Token], sentences: Sequence[Span]) -> Iterator[list[Token]]:
    """The tokens of each sentence; a long sentence is cut, after a punctuation mark where there is one.

    Both arguments are in order of the text. Tokens outside all sentences are left out, and so is a sentence,
    or a piece of a long one, without a word in Arabic script, of which the models know nothing.
    A long text that is hardly more than marks and single letters is no running text: of it only those sentences are
    read that are. A model takes the same time for every token, and such a text has five where news has one.
    """
    dense = len(tokens) > _SHORT and _is_dense(tokens)
    place = 0
    for sentence in sentences:
        while place < len(tokens) and tokens[place].start < sentence.start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place].end <= sentence.end:
            place += 1
        for run in _cut(tokens[first:place]):
            if any(token.kind == "word" for token in run) and not (dense and _is_dense(run)):
                yield run


def _is_dense(tokens: Sequence[Token]) -> bool:
    return tokens[-1].end - tokens[0].start < _DENSE * len(tokens)


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
