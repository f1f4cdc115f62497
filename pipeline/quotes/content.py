"""How far the words said reach, and whether they are the speaker's own.

Edges (gold conventions): without outer marks, complementizer, leading و or ف and final stop; ؟ and ! stay.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts.spans import QuoteKind
from pipeline.quotes.according import According
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name
from pipeline.quotes.openings import Opening
from pipeline.quotes.reading import STOPS, Marked, Reading, Stretch
from pipeline.text import offset_after, strip_conjunction

_LONGEST = 300  # tokens in a clause; keeps the work linear where a sentence never ends
_LONGEST_REOPENED = 1000  # tokens of a quotation whose paragraphs all begin with a mark
_MAIN_CLAUSE = 6  # tokens: fewer before وفقا are no clause
_TOPIC = 12  # tokens of what a statement is about, before its cue: وعن الأسعار قال
_TERM = 4  # words: marks that hold no more may be a term in a longer clause
_DID_NOT = ("ولم", "ولا")
_WHILE = "الوقت"  # في الوقت الذي
_COMMAS = ("،", ",", "؛", ";")


@dataclass(frozen=True, slots=True)
class Content:
    """The words said.

    Attributes:
        start, end: code points.
        kind: direct, mixed, indirect.
        parts: the marked stretches of a mixed quote, code points.
        last: the last token, for what follows (a postposed وفقا).
    """

    start: int
    end: int
    kind: QuoteKind
    parts: tuple[tuple[int, int], ...]
    first: int
    last: int


def find_joints(
    reading: Reading, lexicon: Lexicon, cues: Iterable[CueWord], accordings: Iterable[According]
) -> list[int]:
    """The tokens of an article at which words said may end, in order: `Edges` looks at no others."""
    joints = {cue.first for cue in cues if cue.shape == "participle" or (cue.finite and cue.conjoined)}
    joints.update(phrase.first for phrase in accordings)
    signs = lexicon.words.clause_starters.union(_COMMAS, (".",))
    joints.update(
        index
        for index, token in enumerate(reading.tokens)
        if token.norm in signs or reading.opened_at(index) is not None
    )
    return sorted(joints)


class Edges:
    """Finds the edges of contents in one sentence, knowing where its other cues are."""

    def __init__(
        self,
        reading: Reading,
        stretch: Stretch,
        lexicon: Lexicon,
        cues: Mapping[int, CueWord],
        openings: Mapping[int, Opening],
        accordings: frozenset[int],
        colon_last: int,
        joints: Sequence[int],
    ) -> None:
        self._reading = reading
        self._stretch = stretch
        self._lexicon = lexicon
        self._cues = cues
        self._openings = openings
        self._accordings = accordings
        self._joints = joints
        self._colon = colon_last  # where words after a colon, or in marks left open, end at the latest

    def of(self, cue: CueWord, opening: Opening) -> Content | None:
        """The content that `opening` begins; None when nothing is left of it."""
        marked = opening.marked
        if opening.kind in ("marks", "postposed") and marked is not None:
            return self._inside(marked)
        if opening.kind == "own_words" and marked is not None:
            return self._own_words(cue, marked)
        if opening.kind == "colon":
            first, last = opening.first, self._colon_last(opening.first)
            led = self._reading.norm(first) in self._lexicon.complementizers and first < last
            return self._clause(cue, first + 1 if led else first, last, spoken=True)
        return self._clause(cue, opening.first, self._bound(opening.first))

    def after(self, phrase: According) -> Content | None:
        """The words behind a leading according-phrase: [وبحسب الوكالة]، فإن."""
        first = phrase.name_last + 1
        while first <= self._stretch.last and self._reading.norm(first) in (*_COMMAS, '"', ")", "»", "”"):
            first += 1
        aside = self._past_aside(first)
        if self._reading.norm(aside) in self._lexicon.complementizers:
            first = aside + 1
        if first > self._stretch.last:
            return None
        content = self._clause(None, first, self._bound(first))
        return self._without_conjunction(content) if content is not None else None

    def before(self, phrase: According) -> Content | None:
        """The words before a trailing according-phrase, from the head of their sentence."""
        first, last = self._stretch.first, phrase.first - 1
        if last < first or last - first > _LONGEST:
            return None
        if last - first < _MAIN_CLAUSE and max(phrase.name_last, phrase.last) < self._stretch.last - 1:
            last = self._bound(first)  # حسب الوزير in the middle of its words
        parts = self._parts(first, last)
        content = self._cut(first, last, "mixed" if parts else "indirect", parts)
        return self._without_conjunction(content) if content is not None else None

    def _past_aside(self, first: int) -> int:
        """Past a clause about the source: لمصدر مقرب، تحدث شريطة عدم الكشف عن هويته، فإن."""
        for index in range(first, min(first + 20, self._stretch.last)):
            if self._reading.norm(index) in self._lexicon.complementizers and self._reading.norm(index)[:1] == "ف":
                return index
        return first

    def _without_conjunction(self, content: Content) -> Content:
        token = self._reading.tokens[content.first]
        norm = token.norm
        named = self._reading.named_at(content.first)
        if norm[:1] not in ("و", "ف") or (named is not None and named.mention.start == token.start):
            return content
        words = self._lexicon.words
        if (len(norm) > 3 and norm not in words.own_letter) or norm[1:] in words.short_words:
            return replace(content, start=offset_after(token, token.norm[0]))
        return content

    # --- words in marks ---

    def _inside(self, marked: Marked) -> Content | None:
        first, last = marked.first, marked.last
        if self._reading.norm(first) in self._lexicon.complementizers and first < last:
            first += 1
        if marked.pair.balance == "close_missing" and self._colon < last:
            last = max(first, self._colon)  # the narrator has gone on: وأوضح
        else:
            last = self._reopened(marked, last)
        return self._cut(first, last, "direct", ())

    def _reopened(self, marked: Marked, last: int) -> int:
        """The last token of a quotation that goes on in the next paragraph, behind a mark of its own or to the last."""
        reading = self._reading
        begin = marked.first
        while marked.pair.balance == "close_missing" and last - begin < _LONGEST_REOPENED:
            following = reading.opened_at(last + 1) or reading.closing_of(marked)
            if following is None:
                break
            last, marked = following.last, following
        return last

    def _own_words(self, cue: CueWord, marked: Marked) -> Content | None:
        last = self._clause_last(cue, marked.ends, self._bound(marked.begins), skip_to=marked.ends)
        if last <= marked.ends or not self._reading.has_words(marked.ends + 1, last) or cue.lemma.text == "وصف":
            return self._inside(marked)
        return self._cut(marked.begins, last, "mixed", (self._inner(marked),))

    # --- clauses ---

    def _clause(self, cue: CueWord | None, first: int, bound: int, *, spoken: bool = False) -> Content | None:
        marked = self._reading.opened_at(first)
        if marked is not None and self._fills(cue, marked, bound):
            return self._inside(marked)
        last = self._clause_last(cue, first, bound, spoken=spoken)
        closing = self._unopened(first, last)
        if closing is not None:
            return self._cut(first, closing - 1, "direct", ())
        parts = self._parts(first, last)
        return self._cut(first, last, "mixed" if parts else "indirect", parts)

    def _fills(self, cue: CueWord | None, marked: Marked, bound: int) -> bool:
        """Whether the pair at the head of a clause is all of it: أن "…"، مشيرا, but not أن "المنطقة الآمنة" ستسمح."""
        if marked.pair.balance == "close_missing":
            return True
        after = marked.ends + 1
        if after > bound or not self._reading.has_words(after, bound):
            return True
        if self._reading.norm(after) == ".":
            return marked.length > 1
        if self._ends_clause(cue, after):
            return True
        norm = self._reading.norm(after)
        if norm in self._lexicon.words.asides or norm in self._lexicon.words.contrasts:
            return marked.length > _TERM
        if norm not in _COMMAS:
            return False
        following = self._reading.norm(after + 1)
        goes_on = following[:1] == "و" and following[1:] in self._lexicon.complementizers
        return not goes_on and marked.length > 2

    def _clause_last(
        self, cue: CueWord | None, first: int, bound: int, skip_to: int | None = None, *, spoken: bool = False
    ) -> int:
        """The last token of a clause that begins at `first`; in words spoken behind a colon, two dots are a pause."""
        behind = first if skip_to is None else skip_to + 1  # of the marks passed over
        for place in range(bisect_left(self._joints, behind), bisect_right(self._joints, bound)):
            index = self._joints[place]
            marked = self._reading.opened_at(index)
            if index < behind:
                continue
            if marked is not None and marked.pair.balance == "closed":
                behind = marked.ends + 1
            elif index > first and (self._ends_clause(cue, index) or (self._is_two_dots(index) and not spoken)):
                return index - 1
        return bound

    def _is_two_dots(self, index: int) -> bool:
        """Two dots end a sentence where an ellipsis has three."""
        dots = [self._reading.norm(index + step) == "." for step in (-1, 0, 1, 2)]
        return dots == [False, True, True, False]

    def _ends_clause(self, cue: CueWord | None, index: int) -> bool:
        """Whether something new begins at a token: a participle of saying, another statement, a postposed وفقا."""
        if self._reading.norm(index) in _COMMAS:
            return self._begins_other(cue, index + 1, after_comma=True)
        return self._begins_other(cue, index, after_comma=False)

    def _begins_other(self, cue: CueWord | None, index: int, *, after_comma: bool) -> bool:
        if index in self._accordings:
            return True
        norm = self._reading.norm(index)
        if norm in self._lexicon.words.clause_starters:
            other = self._cues.get(index + 1)
            if other is None or not other.finite:
                return False
            return norm in self._lexicon.words.contrasts or self._takes_over(other)
        if after_comma and (self._begins_turn(index) or self._begins_occasion(index)):
            return True
        if after_comma and norm in _DID_NOT:
            denied = self._cues.get(index + 1)
            if denied is not None and denied.negated and self._same_subject(cue, denied):
                return True  # ، ولم يستبعد أن
        if after_comma and (self._begins_contrast(cue, index) or self._begins_main(cue, index)):
            return True
        other = self._cues.get(index)
        if other is None:
            return after_comma and self._begins_topic(index)
        if after_comma and other.conjoined and other.shape == "perfect" and self._same_subject(cue, other):
            return True
        if other.shape == "participle":
            preposition = self._reading.norm(other.last + 1)
            governs = preposition in other.lemma.takes and preposition in self._lexicon.cue_prepositions
            return self._agrees(cue, other) and (after_comma or governs or other.first in self._openings)
        return other.finite and other.conjoined and (self._takes_over(other) or self._adds_act(cue, other))

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
        return word in words.subordinators or (word in words.relative and before.endswith(_WHILE))

    def _begins_contrast(self, cue: CueWord | None, index: int) -> bool:
        """، غير أنه أعرب عن أمله: the narrator goes on about the speaker."""
        words = self._lexicon.words
        norm = self._reading.norm(index)
        if norm in words.exceptions and self._reading.norm(index + 1) in self._lexicon.complementizers:
            other = self._cues.get(index + 2)
            pronoun = self._reading.norm(index + 1) in words.subject_pronouns
        else:
            other = self._cues.get(index + 1)
            pronoun = norm in words.clause_starters and norm in words.subject_pronouns
        return pronoun and other is not None and other.shape == "perfect" and self._same_subject(cue, other)

    def _begins_occasion(self, index: int) -> bool:
        """، جاء ذلك خلال: the occasion of the words."""
        words = self._lexicon.words
        verb = strip_conjunction(self._reading.norm(index))
        return verb in words.occasion_verbs and self._reading.norm(index + 1) in words.demonstratives

    def _begins_topic(self, index: int) -> bool:
        """Whether a new topic leads a statement of its own: ، وعن أسعار القمح أشارت الدراسة إلى أنها."""
        norm = self._reading.norm(index)
        if norm[:1] != "و" or norm[1:] not in self._lexicon.words.topic_prepositions:
            return False
        for place in range(index + 1, min(index + _TOPIC, self._stretch.last) + 1):
            if (
                self._reading.norm(place) in (*_COMMAS, ".")
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

    # --- bounds ---

    def _bound(self, first: int) -> int:
        """Where the content ends at the latest: the sentence, or the marks it is inside of."""
        bound = min(self._stretch.last, first + _LONGEST)
        around = self._reading.around(first)
        if around is None:
            return bound
        stop = self._reading.stop_after(first)
        return min(bound, around.last, stop)

    def _colon_last(self, first: int) -> int:
        """Words after a colon without marks go on to the end of the paragraph, or to the next sentence with a cue."""
        return self._bound(first) if self._reading.around(first) else min(self._colon, first + _LONGEST)

    # --- cutting ---

    def _unopened(self, first: int, last: int) -> int | None:
        """The closing mark of words whose opening mark is missing."""
        for marked in self._reading.unopened_within(first, last):
            return marked.closing
        return None

    def _parts(self, first: int, last: int) -> tuple[tuple[int, int], ...]:
        """The marked stretches that are not names, outermost only."""
        parts = []
        index = first
        for marked in self._reading.opened_within(first, last):
            if marked.begins < index or marked.pair.balance != "closed" or marked.ends > last:
                continue
            if not is_name(self._reading, marked, self._lexicon):
                parts.append(self._inner(marked))
            index = marked.ends + 1
        return tuple(parts)

    def _inner(self, marked: Marked) -> tuple[int, int]:
        last = max(marked.first, self._reading.before_stops(marked.last))
        return self._reading.tokens[marked.first].start, self._reading.tokens[last].end

    def _cut(self, first: int, last: int, kind: QuoteKind, parts: tuple[tuple[int, int], ...]) -> Content | None:
        tokens = self._reading.tokens
        end = self._reading.before_stops(last)
        if tokens[end].norm in self._lexicon.words.trailing:
            end = self._reading.before_stops(end - 1)
        if not self._reading.has_words(first, end):
            return None
        while tokens[first].norm in STOPS:
            first += 1
        return Content(tokens[first].start, tokens[end].end, kind, parts, first, last)
