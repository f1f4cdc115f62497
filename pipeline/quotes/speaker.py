"""Who the words belong to: from the subject beside the cue, or the lack of one, to somebody known."""

from dataclasses import dataclass

from pipeline.contracts.spans import SpeakerLink, SpeakerType
from pipeline.quotes.adjuncts import bare
from pipeline.quotes.conjugation import Gender, Number
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.reading import Reading
from pipeline.quotes.referents import Referent
from pipeline.quotes.spelling import nominative, without_marks
from pipeline.quotes.subject import Subject
from pipeline.quotes.told import Told
from pipeline.text import fold, offset_after, split_proclitics

_SOURCES = ("مصدر", "مصادر")
_SOURCE = "مصدر"  # المصدر is whoever was quoted last
_LATTER = "الاخير"
_SOME = "بعض"
_OWNERS = ("ها", "هم", "ه")  # of a form of address: سموها, سموه
_LOOK_BACK = 40  # tokens to the people that بعضهم is about


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, how that is known, and where each is named (code points), if at all.

    `contested` where somebody else was named between the speaker and a verb without a subject, `adrift` where the cue
    is a participle whose verb is not in its sentence.
    """

    referents: tuple[Referent, ...]
    link: SpeakerLink
    mentions: tuple[tuple[int, int], ...]
    role: tuple[int, int] | None = None
    contested: bool = False
    adrift: bool = False


class Resolver:
    """Turns subjects into referents."""

    def __init__(self, reading: Reading, lexicon: Lexicon, memory: Memory) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._memory = memory
        self._told = Told(reading, lexicon, memory)

    def of(
        self, subject: Subject, number: Number | None = None, gender: Gender | None = None, *, goes_on: bool = False
    ) -> Attribution:
        """Who a subject is.

        Args:
            subject: as it stands in the text.
            number: of the verb beside it, which tells about the subject.
            gender: of the verb.
            goes_on: whether the verb says that who spoke before speaks on: أضاف.
        """
        if subject.named is not None:
            return self._of_names(subject, gender)
        referent, link = self._of_phrase(subject, gender, number, goes_on=goes_on)
        return Attribution(
            (referent,), "relative" if subject.relative else link, ((subject.start, subject.end),), referent.role
        )

    def _of_names(self, subject: Subject, gender: Gender | None) -> Attribution:
        assert subject.named is not None  # noqa: S101  # the caller has looked
        referents = [self._memory.of_entity(named) for named in (subject.named, *subject.also)]
        first = referents[0]
        if subject.office:
            self._memory.introduce(subject.named, subject.office)
        if gender is not None and first.gender not in (None, gender) and subject.named.first == subject.named.last:
            namesake = self._memory.namesake(subject.named, gender)
            first = referents[0] = namesake if namesake is not None else first
        if gender is not None and len(referents) == 1:
            unsure = first.type == "LOC" and first.gender not in (None, gender)  # العراق, or no subject of this verb
            first.gender = None if unsure else gender
        first.role = _fuller(first.role, subject.role)
        link: SpeakerLink = "relative" if subject.relative else "explicit"
        if subject.start < subject.named.mention.start and first.name in (
            subject.named.mention.text,
            subject.named.entity.name,
        ):
            first.name = self._reading.text[subject.start : subject.named.mention.end]
        mentions = (
            (subject.start, subject.named.mention.end),
            *((named.mention.start, named.mention.end) for named in subject.also),
        )
        return Attribution(tuple(referents), link, mentions, first.role)

    def _of_phrase(
        self, subject: Subject, gender: Gender | None, number: Number | None, *, goes_on: bool
    ) -> tuple[Referent, SpeakerLink]:
        words = [
            self._reading.norm(index)
            for index in range(subject.first, subject.last + 1)
            if self._reading.is_word(index)
        ]
        words, again = self._without_pointers(words)
        bearer = self._memory.by_family_name(self._without_courtesies(words)) or self._memory.by_short_name(words)
        if bearer is not None:
            return bearer, "explicit"
        if words == [_LATTER]:
            latter = self._memory.named_before(subject.first)
            if latter is not None:
                return latter, "role"
        honoured = self._honoured(words, subject.first, gender)
        if honoured is not None:
            return honoured, "role"
        if words and words[0] in self._words.partitives:
            return self._some(subject, words, gender, number), "explicit"
        plain = words[:1] + [word for word in words[1:] if bare(word) not in self._words.epithets]
        known = self._known(plain, subject.first, gender, pointed=again) if words else None
        if known is None and goes_on and self._is_definite_role(subject, words):
            known = self._memory.going_on(gender)  # وأضاف المسؤول الكردي, وتابع مدرب الضفاف السابق
        if known is not None:
            return known, "role"
        return self._unknown(subject, words, gender, number), "explicit"

    def _is_definite_role(self, subject: Subject, words: list[str]) -> bool:
        """Whether a phrase is an office with ال, or with a name or a noun with ال behind it: مدرب الضفاف السابق."""
        if not words or bare(words[0]) not in self._words.roles:
            return False
        head = subject.first + 1
        owned = self._reading.named_at(head) is not None or self._reading.norm(head)[:2] == "ال"
        return words[0][:2] == "ال" or (owned and subject.last > subject.first)

    def _without_pointers(self, words: list[str]) -> tuple[list[str], bool]:
        """The words without those that point back, and whether there were any: هذا المسؤول, نفس المصدر, المصدر ذاته."""
        if words[:1] and words[0] in self._words.same_source:
            return [_SOURCE], True
        if len(words) < 2:
            return words, False
        if words[0] in self._words.demonstratives or words[0] in self._words.same:
            return words[1:], True
        if words[-1] in self._words.same_behind and bare(words[0]) != words[0]:
            return words[:-1], True
        return words, False

    def _without_courtesies(self, words: list[str]) -> list[str]:
        """The words without what stands before a name: الدكتور الحداد -> الحداد."""
        place = next((place for place, word in enumerate(words) if word not in self._words.courtesies), len(words))
        return words[min(place, max(len(words) - 1, 0)) :]

    def _honoured(self, words: list[str], index: int, gender: Gender | None) -> Referent | None:
        """Whom a form of address with its pronoun means: معاليه, سموها."""
        if len(words) != 1:
            return None
        for owner in _OWNERS:
            stem = words[0].removesuffix(owner)
            honorific = stem if stem in self._words.honorifics else stem[:-1] + "ه"
            if stem != words[0] and honorific in self._words.honorifics:
                return self._memory.by_honorific(honorific, gender, index)
        return None

    def _known(self, words: list[str], index: int, gender: Gender | None, *, pointed: bool) -> Referent | None:
        """Whom a definite phrase points back to."""
        head = bare(words[0])
        definite = words[0] != head or pointed
        if pointed and head in _SOURCES:
            latest = self._same_source()
            if latest is not None:
                return latest
        if head in self._words.roles and head != _SOURCE:
            return self._by_role(words, index, gender, definite=definite, pointed=pointed)
        if not definite:
            return None
        found = self._memory.by_head(words)
        if found is not None:
            return found
        if head in self._words.named_kinds or head in self._words.bodies:
            found = self._memory.by_kind(head, index) if len(words) <= 2 or pointed else None
        if found is None and (pointed or len(words) == 1) and head in (*self._words.media_kinds, _SOURCE):
            found = self._memory.latest(("ORG", "ANON"), None)
        return found if found is not None else self._in_full(words, index)

    def _same_source(self) -> Referent | None:
        """نفس المصدر: the latest source, be it a person where there is no other."""
        sources = ("ORG", "ANON", "MISC", "GROUP")
        return self._memory.latest(sources, None, quoted=True) or self._memory.latest(("PER",), None, quoted=True)

    def _in_full(self, words: list[str], index: int) -> Referent | None:
        """The body or paper of which the article told in full: الوزارة <- أنهت وزارة النقل."""
        head = bare(words[0])
        told = self._told.phrase(head, index) if len(words) == 1 else None
        if told is None:
            return None
        name = " ".join(without_marks(told).split())
        found = self._memory.of_phrase(name, fold(name).split(), self._type(head, None), "s")
        if found.gender is None and head in self._words.papers:
            found.gender = "m"
        return found

    def _by_role(
        self, words: list[str], index: int, gender: Gender | None, *, definite: bool, pointed: bool
    ) -> Referent | None:
        alone = definite and (len(words) == 1 or pointed)
        found = self._memory.by_role(words, gender, index, rest=0 if alone else 1)
        if found is None and definite:
            found = self._memory.by_calling(words if not alone else words[:1], gender, index)
        if found is None:
            found = self._memory.by_role_to_come(words, gender, index)
        if found is None and definite:
            found = self._memory.by_head(words)
        if found is None and pointed:
            found = self._memory.latest(("PER",), gender)
        return found

    def _some(self, subject: Subject, words: list[str], gender: Gender | None, number: Number | None) -> Referent:
        """بعضهم, البعض: some of the people named last in the plural: بعض المشرعين الديمقراطيين."""
        people = self._people_before(subject.first)
        if people is None:
            return self._unknown(subject, words, gender, number)
        first, last = people
        start = self._reading.tokens[first].start
        name = "بعض " + " ".join(self._reading.text[start : self._reading.tokens[last].end].split())
        return self._memory.of_phrase(name, ["بعض"], "GROUP", "p")

    def _people_before(self, index: int) -> tuple[int, int] | None:
        """The tokens of the nearest definite plural of people before one: كبار المسؤولين."""
        for place in range(index - 1, max(index - _LOOK_BACK, 0), -1):
            norm = self._reading.norm(place)
            if norm == _SOME and self._reading.is_word(place + 1):
                last = place + 1
                while self._reading.norm(last + 1)[:2] == "ال":
                    last += 1
                return place + 1, last
            if not self._is_people(norm) or self._reading.named_at(place):
                continue
            first = last = place
            while self._is_people(self._reading.norm(first - 1)):
                first -= 1
            if self._reading.norm(first - 1) in self._words.choice:
                first -= 1
            return first, last
        return None

    def _is_people(self, norm: str) -> bool:
        return norm[:2] == "ال" and norm.endswith(("ين", "ون")) and len(norm) > 6

    def _unknown(self, subject: Subject, words: list[str], gender: Gender | None, number: Number | None) -> Referent:
        """A speaker of whom the text gives only this phrase."""
        name = self._reading.text[subject.start : subject.end]
        head = words[0]
        for split in split_proclitics(head):
            if split.proclitic in ("ل", "ول") and subject.start > self._reading.tokens[subject.first].start:
                head = split.rest
                break
        if head.startswith("لل"):
            name = "ال" + self._reading.text[offset_after(self._reading.tokens[subject.first], "لل") : subject.end]
            head = "ال" + head[2:]
        name = " ".join(without_marks(name).split())
        type_ = self._type(head, number)
        found = self._memory.of_phrase(nominative(name), [head, *words[1:]], type_, self._number(head, type_))
        if gender is not None and found.gender is None:
            found.gender = gender
        return found

    def _number(self, head: str, type_: SpeakerType) -> Number:
        """The number of a phrase: خبراء and شهود are several, أحد الخبراء is one."""
        noun = bare(head)
        if noun in self._words.singles:
            return "s"
        if noun.endswith("ان") and (noun[:-2] in self._words.roles or noun[:-2] in self._words.sources):
            return "d"  # خبيران
        if noun.endswith("ان") and noun in self._words.people:
            return "d"  # الجانبان
        return "p" if type_ == "GROUP" or noun in self._words.people or noun.endswith(("ون", "ين")) else "s"

    def _type(self, head: str, number: Number | None) -> SpeakerType:
        noun = bare(head)
        if noun in self._words.anonymous:
            return "ANON"
        if noun in self._words.papers:
            return "MISC"
        if noun in self._words.bodies:
            return "ORG"
        if noun in self._words.roles:
            return "PER" if noun != head else "ANON"
        if noun in self._words.quantities and noun != head:
            return "ORG"  # المجموعة, not مجموعة من الصيادين
        return (
            "GROUP"
            if number == "p" or noun.endswith(("ون", "ين", "اء", "ات")) or noun in self._words.quantities
            else "ANON"
        )


def _fuller(known: tuple[int, int] | None, said: tuple[int, int] | None) -> tuple[int, int] | None:
    """The longer of two spans of a role."""
    if known is None or said is None:
        return known or said
    return said if said[1] - said[0] > known[1] - known[0] else known
