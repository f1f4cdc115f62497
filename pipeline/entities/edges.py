"""Where a name ends: words that a recogniser draws into names and that are never part of one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.model_forms import KNOWN, forms
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_WORD = re.compile(r"\S+")
_LEAST_STEM = 3  # letters
_FULL = 2  # words of a name
_PUNCTUATION = '،؛,;.:»«"()'
_SONS = frozenset({"بن", "ابن", "بنت", "ال", "ابو", "ام", "عبد"})
_IN = "ب"
_IN_THE = "بال"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    norm: str


def parts(text: str, name: Name, lists: Gazetteer) -> Iterator[Name]:
    """The name without the words behind it that belong to the sentence, and the place among them.

    جامعة الوادي بتونس -> جامعة الوادي and تونس, سامر نديم الحداد شيخ -> سامر نديم الحداد, نووياً -> nothing. A listed
    name stays as it is.
    """
    words = _words(text, name)
    place: Name | None = None
    if not lists.lookup(text[name.start : name.end]):
        if name.type == "PER":
            words = words[: _office(text, words, lists)]
        while words and _ends_before_last(words, name, lists):
            last = words[-1]
            if name.type == "ORG" and _is_place(last.norm[1:], lists):
                place = replace(name, start=last.start + 1, end=last.end, type="LOC")
            words = words[:-1]
    if words:
        yield name.between(words[0].start, words[-1].end)
    if place:
        yield place


def _words(text: str, name: Name) -> list[_Word]:
    return [_Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text, name.start, name.end)]


def _ends_before_last(words: Sequence[_Word], name: Name, lists: Gazetteer) -> bool:
    """Whether the last word of a name is no part of it."""
    last = words[-1]
    if _is_accusative(last, lists):
        return True
    if len(words) == 1 or name.type == "MISC":
        return False
    if name.type in ("LOC", "ORG") and _is_nationality(words, name, lists):
        return True
    if name.type == "ORG" and last.norm[:1] == _IN and _is_place(last.norm[1:], lists):
        return True
    return name.type != "PER" and last.norm.startswith(_IN_THE)


def _office(text: str, words: Sequence[_Word], lists: Gazetteer) -> int:
    """How many words stand before the office behind a full name: سامر نديم الحداد [شيخ قبيلة], سامر الحداد [أمين عام].

    A word that is a name too is an office where its genitive comes behind it; a family name that is called so has none.
    """
    for place in range(_FULL, len(words)):
        word = words[place]
        if lists.title(word.norm) is None or word.norm.startswith("ال") or words[place - 1].norm in _SONS:
            continue
        if not (lists.is_given(word.norm) or lists.is_family(word.norm)):
            return place
        behind = _WORD.match(text, word.end + 1)
        genitive = fold(behind[0]).strip(_PUNCTUATION) if behind and text[word.end] == " " else ""
        heads = lists.is_head(genitive) and not lists.is_given(genitive)
        definite = genitive.startswith("ال") and not lists.is_family(genitive) and not lists.is_demonym(genitive)
        if heads or definite or lists.title(f"{word.norm} {genitive}") is not None:
            return place
    return len(words)


def _is_nationality(words: Sequence[_Word], name: Name, lists: Gazetteer) -> bool:
    """Whether a listed place, or a club, has the adjective of its country behind it: الأحساء السعودية, أريس القبرصي."""
    last = words[-1].norm
    if not lists.is_demonym(last):
        return False
    if name.type == "LOC":
        rest = " ".join(word.norm for word in words[:-1])
        return any(listed.entry.type == "LOC" for listed in lists.lookup(rest))
    first = words[0].norm
    indefinite = not first.startswith("ال") and not lists.is_head(first)
    return len(words) == 2 and indefinite and last.startswith("ال") and last.endswith("ي")


def _is_place(word: str, lists: Gazetteer) -> bool:
    return any(listed.certain and listed.entry.type == "LOC" for listed in lists.lookup(word))


def _is_accusative(word: _Word, lists: Gazetteer) -> bool:
    """Whether a word is indefinite and accusative by its letters, as no name is: نووياً, مزدوجا.

    Without the mark it must be what news knows as an adjective with its article, of both genders: المزدوج, المزدوجة.
    A given name may be declined: محمداً.
    """
    stem = word.norm.removesuffix("ا")
    if lists.is_given(stem) or lists.is_given(word.norm) or lists.is_family(word.norm) or lists.lookup(word.norm):
        return False
    if word.text.endswith(("ً", "ًا")):
        return True
    if stem == word.norm or len(stem) < _LEAST_STEM or word.norm.startswith("ال"):
        return False
    return all(forms().frequency(form) >= KNOWN for form in (f"ال{stem}", f"ال{stem}ه"))
