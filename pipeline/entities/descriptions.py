"""Descriptions that were taken for names: groups, people of a nation, predicates, words of a set phrase.

    سياسيون، منافسو الكاملي، سياسي أوغندي، إنه سعيد، الرباط الصليبي

What news writes with the article or as a sound plural is a common word; a name hardly ever is.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.contracts.spans import EntityType
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.model_forms import KNOWN, forms
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_PEOPLE_AND_PLACES: frozenset[EntityType] = frozenset({"PER", "LOC"})
_LEAST_STEM = 3  # letters
_VOCATIVE = "يا"
_SUBJECTS = frozenset({"انا", "وانا", "انه", "انها", "انني", "باننا", "نحن", "كونه", "كونها"})
_BEFORE_SUBJECTS = ("", "و", "ب", "ل", "ف")


def without_descriptions(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` without those that describe, and without describing words before one. Linear."""
    owner = owners(page.tokens, names)
    first = {place: i for i, place in reversed(list(enumerate(owner))) if place >= 0}
    return [
        kept
        for number, name in enumerate(names)
        if (kept := _named(page, name, first.get(number, -1), lists)) is not None
    ]


def _named(page: Page, name: Name, place: int, lists: Gazetteer) -> Name | None:
    written = page.text[name.start : name.end]
    words = fold(written).split()
    if _in_phrase(page, words, place, lists):
        return None
    if name.type == "ORG" and (_is_indefinite_body(words, lists) or _is_attribute(page, words, place, lists)):
        return None
    if name.type not in _PEOPLE_AND_PLACES or not words:
        return name
    if len(words) == 1:
        return None if _describes(page, words[0], place, lists) else name
    if _VOCATIVE in words or words[0] in _SUBJECTS or _is_of_a_nation(words, lists):
        return None
    if name.type == "PER" and _is_bearers(words[0], lists):
        _, _, rest = written.partition(" ")
        return replace(name, start=name.end - len(rest.lstrip()))
    return name


def _describes(page: Page, word: str, place: int, lists: Gazetteer) -> bool:
    """Whether a lone word says what somebody or something is."""
    if _is_predicate(page, word, place) or _is_nationality(page, word, place, lists):
        return True
    if lists.lookup(word) or lists.is_given(word) or lists.is_family(word):
        return False
    return _is_group(word) or _is_adjective(word) or _is_verb(word)


def _in_phrase(page: Page, words: Sequence[str], place: int, lists: Gazetteer) -> bool:
    """Whether a lone word is half of a phrase that is never a name: الرباط of الرباط الصليبي."""
    if len(words) != 1 or place < 0:
        return False
    after = page.tokens[place + 1].norm if place + 1 < len(page.tokens) else ""
    before = page.tokens[place - 1].norm if place else ""
    return lists.is_phrase(f"{words[0]} {after}") or lists.is_phrase(f"{before} {words[0]}")


def _is_predicate(page: Page, word: str, place: int) -> bool:
    """Whether a word that is also an adjective says how the one before it is: أنا سعيد, إنه سعيد."""
    if place < 1 or forms().frequency(f"ال{word}") < KNOWN:
        return False
    before = page.tokens[place - 1].norm
    return any(before == start + subject for start in _BEFORE_SUBJECTS for subject in _SUBJECTS)


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


def _is_adjective(word: str) -> bool:
    """Whether a word in no list is an adjective of relation, with a feminine that news knows: هيدروليكي."""
    if word.startswith("ال") or not word.endswith("ي") or len(word) <= _LEAST_STEM:
        return False
    return forms().frequency(f"{word}ه") >= KNOWN - 1


def _is_verb(word: str) -> bool:
    """Whether a word in no list is the plural of an imperfect: يرسلون."""
    stem = word[1:].removesuffix("ون")
    known = forms().frequency
    if not word.endswith("ون") or len(stem) < _LEAST_STEM:
        return False
    return word[0] == "ي" or (word[0] == "ت" and min(known(f"ي{stem}"), known(word)) >= KNOWN)


def _is_indefinite_body(words: Sequence[str], lists: Gazetteer) -> bool:
    """Whether an organisation is no particular one: منظمة دولية."""
    if len(words) != 2 or not lists.head_place(words[0], "ORG") or lists.lookup(" ".join(words)):
        return False
    return words[1].endswith(("ي", "يه")) and forms().frequency(f"ال{words[1]}") > KNOWN and not lists.lookup(words[1])


def _is_attribute(page: Page, words: Sequence[str], place: int, lists: Gazetteer) -> bool:
    """Whether the adjective of the definite noun before it was read as a club: التعليم الأهلي."""
    if len(words) != 1 or place < 1 or not (words[0].startswith("ال") and words[0].endswith("ي")):
        return False
    before = page.tokens[place - 1].norm
    known = lists.is_never(before) or lists.title(before) is not None
    return before.startswith("ال") and page.tokens[place].norm == words[0] and not known


def _is_group(word: str) -> bool:
    """Whether a word in no list is the sound plural of a word that news knows: سياسيون, ميليشيات."""
    known = forms().frequency
    stem = word[:-2]
    if len(stem) < _LEAST_STEM or known(word) < KNOWN - 1:
        return False
    if word.endswith(("ون", "ين")):
        return min(known(stem), known(f"{stem}ين"), known(f"ال{stem}ين")) >= KNOWN
    return word.endswith("ات") and max(known(f"{stem}ه"), known(f"{stem}ا")) >= KNOWN and known(f"ال{word}") >= KNOWN


def _is_of_a_nation(words: Sequence[str], lists: Gazetteer) -> bool:
    """Whether the words are an indefinite noun and its people: سياسي أوغندي, زوجان أستراليان; not كوريا الجنوبية."""
    head, *_, last = words
    if len(words) == 2 and lists.is_demonym(head) and lists.is_demonym(last):
        return not lists.lookup(" ".join(words))
    if any(word.startswith("ال") for word in words) or lists.is_given(head) or lists.is_family(head):
        return False
    if lists.lookup(" ".join(words)) or lists.lookup(head):
        return False
    return lists.is_demonym(last) or any(
        last.endswith(end) and lists.is_demonym(last.removesuffix(end)) for end in ("ان", "ين", "تان", "تين", "ون")
    )


def _is_bearers(word: str, lists: Gazetteer) -> bool:
    """Whether a word is a sound plural before the name it belongs to: منافسو, مستشارو."""
    if not word.endswith("و") or lists.is_given(word) or lists.is_family(word) or len(word) <= _LEAST_STEM:
        return False
    known = forms().frequency
    stem = word[:-1]
    return known(f"{stem}ين") >= KNOWN - 1 and known(f"ال{stem}ين") >= KNOWN - 1 and known(stem) >= KNOWN - 1
