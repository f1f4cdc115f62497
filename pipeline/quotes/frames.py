"""Where the subject of a cue may be named: the frame behind it, and the clause before it."""

from itertools import pairwise

from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.opening import Opening
from pipeline.quotes.reading import Reading, Stretch
from pipeline.text import split_proclitics, strip_conjunction

_AS_FOR = "اما"
_FRAME_ENDS = ("،", ",", ".", "؛", ":", "؟", "!")
_IDLE_FRAME = 24  # tokens behind a cue without words in which its subject is looked for
_LONGEST_CLAUSE = 40
_LONGEST_SENTENCE = 80  # tokens looked through before a verb for its subject


class Frames:
    """The frames and clauses of the cues of one sentence."""

    def __init__(self, reading: Reading, lexicon: Lexicon, stretch: Stretch, cues: list[CueWord]) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._words = lexicon.words
        self._stretch = stretch
        self._next = {cue.first: after.first for cue, after in pairwise(cues)}

    def of(self, cue: CueWord, opening: Opening | None) -> tuple[int, int]:
        """The tokens in which subject and medium of a cue are named."""
        first = cue.last + 1
        if opening is not None and opening.kind == "postposed":
            return first, self._frame_end(first, min(first + _LONGEST_SENTENCE, self._stretch.last))
        if opening is not None:
            return first, opening.frame_last
        return first, self._frame_end(first, min(first + _IDLE_FRAME, self._stretch.last))

    def _frame_end(self, first: int, last: int) -> int:
        """Before the next cue, comma or mark."""
        if self._next.get(first - 1) == first:
            return first - 1
        for index in range(first, last + 1):
            norm = self._reading.norm(index)
            if norm in ("،", ",") and self._names_follow(first, index):
                continue
            if norm in _FRAME_ENDS or (self._reading.opened_at(index) is not None and index > first):
                return index - 1
            if index + 1 == self._next.get(first - 1):
                return index
        return last

    def _names_follow(self, first: int, comma: int) -> bool:
        """ودعا السناتوران الديمقراطيان، جون تيستر وبيتر ويلش: the names behind the comma are the subject's."""
        named = self._reading.named_at(comma + 1)
        if named is None or named.entity.type != "PER" or named.first != comma + 1:
            return False
        return all(before.entity.type != "PER" for before in self._reading.named_within(first, comma - 1))

    def names_its_subject(self, frame: tuple[int, int]) -> bool:
        """Whether a verb behind الذي or التي has a subject of its own: التي تقول إسرائيل إنها."""
        first, last = frame
        norm = self._reading.norm(first)
        if first > last or norm in self._words.adverbs or norm in self._words.prepositions:
            return False
        if self._reading.named_at(first) is not None or norm[:2] == "ال" or norm.endswith("ون"):
            return True
        words, one = self._words, norm.removesuffix("و")
        lists = (words.roles, words.people, words.bodies, words.papers, words.anonymous)
        return any(norm in nouns for nouns in lists) or one in words.roles or one in words.sources  # مسؤولو المدينة

    def answers_topic(self, cue: CueWord) -> bool:
        """أما سامر فقال: the subject stands between أما and the verb with its ف."""
        first = self._reading.norm(self._stretch.first)
        so = self._reading.norm(cue.first)[:1] == "ف"
        return so and (first == _AS_FOR or strip_conjunction(first) == _AS_FOR)

    def points_back(self, cue: CueWord) -> bool:
        """حين قال, حيث قالت: the subject is the one named last."""
        return self._reading.norm(cue.first - 1) in self._words.pointing_back

    def begins_with_object(self, index: int) -> bool:
        """Whether a verb without words is followed by its object: أكد [على رؤية سامر]; not أكد [في تصريح] سامر."""
        if self._reading.norm(index) not in ("الي", "علي", "من", "عن"):
            return False
        nouns = self._words.occasions
        return not any(split.rest in nouns for split in split_proclitics(self._reading.norm(index + 1)))

    def has_pronoun(self, cue: CueWord) -> bool:
        """Whether the subject is in a word before the verb: لأنه قال, لأنه كان يقول."""
        before = self._reading.norm(cue.first - 1)
        if before in self._words.auxiliaries and before not in self._words.subject_pronouns:
            before = self._reading.norm(cue.first - 2)
        return before in self._words.subject_pronouns

    def clause_floor(self, floor: int, index: int) -> int:
        """Where the clause of a token begins at the earliest: behind the last أن or إن before it."""
        complementizers = self._lexicon.complementizers
        for place in range(index - 1, max(floor, index - _LONGEST_CLAUSE) - 1, -1):
            norm = self._reading.norm(place)
            if norm in complementizers and place != index - 1:
                return place + 1
            if norm in self._words.breaks and norm in self._words.openers and place > floor:
                return place  # لكن سامر قال
        return floor
