"""Where words said end because something new begins: a participle of saying, another's turn, a postposed وفقا."""

from collections.abc import Iterable, Mapping

from pipeline.entities.model_forms import is_imperfect
from pipeline.quotes.according import According
from pipeline.quotes.cues import AND, CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.opening import Opening
from pipeline.quotes.reading import Reading, Stretch
from pipeline.text import strip_conjunction

_TOPIC = 12  # tokens of what a statement is about, before its cue: وعن الأسعار قال
_DID_NOT = ("ولم", "ولا")
_AND_THAT = "وذلك"
_WITHOUT = ("دون", "بدون")
_OBJECTS = ("ها", "ه")  # of the words: تصريحات نقلتها
_ACCUSATIVE = "ا"
_WHEREAS = "حين"  # ، في حين قال
_WHILE = "الوقت"  # في الوقت الذي
CLAUSE_COMMAS = ("،", ",", "؛", ";")
"""What parts clauses."""


def find_joints(
    reading: Reading, lexicon: Lexicon, cues: Iterable[CueWord], accordings: Iterable[According]
) -> list[int]:
    """The tokens of an article at which words said may end, in order: `Edges` looks at no others."""
    joints = {cue.first for cue in cues if cue.shape == "participle" or (cue.finite and cue.conjoined)}
    joints = {joint - 1 if reading.norm(joint - 1) == AND else joint for joint in joints}
    joints.update(phrase.first for phrase in accordings)
    signs = lexicon.words.clause_starters.union(CLAUSE_COMMAS, (".",))
    joints.update(
        index
        for index, token in enumerate(reading.tokens)
        if token.norm in signs or reading.opened_at(index) is not None
    )
    return sorted(joints)


class Turns:
    """Tells in one sentence where something new begins beside the words said."""

    def __init__(
        self,
        reading: Reading,
        stretch: Stretch,
        lexicon: Lexicon,
        cues: Mapping[int, CueWord],
        openings: Mapping[int, Opening],
        accordings: frozenset[int],
    ) -> None:
        self._reading = reading
        self._stretch = stretch
        self._lexicon = lexicon
        self._cues = cues
        self._openings = openings
        self._accordings = accordings

    def begin_at(self, cue: CueWord | None, index: int) -> bool:
        """Whether something new begins at a token: a participle of saying, another statement, a postposed وفقا."""
        if self._reading.norm(index) in CLAUSE_COMMAS:
            return self._begins_other(cue, index + 1, after_comma=True)
        if self._reading.norm(index) == AND:
            return self._begins_other(cue, index + 1, after_comma=False)
        return self._begins_other(cue, index, after_comma=False)

    def _begins_other(self, cue: CueWord | None, index: int, *, after_comma: bool) -> bool:
        if index in self._accordings:
            return True
        norm = self._reading.norm(index)
        whereas = norm == "في" and self._reading.norm(index + 1) == _WHEREAS
        if whereas or norm in self._lexicon.words.clause_starters:
            other = self._cues.get(index + 1 + whereas)
            if other is None or not other.finite:
                return False
            return whereas or norm in self._lexicon.words.contrasts or other.lemma.document or self._takes_over(other)
        if after_comma and self._begins_clause(cue, index):
            return True
        other = self._cues.get(index)
        if other is None:
            return after_comma and self._begins_topic(index)
        if after_comma and other.conjoined and other.shape == "perfect" and self._same_subject(cue, other):
            return True
        if other.shape == "participle":
            preposition = self._reading.norm(other.last + 1)
            governs = preposition in other.lemma.takes and preposition in self._lexicon.cue_prepositions
            begins = after_comma or governs or other.first in self._openings or self._stands_apart(other)
            return begins and self._agrees(cue, other)
        return other.finite and other.conjoined and (self._takes_over(other) or self._adds_act(cue, other))

    def _begins_clause(self, cue: CueWord | None, index: int) -> bool:
        """Whether a clause of the narrator's begins behind a comma."""
        alone = (self._begins_turn, self._begins_occasion, self._begins_origin, self._begins_silence)
        beside = (self._begins_denial, self._begins_contrast, self._begins_main, self._resumes)
        return any(begins(index) for begins in alone) or any(begins(cue, index) for begins in beside)

    def _begins_denial(self, cue: CueWord | None, index: int) -> bool:
        """، ولم يستبعد أن: what the speaker did not say, or denied."""
        denied = self._cues.get(index + 1) if self._reading.norm(index) in _DID_NOT else None
        return denied is not None and denied.negated and self._same_subject(cue, denied)

    def _stands_apart(self, other: CueWord) -> bool:
        """Whether a participle is accusative and goes with no word before it: أن المرفأ للقرية [داعيا] للصبر."""
        norm, before = self._reading.norm(other.first), self._reading.norm(other.first - 1)
        if other.lemma.ambiguous or other.conjoined or not norm.endswith(_ACCUSATIVE):
            return False
        return before not in self._lexicon.words.copulas and not before.endswith(_ACCUSATIVE)

    def _begins_turn(self, index: int) -> bool:
        """Whether another takes his turn: ، من جهته قال; ، بدورها أكدت الوزارة."""
        place = index + 1 if self._reading.norm(index) in ("من", "ومن") else index
        if strip_conjunction(self._reading.norm(place)) not in self._lexicon.words.turns:
            return False
        cue = self._cues.get(place + 1)
        return cue is not None and cue.finite and cue.first in self._openings

    def _begins_main(self, cue: CueWord | None, index: int) -> bool:
        """وفي الوقت الذي أكد فيه سامر أن …، [نفى] الصيادون: the main clause behind one of time."""
        other = self._cues.get(index)
        if cue is None or other is None or other.shape != "perfect" or other.conjoined:
            return False
        before, word = (strip_conjunction(self._reading.norm(cue.first - back)) for back in (2, 1))
        words = self._lexicon.words
        if word in words.contrasts and cue.first - 1 == self._stretch.first:
            return True  # وفيما أكد سامر أن …، قالت منى
        return word in words.subordinators or (word in words.relative and before.endswith(_WHILE))

    def _begins_contrast(self, cue: CueWord | None, index: int) -> bool:
        """، غير أنه أعرب عن أمله, ، إلا أنه أضاف: the narrator goes on about the speaker."""
        words = self._lexicon.words
        norm = self._reading.norm(index)
        if norm in words.exceptions and self._reading.norm(index + 1) in self._lexicon.complementizers:
            other = self._cues.get(index + 2)
            pronoun = self._reading.norm(index + 1) in words.subject_pronouns
        else:
            other = self._cues.get(index + 1)
            pronoun = norm in words.clause_starters and norm in words.subject_pronouns
        if not pronoun or other is None or other.shape != "perfect":
            return False
        return other.lemma.goes_on or self._same_subject(cue, other)

    def _resumes(self, cue: CueWord | None, index: int) -> bool:
        """القانون الذي أعلن سامر أنه جديد، [يتضمن] عقوبات: the verb of the clause that a relative one stands in."""
        if cue is None or not cue.relative or cue.first not in self._openings:
            return False
        norm = self._reading.norm(index)
        if norm[:1] not in ("ي", "ت") or not is_imperfect(norm) or self._reading.named_at(index) is not None:
            return False
        words = self._lexicon.words
        lists = (CLAUSE_COMMAS, words.relative, words.asides, words.subordinators)
        inner = (self._reading.norm(place) for place in range(self._openings[cue.first].first, index - 1))
        return not any(word in aside for word in inner for aside in lists)

    def _begins_occasion(self, index: int) -> bool:
        """، جاء ذلك خلال: the occasion of the words."""
        words = self._lexicon.words
        verb = strip_conjunction(self._reading.norm(index))
        return verb in words.occasion_verbs and self._reading.norm(index + 1) in words.demonstratives

    def _begins_origin(self, index: int) -> bool:
        """، في تصريحات نقلتها الصحف; ، وذلك في بيان: where the words stand, and no أن of theirs behind it."""
        words = self._lexicon.words
        place = index + 1 if self._reading.norm(index) == _AND_THAT else index
        noun = self._reading.norm(place + 1)
        if self._reading.norm(place) not in words.before_documents or noun not in words.tellings:
            return False
        following = self._reading.norm(place + 2)
        told = following.endswith(_OBJECTS) or following[:1] in ("ل", ".", "") or place > index
        told |= following in words.told or following in words.prepositions
        return told and not self._opens_before_comma(place + 2)

    def _opens_before_comma(self, index: int) -> bool:
        """Whether أن or a colon comes before or right behind the next comma: ، في بيان للوزارة، أن الجسر آمن."""
        for place in range(index, min(index + _TOPIC, self._stretch.last) + 1):
            norm = self._reading.norm(place)
            if norm in self._lexicon.complementizers or norm == ":":
                return True
            if norm in CLAUSE_COMMAS:
                return self._reading.norm(place + 1) in self._lexicon.complementizers
        return False

    def _begins_silence(self, index: int) -> bool:
        """، دون ذكر تفاصيل; ، من دون أن يحدد موعدا: what the speaker does not say."""
        place = index + 1 if self._reading.norm(index) in ("من", "ب") else index
        if self._reading.norm(place) not in _WITHOUT:
            return False
        place += 2 if self._reading.norm(place + 1) in self._lexicon.complementizers else 1
        return self._reading.norm(place) in self._lexicon.words.withheld

    def _begins_topic(self, index: int) -> bool:
        """Whether a new topic leads a statement of its own: ، وعن أسعار القمح أشارت الدراسة إلى أنها."""
        norm = self._reading.norm(index)
        if norm[:1] != "و" or norm[1:] not in self._lexicon.words.topic_prepositions:
            return False
        for place in range(index + 1, min(index + _TOPIC, self._stretch.last) + 1):
            if (
                self._reading.norm(place) in (*CLAUSE_COMMAS, ".")
                or self._reading.norm(place) in self._lexicon.complementizers
            ):
                return False
            cue = self._cues.get(place)
            if cue is not None and cue.finite:
                return cue.first in self._openings
        return False

    def _takes_over(self, other: CueWord) -> bool:
        """Whether a conjoined verb of saying begins a statement beside this one, not inside it."""
        if other.relative or other.negated or other.person != 3:
            return False
        if other.first in self._openings:
            return True
        preposition = self._reading.norm(other.last + 1)
        return other.shape == "perfect" and preposition in other.lemma.takes and preposition != ""

    def _adds_act(self, cue: CueWord | None, other: CueWord) -> bool:
        """Whether the speaker is told to have done more: أقر سامر بأنه تأخر [وتعهد] باحترام المواعيد."""
        own = self._reading.norm(other.first) in self._lexicon.words.own_letter  # ورد is no رد
        if own or not self._same_subject(cue, other) or other.shape != "perfect" or other.person != 3:
            return False
        following = self._reading.norm(other.last + 1)
        return "ب" in other.lemma.takes and following[:1] == "ب" and following not in self._lexicon.complementizers

    def _same_subject(self, cue: CueWord | None, other: CueWord) -> bool:
        """Whether a verb after a comma, without words of its own, goes on with the speaker: ، ودعا الجميع إلى."""
        if cue is None or cue.gender is None or cue.shape == "noun" or (other.lemma.bearer and other.lemma.ambiguous):
            return False
        return cue.gender == other.gender and cue.number == other.number

    def _agrees(self, cue: CueWord | None, other: CueWord) -> bool:
        if cue is None or cue.shape == "noun" or cue.gender is None or other.gender is None:
            return True
        return cue.gender == other.gender or cue.number != other.number
