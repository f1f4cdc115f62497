"""Bodies and papers of which an article tells in full, and whom it then means by their noun alone.

الوزارة is وزارة النقل, الشرطة is the one الشرطة الساحلية of the article, البيان is the paper of whoever gave it out.
"""

from bisect import bisect_left, bisect_right

from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.phrases import Phrases
from pipeline.quotes.reading import Reading
from pipeline.text import fold

_LONGEST = 4  # tokens of a body's name
_NEAR = 30  # tokens from a paper to the verb of who gave it out: وقالت الوزارة في بيان
_OWNERS = ("ه", "ها", "هم", "هما")  # بيانها
_RELATIVE = ("ي", "يه")  # how an adjective of place or kind ends: الساحلية
_ARTICLES = ("ال", "وال", "لل", "بال", "فال")
_SHORTEST_OWNER = 3  # letters
_ACCUSATIVE = "ا"  # أصدرت الوزارة بيانا


class Told:
    """The bodies and papers of one article, found once when it is laid out."""

    def __init__(self, reading: Reading, lexicon: Lexicon, memory: Memory) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._memory = memory
        self._phrases = Phrases(reading, lexicon)
        self._firsts = [stretch.first for stretch in reading.stretches]
        self._heads: dict[str, list[int]] = {}  # noun without ال -> the tokens where it stands so
        self._papers: dict[str, list[int]] = {}  # noun of a paper -> the tokens where it stands: بيان, بيانها
        self._kinds: dict[str, dict[str, str]] = {}  # noun of a body -> its adjectives, with it: الشرطة الساحلية
        for index in range(len(reading.tokens)):
            if reading.named_at(index) is None:
                self._note(index)

    def _note(self, index: int) -> None:
        norm, words = self._reading.norm(index), self._words
        if norm in words.bodies or norm in words.papers:
            self._heads.setdefault(norm, []).append(index)
        paper = next((stem for stem in self._stems(norm) if stem in words.papers), None)
        if paper is not None:
            self._papers.setdefault(paper, []).append(index)
        noun = next((norm.removeprefix(article) for article in _ARTICLES if norm.startswith(article)), "")
        if noun in words.bodies and self._is_kind(index + 1):
            written = "ال" + self._reading.tokens[index].text[-len(noun) :] + " " + self._reading.tokens[index + 1].text
            self._kinds.setdefault(noun, {}).setdefault(self._reading.norm(index + 1), written)

    def _stems(self, norm: str) -> tuple[str, ...]:
        """A noun as it stands, without the pronoun of its owner, and without the alef of the accusative."""
        return (norm, *(norm.removesuffix(ending) for ending in (*_OWNERS, _ACCUSATIVE) if norm.endswith(ending)))

    def _is_kind(self, index: int) -> bool:
        """Whether an adjective of place or kind stands at a token, and none of time: الساحلية, not الحالي."""
        norm = self._reading.norm(index)
        return norm[:2] == "ال" and norm.endswith(_RELATIVE) and norm not in self._words.time_adjectives

    def phrase(self, noun: str, index: int) -> str | None:
        """What a definite noun alone means at a token, in full; None where the article does not tell.

        Args:
            noun: of a body or paper, folded, without its article.
            index: the token where it stands.
        """
        if noun not in self._words.bodies and noun not in self._words.papers:
            return None
        return self._before(noun, index) or self._only_kind(noun) or self._given_out(noun, index)

    def _before(self, noun: str, index: int) -> str | None:
        """The latest phrase with this head before a token: وزارة النقل, دراسة حديثة."""
        places = self._heads.get(noun, [])
        place = bisect_left(places, index) - 1
        if place < 0:
            return None
        first = places[place]
        last = self._phrases.last_of(first, min(first + _LONGEST, index - 1))
        if last is None:
            return None
        last = self._phrases.before_object(first, last)
        return self._reading.slice(first, last) if last > first else None

    def _only_kind(self, noun: str) -> str | None:
        """The noun with its adjective, where the article has one such: الشرطة الساحلية."""
        kinds = self._kinds.get(noun, {})
        return next(iter(kinds.values())) if len(kinds) == 1 else None

    def _given_out(self, noun: str, index: int) -> str | None:
        """A paper and who gave it out: بيان وزارة النقل, of وقالت وزارة النقل في بيان."""
        places = self._papers.get(noun, [])
        place = bisect_left(places, index) - 1
        if place < 0:
            return None
        paper = places[place]
        stretch = bisect_right(self._firsts, paper) - 1
        if stretch < 0:
            return None
        first = max(self._firsts[stretch], paper - _NEAR)
        owner = self._memory.nearest(paper, first, min(paper + _NEAR, index - 1))
        written = self._reading.tokens[index].text[-len(noun) :]
        if owner is None or len(owner.name) < _SHORTEST_OWNER:
            return None
        return f"{written if fold(written) == noun else noun} {owner.name}"
