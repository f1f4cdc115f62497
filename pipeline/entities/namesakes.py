"""Institutions, places and awards that are called after a person: مركز الملك فهد الثقافي, طريق الأمير سلطان.

The heads are those that heads.tsv calls `namesake` before a person (PER); what they are and whether they belong to
the name, their other line says.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.contracts.spans import EntityType
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.recogniser import Name
from pipeline.text import fold, offset_after, split_proclitics

_TYPES: tuple[EntityType, ...] = ("ORG", "LOC", "MISC")
_BEFORE = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول"})
_LONGEST_TITLE = 3  # words: خادم الحرمين الشريفين
_LONGEST_TAIL = 6
_LONGEST_HEAD = 20  # letters


def add_namesakes(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names`, where one is a person and stands behind such a head as the name of what it heads. Linear."""
    owner = owners(page.tokens, names)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, number in enumerate(owner):
        first.setdefault(number, place)
        last[number] = place
    made: list[Name] = []
    for number, name in enumerate(names):
        if made and name.start < made[-1].end:
            continue
        is_person = name.type == "PER" and number in first
        made.append((is_person and _namesake(page, name, (first[number], last[number]), owner, lists)) or name)
    return made


def _namesake(page: Page, name: Name, places: tuple[int, int], owner: Sequence[int], lists: Gazetteer) -> Name | None:
    first, last = places
    title = _title_before(page, first, lists)
    place = title - 1
    if place < 0 or page.inside[place] != page.inside[first] or len(page.tokens[place].norm) > _LONGEST_HEAD:
        return None
    if owner[place] >= 0 or page.tokens[first].start != name.start:
        return None
    for proclitic, head in split_proclitics(page.tokens[place].norm):
        if proclitic not in _BEFORE or lists.head_place(head, "PER") != "namesake":
            continue
        type_ = next(one for one in _TYPES if lists.head_place(head, one))
        outside = lists.stays_outside(head, type_)
        start = page.tokens[title].start if outside else offset_after(page.tokens[place], proclitic)
        end = name.end if outside else _end(page, last, name.end, lists)
        return replace(name, start=start, end=end, type=type_)
    return None


def _title_before(page: Page, first: int, lists: Gazetteer) -> int:
    """The token with which the title before a name begins, else that of the name: الملك, خادم الحرمين الشريفين."""
    for count in range(min(_LONGEST_TITLE, first), 0, -1):
        words = [token.norm for token in page.tokens[first - count : first]]
        if words[0].startswith(("ال", "خادم")) and lists.title(" ".join(words)) is not None:
            return first - count
    return first


def _end(page: Page, place: int, end: int, lists: Gazetteer) -> int:
    """Where the adjectives and purposes behind the person end: … العالمية للأعمال الإنسانية."""
    purpose = False
    for token in page.tokens[place + 1 : place + 1 + _LONGEST_TAIL]:
        place += 1
        if page.inside[place] != page.inside[place - 1] or token.kind != "word":
            break
        purpose = purpose or token.norm.startswith("لل")
        if not _goes_on(token.norm, lists, purpose=purpose):
            break
        end = token.end
    return end


def _goes_on(word: str, lists: Gazetteer, *, purpose: bool) -> bool:
    if word.startswith("لل"):
        return lists.title(f"ال{word[2:]}") is None
    if lists.title(word) is not None or lists.is_demonym(word) or lists.is_never(word) or lists.is_family(word):
        return False
    nisba = word.startswith("ال") and fold(word).endswith(("ي", "يه"))
    return nisba or (purpose and word.startswith("وال"))
