"""Where the name lists overrule or complete the recogniser."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from pipeline.contracts.spans import Span
from pipeline.entities.doubt import believed
from pipeline.entities.edges import parts
from pipeline.entities.gazetteer import Found, Gazetteer, Listed
from pipeline.entities.model_forms import KNOWN, forms
from pipeline.entities.recogniser import Name
from pipeline.text import Token, fold
from pipeline.text.marks import HasSpan

NOT_ADDED = frozenset({"region", "law", "product"})
"""Kinds that the lists do not add by themselves: the press says too many things by the same words."""
_START, _END = attrgetter("start"), attrgetter("end")
_HARAKAT = "".join(map(chr, range(0x64B, 0x653)))
LISTED_CONFIDENCE = 0.75
_CLUB, _COUNTRY = "club", "country"
_SURE = 0.8  # confidence at which a word that is mostly no name may be one
_SHORT = 3  # letters: with a proclitic in front a shorter rest may be any word (لغات, بنوك)


@dataclass(frozen=True, slots=True)
class Page:
    """One article as the rules of this room see it.

    Attributes:
        text: what all offsets point into.
        tokens: of the whole text.
        sentences: names lie inside one of them.
        inside: for each token the index of its sentence, -1 for none.
    """

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[Span]
    inside: Sequence[int]


def page_of(text: str, tokens: Sequence[Token], sentences: Sequence[Span]) -> Page:
    """The page with each token's sentence worked out. Linear."""
    inside = [-1] * len(tokens)
    ordered = sorted(sentences, key=_START)
    for index, sentence in enumerate(ordered):
        first = bisect_left(tokens, sentence.start, key=_START)
        end = bisect_right(tokens, sentence.end, key=_END)
        inside[first:end] = [index] * (end - first)
    return Page(text, tokens, ordered, inside)


def decide(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """The recogniser's names as the lists see them: without never-names, retyped, completed. In order of the text."""
    cut = (part for name in believed(page.text, names, lists) for part in parts(page.text, name, lists))
    kept = _apart(_trimmed(page.text, name, lists) for name in cut if not _is_never(page.text, name, lists))
    owner, marked = owners(page.tokens, kept), owners(page.tokens, names)
    decided: list[Name | None] = list(kept)
    added: list[Name] = []
    for found in (_without_nationality(page, one, lists) for one in lists.find(page.tokens)):
        held = sorted({owner[i] for i in range(found.first, found.end)} - {-1})
        if len(held) == 1 and _same(page, kept[held[0]], found):
            decided[held[0]] = _retyped(kept[held[0]], found)
            continue
        known = _certain(page, found)
        if not known or not all(_within(page, kept[i], found) for i in held):
            continue
        alone = all(marked[i] < 0 for i in range(found.first, found.end))
        if _may_add(page, found, known, lists, alone=alone):
            for i in held:
                decided[i] = None
            added.append(_listed_name(page, found, known, lists))
    return _apart([name for name in decided if name] + added)


def _is_never(text: str, name: Name, lists: Gazetteer) -> bool:
    """A never-name, a bare title, or a people: الدولار, الوزير, للأكراد. A place by the same word stays: السعودية.

    Where the recogniser is sure, a body may be a certain one (البنك المركزي), and a title or a people a person's name
    (الشريف, سلطان).
    """
    folded = fold(text[name.start : name.end])
    words = {folded, "ال" + folded[2:]} if folded.startswith("لل") else {folded}
    sure = name.confidence >= _SURE
    if any(lists.is_never(word) and not (sure and lists.is_body(word)) for word in words):
        return True
    if lists.lookup(folded) or (sure and (lists.is_family(folded) or lists.is_given(folded))):
        return False
    return any(lists.title(word) is not None or lists.is_demonym(word) for word in words)


def owners(tokens: Sequence[Token], names: Sequence[HasSpan]) -> list[int]:
    """For each token the index of the name that lies on it, -1 for none; of several the first. Linear.

    Args:
        tokens: of the whole text.
        names: in order of the text, or any other spans.
    """
    owner = [-1] * len(tokens)
    for index in range(len(names) - 1, -1, -1):
        first = bisect_right(tokens, names[index].start, key=_END)
        end = bisect_left(tokens, names[index].end, key=_START)
        owner[first:end] = [index] * (end - first)
    return owner


def _apart(names: Iterable[Name]) -> list[Name]:
    """In order of the text; of two that overlap the one that begins first, the longer if both do."""
    parted: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if name.end > name.start and (not parted or parted[-1].end <= name.start):
            parted.append(name)
    return parted


def _without_nationality(page: Page, found: Found, lists: Gazetteer) -> Found:
    """A listed club without the adjective of its country, as sure as the rest of its name: السد القطري -> السد."""
    last = found.end - 1
    clubs = [listed for listed in found.listed if listed.entry.kind == _CLUB]
    if not clubs or last == found.first or not lists.is_demonym(page.tokens[last].norm):
        return found
    rest = page.text[found.start : page.tokens[last - 1].end]
    if lists.is_never(fold(rest)):
        return found  # النادي الأفريقي
    certain = any(listed.certain for listed in lists.lookup(rest))
    return replace(found, end=last, listed=tuple(replace(club, certain=club.certain and certain) for club in clubs))


def _same(page: Page, name: Name, found: Found) -> bool:
    return name.end == page.tokens[found.end - 1].end and page.tokens[found.first].start <= name.start <= found.start


def _within(page: Page, name: Name, found: Found) -> bool:
    return page.tokens[found.first].start <= name.start and name.end <= page.tokens[found.end - 1].end


def _retyped(name: Name, found: Found) -> Name:
    """A country is a place also as a team or government; a listed person, medium or building is what it is."""
    known = next((listed for listed in found.listed if listed.certain), None)
    if not known or known.entry.type == name.type or any(one.entry.type == name.type for one in found.listed):
        return name
    if known.entry.type == "LOC" and known.entry.kind != "country" and name.type == "ORG":
        return name
    return replace(name, type=known.entry.type, confidence=max(name.confidence, LISTED_CONFIDENCE))


def _may_add(page: Page, found: Found, known: Listed, lists: Gazetteer, *, alone: bool) -> bool:
    """Whether the lists are sure of a name that the recogniser has not found, or has found in part only."""
    if alone and (known.entry.kind in NOT_ADDED or _is_everyday(page, found, known)):
        return False
    sentences = {page.inside[i] for i in range(found.first, found.end)}
    if len(sentences) != 1 or -1 in sentences:
        return False
    if found.end - found.first > 1:
        return True
    written = page.tokens[found.first]
    if lists.is_never(written.norm):
        return False
    if known.entry.type == "PER":
        return found.start == written.start
    rest = fold(page.text[found.start : written.end])
    return found.start == written.start or (len(rest) > _SHORT and written.norm[:1] != "ك")


def _is_everyday(page: Page, found: Found, known: Listed) -> bool:
    """Whether a lone word is one that news knows, so that the recogniser can tell it from the name: بحماس, أودى."""
    if found.end - found.first > 1 or known.entry.kind == _COUNTRY:
        return False
    return forms().frequency(page.tokens[found.first].norm) >= KNOWN - 1


def _certain(page: Page, found: Found) -> Listed | None:
    """The entry that the words can only mean; a one-word form in ة must be written so (جدة, not جده)."""
    last = page.tokens[found.end - 1].text
    ends_in_ta = last.rstrip(_HARAKAT).endswith("ة")
    for listed in found.listed:
        if listed.certain and (" " in listed.form or ends_in_ta or not listed.form.endswith("ة")):
            return listed
    return None


def _listed_name(page: Page, found: Found, known: Listed, lists: Gazetteer) -> Name:
    name = Name(found.start, page.tokens[found.end - 1].end, known.entry.type, LISTED_CONFIDENCE)
    return _trimmed(page.text, name, lists)


def _trimmed(text: str, name: Name, lists: Gazetteer) -> Name:
    """The name without a head word that stays outside: وكالة رويترز -> رويترز, دولة قطر -> قطر.

    جنوب السودان and مضيق تايوان are other things than السودان and تايوان.
    """
    whole = text[name.start : name.end]
    head, blank, rest = whole.partition(" ")
    if not blank or not rest.strip() or not lists.stays_outside(fold(head), name.type):
        return name
    bare = {listed.entry.name for listed in lists.lookup(rest) if listed.entry.type == name.type}
    if not bare or any(listed.entry.name not in bare for listed in lists.lookup(whole)):
        return name
    return replace(name, start=name.end - len(rest.lstrip()))
