"""The words beside a cue that name who speaks: the subject behind the verb, or the name behind وفقا."""

from dataclasses import dataclass

from pipeline.quotes.adjuncts import Adjuncts
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.people import People
from pipeline.quotes.phrases import Phrases
from pipeline.quotes.reading import Named, Reading
from pipeline.quotes.roles import Roles
from pipeline.text import offset_after, split_proclitics

_SHORTEST_LED = 4  # letters of a noun with its ل


@dataclass(frozen=True, slots=True)
class Subject:
    """A speaker as named beside a cue, before it is known who that is.

    Attributes:
        first, last: tokens of the phrase, inclusive.
        start: code point where it begins, proclitics cut off (لمصدر -> مصدر).
        end: code point where it ends.
        named: the mention of an entity, or None when a phrase is all there is.
        also: further mentions of a joint subject: سامر ومنى.
        role: span of the office beside the name, if any, in code points.
        office: the folded words from the head of the phrase to its first preposition, where they are an office.
        relative: whether the cue is in a relative clause behind it.
    """

    first: int
    last: int
    start: int
    end: int
    named: Named | None = None
    also: tuple[Named, ...] = ()
    role: tuple[int, int] | None = None
    relative: bool = False
    office: tuple[str, ...] = ()


class Subjects:
    """Finds subjects behind their cue in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._people = People(reading, lexicon)
        self._phrases = Phrases(reading, lexicon)
        self._adjuncts = Adjuncts(reading, lexicon)
        self._roles = Roles(reading, lexicon)

    def behind(self, first: int, last: int, *, idle: bool = False) -> Subject | None:
        """The subject in the frame, tokens first..last behind a verb.

        وقال [وزير النقل] سامر الحداد; أكد لـ«الضفاف» مدير المرفأ الدكتور سامر.

        Args:
            first: the first token of the frame.
            last: its last one, inclusive.
            idle: the verb has no words of its own here, so that an object may follow: رفض السفير اقتراح أنان.
        """
        first = self._adjuncts.past_adjuncts(first, last)
        if first > last:
            return None
        if idle:
            last = self._phrases.before_object(first, last)
        person = self._people.first(first, last)
        if person is not None and self._is_alone(first, person):
            return self.of_phrase(first, first)
        if person is not None and not self._is_nameless(first, person):
            return self.of_person(person, first, last, begin=self._people.given_before(person, first), idle=idle)
        return self.of_phrase(first, last)

    def of_according(self, first: int, last: int) -> Subject | None:
        """The one named in an according-phrase: وفقا [لمصدر مقرب من بيلوسي], [لتحليل لوكالة أسوشيتد برس]."""
        if first > last:
            return None
        paper = any(split.rest in self._words.papers for split in split_proclitics(self._reading.norm(first)))
        for named in self._reading.named_within(first, last):
            speaks = named.first == first or not (
                self._people.governed(named, first) or self._is_nameless(first, named)
            )
            if named.entity.type == "PER" and speaks:
                return self.of_person(named, first, last)
            if named.entity.type == "ORG" and paper and self._is_by(named, first):
                return self.of_name(named)
        return self.of_phrase(first, last) or self._behind_li(first, last)

    def _behind_li(self, first: int, last: int) -> Subject | None:
        """A phrase of a noun that no list knows, ل written onto it: وفقا [لاستمارة القبول]."""
        token = self._reading.tokens[first]
        if token.norm[:1] != "ل" or len(token.norm) < _SHORTEST_LED:
            return None
        end = self._phrases.end_of(first, last)
        start = token.start if token.norm[:2] == "لل" else offset_after(token, "ل")
        return Subject(first, end, start, self._reading.tokens[end].end)

    def of_person(
        self, person: Named, first: int, last: int, begin: int | None = None, *, idle: bool = False
    ) -> Subject:
        """A person found in tokens first..last, with those joined to them and their office.

        Args:
            person: as mentioned.
            first: the first token of the frame.
            last: its last one, inclusive.
            begin: where the name begins, if before the mention.
            idle: the verb has no words of its own, so that an object may follow.
        """
        also = self._people.joined(person, last)
        begin = person.first if begin is None else begin
        start = person.mention.start if begin == person.first else self._reading.tokens[begin].start
        return Subject(
            begin,
            (also[-1] if also else person).last,
            start,
            person.mention.end,
            named=person,
            also=also,
            role=self._roles.of(person, first, last, begin, idle=idle),
            office=self._people.office(first, begin),
        )

    def of_name(self, named: Named, *, relative: bool = False) -> Subject:
        """The bearer of a name and nothing else."""
        mention = named.mention
        return Subject(named.first, named.last, mention.start, mention.end, named=named, relative=relative)

    def of_phrase(self, first: int, last: int) -> Subject | None:
        """The noun phrase at the head of tokens first..last, as a name where it is one."""
        named = self._head_name(first, last)
        if named is not None:
            joined = self._people.joined(named, last)
            return Subject(named.first, named.last, named.mention.start, named.mention.end, named=named, also=joined)
        end = self._phrases.last_of(first, last)
        if end is None:
            return None
        name = self._reading.named_at(end)
        if name is not None and name.entity.type == "ORG" and name.first > first and self._is_kind(first):
            return self.of_name(name)
        return self.of_tokens(first + 1 if self._reading.opened_at(first) else first, end)

    def _is_kind(self, index: int) -> bool:
        """Whether a medium's kind heads a phrase that ends with its name: [وكالة] الأنباء المحلية الضفاف."""
        return self._reading.norm(index) in self._words.media_kinds

    def of_tokens(self, first: int, last: int, *, relative: bool = False) -> Subject:
        """A phrase whose tokens are known."""
        start = self._phrases.noun_start(first)
        return Subject(first, last, start, self._reading.tokens[last].end, relative=relative)

    def _head_name(self, first: int, last: int) -> Named | None:
        """The entity that a phrase is, head words and marks passed over: وكالة أنباء "الأناضول"."""
        named = self._phrases.head_name(first, last)
        if named is not None and named.entity.type == "PER" and self._people.governed(named, first):
            return None
        return named

    def _is_alone(self, first: int, person: Named) -> bool:
        """Whether an office is the subject, and the person only with whom it was: قال [اللاعب] لبرنامج مع سامر."""
        if first + 1 >= person.first or self._reading.norm(first).removeprefix("ال") not in self._words.roles:
            return False
        addressee = self._reading.norm(first + 1)
        nouns = self._words.media_kinds | self._words.loose_media
        definite = self._reading.norm(first)[:2] == "ال"
        return definite and any(s.proclitic == "ل" and s.rest in nouns for s in split_proclitics(addressee))

    def _is_nameless(self, first: int, person: Named) -> bool:
        """Whether the phrase is a nameless source or a paper, and the person only in it: تحقيق في وفاة الحداد."""
        head = self._reading.norm(first)
        if person.first == first or self._reading.named_at(first):
            return False
        nouns = self._words.papers | self._words.anonymous
        return head in nouns or (head.endswith("ون") and len(head) > 4)

    def _is_by(self, named: Named, first: int) -> bool:
        """لتحليل لوكالة أسوشيتد برس: the paper is the medium's."""
        before = named.first - 1
        kind_before = before > first and self._reading.norm(before)[:1] == "ل"
        return kind_before or self._reading.norm(named.first)[:1] == "ل"
