"""Who speaks in one article: the parts that find it out, and the speakers of its according-phrases."""

from pipeline.quotes.according import According
from pipeline.quotes.behind import Behind
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.preposed import Preposed
from pipeline.quotes.reading import Reading, Stretch
from pipeline.quotes.source import Medium, Sources
from pipeline.quotes.speaker import Attribution, Resolver
from pipeline.quotes.subject import Subjects

LOOK_BACK = 220
"""Tokens back to the speaker of a verb without a subject."""

_OPENING = 12  # tokens at the head of a sentence in which its topic is named


class Attributor:
    """Knows who speaks in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading = reading
        self.lexicon = lexicon
        self.memory = Memory(reading, lexicon)
        self.subjects = Subjects(reading, lexicon)
        self.preposed = Preposed(reading, lexicon, self.subjects)
        self.behind = Behind(reading, lexicon, self.subjects, self.memory)
        self.resolver = Resolver(reading, lexicon, self.memory)
        self.sources = Sources(reading, lexicon, self.memory)

    def begin(self, stretch: Stretch, last: int) -> None:
        """Note whom a sentence begins with; its cues are still to be attributed.

        Args:
            stretch: the sentence.
            last: its last token that is in nobody's words, as far as they are opened.
        """
        person = self.preposed.opening_person(stretch.first, min(stretch.first + _OPENING, last))
        if person is None:
            person = self.preposed.opening_body(stretch.first, last)
        if person is not None and person.named is not None:
            self.memory.is_about(person.named)

    def according(self, phrase: According) -> Attribution | None:
        """The speaker of an according-phrase."""
        if phrase.pronoun:
            spoke = self.memory.dropped(phrase.gender, phrase.number)
            if spoke is None and phrase.number == "s":  # غادرت هالة. وفشل اللقاء، بحسب قولها
                spoke = self.memory.topic(phrase.gender, phrase.first - LOOK_BACK, phrase.first)
            return Attribution(spoke, "pronoun", ()) if spoke else None
        subject = self.subjects.of_according(phrase.name_first, phrase.name_last)
        if subject is None:
            return None
        attribution = self.resolver.of(subject)
        paper = attribution.referents[0].type == "MISC"  # بحسب بيان: whoever spoke before speaks on
        self.memory.speaks(attribution.referents, phrase.first, inside=paper)
        return attribution

    def source_of(self, phrase: According, attribution: Attribution | None) -> Medium | None:
        """The medium told behind an according-phrase with a verb: بحسب ما أكده سامر لصحيفة الضفاف."""
        if phrase.last == phrase.first or attribution is None or phrase.pronoun:
            return None
        speakers = frozenset(referent.entity.id for referent in attribution.referents if referent.entity is not None)
        return self.sources.within(phrase.last + 1, phrase.name_last, speakers)
