"""What a person typed, as clauses. Any string is a valid query; what cannot be read as more is read as words.

وزير "البنك المركزي" -لبنان     two wanted clauses, the second a phrase, and one unwanted
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from configs import read_lines
from pipeline.text import fold
from search.analysis import tokens, words

LONGEST = 2_000  # code points of a query that are read
_CLOSES = {'"': '"', "«": "»", "“": "”", "„": "“"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A word, or several in this order, that is wanted or not.

    Attributes:
        stems: the stems of the words, in order.
        exact: their spelling, in order; a split name is one stem and two spellings.
    """

    stems: tuple[str, ...]
    exact: tuple[str, ...]
    wanted: bool = True


def clauses(text: str) -> list[Clause]:
    """The clauses of a query, each once; stop words are dropped when any other word is wanted."""
    found = dict.fromkeys(_clauses(text[:LONGEST]))
    telling = [clause for clause in found if len(clause.stems) > 1 or clause.exact[0] not in _stop_words()]
    return telling if any(clause.wanted for clause in telling) else list(found)


def _clauses(text: str) -> Iterator[Clause]:
    for stretch, is_phrase, wanted in _stretches(text):
        if is_phrase or not wanted:
            yield from _clause(stretch, wanted)
        else:
            for word in words(stretch):
                yield from _clause(stretch[word.start : word.end], wanted)


def _clause(stretch: str, wanted: bool) -> Iterator[Clause]:
    stems = tuple(word.stem for word in words(stretch))
    if stems:
        yield Clause(stems, tuple(token.norm for token in tokens(stretch)), wanted)


def _stretches(text: str) -> Iterator[tuple[str, bool, bool]]:
    """The query cut at its marks: (stretch, whether it stood in marks, whether it is wanted)."""
    at = 0
    for start, end, wanted in _marked(text):
        yield from _unmarked(text[at : start if wanted else start - 1])
        yield text[start + 1 : end], True, wanted
        at = end + 1
    yield from _unmarked(text[at:])


def _marked(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where marks open and close, and whether no minus stands before them. A mark that never closes is ignored."""
    at = 0
    while at < len(text):
        closes = _CLOSES.get(text[at])
        end = text.find(closes, at + 1) if closes else -1
        if end > 0:
            yield at, end, not (at and text[at - 1] == "-" and (at == 1 or text[at - 2].isspace()))
            at = end
        at += 1


def _unmarked(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Runs of wanted words (a run, so that split names stay together), and unwanted words one by one."""
    run: list[str] = []
    for word in text.split():
        if word.startswith("-") and word.strip("-"):
            yield " ".join(run), False, True
            yield word[1:], False, False
            run = []
        else:
            run.append(word)
    yield " ".join(run), False, True


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(map(fold, read_lines("search_stopwords.txt")))
