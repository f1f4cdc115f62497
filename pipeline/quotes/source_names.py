"""Where the words end that name the source of an according-phrase: وفقا [لمصدر مقرب من الوزارة]، فإن."""

from collections.abc import Mapping

from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Reading, Stretch
from pipeline.text import split_proclitics

SOURCE_COMMAS = ("،", ",", "؛")
"""What parts an according-phrase from the words."""

_LONGEST_PHRASE = 16  # tokens


class SourceNames:
    """Finds the ends of the sources named in one sentence."""

    def __init__(self, reading: Reading, stretch: Stretch, cues: Mapping[int, CueWord], lexicon: Lexicon) -> None:
        self._reading = reading
        self._stretch = stretch
        self._cues = cues
        self._words = lexicon.words
        self._lexicon = lexicon

    def last(self, begin: int, *, leads: bool) -> int:
        """The last token that names the speaker."""
        unmarked = leads and not self._has_end(begin)
        index = begin
        while index < self._stretch.last and index - begin < _LONGEST_PHRASE:
            following = index + 1
            norm = self._reading.norm(following)
            if norm in SOURCE_COMMAS and self._is_apposition(begin, following):
                named = self._reading.named_at(following + 1)
                return named.last if named is not None else index
            if norm in SOURCE_COMMAS or norm in (".", ":", "(", "؟") or norm in self._lexicon.complementizers:
                break
            if norm in self._words.relative or following in self._cues or norm == "فقد":
                break
            if self._reading.opened_at(following) is not None and not self._is_named_kind(index):
                break
            if leads and (self._ends_name(index, begin) or (unmarked and self._begins_words(following))):
                break
            index = following
        return index

    def _is_named_kind(self, index: int) -> bool:
        """Whether a name in marks goes with the word: لوكالة «الضفاف»."""
        return any(split.rest in self._words.named_kinds for split in split_proclitics(self._reading.norm(index)))

    def _has_end(self, begin: int) -> bool:
        """Whether a comma or فإن shows where a leading name ends."""
        for index in range(begin, min(begin + _LONGEST_PHRASE, self._stretch.last + 1)):
            norm = self._reading.norm(index)
            if norm in SOURCE_COMMAS or norm in self._lexicon.complementizers or norm == "فقد":
                return True
        return False

    def _begins_words(self, index: int) -> bool:
        """Whether the words begin at once behind a leading name: حسب تقارير إعلامية [منح] الرئيس."""
        norm = self._reading.norm(index)
        if self._reading.named_at(index) or not self._reading.is_word(index):
            return False
        return norm[:2] not in ("ال", "لل") and norm[-1:] not in ("ه", "ي") and norm not in self._words.prepositions

    def _is_apposition(self, begin: int, comma: int) -> bool:
        """بحسب رئيس الكتلة، عبد الرؤوف الشريف: the office's name behind the comma."""
        named = self._reading.named_at(comma + 1)
        if named is None or named.entity.type != "PER" or named.first != comma + 1 or self._reading.named_at(begin):
            return False
        return any(split.rest in self._words.roles for split in split_proclitics(self._reading.norm(begin)))

    def _ends_name(self, index: int, begin: int) -> bool:
        """بحسب "سي.أن.أن" يمثل اللقاء: without a comma, a leading phrase ends with the name."""
        named = self._reading.named_at(index)
        if named is not None:
            after = index + 1
            return named.last == index and self._reading.closed_at(after) is None
        closed = self._reading.closed_at(index)
        return closed is not None and closed.begins >= begin
