"""What may stand between a verb and its subject: لـ«الضفاف», له, في تصريح له، أمس."""

from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import COMMAS, Named, Reading
from pipeline.text import split_proclitics

_CLOSING = (")", "]")
_MEDIA = ("agency", "paper", "channel")  # kinds in the name lists
SO_CALLED = ("يسمي", "تسمي", "سمي", "يعرف", "تعرف")
"""Behind ما, what somebody is called: ما تسمى كتيبة."""


class Adjuncts:
    """Finds the edges of adjuncts in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._words = lexicon.words

    def past_adjuncts(self, first: int, last: int) -> int:
        """The first token behind what may stand between verb and subject: لـ«الضفاف», له, في تصريح له، أمس."""
        index = first
        while index <= last:
            norm = self._reading.norm(index)
            if norm in self._words.pronouns_with_preposition or norm in self._words.times or norm in COMMAS:
                index += 1
            elif norm in _CLOSING and index > first:
                index += 1  # لـ(الضفاف[)]
            elif norm in self._words.time_adjectives and index > first:
                index += 1  # الأربعاء [الماضي]
            elif self.is_time(index) or (norm == "ما" and self._reading.norm(index + 1) in SO_CALLED):
                index += 2
            elif self.is_addressee(index):
                index = self._addressee_last(index, last) + 1
            elif norm in self._words.prepositions and not self._reading.named_at(index):
                index = self._adjunct_last(index, last) + 1
            else:
                break
        return index

    def is_addressee(self, index: int) -> bool:
        """ل and the one spoken to: لوكالة, لـ «الضفاف», للصحيفة, للصحفيين."""
        norm = self._reading.norm(index)
        if norm in ("ل", "لل"):
            return True
        if norm[:1] != "ل" or len(norm) < 3:
            return False
        named = self._reading.named_at(index)
        if named is not None and self._reading.has_preposition(named):
            return not self._is_owner(named)
        nouns = self._words.media_kinds | self._words.audiences
        return any(split.proclitic in ("ل", "لل") and split.rest in nouns for split in split_proclitics(norm))

    def _is_owner(self, named: Named) -> bool:
        """Whether ل tells whose, not to whom: اللجنة المنظمة لسوق الضفاف, المدير العام لشركة المرسى."""
        if named.entity.type != "ORG":
            return named.entity.type == "LOC"
        head = bare(self._reading.norm(named.first).removeprefix("ل"))
        medium = head in self._words.media_kinds or any(
            listed.entry.kind in _MEDIA for listed in gazetteer().lookup(named.entity.name)
        )
        return not medium and self._reading.norm(named.first - 1)[:2] == "ال"

    def _addressee_last(self, index: int, last: int) -> int:
        """The last token of the addressee: of its marks, or of its name."""
        for place in range(index, min(index + 3, last + 1)):
            marked = self._reading.opened_at(place)
            if marked is not None:
                return min(marked.ends, last)
            named = self._reading.named_at(place)
            if named is not None:
                return min(named.last, last)
        return index

    def _adjunct_last(self, index: int, last: int) -> int:
        """The last token of a phrase like في تصريح صحفي أمس: it ends at a comma, or before a person."""
        for place in range(index + 1, last + 1):
            if self._reading.norm(place) in COMMAS:
                return place
            named = self._reading.named_at(place)
            if named is not None and named.entity.type == "PER" and not self._hangs(named):
                return place - 1
        return last

    def _hangs(self, named: Named) -> bool:
        """Whether a person is part of the adjunct: بعد لقائه الرئيس حسني مبارك, مع كوليبا."""
        place = named.first - 1
        while self._reading.norm(place) in self._words.courtesies:
            place -= 1
        norm = self._reading.norm(place)
        return (
            self._reading.has_preposition(named) or norm in self._words.prepositions or norm in self._words.dependents
        )

    def is_time(self, index: int) -> bool:
        """الشهر الماضي, العام الجاري."""
        following = self._reading.norm(index + 1)
        return self._reading.norm(index) in self._words.time_nouns and following in self._words.time_adjectives


def bare(norm: str) -> str:
    """A folded noun without conjunction, ل and article: للمصادر -> مصادر."""
    if norm[:1] == "و" and norm[1:3] == "ال":
        norm = norm[1:]
    if norm.startswith("لل") and len(norm) > 4:
        return norm[2:]
    if norm.startswith("ال") and len(norm) > 4:
        return norm[2:]
    return norm
