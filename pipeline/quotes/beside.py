"""Who stands beside the verb of an according-phrase: حسبما أعلنت مساء أمس [البلدية], كما أفاد بذلك [سامر]."""

from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Reading

_ON_BEHALF = "باسم"  # كما صرح سامر المتحدث باسم البلدية
_THAT = "بذلك"  # the words before: كما أفاد بذلك سامر
_BETWEEN = ("في", "لنا", _THAT)


class Beside:
    """Looks behind the verbs of according-phrases in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._words = lexicon.words

    def may_precede(self, norm: str) -> bool:
        """Whether a word may stand between a verb and the one named: ما صرح [به], حسبما أعلنت [مساء] [أمس] البلدية."""
        return norm in self._words.resumptives or norm in self._words.times or norm in _BETWEEN

    def is_one(self, index: int) -> bool:
        """Whether a name or a noun that may speak stands behind the verb, and no أن or object."""
        while self.may_precede(self._reading.norm(index)):
            index += 1
        if self._reading.norm(index - 1) == _THAT:
            return True  # كما أفاد بذلك [زولتان]
        norm, words = self._reading.norm(index), self._words
        lists = (words.sources, words.bodies, words.roles, words.papers, words.people, words.media_kinds)
        one = self._reading.named_at(index) is not None or norm[:2] == "ال"
        return one or any(norm in nouns for nouns in lists)

    def is_bare(self, first: int, last: int) -> bool:
        """Whether no object stands behind the subject, with which the verb would begin a clause of its own."""
        named = self._reading.named_at(first)
        index = named.last + 1 if named is not None else first + 1
        while index <= last and self._goes_with(index, first):
            named = self._reading.named_at(index)
            index = named.last + 1 if named is not None else index + 1
        norm = self._reading.norm(index)
        return index > last or norm in self._words.adverbs or norm in self._words.prepositions or norm == _ON_BEHALF

    def _goes_with(self, index: int, head: int) -> bool:
        """Whether a word goes with the noun before it: الشرطة [المحلية], مصدر [أمني], وزارة [الصحة], السيد [سامر]."""
        if index == head + 1 and (self._reading.named_at(index) or self._reading.norm(head) in self._words.courtesies):
            return True
        norm = self._reading.norm(index)
        if norm in self._words.adverbs or norm in self._words.prepositions:
            return False
        indefinite = all(self._reading.norm(place)[:2] != "ال" for place in range(head, index))
        return norm[:2] == "ال" or (indefinite and self._reading.named_at(index - 1) is None)
