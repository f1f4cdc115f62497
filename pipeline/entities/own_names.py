"""Where a newsroom's own names stand in an article, and that they go before whatever else was found there."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from pipeline.entities.gazetteer import Entry, Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.model_forms import forms
from pipeline.entities.own_lists import OwnLists, norm
from pipeline.entities.recogniser import Name
from pipeline.entities.spellings import openings, visible
from pipeline.text import offset_after

_CONFIDENCE = 1.0
_LONGEST_WORD = 40
_PARTICLES = frozenset({"بن", "ابن", "بنت", "ابو", "ام", "عبد", "ال"})
_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Place:
    """A form of an own list in a text.

    Attributes:
        first, after: indices of its tokens, end-exclusive.
        start, end: code points, behind the proclitics.
        entry: what is named; None for words that are never a name.
        certain: the words can mean nothing else.
    """

    first: int
    after: int
    start: int
    end: int
    entry: Entry | None
    certain: bool


class OwnNames:
    """The own names of one article.

    Args:
        page: the article.
        own: the lists.
    """

    def __init__(self, page: Page, own: OwnLists) -> None:
        self._page = page
        self._own = own
        self._norms = [norm(token) for token in page.tokens] if own.forms else []
        self._places = self._apart()
        self._entries = {(place.start, place.end): place.entry for place in self._places}

    def overrule(self, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
        """`names` with the own ones, and without those that overlap one or that are never a name. Linear.

        A name stays whole around an own one when it names another thing, see `_is_another`.

        Args:
            names: in order of the text, none overlapping another.
            lists: the shipped lists.
        """
        owner = owners(self._page.tokens, names) if self._places else []
        dropped: set[int] = set()
        added: list[Name] = []
        for place in self._places:
            held = {owner[i] for i in range(place.first, place.after)} - {-1}
            found = any((names[i].start, names[i].end) == (place.start, place.end) for i in held)
            if (not place.certain and not found) or any(self._is_another(names[i], place, lists) for i in held):
                continue
            dropped |= held
            if place.entry:
                added.append(Name(place.start, place.end, place.entry.type, _CONFIDENCE))
        kept = [name for i, name in enumerate(names) if i not in dropped]
        return sorted([*kept, *added], key=_START)

    def entry_of(self, name: Name, shipped: Entry | None) -> Entry | None:
        """What a name stands for by the own lists, else by the shipped ones."""
        own = self._entries.get((name.start, name.end))
        return own or (self._own.instead.get((shipped.name, shipped.type), shipped) if shipped else None)

    def _apart(self) -> list[Place]:
        """The places of forms, none overlapping another: those that are certain first, then the longest."""
        found = [place for first in range(len(self._norms)) if (place := self._at(first))]
        taken = bytearray(len(self._norms))
        apart = []
        for place in sorted(found, key=lambda place: (not place.certain, place.first - place.after)):
            if not any(taken[place.first : place.after]):
                taken[place.first : place.after] = b"\1" * (place.after - place.first)
                apart.append(place)
        return sorted(apart, key=_START)

    def _at(self, first: int) -> Place | None:
        """The longest form that begins with a token, its proclitics put aside."""
        best: Place | None = None
        for proclitic, word in self._readings(first):
            for count in range(min(self._own.longest[word], len(self._norms) - first), 0, -1):
                form = " ".join([word, *self._norms[first + 1 : first + count]])
                if form in self._own.forms and self._in_one_sentence(first, first + count):
                    if best is None or first + count > best.after:
                        best = self._place(first, first + count, proclitic, word, form)
                    break
        return best

    def _readings(self, first: int) -> list[tuple[str, str]]:
        word = self._norms[first]
        if self._page.tokens[first].kind != "word" or len(word) > _LONGEST_WORD:
            return [("", word)] if word in self._own.longest else []
        return [reading for reading in openings(word) if reading[1] in self._own.longest]

    def _in_one_sentence(self, first: int, after: int) -> bool:
        return self._page.inside[first] == self._page.inside[after - 1] >= 0

    def _place(self, first: int, after: int, proclitic: str, word: str, form: str) -> Place:
        tokens = self._page.tokens
        return Place(
            first,
            after,
            offset_after(tokens[first], visible(proclitic)),
            tokens[after - 1].end,
            self._own.forms[form],
            form not in self._own.doubtful and (not proclitic or _is_read_apart(tokens[first].norm, word)),
        )

    def _is_another(self, name: Name, place: Place, lists: Gazetteer) -> bool:
        """Whether a longer name around an own one is that of another thing.

        جامعة الورد is of another type than الورد, جنوب السودان is listed, and a person's one name (الحداد), or one with
        other names around it, is not all of سامر الحداد.
        """
        tokens = self._page.tokens
        before = tokens[bisect_right(tokens, name.start, key=_END) : place.first]
        behind = tokens[place.after : bisect_left(tokens, name.end, key=_START)]
        if name.start > place.start or name.end < place.end or not (before or behind):
            return False
        whole = self._page.text[name.start : name.end]
        if place.entry is None or place.entry.type != name.type or lists.lookup(whole):
            return True
        if name.type != "PER":
            return False
        return place.after - place.first == 1 or all(_names_people(one.norm, lists) for one in (*before, *behind))


def _is_read_apart(word: str, rest: str) -> bool:
    """Whether news does not know a word better than what is left of it behind a proclitic: ولبنان, not وليد."""
    return forms().frequency(word) <= forms().frequency(rest)


def _names_people(word: str, lists: Gazetteer) -> bool:
    return word in _PARTICLES or lists.is_given(word) or lists.is_family(word)
