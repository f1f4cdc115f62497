"""Sentences with other people and places put in: the network must learn to tell a name that it has never seen."""

import random
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.entities.boundaries import proclitic_length
from pipeline.entities.gazetteer_lists import forms_of, read_rows
from pipeline.text import Token, tokenise

_CHANGED = {"PER": "persons.tsv", "LOC": "cities.tsv"}
SHARE = 0.5  # of the names of a sentence


def replace_names(tokens: Sequence[Token], labels: Sequence[str]) -> tuple[list[Token], list[str]]:
    """The sentence with some of its people and places replaced by listed ones, proclitics kept.

    A name of one word is replaced by the last word of another, as the press does: بوتين by ميركل.
    """
    made: list[Token] = []
    marks: list[str] = []
    for first, end in _stretches(labels):
        kind = labels[first][2:]
        if kind not in _CHANGED or random.random() > SHARE:
            made += tokens[first:end]
            marks += labels[first:end]
            continue
        words = random.choice(_names(kind))
        words = words[-1:] if kind == "PER" and end - first == 1 else words
        new = tokenise(tokens[first].text[: proclitic_length(tokens[first])] + " ".join(words))
        made += new
        marks += [f"B-{kind}", *[f"I-{kind}"] * (len(new) - 1)]
    return made, marks


def _stretches(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """`(first, end)` of every name and of every token outside."""
    first = 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i][0] != "I":
            yield first, i
            first = i


@cache
def _names(kind: str) -> list[list[str]]:
    rows = read_rows(_CHANGED[kind], 9)
    return [form.split() for row in rows for form, _ in list(forms_of(row.cells[0]))[:1]]
