"""Names of people that the recogniser cut short: their fathers' names, their family name, their first letter.

محمد بن نايف [بن عبد العزيز آل سعود], صبحي بن عامر [الجهني], and كامل where كـ was taken for "like".
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_SONS = frozenset({"بن", "ابن", "بنت"})
_HOUSE = "آل"  # آل سعود; folded it would be the article
_SERVANTS = frozenset({"عبد", "ابو", "ابا", "ابي", "ام"})  # the name goes on in the next word
_FULL, _LONGEST = 2, 8  # words of a name that is looked for again
_SURE = 0.6
_RETURN_CONFIDENCE = 0.8
_PARTICLES = frozenset({"الي", "في", "من", "عن", "كي", "مع", "لكن", "ثم", "حيث", "فيما"})
_COMPLEMENTIZERS = frozenset({"ان", "بان", "وان", "فان"})
_TANWEEN = ("اً", "ًا")
_NISBA = 5  # letters of الـ...ي at least


def complete(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names`, those of people with all that belongs to them, in order of the text. Linear."""
    cut = [part for name in names if (one := _without_manner(page, name, lists)) for part in _apart(page, one, lists)]
    plain = [name for name in cut if not _is_office(page, name, lists)]
    return _with_returns(page, _Completion(page, plain, lists).all())


def _without_manner(page: Page, name: Name, lists: Gazetteer) -> Name | None:
    """A name without the adverbs behind it, known by their tanween (صحيفة الضفاف قائلا), and without أن before it."""
    written = page.text[name.start : name.end]
    while written.endswith(_TANWEEN) or (" " in written and _is_particle(written.rpartition(" ")[2])):
        written = written.rpartition(" ")[0].rstrip()
    head, _, rest = written.partition(" ")
    end = name.start + len(written)
    if fold(head) in _COMPLEMENTIZERS and head[:1] != "آ" and rest and not lists.lookup(written):
        return replace(name, start=end - len(rest.lstrip()), end=end)
    return name.between(name.start, end) if written else None


def _is_particle(word: str) -> bool:
    """Whether a word cannot end a name: إلى, كي; على with its own letter, for علي does."""
    return fold(word) in _PARTICLES or word == "على"


def _apart(page: Page, name: Name, lists: Gazetteer) -> list[Name]:
    """A place and the person behind it apart: محافظ [الضفة] [سامر الحداد], مدير عام [الضفة] [سامر الحداد]."""
    head, _, rest = page.text[name.start : name.end].partition(" ")
    if name.type not in ("PER", "LOC") or not rest or _is_persons(head, lists) or lists.lookup(f"{head} {rest}"):
        return [name]
    known = [listed for listed in lists.lookup(head) if listed.entry.type in ("LOC", "ORG")]
    if len(rest.split()) < _FULL:
        surplus = name.type == "LOC" and known and lists.is_plain_given(fold(rest))
        return [replace(name, end=name.start + len(head))] if surplus else [name]
    place = any(listed.certain or name.type == "LOC" for listed in known)
    if not place or (name.type == "LOC" and not lists.is_given(fold(rest.split()[0]))):
        return [name]
    person = replace(name, start=name.end - len(rest.lstrip()), type="PER")
    return [person] if name.type == "PER" else [replace(name, end=name.start + len(head)), person]


def _is_persons(word: str, lists: Gazetteer) -> bool:
    return lists.is_given(fold(word)) or lists.is_family(fold(word))


def _is_office(page: Page, name: Name, lists: Gazetteer) -> bool:
    """Whether what was taken for a person is an office with its adjectives or address: المشرف العام, سماحة مفتي."""
    head, *rest = fold(page.text[name.start : name.end]).split()
    if name.type == "PER" and len(rest) == 1 and lists.title(rest[0]) is not None and not lists.is_family(rest[0]):
        return not lists.is_given(head)  # سماحة مفتي, not نديم المفتي
    if name.type != "PER" or not rest or lists.title(head) is None or not head.startswith("ال"):
        return False
    return all(word.startswith("ال") and not lists.is_family(word) and not lists.is_given(word) for word in rest)


def _with_returns(page: Page, names: Sequence[Name]) -> list[Name]:
    """The names, and those people's full names wherever they return: what is found once is found each time."""
    known: dict[str, Name] = {}
    longest: dict[str, int] = {}  # first word -> most words of a name that begins with it
    for name in names:
        words = fold(page.text[name.start : name.end]).split()
        if name.type == "PER" and _FULL <= len(words) <= _LONGEST and name.confidence >= _SURE:
            known.setdefault(" ".join(words), name)
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    owner = owners(page.tokens, names)
    dropped: set[int] = set()
    added: list[Name] = []
    for place, token in enumerate(page.tokens):
        end = _return_end(page, place, known, longest.get(token.norm, 0))
        if end is None or (added and added[-1].end > token.start):
            continue
        stop = page.tokens[end - 1].end
        inside = set(owner[place:end]) - {-1}
        if all(token.start <= names[one].start and names[one].end <= stop for one in inside):
            dropped |= inside
            added.append(Name(token.start, stop, "PER", _RETURN_CONFIDENCE))
    kept = [name for number, name in enumerate(names) if number not in dropped]
    return sorted([*kept, *added], key=lambda name: name.start)


def _return_end(page: Page, place: int, known: Mapping[str, Name], longest: int) -> int | None:
    """The token behind the longest known name that stands at a token, in one sentence."""
    for count in range(longest, _FULL - 1, -1):
        tokens = page.tokens[place : place + count]
        if len(tokens) == count and " ".join(token.norm for token in tokens) in known:
            same = page.inside[place] == page.inside[place + count - 1] >= 0
            return place + count if same else None
    return None


class _Completion:
    def __init__(self, page: Page, names: Sequence[Name], lists: Gazetteer) -> None:
        self._page = page
        self._names = names
        self._lists = lists
        self._owner = owners(page.tokens, names)
        self._end = {token.end: place for place, token in enumerate(page.tokens)}
        self._last_words = {fold(page.text[n.start : n.end]).split()[-1] for n in names if self._is_full(n)}

    def all(self) -> list[Name]:
        found: list[Name] = []
        for number, name in enumerate(self._names):
            if found and name.start < found[-1].end:
                continue  # the end of a name that was cut in two
            found.append(self._completed(name, number) if name.type == "PER" else name)
        return found

    def _is_full(self, name: Name) -> bool:
        return name.type == "PER" and len(self._page.text[name.start : name.end].split()) > 1

    def _completed(self, name: Name, number: int) -> Name:
        name = self._with_first_letter(name)
        last = self._end.get(name.end)
        if last is None:
            return name
        end = last
        patronymic = not _SONS.isdisjoint(fold(self._page.text[name.start : name.end]).split())
        if self._page.tokens[last].norm in _SONS and self._is_free(last + 1, number):
            end = last + 1  # عبد الرحمن بن [مساعد]
        while (after := self._past_father(end, number)) is not None:
            end, patronymic = after, True
        ended = end == last and self._page.tokens[last].norm.startswith("ال")  # has its family name
        if not ended and self._is_family_name(end + 1, number, patronymic=patronymic):
            end += 1
        return replace(name, end=self._page.tokens[end].end) if end > last else name

    def _with_first_letter(self, name: Name) -> Name:
        """كامل for امل, where somebody in the article is called so in full: فؤاد كامل."""
        place = self._end.get(name.end)
        token = self._page.tokens[place] if place is not None else None
        if token is None or token.start >= name.start or token.norm not in self._last_words:
            return name
        return replace(name, start=token.start)

    def _past_father(self, last: int, number: int) -> int | None:
        """The last token of بن and a name, or آل and a house, behind a token; None where there is none."""
        if not self._is_free(last + 1, number):
            return None
        word = self._page.tokens[last + 1]
        if word.norm not in _SONS and word.text != _HOUSE:
            return None
        name = last + 2
        if name < len(self._page.tokens) and self._lists.is_tail(f"{word.norm} {self._page.tokens[name].norm}"):
            return None  # ابن عم
        if self._is_free(name, number) and self._page.tokens[name].norm in _SERVANTS:
            name += 1
        return name if self._is_free(name, number) else None

    def _is_family_name(self, place: int, number: int, *, patronymic: bool) -> bool:
        """Whether the word behind a name is its last one: صبحي بن عامر [الجهني], not محمد بن عامر [المشرف]."""
        if not patronymic or not self._is_free(place, number):
            return False
        word = self._page.tokens[place].norm
        lists = self._lists
        if lists.title(word) is not None or lists.is_demonym(word) or lists.is_never(word) or lists.is_verb(word):
            return False
        if lists.is_plain_family(word):
            return True
        definite = word.startswith("ال")
        nisba = definite and word.endswith("ي") and len(word) > _NISBA
        return nisba or (definite and lists.is_family(word))

    def _is_free(self, place: int, number: int) -> bool:
        """Whether a token follows the one before it in the same sentence, and is in no name but a person's."""
        tokens = self._page.tokens
        if not 0 < place < len(tokens) or tokens[place].kind != "word":
            return False
        if self._page.inside[place] != self._page.inside[place - 1] or self._page.inside[place] < 0:
            return False
        owner = self._owner[place]
        return owner in (-1, number) or (
            self._names[owner].type == "PER" and self._names[owner].start == tokens[place].start
        )
