"""Gives every cue of a sentence its speaker, and tells the memory."""

from dataclasses import replace

from pipeline.contracts.spans import SpeakerLink
from pipeline.quotes.attribute import LOOK_BACK, Attributor
from pipeline.quotes.cues import CueWord
from pipeline.quotes.frames import Frames
from pipeline.quotes.opening import Opening
from pipeline.quotes.reading import Stretch
from pipeline.quotes.referents import Referent
from pipeline.quotes.sentence_sources import SentenceSources
from pipeline.quotes.source import Medium
from pipeline.quotes.speaker import Attribution
from pipeline.quotes.subject import Subject

_TURNS = 12  # speakers of a sentence that a participle can belong to
_LONGEST_SENTENCE = 80  # tokens looked through before a verb for its subject
_IDLE_FRAME = 24  # tokens behind a cue without words in which its subject is looked for


class Sentence:
    """The cues of one sentence with what has been found out about them."""

    def __init__(self, owner: Attributor, stretch: Stretch, cues: list[CueWord], openings: dict[int, Opening]) -> None:
        self._owner = owner
        self._reading = owner.reading
        self._words = owner.lexicon.words
        self._stretch = stretch
        self._openings = openings
        self._frames = Frames(owner.reading, owner.lexicon, stretch, cues)
        self._known: list[tuple[CueWord, Attribution]] = []
        self._sources = SentenceSources(owner, stretch, self._known)
        self._inside: set[int] = set()  # cues inside somebody's words, by their first token
        self._relay: tuple[CueWord, int] | None = None  # a waiting نقلت … عن and the token of عن
        self._floor = stretch.first
        self._content_last = -1  # of the statements so far: a cue before it is inside somebody's words

    def attribute(
        self, cue: CueWord, opening: Opening | None, content_last: int
    ) -> tuple[Attribution | None, Medium | None]:
        """The speaker of a cue and the source of its words; also noted for the cues to come.

        Args:
            cue: the word.
            opening: where its words begin, if it has any.
            content_last: the last token of the words; -1 without any.
        """
        attribution, source = self._attribute(cue, opening)
        if attribution is not None and self._is_notable(cue, attribution):
            self._known.append((cue, attribution))
            for referent in attribution.referents if attribution.link in ("explicit", "relative") else ():
                referent.voiced = True
            if cue.first <= self._content_last:
                self._inside.add(cue.first)
            inside, quoted = cue.first <= self._content_last, opening is not None
            self._owner.memory.speaks(attribution.referents, cue.first, inside=inside, quoted=quoted)
        if opening is not None:
            self._floor = max(self._floor, opening.first)
        self._content_last = max(self._content_last, content_last)
        return attribution, source

    def _is_notable(self, cue: CueWord, attribution: Attribution) -> bool:
        """Whether a subject may speak on: not الفرص of الفرص التي تقدم."""
        return not (cue.lemma.bearer and cue.relative and attribution.referents[0].entity is None)

    def _attribute(self, cue: CueWord, opening: Opening | None) -> tuple[Attribution | None, Medium | None]:
        frame = self._frames.of(cue, opening)
        if cue.lemma.relay and cue.finite:
            relayed = self._relayed(cue, opening, frame)
            if relayed is not None:
                return relayed
        if cue.lemma.document:
            return self._document(frame), None
        if cue.shape == "noun":
            return self._noun(cue, opening, frame)
        controlled = cue.shape == "participle"
        attribution = self._controlled(cue) if controlled else self._finite(cue, opening, frame)
        if opening is None:
            return attribution, None
        source = self._sources.within(frame, attribution) or self._sources.ahead(cue, attribution)
        return attribution, source or self._sources.beside(cue, attribution)

    # --- finite verbs ---

    def _finite(self, cue: CueWord, opening: Opening | None, frame: tuple[int, int]) -> Attribution | None:
        resolve = self._owner.resolver.of
        if cue.number in ("d", "p"):
            return self._inflected(cue)
        if cue.relative and not self._frames.names_its_subject(frame):
            before = self._before(cue)
            if before is not None:
                return resolve(before, cue.number, cue.gender)
        if opening is not None and self._frames.has_pronoun(cue) and self._known:
            return self._dropped(cue)
        beside = self._beside(cue, frame) if opening is not None and not cue.conjoined else None
        if beside is not None:
            return resolve(beside, cue.number, cue.gender)
        behind = self._behind(cue, opening, frame)
        if behind is not None:
            return resolve(behind, None, cue.gender, goes_on=cue.lemma.goes_on)
        if not cue.conjoined or self._frames.answers_topic(cue):
            before = self._before(cue)
            if before is not None and self._may_be(before, cue):
                found = resolve(before, cue.number, cue.gender)
                if self._reading.norm(cue.first - 1) in self._words.asides and found.link == "explicit":
                    return replace(found, link="pronoun")  # ويدير سامر الفرقة، وهو يرى أن
                return _unnamed(found) if self._frames.points_back(cue) else found
        return self._dropped(cue)

    def _beside(self, cue: CueWord, frame: tuple[int, int]) -> Subject | None:
        """The person right before a verb that an adjunct follows: سامر صرح عقب لقائه نظيره."""
        first, last = frame
        norm = self._reading.norm(first)
        if first <= last and norm not in self._words.prepositions and norm not in self._words.adverbs:
            return None
        person = self._owner.preposed.right_before(cue.first - 1, self._floor)
        return person if person is not None and self._may_be(person, cue) else None

    def _behind(self, cue: CueWord, opening: Opening | None, frame: tuple[int, int]) -> Subject | None:
        first, last = frame
        if first > last or (opening is None and self._frames.begins_with_object(first)):
            return None
        return self._owner.behind.of(cue, frame, opened=opening is not None)

    def _inflected(self, cue: CueWord) -> Attribution | None:
        """وقالا، وأضافوا: the subject is in the verb, and is named before it if at all."""
        if cue.conjoined:
            dropped = self._dropped(cue)
            if dropped is not None:
                return dropped
        before = self._before(cue)
        if before is None:
            return self._dropped(cue)
        attribution = self._owner.resolver.of(before, cue.number, cue.gender)
        return _unnamed(attribution) if cue.conjoined else attribution

    def _before(self, cue: CueWord) -> Subject | None:
        if self._frames.has_pronoun(cue):
            return None
        around = self._reading.around(cue.first)
        floor = max(self._floor, cue.first - _LONGEST_SENTENCE, around.first if around is not None else 0)
        said = self._reading.closed_at(self._content_last + 1)
        if said is not None and cue.first > said.ends:
            floor = max(floor, said.ends + 1)  # who is named in the marked words before does not speak here
        if self._frames.points_back(cue):
            return self._owner.preposed.nearest_person(floor, cue.first - 1)
        return self._owner.preposed.before(cue, self._frames.clause_floor(floor, cue.first))

    def _may_be(self, subject: Subject, cue: CueWord) -> bool:
        if subject.named is None:
            return True
        return self._owner.memory.of_entity(subject.named).agrees(cue.gender, None)

    def _dropped(self, cue: CueWord) -> Attribution | None:
        """وأضاف: whoever spoke last, first in this sentence."""
        if self._reading.around(cue.first) is not None and not self._known:
            return None
        memory = self._owner.memory
        if not cue.lemma.goes_on and cue.number == "s":
            newer = memory.newer_topic(cue.gender, self._stretch.first, cue.first - LOOK_BACK)
            if newer is not None:
                return Attribution(newer, "dropped", ())
        spoke = memory.dropped(cue.gender, cue.number, since=self._stretch.first)
        if spoke is None and not cue.lemma.goes_on and cue.number == "s":
            spoke = memory.topic(cue.gender, self._stretch.first, cue.first)  # وزار سامر المرفأ وقال إن
        spoke = spoke or memory.dropped(cue.gender, cue.number, since=cue.first - LOOK_BACK)
        if spoke is None and cue.number == "s":
            spoke = memory.topic(cue.gender, cue.first - LOOK_BACK, cue.first)
        if spoke is None:
            named = self._named_before(cue) if cue.number == "s" else None
            return Attribution(named, "dropped", (), contested=True) if named is not None else None
        contested = self._is_contested(spoke, cue.first) or self._is_pointed(spoke)
        return Attribution(spoke, "dropped", (), contested=contested)

    def _is_pointed(self, spoke: tuple[Referent, ...]) -> bool:
        """Whether it was an office, not a name, that told who spoke last: وقال معاليه. وأضاف."""
        return next((_is_doubtful(known) for _, known in reversed(self._known) if known.referents == spoke), False)

    def _is_contested(self, spoke: tuple[Referent, ...], index: int) -> bool:
        """Whether they were never a subject, or another person is named between their last mention and a token."""
        if not all(referent.voiced for referent in spoke):
            return True
        names = [referent.entity.id for referent in spoke if referent.entity is not None]
        for named in self._reading.named_before(index, index - LOOK_BACK):
            if named.entity.id in names:
                return False
            if named.entity.type == "PER":
                return True
        return False

    def _named_before(self, cue: CueWord) -> tuple[Referent, ...] | None:
        """The last person named in this sentence before a verb, where nobody has spoken: كلمة ألقاها سامر، وقال."""
        floor = max(self._stretch.first, cue.first - _LONGEST_SENTENCE)
        about = self._reading.norm(cue.last + 1) in self._words.resumptives  # حوار مع سامر قال [فيه]
        find = self._owner.preposed.nearest_person if about else self._owner.preposed.free_person
        person = find(floor, cue.first - 1)
        if person is None or not self._may_be(person, cue):
            return None
        return self._owner.resolver.of(person, None, cue.gender).referents

    # --- participles and nouns ---

    def _controlled(self, cue: CueWord) -> Attribution | None:
        """مشيرا إلى أن: the subject of the verb before it, gender and number agreeing."""
        if cue.lemma.bare:  # ليرد عليه سامر قائلا
            beside = self._owner.preposed.right_before(cue.first - 1, self._stretch.first)
            if beside is not None and self._may_be(beside, cue):
                return replace(self._owner.resolver.of(beside, None, cue.gender), link="controlled")
        latest = self._known[: -_TURNS - 1 : -1]
        outer = [known for known in latest if known[0].first not in self._inside]
        inner = [known for known in latest if known[0].first in self._inside]
        for other, attribution in (*outer, *inner):
            referents = attribution.referents
            if other.relative and not referents[0].agrees(cue.gender, cue.number):
                continue
            if len(referents) == 1 and referents[0].agrees(cue.gender, cue.number):
                mentions = attribution.mentions or self._mentions_of(referents)
                link: SpeakerLink = "controlled" if mentions else "dropped"
                return Attribution(referents, link, mentions, attribution.role, _is_doubtful(attribution))
        floor = max(self._stretch.first, cue.first - _LONGEST_SENTENCE)
        before = self._owner.preposed.opening_person(floor, cue.first - 1)
        if before is None or not self._may_be(before, cue):
            before = self._owner.preposed.opening_body(floor, cue.first - 1)
        if before is not None and self._may_be(before, cue):
            attribution = self._owner.resolver.of(before, None, cue.gender)
            return Attribution(attribution.referents, "controlled", attribution.mentions, attribution.role)
        dropped = self._dropped(cue)
        return replace(dropped, adrift=cue.first == self._stretch.first) if dropped is not None else None

    def _mentions_of(self, referents: tuple[Referent, ...]) -> tuple[tuple[int, int], ...]:
        """Where these are named in this sentence."""
        for _, attribution in self._known[-_TURNS:]:
            if attribution.referents == referents and attribution.mentions:
                return attribution.mentions
        return ()

    def _noun(
        self, cue: CueWord, opening: Opening | None, frame: tuple[int, int]
    ) -> tuple[Attribution | None, Medium | None]:
        """قوله: of the one whom a relay before it quotes (نقلت … عن X قوله), else of the subject before it."""
        if opening is None:
            return None, None
        if self._relay is not None:
            relay, about = self._relay
            self._relay = None
            subject = self._owner.subjects.behind(about + 1, cue.first - 1)
            medium = self._medium_of(relay)
            if subject is not None:
                return self._owner.resolver.of(subject, cue.number, None), medium
        return self._controlled(cue), self._sources.within(frame, None)

    # --- relays and documents ---

    def _relayed(
        self, cue: CueWord, opening: Opening | None, frame: tuple[int, int]
    ) -> tuple[Attribution | None, Medium | None] | None:
        """نقلت الوكالة عن مسؤول أن: the speaker stands behind عن, the subject is the source."""
        first, last = frame
        if opening is None:
            last = min(first + _IDLE_FRAME, self._stretch.last)
        about = next((index for index in range(first, last + 1) if self._is_about(index, first)), None)
        if about is None:
            return None
        if opening is None:
            self._relay = (cue, about)
            return self._relay_subject(cue, about), None
        subject = self._owner.subjects.behind(about + 1, last)
        if subject is None:
            return None
        medium = self._medium_of(cue, about)
        return self._owner.resolver.of(subject), medium

    def _is_about(self, index: int, first: int) -> bool:
        """نقلت الوكالة [عن] مسؤول قوله, نقلت الوكالة [تصريحات] مسؤول قوله."""
        norm = self._reading.norm(index)
        return norm == "عن" or (index > first and norm in self._words.relayed)

    def _relay_subject(self, cue: CueWord, about: int) -> Attribution | None:
        subject = self._owner.subjects.behind(cue.last + 1, about - 1) or self._before(cue)
        return self._owner.resolver.of(subject, None, cue.gender) if subject is not None else None

    def _medium_of(self, cue: CueWord, about: int | None = None) -> Medium | None:
        """The one who relays, as a source."""
        attribution = next((known for other, known in reversed(self._known) if other is cue), None)
        if attribution is None and about is not None:
            attribution = self._relay_subject(cue, about)
        if attribution is None:
            return None
        if not attribution.mentions:
            return None
        start, end = attribution.mentions[0]
        return Medium(attribution.referents[0].name, start, end)

    def _document(self, frame: tuple[int, int]) -> Attribution | None:
        """جاء في التقرير أن: the document speaks."""
        first, last = frame
        if self._reading.norm(first) != "في" or last <= first:
            return None
        subject = self._owner.subjects.of_phrase(first + 1, last)
        return self._owner.resolver.of(subject) if subject is not None else None


def _unnamed(attribution: Attribution) -> Attribution:
    """The same, with the subject in the verb only."""
    return Attribution(attribution.referents, "dropped", (), attribution.role)


def _is_doubtful(attribution: Attribution) -> bool:
    """Whether the speaker was not named but pointed to."""
    return attribution.contested or attribution.link == "role"
