"""A newsroom's own names: who and what they are, under which forms, and words that are never a name.

They go before everything: own_names.py says how. `docs/names.md` tells an editor how to write them.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast, get_args

from pipeline.contracts.spans import EntityType
from pipeline.entities.gazetteer import Entry, gazetteer
from pipeline.entities.gazetteer_lists import MAYBE
from pipeline.entities.own_rows import BadRow, OwnRow, Problems, read_rows
from pipeline.entities.spellings import spellings
from pipeline.text import Token, fold, fold_seats, tokenise
from pipeline.text.tokens import ARABIC_LETTERS, ARABIC_MARKS

OWN = "own"
"""The kind of an entry that comes from a newsroom's list, and the source of an identifier that names none."""
_NEVER = "never"
_TYPES = {type_.casefold(): type_ for type_ in (*get_args(EntityType), _NEVER)}
_LONGEST = 12  # words of a form
_WORD = rf"(?:[{ARABIC_LETTERS}][{ARABIC_LETTERS}{ARABIC_MARKS}]*|[A-Za-z]+|[0-9]+)"
_PLAIN = re.compile(rf"{_WORD}(?: {_WORD})*")  # its tokens are what the blanks divide
_SOURCE = re.compile(r"([a-z][a-z0-9_-]*):(?!//)(.+)", re.DOTALL)  # not the scheme of an address


@dataclass(frozen=True, slots=True)
class OwnLists:
    """All own names.

    Attributes:
        forms: what they name, None for words that are never a name; by their words, each as `norm` gives it, with a
            space between them.
        doubtful: the forms that may be something else as well.
        longest: first word -> most words of a form that begins with it.
        instead: (name, type) of a shipped entry -> the own entry that takes its place.
    """

    forms: Mapping[str, Entry | None] = field(default_factory=dict)
    doubtful: Set[str] = frozenset()
    longest: Mapping[str, int] = field(default_factory=dict)
    instead: Mapping[tuple[str, EntityType], Entry] = field(default_factory=dict)


@dataclass(slots=True)
class _Draft:
    """An own name while the rows are read: others may add to it."""

    name: str
    type: str
    where: str
    links: dict[str, str] | None = None


@cache
def own_lists(folder: Path) -> OwnLists:
    """The lists in a folder, read at the first call. Linear.

    Raises:
        BadConfiguration: naming up to a few of the files and lines that cannot be used, and what to do.
    """
    problems = Problems()
    reading = _Reading()
    for row in read_rows(folder, problems):
        try:
            reading.take(row)
        except BadRow as bad:
            problems.add(row.where, bad)
    problems.check()
    return reading.lists()


def norm(token: Token) -> str:
    """A word of a text as it is compared with those of a form."""
    return fold_seats(token.norm)


class _Reading:
    def __init__(self) -> None:
        self._names: dict[str, _Draft] = {}
        self._owners: dict[str, _Draft] = {}  # by any form
        self._doubtful: set[str] = set()

    def take(self, row: OwnRow) -> None:
        """One row more.

        Raises:
            BadRow: it cannot be used.
        """
        draft = self._draft(row)
        for alias in _parts(row.cells["aliases"]):
            form, certain = _form(alias)
            self._add(draft, form, _key(form), certain)
        for link in _parts(row.cells["id"]):
            source, identifier = _link(link)
            draft.links = draft.links or {}
            if draft.links.setdefault(source, identifier) != identifier:
                raise BadRow(f"{draft.name!r} has the {source} {draft.links[source]} already; one of them is wrong")

    def lists(self) -> OwnLists:
        """What the rows come to."""
        shipped = self._shipped()
        instead: dict[tuple[str, EntityType], Entry] = {}
        entries: dict[str, Entry | None] = {}
        for key, draft in self._names.items():
            entries[draft.where] = entry = _entry(draft, shipped.get(key)) if draft.type != _NEVER else None
            if entry and key in shipped:
                instead.setdefault((shipped[key].name, entry.type), entry)
        forms: dict[str, Entry | None] = {}
        longest: dict[str, int] = {}
        for form, draft in self._owners.items():
            forms[form] = entries[draft.where]
            first, words = form.partition(" ")[0], 1 + form.count(" ")
            if words > longest.get(first, 0):
                longest[first] = words
        return OwnLists(forms, self._doubtful, longest, instead)

    def _draft(self, row: OwnRow) -> _Draft:
        """The entry of the row's name."""
        if not row.cells["name"].rstrip(MAYBE).strip():
            raise BadRow("there is no name; fill in the column name, or delete the row")
        if len(_parts(row.cells["name"])) > 1:
            raise BadRow("several names; only one stands in the column name, others in the column aliases")
        name, certain = _form(row.cells["name"])
        type_ = _TYPES.get(row.cells["type"].casefold())
        if type_ is None:
            raise BadRow(f"the type is {row.cells['type']!r}; it must be one of {', '.join(_TYPES.values())}")
        key = _key(name)
        draft = self._names.setdefault(key, _Draft(name, type_, row.where))
        if draft.type != type_:
            raise BadRow(f"{name!r} is {type_} here and {draft.type} in {draft.where}; delete one of the two rows")
        self._add(draft, name, key, certain)
        return draft

    def _add(self, draft: _Draft, form: str, key: str, certain: bool) -> None:
        for spelled in spellings(key):
            owner = self._owners.setdefault(spelled, draft)
            if owner is not draft:
                raise BadRow(f"{form!r} belongs to {owner.name!r} in {owner.where} too; leave it to one of the two")
            if not certain:
                self._doubtful.add(spelled)

    def _shipped(self) -> dict[str, Entry]:
        """For the own names that are also a form of one shipped thing of their type: that."""
        found: dict[str, set[Entry]] = {}
        for form, listed in gazetteer().forms():
            draft = self._names.get(fold_seats(form))
            if draft:
                found[fold_seats(form)] = {one.entry for one in listed if one.entry.type == draft.type}
        return {form: entries.pop() for form, entries in found.items() if len(entries) == 1}


def _parts(cell: str) -> list[str]:
    """What is divided by ; or ؛."""
    return [part for part in map(str.strip, cell.replace("؛", ";").split(";")) if part]


def _form(form: str) -> tuple[str, bool]:
    """A form and whether it is certain: `أمل?` may also be the word."""
    return form.rstrip(MAYBE).strip(), not form.endswith(MAYBE)


def _key(form: str) -> str:
    """A form as it is looked up.

    Raises:
        BadRow: it can be no name.
    """
    if _PLAIN.fullmatch(form):
        key = fold_seats(fold(form))
    else:
        tokens = tokenise(form)
        if any(token.kind == "mark" for token in tokens):
            raise BadRow(f"{form!r} has a quotation mark; leave it out")
        key = " ".join(norm(token) for token in tokens)
    if not any(map(str.isalpha, key)):
        raise BadRow(f"{form!r} has no letter; write a name")
    if key.count(" ") >= _LONGEST:
        raise BadRow(f"{form!r} has more than {_LONGEST} words; shorten it")
    return key


def _link(identifier: str) -> tuple[str, str]:
    """Source and identifier: wikidata:Q42 -> (wikidata, Q42), 4711 -> (own, 4711)."""
    named = _SOURCE.fullmatch(identifier)
    return (named[1], named[2].strip()) if named else (OWN, identifier)


def _entry(draft: _Draft, shipped: Entry | None) -> Entry:
    """The entry, which keeps the identifiers of the shipped one whose place it takes."""
    links = dict(shipped.links if shipped else ()) | (draft.links or {})
    return Entry(draft.name, cast(EntityType, draft.type), OWN, links=tuple(links.items()))
