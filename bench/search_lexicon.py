"""Make configs/search_words.txt from news: the words that are nothing but themselves.

    python bench/search_lexicon.py NEWS.jsonl.xz … > words.txt && mv words.txt configs/search_words.txt

Each line of the news is an object with `title` and `text`. A word is left out when it can be read as a
form of another (`search.stemmer.readings`) and the counts of other words bear that out. The evidence is
what Arabic allows to be written together: only nouns take the article, nothing with a possessive does; و
comes before ب, never after; ون goes with ين. So وعود is a word (الوعود, بوعود occur), and وقال is not.
Names of people and places from configs/names are words whatever the counts say.
"""

import lzma
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import orjson

import configs
from configs import read_lines
from pipeline.text import fold
from search.analysis import tokens
from search.stemmer import Reading, key, readings

SHORT = {1: sys.maxsize, 2: 50}  # occurrences below which a short string is no word
_HARAKAT = "".join(map(chr, range(0x64B, 0x653)))
LONGEST = 20  # letters
LEAST = 4  # occurrences below which a word is not told from a slip


class Counts:
    """How often words occur, in what company.

    Attributes:
        all: by the word as the dictionary holds it.
        hamza, taa, tanwin: how many of these are written with a hamza on the first alef, ة, tanwin.
    """

    def __init__(self) -> None:
        self.all: Counter[str] = Counter()
        self.hamza: Counter[str] = Counter()
        self.taa: Counter[str] = Counter()
        self.tanwin: Counter[str] = Counter()

    def add(self, written: str, times: int) -> None:
        """Count a word as it is written."""
        word = key(written)
        bare = written.replace("\u0640", "")
        self.all[word] += times
        self.hamza[word] += times * bare.startswith(("أ", "إ", "آ"))
        self.taa[word] += times * bare.rstrip(_HARAKAT).endswith("ة")
        self.tanwin[word] += times * bare.endswith(("اً", "ًا"))

    def article(self, word: str) -> int:
        """With the article: الشركة، والشركة، بالشركة."""
        definite = "ال" + word
        return (
            self.all[definite] - self.hamza[definite] + sum(self.all[p + definite] for p in ("و", "ب", "ف", "ك", "وب"))
        )

    def noun(self, word: str) -> int:
        """With and without the article."""
        return self.all[word] + self.article(word)

    def preposition(self, word: str) -> int:
        """After ب or ل."""
        return self.all["ب" + word] + self.all["ل" + word]


def whole(word: str, counts: Counts) -> int:
    """Occurrences that show the first letter of `word` to be its own: what no order of proclitics explains."""
    first = word[0]
    if word.startswith("ال"):
        return counts.hamza[word] + counts.article(word) + counts.all["ل" + word]
    before = {"و": "وفبلك", "ف": "وفبلك", "ب": "بلك", "ل": "بك", "ك": "بلك", "س": "بلك"}[first]
    return counts.article(word) + sum(counts.all[p + word] for p in before)


def splits(word: str, proclitic: str, rest: str, counts: Counts) -> bool:
    """Whether proclitic + rest is the way to read `word`."""
    seen, known, own = counts.all[word], counts.noun(rest), whole(word, counts)
    if proclitic.endswith(("ال", "لل")):
        return own <= max(1, 0.01 * seen) and (known >= max(2, 0.003 * seen) or len(rest) >= 4)
    if own > max(2, 0.01 * seen) and not (own <= 0.04 * seen and known >= 2 * seen):
        return False
    if len(rest) < 3:
        return known >= 5 * seen
    if proclitic in ("و", "ف"):
        return known >= max(LEAST, 0.02 * seen)
    if proclitic.endswith("س"):
        return known >= max(LEAST, 0.1 * seen)
    if proclitic.endswith("ك"):
        return known >= 20 * seen
    return known >= max(LEAST, 0.3 * seen)


def feminine(word: str, base: str, n: Counts) -> bool:
    """مرشحة of مرشح. Not مساعدة of مساعد: the pattern مفاعلة names what is done."""
    if n.taa[word] + n.taa["ال" + word] < 0.5 * n.noun(word):
        return False
    if len(word) == 6 and word[0] == "م" and word[2] == "ا":
        return False
    if base.endswith("ي"):
        # Of مسؤولية there is no المسؤولي: مسؤولي is a plural.
        return n.noun(base) >= 0.04 * n.noun(word) and n.article(base) >= 0.02 * n.noun(base)
    plural = n.noun(base + "ين") + n.noun(base + "ون")
    return n.noun(base) >= 0.5 * n.noun(word) and plural >= 0.03 * n.noun(base) and n.noun(word) >= 0.01 * n.noun(base)


def accusative(word: str, base: str, n: Counts) -> bool:
    """تقريرا of تقرير: never after a preposition or the article."""
    if n.tanwin[word] >= 0.2 * n.all[word]:
        return n.noun(base) >= 2
    return n.article(word) + n.preposition(word) <= 0.01 * n.all[word] and n.noun(base) >= n.all[word]


def sound_plural(word: str, base: str, n: Counts) -> bool:
    """مسؤولون of مسؤول, which has مسؤولين too; يشاركون of يشارك."""
    if word[0] in "يت" and n.article(word) == 0:
        return n.all[base] >= 0.1 * n.all[word]
    return len(base) >= 4 and n.noun(base + "ين") >= 0.1 * n.noun(word) and n.noun(base) >= 0.03 * n.noun(word)


def oblique(word: str, base: str, n: Counts) -> bool:
    """مهندسين of مهندس, which has مهندسون too; صاروخين of صاروخ, which has صاروخان too."""
    if len(base) >= 4 and n.noun(base + "ون") >= 0.02 * n.noun(word) and n.noun(base) >= 0.03 * n.noun(word):
        return True
    least = 2 if len(base) == 3 else 1
    return n.noun(base + "ان") >= max(least, 0.02 * n.noun(word)) and n.noun(base) >= 2 * n.noun(word)


def dual(word: str, base: str, n: Counts) -> bool:
    """صاروخان of صاروخ: never after a preposition."""
    nominative = n.preposition(word) <= 0.02 * n.all[word]
    return nominative and n.noun(base + "ين") >= 0.2 * n.noun(word) and n.noun(base) >= 2 * n.noun(word)


def construct(word: str, base: str, n: Counts) -> bool:
    """لاعبي of لاعب: never with the article, unlike مصري."""
    plural = n.noun(base + "ين") + n.noun(base + "ون")
    return n.article(word) <= 0.02 * n.all[word] and plural >= 0.5 * n.all[word] and n.noun(base) >= LEAST


def dual_feminine(word: str, base: str, n: Counts) -> bool:
    """دولتين of دولة."""
    return n.taa[base] >= 0.3 * n.all[base] and n.noun(base) >= max(LEAST, 0.5 * n.noun(word))


def plural_feminine(word: str, base: str, n: Counts) -> bool:
    """سيارات of سيارة; not السادات, which is never without its article."""
    indefinite = n.all[word] >= 0.05 * n.noun(word)
    return indefinite and n.taa[base] >= 0.3 * n.all[base] and n.noun(base) >= max(LEAST, 0.05 * n.noun(word))


def plural_in_at(word: str, base: str, n: Counts) -> bool:
    """قرارات of قرار."""
    return n.all[word] >= 0.05 * n.noun(word) and n.noun(base) >= max(LEAST, 0.1 * n.noun(word))


def past(word: str, base: str, n: Counts) -> bool:
    """قالوا of قال: never with the article or a preposition."""
    verb = n.article(word) + n.preposition(word) <= max(3, 0.01 * n.all[word])
    return verb and n.all[base] >= max(LEAST, 0.2 * n.all[word])


def possessive(word: str, base: str, n: Counts) -> bool:
    """منزله of منزل: never with the article, and hardly ever written with ة."""
    if word.endswith("ه") and n.taa[word] > 0.3 * n.all[word]:
        return False
    definite = n.article(word) - n.taa["ال" + word]  # المنزلة is no منزله
    return definite <= 0.02 * n.all[word] and n.noun(base) >= max(LEAST, 0.3 * n.all[word])


def possessive_feminine(word: str, base: str, n: Counts) -> bool:
    """حكومته of حكومة."""
    return n.taa[word] <= 0.3 * n.all[word] and n.taa[base] >= 0.3 * n.all[base] and possessive(word + " ", base, n)


RULES: dict[str, Callable[[str, str, Counts], bool]] = {
    rule.__name__: rule for rule in (
        feminine, accusative, sound_plural, oblique, dual, construct, dual_feminine, plural_feminine, plural_in_at,
        past, possessive, possessive_feminine,
    )
}  # fmt: skip


def is_form(word: str, counts: Counts, name: bool) -> Reading | None:
    """The reading that makes `word` a form of another word, if any bears scrutiny.

    Args:
        word: as the dictionary holds it.
        counts: of the news.
        name: whether it is the name of a person or a place: it may lose a final ة or ه, but nothing else.
    """
    definite = word.startswith("ال") and not counts.hamza[word]
    for reading in readings(word):
        inner = word[len(reading.proclitic) :]
        if name and (reading.proclitic or not reading.ending or reading.ending.takes != "ه"):
            continue
        if reading.proclitic and not splits(word, reading.proclitic, inner, counts):
            continue
        if not reading.proclitic and definite:
            continue
        if reading.ending and not RULES[reading.ending.rule](inner, reading.base, counts):
            continue
        return reading
    return None


def names() -> set[str]:
    """Names of one word from configs/names that mean nothing else, without the article."""
    found = set()
    for path in (files(configs) / "names").iterdir():
        columns = {"given.tsv": [0], "family.tsv": [0], "cities.tsv": [0], "countries.tsv": [1], "regions.tsv": [0]}
        for line in path.read_text(encoding="utf-8").splitlines():
            for column in columns.get(path.name, ()):
                name = line.split("\t")[column] if not line.startswith("#") and line else ""
                if name and " " not in name and not name.endswith("?"):
                    found.add(key(name.removeprefix("ال")))
    return {name for name in found if len(name) > 2}


def counted(paths: Iterable[Path]) -> Counts:
    """The counts of all articles in these files."""
    written: Counter[str] = Counter()
    for path in paths:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
            for line in lines:
                row = orjson.loads(line)
                text = f"{row.get('title') or ''}\n{row.get('text') or ''}"
                written.update(
                    token.text for token in tokens(text) if token.kind == "word" and " " not in fold(token.text)
                )
    counts = Counts()
    for word, times in written.items():
        counts.add(word, times)
    return counts


def dictionary(counts: Counts) -> Iterator[str]:
    """The words, the most frequent first; then names that the news hardly know."""
    undefined = (word[2:] for word in counts.all if word.startswith("ال"))
    seen = Counter({word: counts.noun(word) for word in {*counts.all, *undefined}})
    named, always = names(), {key(word) for word in read_lines("search_whole.txt")}

    def is_word(word: str) -> bool:
        if len(word) >= LONGEST or "." in word or seen[word] < SHORT.get(len(word), 0):
            return False
        return not is_form(word, counts, name=word in named)

    for word, times in seen.most_common():
        if word in always or (times >= LEAST and is_word(word)):
            yield word
    yield from sorted(name for name in named - always if seen[name] < LEAST and is_word(name))
    yield from sorted(always - seen.keys())


if __name__ == "__main__":
    for word in dictionary(counted(map(Path, sys.argv[1:]))):
        sys.stdout.write(word + "\n")
