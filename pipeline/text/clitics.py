"""The small words that Arabic writes onto the next one: و ف ب ل ك س ال.

Whether وزير is و + زير or one word, only a lexicon can say. So `split_proclitics` gives the possible readings, the
whole word first, and `strip_known` picks the first whose rest is a word to the caller.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from configs import read_toml
from pipeline.text.letters import normalise
from pipeline.text.remembered import remembered
from pipeline.text.tokens import Token


class Split(NamedTuple):
    """One reading of a word. `proclitic + rest` is the word as written: ("ولل", "رئيس")."""

    proclitic: str
    rest: str


@remembered
def split_proclitics(word: str) -> tuple[Split, ...]:
    """The readings of a folded word, shortest proclitic first; the first is the word itself.

    وبالقاهره: (), (و), (وب), (وبال). A reading follows these guards: the order is conjunction, then one preposition
    or س, then the article; after ل the article is لل; س stands before an imperfect (ي ت ن ا); nothing is taken from
    a rest shorter than `shortest_rest` letters (configs/text.toml).
    """
    data = _proclitics()
    splits = [Split("", word)]
    for conjunction in ("", *data["conjunctions"]):
        if not word.startswith(conjunction):
            continue
        rest = word[len(conjunction) :]
        if conjunction:
            splits.append(Split(conjunction, rest))
        for proclitic in _before_noun(rest, data) + _before_verb(rest, data):
            splits.append(Split(conjunction + proclitic, rest[len(proclitic) :]))
    fitting = {split for split in splits[1:] if len(split.rest) >= data["shortest_rest"]}
    return (splits[0], *sorted(fitting, key=lambda split: len(split.proclitic)))


def strip_known(word: str, is_word: Callable[[str], bool]) -> Split | None:
    """The reading of a folded word with the shortest proclitic whose rest `is_word` knows; None if none is known.

    >>> strip_known("وللرئيس", {"رئيس"}.__contains__)
    Split(proclitic='ولل', rest='رئيس')
    """
    return next((split for split in split_proclitics(word) if is_word(split.rest)), None)


def strip_conjunction(word: str) -> str:
    """A folded word without a leading و or ف, for looking up a cue behind it: واضاف -> اضاف.

    Lexicon-free: وزير gives زير, وقع gives قع. Look up the word itself first.
    """
    data = _proclitics()
    if len(word) > data["shortest_rest"] and word[0] in data["conjunctions"]:
        return word[1:]
    return word


def offset_after(token: Token, proclitic: str) -> int:
    """Where the rest of `token` begins in the text when `proclitic`, a beginning of its norm, is cut off.

    The harakat and tatweel of the proclitic's letters stay with it: «بـالقاهرة», "ب" -> 2 after the token's start.
    """
    return token.start + normalise(token.text).offsets[len(proclitic)]


def _before_noun(rest: str, data: dict[str, Any]) -> list[str]:
    """ب، ل، ك، ال، بال، كال، لل at the head of `rest`."""
    article, contracted = data["article"], data["contracted_article"]
    candidates = [article, contracted]
    for preposition in data["prepositions"]:
        candidates += [preposition, preposition + article]
    return [candidate for candidate in candidates if rest.startswith(candidate)]


def _before_verb(rest: str, data: dict[str, Any]) -> list[str]:
    """س before an imperfect: سيقول."""
    prefixes = tuple(data["imperfect_prefixes"])
    return [future for future in data["future"] if rest.startswith(future) and rest[len(future) :].startswith(prefixes)]


@cache
def _proclitics() -> dict[str, Any]:
    data: dict[str, Any] = read_toml("text.toml")["proclitics"]
    return data
