"""Persons in the frame of a cue: which of them speaks, who speaks with them."""

from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import COMMAS, Named, Reading
from pipeline.text import split_proclitics

_ARTICLES = ("ال", "لل")  # طبيب منى is not Mona, but الطبيب منير is Munir
_ON_BEHALF = "باسم"
_BRACKETS = ("(", ")", "[", "]", "{", "}")
_POSSESSED = ("ه", "ها", "هم")  # زميله سامر
_SHORTEST_GIVEN = 3  # letters
_LONGEST_OFFICE = 8  # tokens of an office between two joined names
_JOINED_WITHIN = 4  # tokens between two joined names: جون تيستر من مونتانا وبيتر ويلش


class People:
    """Finds persons among the mentions of one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._words = lexicon.words

    def first(self, first: int, last: int) -> Named | None:
        """The first person in tokens first..last who is not governed by another word."""
        reach = self._aside(first, last)
        for named in self._reading.named_within(first, last):
            if named.first > reach:
                return None
            if named.entity.type == "PER" and not self._is_office(named) and not self.governed(named, first):
                return named
        return None

    def _is_office(self, named: Named) -> bool:
        """Whether what was taken for a person is only an office: السناتوران, الوزير."""
        norm = self._reading.norm(named.first)
        if named.first != named.last:
            return self._is_long_office(named)
        if norm in self._words.honorifics:
            return True  # سماحة المفتي
        office = norm.removeprefix("ال")
        dual = office.removesuffix("ان").removesuffix("ين")
        if dual != office and (dual in self._words.roles or dual in self._words.sources):
            return True
        return norm[:2] == "ال" and office in self._words.roles

    def _is_long_office(self, named: Named) -> bool:
        """المشرف العام, المدير التنفيذي: an office and adjectives, none of which is a name."""
        head, *rest = [self._reading.norm(index) for index in range(named.first, named.last + 1)]
        lists = gazetteer()
        return (
            head[:2] == "ال"
            and head[2:] in self._words.roles
            and all(word[:2] == "ال" and not lists.is_family(word) and not lists.is_given(word) for word in rest)
        )

    def _aside(self, first: int, last: int) -> int:
        """The token where a clause about the subject begins: النائبة زوي، [وهي] حليفة لبيلوسي."""
        for index in range(first, last + 1):
            if self._reading.norm(index) in self._words.asides and not self._reading.named_at(index):
                return index
        return last

    def governed(self, named: Named, first: int) -> bool:
        """Whether a mention hangs on a preposition, or on a word like فريق, باسم, محامي at `first` or later."""
        if self._reading.has_preposition(named):
            return True
        before = named.first - 1
        while before >= first and self._reading.norm(before) in self._words.courtesies:
            before -= 1
        if before < first:
            return False
        if self._is_of_superior(named.first - 1, first) or self._is_bodys(first, named.first - 1):
            return True
        norm = self._reading.norm(before)
        if norm in self._words.roles and self._reading.norm(named.first) in self._words.roles:
            return True  # نائب [وزير النقل]: a mention by office alone, and another's deputy
        if norm in self._words.prepositions or (norm in _BRACKETS and before > first):
            return True
        if before > first and self._is_bare(before) and self._reading.norm(before - 1) in self._words.prepositions:
            return True  # عن غياب سامر
        return any(
            (self._is_dependent(rest) and not proclitic.endswith(_ARTICLES))
            or (proclitic in ("ل", "لل") and rest in self._words.audiences)
            for proclitic, rest in split_proclitics(norm)
        )

    def _is_of_superior(self, index: int, first: int) -> bool:
        """Whether a name goes with the office of one whose body or people speak: [مكتب] الرئيس المالي سامر."""
        while index > first and self._reading.norm(index)[:2] == "ال":
            index -= 1
        noun, office = self._reading.norm(index), self._reading.norm(index + 1)
        if office[:2] != "ال" or office[2:] not in self._words.roles or index < first:
            return False
        body = noun in self._words.bodies and noun not in self._words.roles
        people = noun in self._words.dependents and noun[:-1] in self._words.roles and noun[-1:] in ("ي", "و")
        doing = any(split.rest in self._words.doings for split in split_proclitics(noun))  # [بجهود] المدير سامر
        return body or people or doing  # أحد [مستشاري] الرئيس المالي سامر

    def _is_bodys(self, first: int, last: int) -> bool:
        """Whether the one named holds the office that a body or a spokesman belongs to.

        [حملة مرشح] الرئاسة سامر, بيان صادر عن [مكتب وزير] النقل سامر, متحدث [باسم رئيس] الوزراء سامر; not مدير مكتب
        وزير النقل سامر, nor المتحدث باسم رئيس الوزراء سامر, who may be the director and the spokesman.
        """
        words, norm = self._words, self._reading.norm
        for place in range(first, last):
            if norm(place + 1) not in words.roles:
                continue
            leads = place == first or norm(place - 1) in words.prepositions
            if norm(place) in words.bodies and norm(place) not in words.roles and leads:
                return True
            if norm(place) == _ON_BEHALF and not norm(first).startswith("ال"):
                return True
        return False

    def _is_bare(self, index: int) -> bool:
        """Whether a noun without ال that is no office stands here: a name behind it is its genitive."""
        norm = self._reading.norm(index)
        if (
            norm.startswith(("ال", "بال", "لل"))
            or not self._reading.is_word(index)
            or self._reading.named_at(index) is not None
        ):
            return False
        return norm not in self._words.roles and not gazetteer().is_given(norm)

    def _is_dependent(self, noun: str) -> bool:
        """Whether a noun before a name makes it another's: فريق سامر, مستشفى سامر."""
        words = self._words
        return noun in words.dependents or noun in words.doings or (noun in words.bodies and noun not in words.roles)

    def joined(self, named: Named, last: int) -> tuple[Named, ...]:
        """The names joined to this one by و: سامر الحداد ومنى الصباغ, تيستر من مونتانا وبيتر ويلش."""
        joined: list[Named] = []
        for other in self._reading.named_within(named.last + 1, last):
            if other.entity.type != named.entity.type:
                continue
            latest = joined[-1] if joined else named
            near = other.first - latest.last <= _JOINED_WITHIN and self._is_joined(other)
            if not near and not self._is_joined_office(latest.last + 1, other.first - 1):
                break
            if other.entity.id != named.entity.id:
                joined.append(other)
        return tuple(joined)

    def _is_joined(self, named: Named) -> bool:
        token = self._reading.tokens[named.first]
        before = named.first - 1
        before -= self._reading.opened_at(before) is not None  # «الضفاف» و«المرسى»
        written_on = token.norm[:1] == "و" and named.mention.start > token.start
        return written_on or self._reading.norm(before) == "و"

    def _is_joined_office(self, first: int, last: int) -> bool:
        """Whether the words between two names are و and the second one's office: سامر، [ومدير المرفأ] منى."""
        if self._reading.norm(first) in COMMAS:
            first += 1
        if self._reading.norm(last) in COMMAS:
            last -= 1
        norm = self._reading.norm(first)
        if norm[:1] != "و" or not 0 <= last - first < _LONGEST_OFFICE or norm in self._words.asides:
            return False
        office = norm[:3] == "وال" and norm not in self._words.relative
        office |= norm[1:] in self._words.counterparts
        office |= any(rest in self._words.roles for proclitic, rest in split_proclitics(norm) if proclitic[:1] == "و")
        return office and all(self._continues_role(index) for index in range(first + 1, last + 1))

    def given_before(self, person: Named, first: int) -> int:
        """Where a family name that was found alone begins, with a given name that no list knows: قالت [سنابل] الحداد.

        Between the head of the frame, or the definite end of an office, and a family name with ال stands nothing but
        the given name: مدير المرفأ [سنابل] الحداد.
        """
        before = person.first - 1
        lists = gazetteer()
        if before >= first and self._is_given(before):
            return before  # المهندس [سالم] يزن القيسي
        family = person.first == person.last and self._reading.norm(person.first)[:2] == "ال"
        if before < first or not (family or before == first) or self._reading.named_at(before):
            return person.first
        norm = self._reading.norm(before)
        known = (
            norm[:2] == "ال"
            or len(norm) < _SHORTEST_GIVEN
            or norm.endswith(_POSSESSED)
            or norm in self._words.prepositions
            or norm in self._words.courtesies
            or norm in self._words.adverbs
            or norm in self._words.times
            or self._is_dependent(norm)
            or lists.title(norm) is not None
            or lists.is_head(norm)
            or any(rest in self._words.roles for _, rest in split_proclitics(norm))
        )
        alone = before == first or self._reading.norm(before - 1)[:2] == "ال"
        alone |= self._reading.norm(before - 1) in self._words.courtesies
        return person.first if known or not alone or not self._reading.is_word(before) else before

    def _is_given(self, index: int) -> bool:
        """Whether a given name that can be nothing else stands here, in no mention."""
        norm, lists = self._reading.norm(index), gazetteer()
        sure = lists.is_given(norm) and not lists.is_demonym(norm) and norm not in self._words.roles
        return sure and norm[:2] != "ال" and self._reading.named_at(index) is None

    def office(self, first: int, end: int) -> tuple[str, ...]:
        """The words of the office that heads a phrase: [مدير المرفأ] في مدينة الضفاف سامر; () without one."""
        words: list[str] = []
        for index in range(first, min(end, first + _LONGEST_OFFICE)):
            if not self._continues_role(index):
                break
            words.append(self._reading.norm(index))
        return tuple(words) if words and words[0].removeprefix("ال") in self._words.roles else ()

    def _continues_role(self, index: int) -> bool:
        return self._reading.is_word(index) and self._reading.norm(index) not in self._words.prepositions
