"""Stems: what the forms of one word have in common.

A form loses a clitic or an ending only where a word of the dictionary (configs/search_words.txt) is left,
so that و goes from والحكومة but not from وزير, and ان from صاروخان but not from فلسطين or لبنان. The
dictionary holds the words that are nothing but themselves, most frequent first; bench/search_lexicon.py
made it from counts. Forms that no ending explains (أحزاب حزب) are listed in configs/search_forms.txt.

The idea of asking a word list before stripping answers light10 (Larkey, Ballesteros and Connell), which
strips by letters alone.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from configs import read_lines, read_toml
from pipeline.text import fold, fold_seats, remembered, split_proclitics

_ARTICLE = "ال"
_CONTRACTED = "لل"
_ONE_LETTER = "وفبلك"
_SHORTEST_UNKNOWN = 4  # letters that stay of a word no list knows
_SHORTEST_BY_SOUND = 6  # letters of a word that its consonants are enough to tell
_BY_SOUND = "~"  # before a stem that is no word
_SILENT = str.maketrans({"ا": "", "و": "", "ي": "", "غ": "ج"})


class Ending(NamedTuple):
    """An ending, what stands in its place without it, the rule it follows, and the least length left."""

    takes: str
    puts: str
    rule: str
    shortest: int


class Reading(NamedTuple):
    """One way to see a word as a form of another: `proclitic + base - puts + takes`."""

    base: str
    proclitic: str
    ending: Ending | None

    @property
    def cost(self) -> int:
        """How many letters it takes away."""
        return len(self.proclitic) + (len(self.ending.takes) if self.ending else 0)

    @property
    def plain(self) -> bool:
        """Whether it gives nothing back for what it takes, as ات of سيارات gives ة."""
        return not (self.ending and self.ending.puts)


def key(word: str) -> str:
    """A word as the lists hold it: folded, with every hamza bare: مسؤول and مسئول are مسءول."""
    return fold_seats(fold(word))


@remembered
def stem(word: str) -> str:
    """The stem of a folded word. The stem of a stem is itself."""
    if word.startswith(_BY_SOUND):
        return word
    spelled = fold_seats(word)
    base = _last_hamza(spelled if spelled in dictionary() else _known_base(spelled) or _bare(spelled))
    found = forms().get(base, base)
    return found if found == word else stem(found)


def readings(word: str) -> Iterator[Reading]:
    """Every way to take one proclitic, one ending, or one of each from a word."""
    for proclitic, rest in split_proclitics(word):
        if proclitic:
            yield Reading(rest, proclitic, None)
        for ending in _endings().get(rest[-1:], ()):
            base = rest[: len(rest) - len(ending.takes)] + ending.puts
            if rest.endswith(ending.takes) and len(base) >= ending.shortest:
                yield Reading(base, proclitic, ending)


@cache
def dictionary() -> dict[str, int]:
    """The words that are nothing but themselves, with their rank by frequency."""
    words = dict.fromkeys([*map(key, read_lines("search_stopwords.txt")), *read_lines("search_words.txt")])
    words.update(dict.fromkeys(forms()))
    words.update(dict.fromkeys(forms().values()))
    return {word: rank for rank, word in enumerate(words)}


@cache
def forms() -> dict[str, str]:
    """Forms that stand for another word: أحزاب -> حزب. A line of the files is one word, its stem first."""
    table: dict[str, str] = {}
    for line in (*read_lines("search_forms.txt"), *read_lines("search_names.txt")):
        first, *others = (_last_hamza(key(word)) for word in line.split())
        table.update(dict.fromkeys(others, table.get(first, first)))
    return table


def _last_hamza(word: str) -> str:
    """The hamza at the end with one seat: شاطئ and شاطىء are شاطء."""
    return word[:-2] + "ء" if word.endswith("يء") else word


def _known_base(word: str) -> str | None:
    """The dictionary word that `word` is a form of, found by taking away as little as possible."""
    first = list(readings(word))
    found = _best(first)
    if found is None:  # two endings: التونسيات -> تونسيه -> تونسي
        found = _best([deeper for reading in first for deeper in readings(reading.base)])
    return found.base if found else None


def _best(found: list[Reading]) -> Reading | None:
    """The dictionary word that loses the least; of endings that nearly agree, the one of the more frequent word.

    الفارسي is فارسي, not فارس; مساعدات is of مساعدة, not of مساعد; دولتين is of دولة, not of the name دولت.
    """
    ranks = dictionary()
    known = sorted((one for one in found if one.base in ranks), key=lambda one: (one.cost, one.plain, ranks[one.base]))
    if not known or not known[0].ending:
        return known[0] if known else None
    least = known[0]
    near = [one for one in known if one.proclitic == least.proclitic and one.cost == least.cost + 1]
    return min(least, *near, key=lambda one: ranks[one.base]) if near else least


def _bare(word: str) -> str:
    """A word of no list without what may be proclitics, as long as enough of it is left.

    A new name is met as بلينكن, وبلينكن, لبلينكن: none of them can be told from a word with ب at its head, but
    all of them end at the same letters. A long one is then compared by its sound.
    """
    while not (known := _sounds().get(_sound(word))):
        head = 2 if word.startswith((_ARTICLE, _CONTRACTED)) else 1
        if (head == 1 and word[:1] not in _ONE_LETTER) or len(word) - head < _SHORTEST_UNKNOWN:
            break
        word = word[head:]
    sound = _sound(word)
    if len(word) < _SHORTEST_BY_SOUND or len(sound) < _SHORTEST_UNKNOWN:
        return word
    return known or _BY_SOUND + sound


def _sound(word: str) -> str:
    """The consonants of a word: foreign names differ in vowels and in غ or ج, as مانشستر and مانشيستر do."""
    return word[:1].replace("غ", "ج") + word[1:].translate(_SILENT)


@cache
def _sounds() -> dict[str, str]:
    """The most frequent word of each sound that tells enough."""
    found: dict[str, str] = {}
    for word in dictionary():
        sound = _sound(word)
        if len(word) >= _SHORTEST_BY_SOUND and len(sound) > _SHORTEST_UNKNOWN:
            found.setdefault(sound, word)
    return found


@cache
def _endings() -> dict[str, list[Ending]]:
    """The endings by their last letter."""
    by_last: dict[str, list[Ending]] = {}
    for row in read_toml("search.toml")["ending"]:
        ending = Ending(fold(row["takes"]), fold(row.get("puts", "")), row["of"], row["shortest"])
        by_last.setdefault(ending.takes[-1], []).append(ending)
    return by_last
