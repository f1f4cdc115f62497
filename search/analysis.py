"""Arabic text as terms to search by.

Every word gives two terms: its spelling brought to one form (`exact`), and its stem, which the clitics
and endings of one word share (`search.stemmer`). The engine keeps them in two fields and splits at spaces
only. Names that are written as one word or as two (عبدالله، عبد الله) are one stem.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import configs
from configs import read_toml
from pipeline.text import Token, fold, remembered, tokenise
from search.stemmer import forms, key, stem

ANALYSIS = 1  # raise it whenever this code may give other terms than before
_DATA = (
    "search.toml", "search_words.txt", "search_forms.txt", "search_names.txt", "search_stopwords.txt", "text.toml",
)  # fmt: skip
_SEARCHED = frozenset(("word", "latin", "number"))
_ARTICLE = "ال"
_SHORTEST_WITH_ARTICLE = 4  # الى is no name with an article
_ANY = ""
_ONE_BLANK = 2  # between the words of a name: a blank, perhaps with an invisible mark


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, in the order of its words."""

    exact: list[str]
    stems: list[str]


class Word(NamedTuple):
    """A stem and the stretch of the text it comes from, in code points."""

    start: int
    end: int
    stem: str


def tokens(text: str) -> list[Token]:
    """The tokens that are searched: words and numbers, not marks and punctuation.

    A ligature of several words (ﷺ) gives as many tokens, all in its place.
    """
    found = [token for token in tokenise(text) if token.kind in _SEARCHED and token.norm]
    if not any(" " in token.norm for token in found):
        return found
    return [replace(token, norm=part) for token in found for part in token.norm.split()]


def analyse(text: str) -> Terms:
    """The terms of `text`. Never raises; linear in its length."""
    found = tokens(text)
    return Terms([token.norm for token in found], [word.stem for word in _joined(found)])


def words(text: str) -> list[Word]:
    """The stems of `text` with their places: the same stems as `analyse` gives."""
    return list(_joined(tokens(text)))


def name_terms(name: str) -> list[str]:
    """A name as it is compared: spelling folded, split names joined, the article aside, e.g. السيسي -> سيسي.

    Names are not stemmed: a new name that begins with ب is not to lose it.
    """
    return [word.stem for word in _joined(tokens(name), _name_form)]


@cache
def analysis_mark() -> str:
    """Changes whenever a text may give other terms: an index made with another one must be rebuilt."""
    data = hashlib.sha256(str(ANALYSIS).encode())
    for name in _DATA:
        data.update((files(configs) / name).read_bytes())
    return data.hexdigest()[:12]


def _joined(found: list[Token], stem_of: Callable[[str], str] = stem) -> Iterator[Word]:
    """The stem of each token, and one stem for two tokens that are one name."""
    at = 0
    while at < len(found):
        token = found[at]
        last = token
        joined = first = _stem(token, stem_of)
        if at + 1 < len(found) and found[at + 1].start - token.end <= _ONE_BLANK:
            name = _compound(first, found[at + 1])
            if name is not None:
                joined, last = stem_of(name), found[at + 1]
        yield Word(token.start, last.end, joined)
        at += 2 if last is not token else 1


def _stem(token: Token, stem_of: Callable[[str], str]) -> str:
    if token.kind == "word":
        return stem_of(_abbreviations().get(token.norm, token.norm))
    return token.norm.replace(",", "") if token.kind == "number" else token.norm


def _compound(first: str, following: Token) -> str | None:
    """The two words as one, if they are one name: (عبد, العزيز) -> عبدالعزيز."""
    seconds = _compounds().get(first)
    if seconds is None or following.kind != "word":
        return None
    second = key(following.norm)
    for spelled in (second, stem(following.norm)):
        if spelled in seconds:
            return seconds[spelled]
    if _ANY in seconds:
        return seconds[_ANY] + second
    return seconds[_ARTICLE] + second if _ARTICLE in seconds and second.startswith(_ARTICLE) else None


@cache
def _compounds() -> dict[str, dict[str, str]]:
    """By the first word: what may follow, and the one word they make."""
    data: dict[str, Any] = read_toml("search.toml")["compounds"]
    pairs = [(first, data["religion"]) for first in data["before_religion"]]
    pairs += [(first, data["god"]) for first in data["before_god"]]
    pairs += data["pairs"]
    table: dict[str, dict[str, str]] = {}
    for first, second in pairs:
        for spelled in (stem(key(first)), key(first)):
            table.setdefault(spelled, {})[key(second)] = key(first) + key(second)
            if second not in (data["religion"], data["god"]):
                table[spelled][stem(key(second))] = key(first) + key(second)
    for father in data["father"]:
        for spelled in (stem(key(father)), key(father)):
            table.setdefault(spelled, {})[_ANY] = key(data["father"][0])
    servant = key(data["servant"])
    table.setdefault(servant, {})[_ARTICLE] = servant
    return table


@cache
def _abbreviations() -> dict[str, str]:
    return {fold(short): fold(title) for short, title in read_toml("search.toml")["abbreviations"].items()}


@remembered
def _name_form(word: str) -> str:
    form = key(word)
    form = form[2:] if form.startswith(_ARTICLE) and len(form) > _SHORTEST_WITH_ARTICLE else form
    return forms().get(form, form)
