"""Which words stand in the name lists, as the network sees it."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from configs import read_toml
from pipeline.entities.gazetteer_lists import forms_of, read_rows
from pipeline.text import Token, remembered, tokenise

COLUMNS = (
    "given", "family", "demonym", "person", "place", "organisation", "other", "title", "head", "never",
    "person+", "place+", "organisation+", "other+", "title+", "never+",
)  # fmt: skip
"""What a column says of a token: it is such a name or begins one; with +, it goes on with one."""

_COLUMN = {name: column for column, name in enumerate(COLUMNS)}

Words = tuple[str, ...]

_NO_NAMES = ("demonym", "title", "head", "never")
_SURE, _UNSURE = 1.0, 0.5
_MOST_COLUMNS = 9
_LONGEST = 8  # words of a listed name
_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بلك"


class Lists:
    """Listed names by their first word."""

    def __init__(self, names: Iterator[tuple[str, str, float]]) -> None:
        self._forms: dict[Words, dict[str, float]] = {}
        self._heads: set[str] = set()
        self._longest: dict[str, int] = {}  # first word -> most words of a name that begins with it
        self._begins = remembered(self._find_begins)
        for kind, name, sureness in names:
            words = tuple(token.norm for token in tokenise(name))
            if 0 < len(words) <= _LONGEST:
                self._add(words, kind, sureness)
            if kind == "person" and len(words) > 1:  # بايدن: named in full once, then by the last word
                self._add(words[-1:], "family", _UNSURE)

    def _add(self, words: Words, kind: str, sureness: float) -> None:
        kinds = self._forms.setdefault(words, {})
        kinds[kind] = max(sureness, kinds.get(kind, 0.0))
        self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))
        if kind not in _NO_NAMES:
            self._heads.add(words[0])

    def __contains__(self, word: str) -> bool:
        """Whether this folded word begins a listed name, or ends that of a person."""
        return word in self._heads

    def is_common(self, word: str) -> bool:
        """Whether this folded word alone is listed as a title, a head word, a demonym, or as never a name."""
        return any(kind in _NO_NAMES for kind in self._forms.get((word,), ()))

    def columns(self, tokens: Sequence[Token]) -> NDArray[np.float32]:
        """(tokens, COLUMNS): 1 for a listed name, 0.5 for one that means something else as well, else 0."""
        words = [token.norm for token in tokens]
        made = np.zeros((len(tokens), len(COLUMNS)), np.float32)
        for i, token in enumerate(tokens):
            if token.kind not in ("word", "latin"):
                continue
            for form in self._begins(words[i]):
                if self._mark_from(made, i, (form, *words[i + 1 : i + self._longest[form]])):
                    break
        return made

    def _mark_from(self, made: NDArray[np.float32], first: int, words: Words) -> bool:
        """Mark all listed names that these words begin with; whether there was one."""
        marked = False
        for length in range(1, len(words) + 1):
            for kind, sureness in self._forms.get(words[:length], {}).items():
                self._mark(made, first, length - 1, kind, sureness)
                marked = True
        return marked

    def _find_begins(self, word: str) -> tuple[str, ...]:
        """The readings of a folded word that begin a listed name."""
        return tuple(form for _, form in readings(word) if form in self._longest)

    def _mark(self, made: NDArray[np.float32], first: int, more: int, kind: str, sureness: float) -> None:
        column = _COLUMN[kind]
        made[first, column] = max(made[first, column], sureness)
        if more:
            part = made[first + 1 : first + 1 + more, _COLUMN.get(f"{kind}+", column)]
            np.maximum(part, sureness, out=part)


@remembered
def readings(word: str) -> tuple[tuple[int, str], ...]:
    """What a folded word may be without proclitics, and after how many letters that begins.

    وبالقاهره gives (0, وبالقاهره), (1, بالقاهره), (2, القاهره); للكرملين gives (0, للكرملين), (0, الكرملين).
    """
    found = [(0, word)]
    start = 0
    if word[:1] and word[0] in _CONJUNCTIONS and len(word) > 3:
        start = 1
        found.append((1, word[1:]))
    for first in {0, start}:
        rest = word[first:]
        if rest.startswith("لل"):
            found.append((first, "ا" + rest[1:]))
        elif rest[:1] and rest[0] in _PREPOSITIONS and len(rest) > 3:
            found.append((first + 1, rest[1:]))
    return tuple(found)


@cache
def lists() -> Lists:
    """The lists that configs/entities.toml names."""
    return Lists(_names())


def _names() -> Iterator[tuple[str, str, float]]:
    """`(kind, name, sureness)` of every listed name."""
    for source in read_toml("entities.toml")["lists"]:
        for row in read_rows(source["file"], _MOST_COLUMNS):
            for column in source["columns"]:
                for form, certain in forms_of(row.cells[column]):
                    if form != "-":
                        yield source["kind"], form, _SURE if certain else _UNSURE
