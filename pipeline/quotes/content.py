"""How far the words said reach, and whether they are the speaker's own.

Edges (gold conventions): without outer marks, complementizer, leading و or ف and final stop; ؟ and ! stay.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.contracts.spans import QuoteKind
from pipeline.quotes.according import According
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name
from pipeline.quotes.opening import Opening
from pipeline.quotes.reading import STOPS, Marked, Reading, Stretch
from pipeline.quotes.turns import CLAUSE_COMMAS, Turns
from pipeline.text import offset_after

_LONGEST = 300  # tokens in a clause; keeps the work linear where a sentence never ends
_LONGEST_REOPENED = 1000  # tokens of a quotation whose paragraphs all begin with a mark
_MAIN_CLAUSE = 6  # tokens: fewer before وفقا are no clause
_TERM = 4  # words: marks that hold no more may be a term in a longer clause


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


class Edges:
    """Finds the edges of contents in one sentence, knowing where something new may begin in it."""

    def __init__(
        self,
        reading: Reading,
        stretch: Stretch,
        lexicon: Lexicon,
        turns: Turns,
        colon_last: int,
        joints: Sequence[int],
    ) -> None:
        self._reading = reading
        self._stretch = stretch
        self._lexicon = lexicon
        self._turns = turns
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
        while first <= self._stretch.last and self._reading.norm(first) in (*CLAUSE_COMMAS, '"', ")", "»", "”"):
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
        if self._turns.begin_at(cue, after):
            return True
        norm = self._reading.norm(after)
        if norm in self._lexicon.words.asides or norm in self._lexicon.words.contrasts:
            return marked.length > _TERM
        if norm not in CLAUSE_COMMAS:
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
            elif index > first and (self._turns.begin_at(cue, index) or (self._is_two_dots(index) and not spoken)):
                return index - 1
        return bound

    def _is_two_dots(self, index: int) -> bool:
        """Two dots end a sentence where an ellipsis has three."""
        dots = [self._reading.norm(index + step) == "." for step in (-1, 0, 1, 2)]
        return dots == [False, True, True, False]

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
