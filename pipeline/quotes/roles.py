"""The office of a person, as it stands beside the name: [وزير النقل] سامر الحداد; سامر الحداد، [مدير المرفأ]."""

from collections.abc import Iterable

from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.phrases import Phrases
from pipeline.quotes.reading import COMMAS, Named, Reading
from pipeline.text import offset_after, split_proclitics

_LONGEST = 28  # tokens
_LONGEST_BEFORE = 12  # tokens before a name whose phrase begins nobody knows where
_DEMONYM = ("ي", "يه")  # الأثرية المصرية


class Roles:
    """Finds the roles of the persons of one article; spans are code points."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._words = lexicon.words
        self._phrases = Phrases(reading, lexicon)

    def of(
        self, person: Named, first: int, last: int, begin: int | None = None, *, idle: bool = False
    ) -> tuple[int, int] | None:
        """The role of a person who is named as a subject: an office before the name, or behind it.

        Args:
            person: as mentioned.
            first: the first token of the phrase that names the subject.
            last: the last token that may belong to it, inclusive.
            begin: where the name begins, if before the mention.
            idle: no words follow, so that an object may stand behind the name.
        """
        begin = person.first if begin is None else begin
        before = self._before(first, begin)
        if before is None or not self._has_office(*before):
            before = self._behind(person.last + 1, last, idle=idle) or before or self._rank(first, begin)
        return self._span(*before) if before is not None else None

    def before(self, person: Named) -> tuple[int, int] | None:
        """The office right before a name, wherever that stands: التقى [وزير النقل] سامر الحداد."""
        end = self._past_courtesies(0, person.first)
        if self._reading.has_preposition(person) or self._is_governed(end, person.first):
            return None
        before = self._chain(max(0, person.first - _LONGEST_BEFORE), end)
        return self._span(*before) if before is not None and self._has_office(*before) else None

    def _is_governed(self, first: int, end: int) -> bool:
        """Whether a preposition is written onto the word before a name: التقى الوزير [بالأمير] سامر."""
        proclitics = (
            split.proclitic
            for split in split_proclitics(self._reading.norm(end - 1))
            if split.rest in self._words.roles
        )
        return first >= end - 1 and any(proclitic[:1] in ("ب", "ل", "ك") for proclitic in proclitics if proclitic)

    def _span(self, first: int, last: int) -> tuple[int, int]:
        begins = self._reading.tokens[first]
        proclitic = next((s.proclitic for s in split_proclitics(begins.norm) if s.rest in self._words.roles), "")
        proclitic = proclitic.removesuffix("ال")
        return offset_after(begins, proclitic), self._reading.tokens[last].end

    # --- before the name ---

    def _before(self, first: int, begin: int) -> tuple[int, int] | None:
        """The tokens of an office that ends before the name; a form of address alone is none."""
        end = begin - 1 if begin > first and self._reading.norm(begin - 1) in COMMAS else begin
        end = self._past_courtesies(first, end)
        return self._whole(first, end) or self._chain(first, end)

    def _past_courtesies(self, first: int, end: int) -> int:
        """Before the forms of address that go with the name: [مدير المرفأ] الدكتور سامر."""
        while end > first and self._reading.norm(end - 1) in (*self._words.courtesies, "."):
            if self._reading.norm(end - 2) in self._words.roles and end - 1 > first:
                break  # نائبة [الرئيس] منى
            end -= 1
        return end

    def _whole(self, first: int, end: int) -> tuple[int, int] | None:
        """A phrase that an office heads, prepositions and all: [مدير المرفأ في مدينة الضفاف] سامر."""
        first = self._past_address(first, end)
        if first >= end or not self._is_office(first):
            return None
        return first, self._last(first, end - 1)

    def _past_address(self, first: int, end: int) -> int:
        """معالي [وزير النقل]."""
        while first + 1 < end and self._reading.norm(first) in self._words.honorifics:
            first += 1
        return first

    def _chain(self, first: int, end: int) -> tuple[int, int] | None:
        """The words before a name without any preposition: وألقى [قائد المخيم] سامر."""
        begin = end
        while begin > first and not self._opens(begin, end) and self._continues(begin - 1):
            begin -= 1
        begin = self._head(begin, end)
        alone = begin == end - 1 and self._reading.norm(begin)[:2] != "ال"
        if begin == end or alone or self._reading.norm(begin)[:2] == "لل":
            return None  # طبيب سامر is another
        return begin, self._last(begin, end - 1)

    def _head(self, first: int, end: int) -> int:
        """Where a role begins before a name: with an office, else with any definite noun; `end` if nowhere."""
        office = next(filter(self._is_office, range(first, end)), None)
        if office is not None:
            kin = self._reading.norm(office) in self._words.dependents
            return end if kin else self._past_address(office, end)
        return next((index for index in range(first, end) if self._reading.norm(index)[:2] == "ال"), end)

    def _opens(self, index: int, end: int) -> bool:
        """Whether what stands before a token is of another phrase."""
        return self._reading.begins_line(index) or (index < end and self._is_joined(index))

    def _continues(self, index: int) -> bool:
        norm, named = self._reading.norm(index), self._reading.named_at(index)
        plain = norm not in self._words.prepositions and (named is None or named.entity.type != "PER")
        verb = norm in self._lexicon.forms and (norm not in self._words.roles or self._is_office(index + 1))
        return plain and not verb and self._reading.is_word(index) and not self._is_time(index)

    def _is_joined(self, index: int) -> bool:
        """سامر [ووزيرة النقل] منى."""
        norm = self._reading.norm(index)
        return norm[:1] == "و" and norm not in self._words.own_letter and self._is_office(index)

    def _rank(self, first: int, begin: int) -> tuple[int, int] | None:
        """A rank or a royal title alone: [الأمير] سامر, [العميد] سامر; not الدكتور سامر."""
        index = begin - 1
        if index < first:
            return None
        title = gazetteer().title(self._reading.norm(index))
        return (index, index) if title is not None and title[0] != "honorific" else None

    # --- behind the name ---

    def _behind(self, index: int, last: int, *, idle: bool) -> tuple[int, int] | None:
        """ألكسندر زيبين، [الباحث الرئيسي في مركز الدراسات]،."""
        apart = self._reading.norm(index) in COMMAS
        first = index + 1 if apart else index
        if first > last or self._reading.begins_line(first) or not self._may_begin(first, apart=apart, idle=idle):
            return None
        return first, self._last(first, last, idle=idle)

    def _may_begin(self, index: int, *, apart: bool, idle: bool) -> bool:
        """Whether a word behind a name begins what he is; behind an idle verb, no noun that may be its object."""
        norm = self._reading.norm(index)
        if not self._reading.is_word(index) or norm in self._words.prepositions or norm in self._words.relative:
            return False
        if self._is_time(index) or (norm[:1] == "و" and norm not in self._words.own_letter):
            return False  # سامر [والوزيرة] منى
        if self._is_office(index):
            return True
        return norm[:2] == "ال" and (not idle or apart or norm.endswith(_DEMONYM))

    # --- where a role ends ---

    def _last(self, first: int, last: int, *, idle: bool = False) -> int:
        """The last token of the role that begins at `first`, at most `last`."""
        end = first
        while end < min(last, first + _LONGEST) and not self._stops(end + 1, first, idle=idle):
            end += 1
        while end > first and self._dangles(end):
            end -= 1
        return end

    def _dangles(self, index: int) -> bool:
        """Whether a token ends no phrase: a preposition, or an opening mark."""
        if self._reading.norm(index) in self._words.prepositions:
            return True
        return not self._reading.is_word(index) and self._reading.closed_at(index) is None

    def _stops(self, index: int, first: int, *, idle: bool = False) -> bool:
        """Whether a role has ended before a token."""
        norm, words = self._reading.norm(index), self._words
        if self._reading.begins_line(index):
            return True
        if norm in COMMAS or norm in words.asides or norm in words.relative or norm in (":", ".", "؟"):
            return True
        if norm in self._lexicon.complementizers or norm in words.pronouns_with_preposition or self._is_time(index):
            return True
        if norm in words.before_documents and self._phrases.is_occasion(index + 1):
            return True  # في تصريح لـ
        if self._is_spoken_to(index) or (idle and self._is_object(index)):
            return True
        return index > first + 1 and self._begins_another(index)

    def _begins_another(self, index: int) -> bool:
        """Whether a second office begins, an indefinite noun behind a definite one: أمين المنطقة [رئيس اللجنة]."""
        before = index - 1
        if self._reading.closed_at(before) is not None:
            return self._is_office(index) and not self._is_joined(index)
        named = self._reading.named_at(before)
        closed = named.entity.type == "LOC" if named is not None else self._reading.norm(before)[:2] == "ال"
        return closed and self._reading.norm(index) in self._words.roles

    def _is_spoken_to(self, index: int) -> bool:
        """لـ «الضفاف», لوكالة الأنباء, للصحفيين; not لشركة."""
        norm = self._reading.norm(index)
        if norm in ("ل", "لل"):
            return True
        nouns = self._words.media_kinds | self._words.audiences
        return any(split.proclitic in ("ل", "لل") and split.rest in nouns for split in split_proclitics(norm))

    def _is_object(self, index: int) -> bool:
        """أشاد سامر مدير المرفأ [بالعمال], دعا سامر مدير المرفأ [إلى الصبر]."""
        norm = self._reading.norm(index)
        return norm[:3] == "بال" or norm in ("الي", "علي", "عن")

    def _is_time(self, index: int) -> bool:
        """أمس، خلال، 2015, مارس."""
        norm, words = self._reading.norm(index), self._words
        return norm in words.adverbs or norm in words.times or self._reading.tokens[index].kind == "number"

    def _has_office(self, first: int, last: int) -> bool:
        return any(map(self._is_office, range(first, last + 1)))

    def _is_office(self, index: int) -> bool:
        return any(rest in self._words.roles or rest in self._words.callings for rest in self._readings(index))

    def _readings(self, index: int) -> Iterable[str]:
        return (split.rest for split in split_proclitics(self._reading.norm(index)))
