"""The subject that stands behind its verb, told from the verb's object: واتهم معارضون الرئيس."""

from pipeline.quotes.adjuncts import bare
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.reading import Reading
from pipeline.quotes.subject import Subject, Subjects

_APART = ("الي", "علي", "عن")  # prepositions that are words of their own
_PLURAL_ENDINGS = ("ون", "ين", "ات")


class Behind:
    """Finds subjects behind their cue in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon, subjects: Subjects, memory: Memory) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._subjects = subjects
        self._memory = memory

    def of(self, cue: CueWord, frame: tuple[int, int], *, opened: bool) -> Subject | None:
        """The subject in the frame of a verb; None when it has none there.

        Args:
            cue: the verb.
            frame: first and last token behind it, inclusive.
            opened: whether words of its own follow; without, an object may stand there.
        """
        first, last = frame
        if opened and cue.lemma.accuses:
            return self._accuser(first, last)
        subject = self._subjects.behind(first, last, idle=not opened)
        if subject is None or subject.named is not None:
            return subject
        if opened and not cue.lemma.transitive:
            return subject
        subject = self._before_object(subject)
        sure = self._is_surely_subject(subject) or (not opened and self._is_body(subject, cue))
        sure = sure or (not opened and self._has_no_object(subject, cue))
        return subject if sure else None

    def _accuser(self, first: int, last: int) -> Subject | None:
        """Who accuses, where the accused stands behind him: واتهم [معارضون] الرئيس بأنه; not واتهم الرئيس بأنه."""
        subject = self._subjects.behind(first, last, idle=True)
        if subject is None:
            return None
        named = subject.also[-1].last if subject.also else subject.last
        behind = range(named + 1, last + 1)
        others = (self._reading.norm(index) for index in behind if self._reading.is_word(index))
        return subject if any(norm not in self._words.adverbs for norm in others) else None

    def _before_object(self, subject: Subject) -> Subject:
        """People behind a transitive verb without its definite object, which has no plural ending: [النقاد] العرض."""
        norm, following = self._reading.norm(subject.first), self._reading.norm(subject.first + 1)
        definite = norm[:2] == following[:2] == "ال" and subject.first < subject.last
        if not definite or norm.removeprefix("ال") not in self._words.people or following.endswith(_PLURAL_ENDINGS):
            return subject
        return self._subjects.of_tokens(subject.first, subject.first)

    def _has_no_object(self, subject: Subject, cue: CueWord) -> bool:
        """Whether a definite phrase stands between a verb and its preposition: أشارت [المجموعة] إلى أرباحها."""
        if cue.lemma.transitive or cue.lemma.bearer or not cue.finite or cue.lemma.object:
            return False
        definite = self._reading.norm(subject.first)[:2] == "ال"
        following = self._reading.norm(subject.last + 1)
        return definite and following in cue.lemma.takes and following in _APART

    def _is_body(self, subject: Subject, cue: CueWord) -> bool:
        """Whether a body behind a verb is its subject: وأكدت وزارة الصحة أهمية; not ودعا وزارة الصحة إلى."""
        head = bare(self._reading.norm(subject.first))
        if head not in self._words.bodies and head not in self._words.named_kinds:
            return False
        feminine = head.endswith("ه") or head in self._words.feminine_kinds
        return cue.finite and (cue.gender == "f" if feminine else cue.gender == "m" and not cue.conjoined)

    def _is_surely_subject(self, subject: Subject) -> bool:
        """Whether a phrase behind a cue without words is its subject, not its object: واتهم معارضون الرئيس."""
        norm = self._reading.norm(subject.first)
        head = norm.removeprefix("ال")
        words = [self._reading.norm(index) for index in range(subject.first, subject.last + 1)]
        if self._memory.by_family_name(words) is not None:
            return True
        two = head.removesuffix("ان")
        dual = two != head and (two in self._words.roles or two in self._words.sources)
        return (
            dual
            or (head in self._words.quantities and head not in self._words.singles)
            or norm.endswith("ون")
            or head in self._words.roles
            or head in self._words.people
            or head in self._words.anonymous
        )
