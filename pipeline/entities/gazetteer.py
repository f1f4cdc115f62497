"""The name lists in memory: what is listed at a place in the text, and the gender of a person's name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.contracts.spans import EntityType
from pipeline.entities.gazetteer_lists import Row, forms_of, read_rows
from pipeline.entities.spellings import openings, spellings, visible
from pipeline.text import Token, fold, offset_after, remembered

Gender = Literal["m", "f"]
_FAMILY_FIRST = frozenset({"chinese", "korean"})
_LONGEST_WORD = 40
_PHRASE, _BODY = "phrase", "institution"  # as reasons in never.tsv
_PLACES = ("inside", "outside")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the lists know by name.

    Attributes:
        name: its standard form.
        type: what it is.
        kind: what it is more closely: country, city, person, agency …
        gender: of a person.
        links: identifiers by their source, as (source, identifier).
    """

    name: str
    type: EntityType
    kind: str
    gender: Gender | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry under one of its forms.

    Attributes:
        entry: what it is.
        form: as the list spells it.
        certain: the form can be nothing else.
    """

    entry: Entry
    form: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A listed form in a text.

    Attributes:
        first, end: indices of its tokens, end-exclusive.
        start: code point where the name begins, after the proclitics; of للولايات, after و only.
        listed: what it may be, first choice first.
    """

    first: int
    end: int
    start: int
    listed: tuple[Listed, ...]


class Gazetteer:
    """All lists, indexed by folded forms. Made once by `gazetteer()`."""

    def __init__(self) -> None:
        self._forms: dict[str, tuple[Listed, ...]] = {}
        self._longest: dict[str, int] = {}  # first word -> most words of a form that begins with it
        self._given: dict[str, str] = {}
        self._family: dict[str, bool] = {}
        self._family_first: set[str] = set()
        self._never: set[str] = set()
        self._phrases: set[str] = set()
        self._bodies: set[str] = set()
        self._titles: dict[str, tuple[str, str]] = {}
        self._heads: dict[str, dict[str, str]] = {}
        self._demonyms: set[str] = set()
        self._openings_of = remembered(self._find_openings)
        self._read()

    def lookup(self, phrase: str) -> tuple[Listed, ...]:
        """What the lists hold under this phrase, folded; () if nothing."""
        return self._forms.get(fold(phrase), ())

    def forms(self) -> Iterable[tuple[str, tuple[Listed, ...]]]:
        """All forms, folded, and what they may be."""
        return self._forms.items()

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """The longest listed form at each place, left to right, none overlapping another. Linear."""
        found = []
        place = 0
        while place < len(tokens):
            match = self.at(tokens, place)
            if match:
                found.append(match)
            place = match.end if match else place + 1
        return found

    def at(self, tokens: Sequence[Token], place: int) -> Found | None:
        """The longest listed form that begins with the token at `place`, its proclitics put aside."""
        best: Found | None = None
        for proclitic, word in self._openings(tokens[place]):
            match = self._longest_at(tokens, place, proclitic, word)
            if match and (best is None or match.end > best.end):
                best = match
        return best

    def is_given(self, word: str) -> bool:
        """Whether a folded word is a given name."""
        return word in self._given

    def is_family(self, word: str) -> bool:
        """Whether a folded word is a family name, with or without its article."""
        return word in self._family

    def comes_first(self, word: str) -> bool:
        """Whether a folded family name stands before the given name: كيم in كيم جونغ أون."""
        return word in self._family_first

    def is_plain_family(self, word: str) -> bool:
        """Whether a folded family name is no ordinary word as well."""
        return self._family.get(word, False)

    def is_never(self, phrase: str) -> bool:
        """Whether a folded phrase is never a name by itself."""
        return phrase in self._never

    def is_phrase(self, words: str) -> bool:
        """Whether folded words are a set phrase no half of which is a name: الرباط الصليبي."""
        return words in self._phrases

    def is_body(self, phrase: str) -> bool:
        """Whether a folded never-name is a body that many places have one of: البنك المركزي."""
        return phrase in self._bodies

    def is_demonym(self, word: str) -> bool:
        """Whether a folded word says of which country someone is: روسي, الروسية."""
        return word in self._demonyms

    def title(self, phrase: str) -> tuple[str, str] | None:
        """`(kind, gender)` of a folded title, e.g. وزيره الخارجيه -> (office, f)."""
        return self._titles.get(phrase)

    def stays_outside(self, head: str, type_: str) -> bool:
        """Whether a folded head word before a name of this type is no part of it: وكالة before رويترز."""
        return self._heads.get(head, {}).get(type_) == "outside"

    def is_head(self, word: str) -> bool:
        """Whether a folded word says what kind of thing the name after it is: حركه, شركه."""
        return word in self._heads

    def gender_of(self, name: str) -> Gender | None:
        """The gender of a person's name: of the listed person, else of the given name it begins with."""
        folded = fold(name)
        for listed in self._forms.get(folded, ()):
            if listed.entry.gender:
                return listed.entry.gender
        words = folded.split()
        for count in (2, 1):
            gender = self._given.get(" ".join(words[:count])) if len(words) >= count else None
            if gender == "m":
                return "m"
            if gender == "f":
                return "f"
        return None

    def _openings(self, token: Token) -> Sequence[tuple[str, str]]:
        """`(proclitic, word)` for each way to read the token as the first word of a listed form."""
        if token.kind != "word" or len(token.norm) > _LONGEST_WORD:
            return [("", token.norm)] if token.norm in self._longest else []
        return self._openings_of(token.norm)

    def _longest_at(self, tokens: Sequence[Token], place: int, proclitic: str, word: str) -> Found | None:
        longest = self._longest.get(word, 0)
        words = [word, *(token.norm for token in tokens[place + 1 : place + longest])]
        for count in range(min(longest, len(words)), 0, -1):
            listed = self._forms.get(" ".join(words[:count]))
            if listed:
                return Found(place, place + count, offset_after(tokens[place], visible(proclitic)), listed)
        return None

    def _find_openings(self, word: str) -> tuple[tuple[str, str], ...]:
        return tuple((proclitic, rest) for proclitic, rest in openings(word) if rest in self._longest)

    def _read(self) -> None:
        for entry, forms in _entries():
            for form, certain in forms:
                self._add(entry, form, certain)
        for row in read_rows("given.tsv", 3):
            for form, _ in forms_of(row.cells[0]):
                gender = row.one_of(1, ("m", "f", "-"), "gender")
                for spelled in spellings(fold(form)):
                    self._given[spelled] = gender
        for row in read_rows("family.tsv", 2):
            for form, certain in forms_of(row.cells[0]):
                self._family[fold(form)] = certain
                if row.cells[1] in _FAMILY_FIRST:
                    self._family_first.add(fold(form))
        for row in read_rows("never.tsv", 2):
            self._never.add(fold(row.cells[0]))
            if row.cells[1] == _PHRASE:
                self._phrases.add(fold(row.cells[0]))
            if row.cells[1] == _BODY:
                self._bodies.add(fold(row.cells[0]))
        self._read_titles()
        for row in read_rows("heads.tsv", 4):
            place = row.one_of(2, _PLACES, "the place of the head")
            type_ = row.one_of(1, ("LOC", "ORG", "MISC"), "type")
            self._heads.setdefault(fold(row.cells[0]), {})[type_] = place

    def _read_titles(self) -> None:
        kinds = ("office", "rank", "honorific", "profession", "religious", "royal")
        for row in read_rows("titles.tsv", 4):
            masculine, feminine, _, _ = row.cells
            kind = row.one_of(2, kinds, "kind")
            self._titles.setdefault(fold(masculine), (kind, "m"))
            if feminine not in ("", "-"):
                self._titles.setdefault(fold(feminine), (kind, "f"))
        for row in read_rows("countries.tsv", 6):
            self._add_demonyms(row.cells[3:])
        for row in read_rows("demonyms.tsv", 3):
            self._add_demonyms(row.cells)

    def _add_demonyms(self, forms: Sequence[str]) -> None:
        for form in filter(None, forms):
            words = fold(form).split()
            self._demonyms.update((" ".join(words), " ".join("ال" + word for word in words)))

    def _add(self, entry: Entry, form: str, certain: bool) -> None:
        for spelled in spellings(fold(form)):
            known = self._forms.get(spelled, ())
            if any(other.entry.name == entry.name and other.entry.type == entry.type for other in known):
                continue
            self._forms[spelled] = (*known, Listed(entry, form, certain))
            words = [token for token in spelled.split(" ") if token]
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))


@cache
def gazetteer() -> Gazetteer:
    """The lists, read at the first call.

    Raises:
        BadConfiguration: naming the file and line that cannot be used.
    """
    return Gazetteer()


def gender_of(name: str) -> Gender | None:
    """The gender of a person's name, None if the lists do not tell: نانسي بيلوسي -> f."""
    return gazetteer().gender_of(name)


def _entries() -> Iterator[tuple[Entry, list[tuple[str, bool]]]]:
    """Every entry with its forms; the order of the files is the order of choice."""
    for row in read_rows("countries.tsv", 6):
        links = (("iso3166", row.country(0)),)
        yield _entry(row, 1, 2, "LOC", "country", links=links)
    for row in read_rows("persons.tsv", 4):
        gender: Gender = "f" if row.one_of(1, ("m", "f"), "gender") == "f" else "m"
        yield _entry(row, 0, 3, "PER", "person", gender=gender)
    for row in read_rows("cities.tsv", 3):
        row.country(1)
        yield _entry(row, 0, 2, "LOC", "city")
    for row in read_rows("regions.tsv", 4):
        row.country(2)
        yield _entry(row, 0, 3, "LOC", row.cells[1])
    for row in read_rows("geography.tsv", 3):
        yield _entry(row, 0, 2, "LOC", row.cells[1])
    for file in ("media.tsv", "organisations.tsv"):
        for row in read_rows(file, 4):
            row.country(2)
            yield _entry(row, 0, 3, "ORG", row.cells[1])
    for row in read_rows("misc.tsv", 3):
        yield _entry(row, 0, 2, "MISC", row.cells[1])


def _entry(
    row: Row,
    name: int,
    aliases: int,
    type_: EntityType,
    kind: str,
    gender: Gender | None = None,
    links: tuple[tuple[str, str], ...] = (),
) -> tuple[Entry, list[tuple[str, bool]]]:
    forms = [*forms_of(row.cells[name]), *forms_of(row.cells[aliases])]
    if not forms:
        raise row.reject("there is no name")
    return Entry(forms[0][0], type_, kind, gender, links), forms
