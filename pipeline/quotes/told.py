"""Bodies and papers of which an article tells in full, and whom it then means by their noun alone.

الوزارة is وزارة النقل, الشرطة is the one الشرطة الساحلية of the article, البيان is the paper of whoever gave it out.
"""

from bisect import bisect_left, bisect_right
from functools import cached_property

from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.phrases import Phrases
from pipeline.quotes.reading import Reading
from pipeline.text import fold

_LONGEST = 4  # tokens of a body's name
_NEAR = 30  # tokens from a paper to the verb of who gave it out: وقالت الوزارة في بيان
_ENDINGS = ("ه", "ها", "هم", "هما", "ا")  # of a paper that has an owner, or is an object: بيانها, بيانا
_RELATIVE = ("ي", "يه")  # how an adjective of place or kind ends: الساحلية
_ARTICLES = ("ال", "وال", "لل", "بال", "فال")
_SHORTEST_OWNER = 3  # letters


class Told:
    """The bodies and papers of one article; it is laid out when the first of them is asked for."""

    def __init__(self, reading: Reading, lexicon: Lexicon, memory: Memory) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._memory = memory
        self._phrases = Phrases(reading, lexicon)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Every folded form -> the tokens where it stands, in no name."""
        places: dict[str, list[int]] = {}
        for index in range(len(self._reading.tokens)):
            if self._reading.named_at(index) is None:
                places.setdefault(self._reading.norm(index), []).append(index)
        return places

    @cached_property
    def _firsts(self) -> list[int]:
        return [stretch.first for stretch in self._reading.stretches]

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
        places = self._places.get(noun, [])
        place = bisect_left(places, index) - 1
        if place < 0:
            return None
        first = places[place]
        last = self._phrases.last_of(first, min(first + _LONGEST, index - 1))
        if last is None:
            return None
        last = self._phrases.before_object(first, last)
        named = self._reading.named_at(last)
        last = last if named is None else named.last  # مكتب رئيس الوزراء سامر [الحداد]
        return self._reading.slice(first, last) if last > first else None

    def _only_kind(self, noun: str) -> str | None:
        """The noun with its adjective, where the article has one such: الشرطة الساحلية."""
        kinds: dict[str, int] = {}
        for article in _ARTICLES:
            for place in self._places.get(article + noun, ()):
                if self._is_kind(place + 1):
                    kinds.setdefault(self._reading.norm(place + 1), place)
        if len(kinds) != 1 or noun not in self._words.bodies:
            return None
        place = next(iter(kinds.values()))
        return f"ال{self._written(noun, place)} {self._reading.tokens[place + 1].text}"

    def _is_kind(self, index: int) -> bool:
        """Whether an adjective of place or kind stands at a token, and none of time: الساحلية, not الحالي."""
        norm = self._reading.norm(index)
        return norm[:2] == "ال" and norm.endswith(_RELATIVE) and norm not in self._words.time_adjectives

    def _given_out(self, noun: str, index: int) -> str | None:
        """A paper and who gave it out: بيان وزارة النقل, of وقالت وزارة النقل في بيان."""
        if noun not in self._words.papers:
            return None
        forms = (noun, *(noun + ending for ending in _ENDINGS))
        places = [place for form in forms for place in self._places.get(form, ()) if place < index]
        if not places:
            return None
        paper = max(places)
        stretch = bisect_right(self._firsts, paper) - 1
        if stretch < 0:
            return None
        first = max(self._firsts[stretch], paper - _NEAR)
        owner = self._memory.nearest(paper, first, min(paper + _NEAR, index - 1))
        if owner is None or len(owner.name) < _SHORTEST_OWNER:
            return None
        return f"{self._written(noun, index)} {owner.name}"

    def _written(self, noun: str, index: int) -> str:
        """A folded noun as the token that ends with it spells it."""
        written = self._reading.tokens[index].text[-len(noun) :]
        return written if fold(written) == noun else noun
