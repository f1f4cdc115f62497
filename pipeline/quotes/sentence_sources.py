"""The source of the words of a cue in its sentence: in its frame, ahead of it, or beside the verb it carries on."""

from collections.abc import Sequence

from pipeline.quotes.attribute import Attributor
from pipeline.quotes.cues import CueWord
from pipeline.quotes.reading import Stretch
from pipeline.quotes.source import Medium
from pipeline.quotes.speaker import Attribution
from pipeline.text import strip_conjunction

_LONGEST_LEAD = 16  # tokens of an occasion that leads a sentence


class SentenceSources:
    """The sources of one sentence.

    Args:
        owner: the article's attributor.
        stretch: the sentence.
        known: its cues with their speakers, as far as they are known when it is asked.
    """

    def __init__(self, owner: Attributor, stretch: Stretch, known: Sequence[tuple[CueWord, Attribution]]) -> None:
        self._owner = owner
        self._reading = owner.reading
        self._words = owner.lexicon.words
        self._stretch = stretch
        self._known = known

    def within(self, frame: tuple[int, int], attribution: Attribution | None) -> Medium | None:
        """The source in a cue's frame, which is none of the speakers."""
        first, last = frame
        if first > last:
            return None
        referents = attribution.referents if attribution is not None else ()
        speakers = frozenset(referent.entity.id for referent in referents if referent.entity is not None)
        return self._owner.sources.within(first, last, speakers)

    def ahead(self, cue: CueWord, attribution: Attribution | None) -> Medium | None:
        """The source that the sentence begins with, its first cue following: وفي بيان مشترك قال."""
        first, last = self._stretch.first, cue.first - 1
        leads = strip_conjunction(self._reading.norm(first)) in self._words.before_documents
        if not leads or self._known[:1] or not 0 <= last - first < _LONGEST_LEAD or not cue.finite:
            return None
        return self.within((first, last), attribution)

    def beside(self, cue: CueWord, attribution: Attribution | None) -> Medium | None:
        """The source beside the verb that قائلا carries on, or of which فيه is said: غردت عبر الضفاف قائلة."""
        if cue.lemma.bare and cue.shape == "participle" and self._known and self._known[-1][0].finite:
            return self.within((self._known[-1][0].last + 1, cue.first - 1), attribution)
        if cue.finite and self._reading.norm(cue.last + 1) in self._words.resumptives:
            return self._owner.sources.document_before(cue.first - 1, self._stretch.first)
        return None
