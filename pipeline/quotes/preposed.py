"""The subject that stands before its verb: شبكة "سي.أن.أن" قالت; السناتور وارن، التي قالت; الحداد حين قال."""

from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name
from pipeline.quotes.people import People
from pipeline.quotes.phrases import Phrases
from pipeline.quotes.reading import COMMAS, Reading
from pipeline.quotes.subject import Subject, Subjects
from pipeline.text import split_proclitics, strip_conjunction

_PERSON_WITHIN = 8  # tokens from the head of a clause to the person who is its subject
_PERSON_BEFORE = 16  # tokens from والذي back to the person it stands for
_BODY_WITHIN = 3  # tokens from the head of a sentence to the end of the body that is its subject
_LONGEST_OFFICE = 12  # tokens
_CLAUSE_WITHIN = 24  # tokens from the head of a clause to its verb
_PEOPLE_WITHIN = 6  # tokens from الذين back to the people it stands for
_BUT = ("لكن", "ولكن")


class Preposed:
    """Finds subjects before their cue in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon, subjects: Subjects) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._words = lexicon.words
        self._complementizers = lexicon.complementizers
        self._subjects = subjects
        self._people = People(reading, lexicon)
        self._phrases = Phrases(reading, lexicon)

    def before(self, cue: CueWord, floor: int) -> Subject | None:
        """The subject before a verb; None when the clause has none.

        Args:
            cue: the verb.
            floor: the first token of its clause.
        """
        index = cue.first - 1
        while index >= floor and self._reading.norm(index) in self._words.auxiliaries:
            index -= 1
        if index < floor:
            return None
        if self._reading.norm(index) not in self._words.relative:
            return self._at_head(floor, index)
        if self._reading.norm(cue.last + 1) in self._words.resumptives:
            return None
        return self._antecedent(index, floor)

    def nearest_person(self, first: int, last: int) -> Subject | None:
        """The person named last in tokens first..last: الحداد كان مصيبا حين قال."""
        nearest = None
        for named in self._reading.named_within(first, last):
            if named.entity.type == "PER":
                nearest = named
        return self._subjects.of_person(nearest, nearest.first, last) if nearest is not None else None

    def right_before(self, index: int, floor: int) -> Subject | None:
        """The person whose name, in marks or not, ends right before a verb: الوزير «سامر الحداد» صرح."""
        marked = self._reading.closed_at(index)
        named = self._reading.named_at(index - 1 if marked is not None else index)
        if named is None or named.entity.type != "PER" or named.first < floor or self._people.governed(named, floor):
            return None
        for place in range(named.first - 1, max(floor, named.first - _CLAUSE_WITHIN) - 1, -1):
            if self._reading.norm(place) in (*COMMAS, "."):
                break
            if strip_conjunction(self._reading.norm(place)) in self._words.prepositions:
                return None  # وعن علاقته مع الرئيس سامر قال
        return self._subjects.of_person(named, named.first, index)

    def free_person(self, first: int, last: int) -> Subject | None:
        """The last person in tokens first..last who hangs on no other word."""
        free = None
        for named in self._reading.named_within(first, last):
            if named.entity.type == "PER" and not self._people.governed(named, first):
                free = named
        return self._subjects.of_person(free, free.first, last, idle=True) if free is not None else None

    def opening_person(self, first: int, last: int) -> Subject | None:
        """The subject of a sentence without a verb of saying: وافتتحت منى الصباغ المعرض مؤكدة."""
        person = self._people.first(first, last)
        return self._subjects.of_person(person, first, last, idle=True) if person is not None else None

    def opening_body(self, first: int, last: int) -> Subject | None:
        """A body right behind the first verb of a sentence, or before it: وشنت [الضفاف] حملة مؤكدة."""
        for named in self._reading.named_within(first, min(first + _BODY_WITHIN, last)):
            plain = named.entity.type in ("ORG", "LOC") and not self._people.governed(named, first)
            return self._subjects.of_name(named) if plain else None
        return None

    # --- the head of the clause ---

    def _at_head(self, floor: int, last: int) -> Subject | None:
        """The subject of a clause that begins with it: لكن [الباحثين] خلصوا."""
        begin = self._past_openers(floor, last)
        if begin is None:
            return None
        person = self._people.first(begin, last)
        if person is not None and person.first - begin <= _PERSON_WITHIN:
            return self._subjects.of_person(person, begin, last)
        if last - begin > _CLAUSE_WITHIN:
            return None
        subject = self._subjects.of_phrase(begin, last)
        if subject is not None and subject.named is None and not self._can_speak(begin):
            noun = self._reading.norm(begin - 1) in self._complementizers and subject.last == last
            return subject if noun else None  # إن [سائق الحافلة] أكد: a noun must follow إن, and it is its subject
        if subject is None or subject.named is not None or subject.last == last:
            return subject
        if self._reading.norm(subject.last + 1) in COMMAS:
            return subject
        office = self._is_office(begin) and last - begin <= _LONGEST_OFFICE
        return self._subjects.of_tokens(begin, last) if office else None

    def _is_office(self, index: int) -> bool:
        """Whether an office heads the clause, with a name behind it that no list knows: وكان الناطق … قد صرح."""
        return any(split.rest in self._words.roles for split in split_proclitics(self._reading.norm(index)))

    def _can_speak(self, index: int) -> bool:
        """Whether a noun at the head of a clause may be a speaker, and not a verb or anything else."""
        norm = self._reading.norm(index)
        if norm[:2] == "ال" or norm.endswith("ون") or norm in self._words.people:
            return True
        if norm.endswith("ين") and self._is_people(index) and self._is_after_but(index):
            return True
        lists = (self._words.sources, self._words.roles, self._words.bodies, self._words.papers)
        may = any(split.rest in nouns for split in split_proclitics(norm) for nouns in lists)
        return may or norm in self._words.quantities

    def _is_after_but(self, index: int) -> bool:
        """Whether the noun here is in the accusative behind لكن or إن: لكن [محققين] ذكروا."""
        before = self._reading.norm(index - 1)
        return before in _BUT or before in self._complementizers

    def _past_openers(self, floor: int, last: int) -> int | None:
        """Where the clause's subject may begin; None where it cannot: عندما ألح عليه الحداد."""
        begin = floor
        while begin <= last:
            norm = self._reading.norm(begin)
            plain = strip_conjunction(norm)
            if norm in self._words.subordinators or plain in self._words.subordinators:
                return None
            if norm not in self._words.openers and plain not in self._words.openers and norm not in COMMAS:
                break
            begin += 1
        if begin > last or strip_conjunction(self._reading.norm(begin)) in self._words.prepositions:
            return None  # وحول غياب سامر قال: not Samer
        return begin

    # --- relative clauses ---

    def _antecedent(self, pronoun: int, floor: int) -> Subject | None:
        """What الذي or التي stands for: the name or noun phrase right before it."""
        last = pronoun - 1
        if self._reading.norm(last) in COMMAS:
            last = self._before_aside(last, floor) - 1
        if self._reading.closed_at(last) is not None:
            last -= 1
        named = self._reading.named_at(last)
        if named is not None and named.first < floor:
            named = None
        plural = self._reading.norm(pronoun) in self._words.relative_plural
        if named is None and self._reading.norm(pronoun)[:1] == "و" and not plural:
            return self.nearest_person(max(floor, pronoun - _PERSON_BEFORE), last)
        if named is not None and (named.entity.type == "PER" or not plural):
            return self._subjects.of_name(named, relative=True)
        head = self._plural_head(last, floor) if plural else None
        if head is None and not plural:
            described = self._before_adjective(last, floor)
            if described is not None:
                return described
        if head is None:  # whoever stands before الذين and اللواتي is people: الأمهات
            head = self._head(last, floor)
        if head is None:
            return self._subjects.of_name(named, relative=True) if named is not None else None
        return self._subjects.of_tokens(head, last, relative=True)

    def _before_adjective(self, last: int, floor: int) -> Subject | None:
        """The name, in marks or not, that an adjective of place ends: شركة [«المرسى»] الإيطالية التي قالت."""
        norm = self._reading.norm(last)
        if last <= floor or norm[:2] != "ال" or not gazetteer().is_demonym(norm):
            return None
        marked = self._reading.closed_at(last - 1)
        named = self._reading.named_at(last - 1 if marked is None else marked.last)
        if named is not None and named.first >= floor:
            return self._subjects.of_name(named, relative=True)
        if marked is None or marked.begins <= floor or not is_name(self._reading, marked, self._lexicon):
            return None
        return self._subjects.of_tokens(marked.first, marked.last, relative=True)

    def _before_aside(self, comma: int, floor: int) -> int:
        """The comma before a clause of its own that ends with this one: الطبيب سامر[،] وهو من القرية، الذي."""
        for place in range(comma - 1, max(floor, comma - _CLAUSE_WITHIN), -1):
            if self._reading.norm(place) in COMMAS:
                return place if self._reading.norm(place + 1) in self._words.asides else comma
        return comma

    def _head(self, last: int, floor: int) -> int | None:
        """The first token of a definite phrase that ends at `last`: [المحكمة العليا الأميركية] التي."""
        if last < floor or not self._reading.is_word(last):
            return None
        head = last
        while head > floor and self._reading.norm(head)[:2] == self._reading.norm(head - 1)[:2] == "ال":
            head -= 1
        return self._with_numbers(head, floor)

    def _plural_head(self, last: int, floor: int) -> int | None:
        """The first token of the nearest people before الذين: [خمسة وثلاثين ديمقراطيا] في الكونغرس الذين."""
        for index in range(last, max(last - _PEOPLE_WITHIN, floor - 1), -1):
            if not self._reading.is_word(index):
                return None
            if self._is_people(index):
                return self._with_numbers(index, floor)
        return None

    def _is_people(self, index: int) -> bool:
        norm = self._reading.norm(index)
        if norm.endswith(("ين", "ون")) and len(norm) > 4 and self._reading.named_at(index) is None:
            return True
        return norm in self._words.people or self._reading.norm(index - 1) in self._words.numerals

    def _with_numbers(self, index: int, floor: int) -> int:
        """Where the phrase begins whose noun is at `index`: with its numbers and the noun its adjective belongs to."""
        while index > floor and self._belongs_before(index):
            index -= 1
        return index

    def _belongs_before(self, index: int) -> bool:
        """Whether the word before goes with this one: its noun (المشرعين الديمقراطيين), its number."""
        norm, before = self._reading.norm(index), self._reading.norm(index - 1)
        if not self._reading.is_word(index - 1) or before in self._words.prepositions:
            return False
        if before in self._words.quantities or before in self._words.numerals:
            return True
        return norm[:2] == before[:2] == "ال" and before[-2:] == norm[-2:]
