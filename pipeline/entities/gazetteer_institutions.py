"""Names of institutions that are made of common words: a head, definite words, and what ties them to one country.

Recognisers miss them, for no word of them is a name. Only the three shapes that are hardly ever anything else:

    هيئة الإذاعة البريطانية                a head of heads.tsv, definite words, a demonym at the end
    الجمعية المصرية للتنمية السياحية       a definite head, adjectives, للـ and what it is for
    الجيش الإسباني، المخابرات التركية       a national body and its demonym
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.recogniser import Name
from pipeline.text import Token, offset_after, split_proclitics

CONFIDENCE = 0.6
_LONGEST = 8  # words
_LONGEST_HEAD = 20  # letters
_BEFORE = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول"})
_RELATIVE = frozenset({"الذي", "التي", "الذين", "اللذين", "اللتين", "اللواتي", "اللاتي"})
_ANOTHER = "وال"  # before a head: another institution begins
_ARTICLES = frozenset({"ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وبال"})

_BEFORE_HEADS = _BEFORE | _ARTICLES


def add_institutions(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` and the institutions around and between them. Linear; in order of the text."""
    owner = owners(page.tokens, names)
    kept: list[Name | None] = list(names)
    added = []
    place = 0
    while place < len(page.tokens):
        name, after = _institution(page, place, lists)
        if name is None:
            place += 1
            continue
        held = {owner[i] for i in range(place, after)} - {-1}
        if all(_wider(name, names[i]) for i in held):
            for i in held:
                kept[i] = None
            added.append(name)
        place = max(after, place + 1)
    return sorted([*added, *(name for name in kept if name)], key=lambda name: name.start)


def _wider(name: Name, other: Name) -> bool:
    return name.start <= other.start and other.end <= name.end and (name.start, name.end) != (other.start, other.end)


def add_heads(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` with the head word that belongs to them: مصر after بنك is بنك مصر, an organisation. Linear."""
    owner = owners(page.tokens, names)
    headed = list(names)
    for i, token in enumerate(page.tokens[:-1]):
        at = owner[i + 1]
        if owner[i] >= 0 or at < 0 or token.kind != "word" or page.inside[i] != page.inside[i + 1]:
            continue
        if names[at].start != page.tokens[i + 1].start or names[at].type == "MISC" or len(token.norm) > _LONGEST_HEAD:
            continue
        for proclitic, head in split_proclitics(token.norm):
            if proclitic in _BEFORE and lists.head_place(head, "ORG") == "institution":
                headed[at] = replace(names[at], start=offset_after(token, proclitic), type="ORG")
                break
    return headed


def _institution(page: Page, place: int, lists: Gazetteer) -> tuple[Name | None, int]:
    """The institution that begins at this token and the index after it."""
    token = page.tokens[place]
    if token.kind != "word" or len(token.norm) > _LONGEST_HEAD or page.inside[place] < 0:
        return None, place
    for proclitic, kind in lists.institutional(token.norm):
        if proclitic not in _BEFORE_HEADS:
            continue
        definite = proclitic in _ARTICLES
        hidden = proclitic.removesuffix("لل").removesuffix("ال") if definite else proclitic
        after = _end(page, place, kind, definite, lists)
        if after:
            start = offset_after(token, hidden)
            return Name(start, page.tokens[after - 1].end, "ORG", CONFIDENCE), after
    return None, place


def _end(page: Page, place: int, kind: str, definite: bool, lists: Gazetteer) -> int:
    """The index after the institution, 0 if the words after its head do not make it one."""
    words = [token.norm for token in _run(page, place, lists)]
    if kind == "national":
        return place + 2 if definite and words and lists.is_demonym(words[0]) else 0
    if definite:
        purpose = next((i for i, word in enumerate(words) if word.startswith("لل")), 0)
        return place + 1 + len(words) if purpose and purpose < len(words) else 0
    last = next((i for i in range(len(words) - 1, 0, -1) if lists.is_demonym(words[i])), 0)
    return place + 2 + last if last else 0


def _run(page: Page, place: int, lists: Gazetteer) -> Iterator[Token]:
    """The words with ال, وال or لل after a head, up to a title: …للحد الجنوبي | الدكتور."""
    for i in range(place + 1, min(place + _LONGEST, len(page.tokens))):
        token = page.tokens[i]
        if page.inside[i] != page.inside[place] or not token.norm.startswith(("ال", "وال", "لل")):
            return
        if lists.title(token.norm) or token.norm in _RELATIVE or token.kind != "word":
            return
        if token.norm.startswith(_ANOTHER) and lists.head_place(token.norm[len(_ANOTHER) :], "ORG") == "institution":
            return
        yield token
