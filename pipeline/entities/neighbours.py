"""The given name before and the family name behind a person's name that was found in part.

[أندرو] زورقين, [فريدة] سامر الحداد, مايكل [زلمبطير]. The lists know the one; the other is known by them, or as a word
that news hardly has.
"""

from collections.abc import Sequence

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.model_forms import KNOWN, forms
from pipeline.entities.recogniser import Name
from pipeline.text import Token, fold, offset_after, split_proclitics, strip_conjunction

_LEAST = 4  # letters of an unlisted family name
_LONGEST = 20
_BEFORE = frozenset({"", "و", "ل", "ف", "ب"})
_NEAR = 2  # frequency classes
_ALI = "علي"
_PARTICLE, _AFTER_PARTICLE = "فان", frozenset({"در", "دير", "دن", "دي", "دام"})
_PARTS = frozenset({"بن", "ابن", "بنت", "عبد", "ابو"})
_SUFFIXES = ("ها", "هم", "نا", "ه", "ا", "ين", "ون", "ات", "تهم", "تها", "ته")


def complete_neighbours(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names`, those of people with the given and the family name that stand right beside them. Linear."""
    beside = _Beside(page, names, lists)
    found: list[Name] = []
    for number, name in enumerate(names):
        if found and name.start < found[-1].end:
            continue  # the family name of the one before
        found.append(beside.whole(number) if name.type == "PER" else name)
    return found


class _Beside:
    def __init__(self, page: Page, names: Sequence[Name], lists: Gazetteer) -> None:
        self._page = page
        self._names = names
        self._lists = lists
        self._owner = owners(page.tokens, names)
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for place, number in enumerate(self._owner):
            self._first.setdefault(number, place)
            self._last[number] = place

    def whole(self, number: int) -> Name:
        name = self._names[number]
        if number not in self._first:
            return name
        start, end = self._given_start(number), self._family_end(number)
        return name.between(name.start if start is None else start, name.end if end is None else end)

    def _given_start(self, number: int) -> int | None:
        """Where the given name before a name begins."""
        place = self._first[number] - 1
        if self._names[number].start != self._page.tokens[place + 1].start or not self._are_joined(place):
            return None
        token = self._page.tokens[place]
        if self._owner[place] >= 0 or len(token.norm) > _LONGEST or self._lists.title(token.norm) is not None:
            return None
        for proclitic, rest in split_proclitics(token.norm):
            if proclitic in _BEFORE and _is_possessed(token.text, rest):
                return None
            if proclitic in _BEFORE and rest == _PARTICLE and self._follows_particle(number):
                return offset_after(token, proclitic)
            if proclitic in _BEFORE and self._is_given_before(rest, place, number):
                return offset_after(token, proclitic)
            if self._lists.lookup(rest) or self._lists.is_given(rest):
                return None
        return None

    def _is_given_before(self, word: str, place: int, number: int) -> bool:
        """Whether a word is the given name of the one behind it; one that is also a word needs to open a phrase.

        وطالب سامر is no name of two words: behind و such a word is a verb or a noun.
        """
        if self._lists.is_plain_given(word) and not _is_noun(word):
            return True
        token = self._page.tokens[place]
        if word == _ALI and token.text.endswith(_ALI):
            return True  # and not على
        if not self._lists.is_given(word) or not place or token.norm != word:
            return False
        before = self._page.tokens[place - 1]
        if self._lists.is_verb(strip_conjunction(before.norm)) or self._lists.title(before.norm) is not None:
            return True
        name = self._names[number]
        last = fold(self._page.text[name.start : name.end]).split()[-1]
        listed = self._lists.is_plain_family(last) or self._lists.is_plain_given(last)
        if not listed and not (last.startswith("ال") and last.endswith("ي")):
            return False
        return self._page.inside[place - 1] != self._page.inside[place] or before.kind not in ("word", "latin")

    def _follows_particle(self, number: int) -> bool:
        """Whether a name goes on after فان: فان [دير سار]."""
        name = self._names[number]
        return fold(self._page.text[name.start : name.end]).partition(" ")[0] in _AFTER_PARTICLE

    def _family_end(self, number: int) -> int | None:
        """Where the family name behind a name ends that has given names only."""
        name, place = self._names[number], self._last[number] + 1
        if place >= len(self._page.tokens) or name.end != self._page.tokens[place - 1].end:
            return None
        words = fold(self._page.text[name.start : name.end]).split()
        if not all(word in _PARTS or self._lists.is_given(word) for word in words) or not self._are_joined(place - 1):
            return None
        token = self._page.tokens[place]
        other = self._owner[place]
        if other >= 0 and (self._names[other].type != "PER" or self._last[other] != place):
            return None
        if other < 0 and not self._is_family_behind(token, words):
            return None
        if other >= 0 and not self._lists.is_plain_family(token.norm):
            return None
        return token.end

    def _is_family_behind(self, token: Token, words: Sequence[str]) -> bool:
        word, lists = token.norm, self._lists
        if lists.title(word) is not None or lists.is_demonym(word) or lists.is_never(word) or lists.is_head(word):
            return False
        if lists.is_plain_family(word):
            return True
        return len(words) == 1 and lists.is_plain_given(words[0]) and _is_foreign(word, lists)

    def _are_joined(self, place: int) -> bool:
        """Whether two tokens of one sentence are words with nothing but blanks between them."""
        tokens = self._page.tokens
        if not 0 <= place < len(tokens) - 1 or tokens[place].kind != "word" or tokens[place + 1].kind != "word":
            return False
        between = self._page.text[tokens[place].end : tokens[place + 1].start]
        same = self._page.inside[place] == self._page.inside[place + 1] >= 0
        return same and not between.strip(" \u00a0")


def _is_noun(word: str) -> bool:
    """Whether news writes a word with the article about as often as without, unlike a name: طالب, الطالب."""
    return forms().frequency(f"ال{word}") >= max(forms().frequency(word) - _NEAR, KNOWN)


def _is_possessed(written: str, word: str) -> bool:
    """Whether a given name in ة may rather be a noun with «his»: رفيقه, not باربره."""
    return written.endswith("ه") and word.endswith("ه") and forms().frequency(word[:-1]) >= KNOWN


def _is_foreign(word: str, lists: Gazetteer) -> bool:
    """Whether news knows neither a word nor what is left of it without clitics: زلمبطير."""
    if not _LEAST <= len(word) <= _LONGEST or not word.isalpha():
        return False
    rests = {rest for _, rest in split_proclitics(word)}
    stems = {rest.removesuffix(end) for rest in rests for end in _SUFFIXES if rest.endswith(end)}
    return not any(forms().frequency(form) or lists.is_given(form) or lists.lookup(form) for form in rests | stems)
