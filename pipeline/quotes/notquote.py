"""Marks that hold no statement: names, titles, numbers."""

from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Marked, Reading
from pipeline.text import split_proclitics

_SHORT = 4  # words: a title or term is seldom longer
_VERY_SHORT = 2


def is_name(reading: Reading, marked: Marked, lexicon: Lexicon) -> bool:
    """Whether the marks are there because the words are a name: قناة "الجزيرة", رواية «موسم الهجرة إلى الشمال»."""
    return _is_entity(reading, marked) or _follows_kind(reading, marked, lexicon) or _is_number(reading, marked)


def is_short(marked: Marked) -> bool:
    """Whether the marks hold at most a few words."""
    return marked.length <= _SHORT


def _is_entity(reading: Reading, marked: Marked) -> bool:
    named = reading.named_at(marked.first)
    if named is None or (not is_short(marked) and named.last < marked.last):
        return False
    return named.first == marked.first and named.last >= marked.last - 1


def _follows_kind(reading: Reading, marked: Marked, lexicon: Lexicon) -> bool:
    """The kind of thing named stands before the marks, alone or with a proclitic: لصحيفة «…», مبادرة «…»."""
    before = reading.norm(marked.begins - 1)
    kinds = lexicon.words.named_kinds
    for proclitic, rest in split_proclitics(before):
        if rest in kinds:
            definite = proclitic.endswith(("ال", "لل"))
            return marked.length <= (_VERY_SHORT if definite else 2 * _SHORT)
    return before in ("ل", "لل", "ال") and marked.length <= _VERY_SHORT


def _is_number(reading: Reading, marked: Marked) -> bool:
    return marked.length == 1 and reading.tokens[marked.first].kind == "number"
