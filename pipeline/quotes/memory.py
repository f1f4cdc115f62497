"""Who has been speaking in this article, and who a role or a missing subject points back to."""

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.contracts import Entity
from pipeline.contracts.spans import SpeakerType
from pipeline.entities.gazetteer import gender_of
from pipeline.quotes.adjuncts import bare
from pipeline.quotes.conjugation import Gender, Number
from pipeline.quotes.introductions import Introductions
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Named, Reading
from pipeline.quotes.referents import Candidate, Met, Referent, Turn
from pipeline.quotes.spelling import same_noun
from pipeline.text import fold

_REMEMBERED = 40  # speakers looked back on
_SHOWN = 5  # speakers named in an explanation
_FULL_NAME = 2  # words
_LONGEST_NAME = 3  # words of a name that nobody knows


class Memory:
    """The referents of one article, the latest speaker last."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._words = lexicon.words
        self._by_entity: dict[str, Referent] = {}
        self._phrases: list[Referent] = []
        self._unlisted: dict[str, Referent] = {}  # last word -> a speaker whose name no list or recogniser knows
        self._spoke: list[Turn] = []
        self._topics: list[Turn] = []
        self._told = Introductions(reading, lexicon)
        words = lexicon.words
        self._nouns = words.roles | words.sources | words.bodies | words.papers | words.people | words.quantities

    # --- getting to know ---

    def of_entity(self, named: Named) -> Referent:
        """The referent of a mention."""
        return self._referent(self._told.full_names.get(named.entity.id, named.entity))

    def _referent(self, entity: Entity) -> Referent:
        referent = self._by_entity.get(entity.id)
        if referent is None:
            role = self._told.offices.get(entity.id)
            referent = Referent(entity.name, entity.type, entity, gender=self._gender(entity), role=role)
            if entity.type != "PER":
                referent.number = "s"
            self._by_entity[entity.id] = referent
        return referent

    def _gender(self, entity: Entity) -> Gender | None:
        """Of a person by the name lists, of a place feminine, else by the head word: وكالة, شركة."""
        if entity.type == "PER":
            return gender_of(entity.name)
        if entity.type == "LOC":
            return "f"
        return "f" if fold(entity.name).split(" ")[0] in self._words.feminine_kinds else None

    def of_phrase(self, name: str, words: list[str], type_: SpeakerType | None, number: Number | None) -> Referent:
        """A new referent known by its phrase only."""
        head = words[0]
        gender: Gender | None = "f" if head.endswith("ه") or head in self._words.feminine_plurals else None
        referent = Referent(
            name, type_, head=bare(head), gender=gender, number=number, words=frozenset(map(bare, words))
        )
        self._phrases.append(referent)
        if type_ == "ANON" and _FULL_NAME <= len(words) <= _LONGEST_NAME and head not in self._nouns:
            self._unlisted[bare(words[-1])] = referent
        del self._phrases[:-_REMEMBERED]
        return referent

    def speaks(self, referents: tuple[Referent, ...], index: int, *, inside: bool = False, quoted: bool = True) -> None:
        """Note that these spoke, or were the subject of a verb, at a token.

        Args:
            referents: several for a joint statement.
            index: the token.
            inside: in somebody else's words; who speaks on after those words is that somebody.
            quoted: whether the article gives their words.
        """
        self._spoke.append(Turn(referents, index, inside, quoted))
        del self._spoke[:-_REMEMBERED]

    # --- looking back ---

    def going_on(self, gender: Gender | None) -> Referent | None:
        """The person who spoke last, where that was one by himself: the one who can speak on."""
        referents = next((turn.referents for turn in reversed(self._spoke) if turn.quoted and not turn.inside), ())
        fits = len(referents) == 1 and referents[0].entity and referents[0].type == "PER"
        return referents[0] if fits and referents[0].agrees(gender, "s") else None

    def dropped(self, gender: Gender | None, number: Number | None, since: int = -1) -> tuple[Referent, ...] | None:
        """Who a verb without a subject belongs to: the latest speakers it agrees with.

        Args:
            gender: of the verb.
            number: of the verb.
            since: only those met at this token or later.
        """
        for inside in (False, True):
            for turn in reversed(self._spoke):
                if turn.index < since:
                    break
                if turn.inside is inside and turn.agrees(gender, number):
                    return turn.referents
        return None

    def topic(self, gender: Gender | None, since: int, before: int) -> tuple[Referent, ...] | None:
        """The latest person whom a sentence began with, met between two tokens and agreeing with a verb."""
        for turn in reversed(self._topics):
            if turn.index < since:
                break
            if turn.index < before and turn.agrees(gender, "s"):
                return turn.referents
        return None

    def newer_topic(self, gender: Gender | None, sentence: int, since: int) -> tuple[Referent, ...] | None:
        """Whom the sentence before began with, if nobody has spoken from there on: وتلقى سامر تهديدا. وقال إن.

        Args:
            gender: of the verb.
            sentence: the first token of the verb's sentence.
            since: how far back.
        """
        topics = [turn for turn in self._topics[-2:] if turn.index < sentence]
        if not topics or topics[-1].index < since or not topics[-1].agrees(gender, "s"):
            return None
        spoken = self._spoke[-1].index if self._spoke else -1
        return topics[-1].referents if spoken < topics[-1].index else None

    def introduce(self, person: Named, office: tuple[str, ...]) -> None:
        """Note the office with which a person speaks: مدير المرفأ في مدينة الضفاف سامر الحداد."""
        self._told.introduce(person, office)

    def is_about(self, person: Named) -> None:
        """Note that a sentence begins with a person, who may be the subject of what follows."""
        self._topics.append(Turn((self.of_entity(person),), person.first, inside=False))
        del self._topics[:-_REMEMBERED]

    def by_role(self, words: list[str], gender: Gender | None, index: int, rest: int = 0) -> Referent | None:
        """The person introduced with the words of a role: الوزير <- وزير النقل سامر الحداد.

        Args:
            words: the folded words of the role.
            gender: of the verb.
            index: the token where the role stands.
            rest: how many of the words after the first must be known of that person too.
        """
        head, *more = [bare(word) for word in words]
        best: Named | None = None
        most, exactly = rest - 1, 0
        for named in self._before(self._told.roles.get(head, []), index):
            known = self._by_entity.get(named.entity.id)
            if known is not None and gender and known.gender and known.gender != gender:
                continue
            matched = sum(self._told.is_described(named, word) for word in more)
            exact = sum(word in self._told.verbatim.get(named.entity.id, ()) for word in words)
            if matched > most or (best is not None and matched == most and exact > exactly):
                best, most, exactly = named, matched, exact
        return self.of_entity(best) if best is not None else None

    def named_before(self, index: int) -> Referent | None:
        """Whoever or whatever was named last before a token: الأخير."""
        place = bisect_left(self._reading.named, index, key=lambda named: named.first) - 1
        return self.of_entity(self._reading.named[place]) if place >= 0 else None

    def by_calling(self, words: list[str], gender: Gender | None, index: int) -> Referent | None:
        """The latest person of a calling that a general noun covers: اللاعب <- المهاجم سامر الحداد.

        Args:
            words: the noun, and what else must be known of that person: المسؤول الأميركي.
            gender: of the verb.
            index: the token where it stands.
        """
        noun, *more = [bare(word) for word in words]
        latest: Named | None = None
        for calling in self._words.callings.get(noun, ()):
            for named in self._before(self._told.roles.get(calling, []), index):
                if not all(self._told.is_described(named, word) for word in more):
                    continue
                if (latest is None or named.first > latest.first) and self.of_entity(named).agrees(gender, "s"):
                    latest = named
                break
        return self.of_entity(latest) if latest is not None else None

    def by_role_to_come(self, words: list[str], gender: Gender | None, index: int) -> Referent | None:
        """The one person introduced further on with all the words of a role: وزير النقل ... سامر الحداد وزير النقل."""
        head, *more = [bare(word) for word in words]
        mentions = self._told.roles.get(head, [])
        place = bisect_left(mentions, index, key=lambda named: named.first)
        fitting = {
            named.entity.id: named
            for named in mentions[place : place + _REMEMBERED]
            if all(word in self._told.described.get(named.entity.id, ()) for word in more)
            and self.of_entity(named).agrees(gender, "s")
        }
        return self.of_entity(next(iter(fitting.values()))) if more and len(fitting) == 1 else None

    def namesake(self, person: Named, gender: Gender | None) -> Referent | None:
        """Whom a family name means if its bearer's gender is not the verb's: قالت الحداد, of منى and سامر الحداد."""
        family = fold(person.entity.name).split(" ")[-1]
        for named in self._before(self._told.namesakes.get(family, []), person.first):
            referent = self.of_entity(named)
            if referent.gender == gender:
                return referent
        return None

    def by_honorific(self, honorific: str, gender: Gender | None, index: int) -> Referent | None:
        """Who was last introduced with a form of address (معالي), else the person who spoke last."""
        titled = [self.of_entity(named) for named in self._before(self._told.roles.get(honorific, []), index)]
        fitting = [referent for referent in titled if referent.agrees(gender, "s")]
        speaker = self.latest(("PER",), gender)
        if speaker is not None and (speaker in fitting or not fitting):
            return speaker
        topics = [turn.referents[0] for turn in reversed(self._topics) if turn.index < index]
        return next((referent for referent in topics if referent in fitting), fitting[0] if fitting else None)

    def by_kind(self, head: str, index: int) -> Referent | None:
        """The latest organisation of a kind: التنظيم <- تنظيم داعش, القناة <- شبكة "سي.أن.أن"."""
        found = None
        for kind in self._alike(head):
            for named in self._before(self._told.kinds.get(kind, []), index):
                if found is None or named.first > found.first:
                    found = named
                break
        return self.of_entity(found) if found is not None else None

    @staticmethod
    def _before(mentions: list[Named], index: int) -> Iterator[Named]:
        """The latest few of these mentions before a token, latest first."""
        place = bisect_left(mentions, index, key=lambda named: named.first)
        yield from reversed(mentions[max(0, place - _REMEMBERED) : place])

    def by_family_name(self, words: list[str]) -> Referent | None:
        """The person whose name ends with these words, where no mention was laid: وبين [الحداد] أن."""
        person = self._told.family_names.get(tuple(bare(word) for word in words))
        if person is not None:
            return self._referent(person)
        return self._unlisted.get(bare(words[0])) if len(words) == 1 else None

    def by_short_name(self, words: list[str]) -> Referent | None:
        """The body whose name begins with these words: صندوق النقد, of صندوق النقد الدولي."""
        body = self._told.short_names.get(tuple(words))
        return self._referent(body) if body is not None else None

    def by_head(self, words: list[str]) -> Referent | None:
        """The latest phrase that a definite one can mean: المصادر الأمنية <- مصادر أمنية عراقية."""
        head, *more = [bare(word) for word in words]
        for referent in reversed(self._phrases):
            if same_noun(referent.head, head) and all(word in referent.words for word in more):
                return referent
        return None

    def latest(self, types: tuple[str, ...], gender: Gender | None, *, quoted: bool = False) -> Referent | None:
        """The latest single speaker of one of these types, or only of those whose words the article gives."""
        for turn in reversed(self._spoke):
            referent = turn.referents[0]
            if quoted and not turn.quoted:
                continue
            if len(turn.referents) == 1 and referent.type in types and referent.agrees(gender, None):
                return referent
        return None

    def nearest(self, index: int, first: int, last: int) -> Referent | None:
        """The one, and no paper, whose verb in tokens first..last is nearest to a token."""
        near = [turn for turn in self._spoke if first <= turn.index <= last and len(turn.referents) == 1]
        turns = [turn for turn in near if turn.referents[0].type != "MISC"]
        return min(turns, key=lambda turn: abs(turn.index - index)).referents[0] if turns else None

    def candidates(self, gender: Gender | None, number: Number | None, before: int) -> tuple[Candidate, ...]:
        """The latest few speakers and subjects before a token, and those who began a sentence, for an explanation."""
        found: dict[str, Candidate] = {}
        for met, turn in self._turns():
            name = "، ".join(referent.name for referent in turn.referents)
            if turn.index < before and name not in found:
                one = turn.referents[0] if len(turn.referents) == 1 else None
                shown = (one.gender, one.number) if one is not None else (None, "p")
                found[name] = Candidate(name, met, shown, turn.agrees(gender, number))
        return tuple(found.values())[:_SHOWN]

    def _turns(self) -> Iterator[tuple[Met, Turn]]:
        """The turns in the order in which a verb without a subject looks back on them."""
        yield from (("spoke", turn) for turn in reversed(self._spoke) if not turn.inside)
        yield from (("inside", turn) for turn in reversed(self._spoke) if turn.inside)
        yield from (("began", turn) for turn in reversed(self._topics))

    def _alike(self, head: str) -> tuple[str, ...]:
        if head in self._words.broadcasters:
            return tuple(self._words.broadcasters)
        if head in self._words.dailies:
            return tuple(self._words.dailies)
        return (head,)
