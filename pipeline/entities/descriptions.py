"""Lone words that what stands beside them shows to be no names: العاصمة السعودية, في صالح الفريق, @zawraq."""

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.contracts.spans import EntityType
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page
from pipeline.entities.recogniser import Name
from pipeline.text import Token, fold

_PEOPLE_AND_PLACES: frozenset[EntityType] = frozenset({"PER", "LOC"})


def without_descriptions(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` without lone words that only describe and parts of addresses. n log n for the search of their tokens."""
    return [name for name in names if not _describes(page, name, lists)]


def _describes(page: Page, name: Name, lists: Gazetteer) -> bool:
    if _is_in_address(page.text, name):
        return True
    word = fold(page.text[name.start : name.end])
    if name.type not in _PEOPLE_AND_PLACES or " " in word:
        return False
    place = bisect_right(page.tokens, name.start, key=_start) - 1
    return _is_phrase(page, word, place, lists) or _is_nationality(page, word, place, lists)


def _start(token: Token) -> int:
    return token.start


def _is_in_address(text: str, name: Name) -> bool:
    """Whether a Latin word is part of an address: zawraq.example, @zawraq."""
    before, after = text[max(name.start - 2, 0) : name.start], text[name.end : name.end + 2]
    inside = before[-1:] in ("@", "/") or (before[-1:] == "." and before[:1].isalnum())
    inside = inside or (after[:1] in (".", "@") and after[1:].isalnum())
    return inside and text[name.start : name.end].isascii()


def _is_phrase(page: Page, word: str, place: int, lists: Gazetteer) -> bool:
    """Whether a word is half of a phrase that is never a name: الرباط of الرباط الصليبي, صالح of في صالح."""
    after = page.tokens[place + 1].norm if 0 <= place < len(page.tokens) - 1 else ""
    before = page.tokens[place - 1].norm if place > 0 else ""
    return lists.is_phrase(f"{word} {after}") or lists.is_phrase(f"{before} {word}")


def _is_nationality(page: Page, word: str, place: int, lists: Gazetteer) -> bool:
    """Whether an adjective was read as its country: العاصمة السعودية, and accusatives, جنديا تركيا, 12 سوريا."""
    if place < 1:
        return False
    before = page.tokens[place - 1]
    if lists.is_demonym(word) and before.norm.startswith("ال") and before.norm.endswith("ه"):
        return page.tokens[place].norm == word
    if not word.endswith("ا") or not lists.is_demonym(word[:-1]):
        return False
    person = before.norm.endswith("ا") and lists.title(before.norm[:-1]) is not None
    return (person or before.kind == "number") and page.tokens[place].norm == word
