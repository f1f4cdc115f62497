"""Which quotation marks belong together, in text where they are mixed, swapped, nested or missing.

No mark is trusted to say its direction: keyboards for right-to-left text swap “ and ”, and " has none. The letters,
blanks and stops beside a mark decide, its shape only where they do not; where neither does, a mark closes the pair
that is open, or opens one. Pairs never cross the end of a block. Parentheses are no quotation marks, doubled ones ((
)) are, when both are there. A lone apostrophe is no mark.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.text.tokens import ARABIC_LETTERS, ARABIC_MARKS

Balance = Literal["closed", "open_missing", "close_missing"]
_Family = Literal["double", "guillemet", "angle", "single", "paren"]


class HasSpan(Protocol):
    """Anything with a start and an end, such as a Block."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class MarkPair:
    """Two quotation marks and what lies between them.

    Attributes:
        start, end: code points, the marks included.
        inner_start, inner_end: without the marks.
        balance: `closed`; `close_missing`: the content runs to the end of the block (or of the pair around it);
            `open_missing`: it begins at the block's start (or after the pair before it).
        depth: how many closed pairs lie around it.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    balance: Balance = "closed"
    depth: int = 0


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    family: _Family
    opens: bool | None  # None: its neighbours do not tell
    shape: bool | None  # what it looks like: “ True, ” False, " None
    stopped: bool  # a stop or comma follows: it can only close


_FAMILY: dict[str, _Family] = {
    **dict.fromkeys(['"', '""', "“", "”", "„", "‟", "''", "``", "‘‘", "’’", "″"], "double"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "angle"),
    **dict.fromkeys(["'", "‘", "’", "‚", "‛", "`"], "single"),
    **dict.fromkeys(["((", "))"], "paren"),
}  # fmt: skip
_OPENING_SHAPE = frozenset(("“", "„", "‟", "``", "‘‘", "«", "‹", "‘", "‚", "‛", "`", "(("))
_CLOSING_SHAPE = frozenset(("”", "’’", "»", "›", "’", "))"))
_MIXABLE = ("double", "guillemet", "angle")
_MARK = re.compile(r"\"\"?|''|``|‘‘|’’|\(\(|\)\)|['’‘`‛]|[“”„‟«»‹›‚″]")
# The word of one letter, or any word drawn out by a tatweel, that a mark may follow directly: و" بـ" ال"
_LEAD = re.compile(rf"(?:^|[^{ARABIC_LETTERS}{ARABIC_MARKS}])(?:[وفبلك]|[وف]?[بلك]|[وف]?[بك]?ال|[وف]?لل)$|\u0640$")
_LEAD_LENGTH = 6
_NAME = 40  # code points: longer than most names, shorter than most statements
_INVISIBLE = frozenset(map(chr, (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF)))
_OPEN_BEFORE = frozenset("([{:،,؛;-–—/")
_CLOSE_AFTER = frozenset(")]}.،,؛;:!?؟…/-–—")


def pair_marks(text: str, blocks: Iterable[HasSpan] | None = None) -> list[MarkPair]:
    """The pairs of quotation marks of `text`, by start. Never raises; linear.

    Args:
        text: an article, or any text.
        blocks: where pairs may lie; without them, every line is a block.
    """
    pairs: list[MarkPair] = []
    spans = _lines(text) if blocks is None else [(block.start, block.end) for block in blocks]
    for start, end in spans:
        marks = _marks(text, start, end)
        if marks:
            pairs += _pair_block(text, start, end, marks)
    return pairs


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n\r\u2028\u2029]+", text)]


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """The marks between start and end, each with its direction as far as its neighbours tell."""
    found = [match.span() for match in _MARK.finditer(text, start, end)]
    marks: list[_Mark] = []
    first = 0
    while first < len(found):
        last = first  # marks that touch each other share their neighbours
        while last + 1 < len(found) and found[last + 1][0] == found[last][1]:
            last += 1
        left, right = _neighbours(text, found[first][0], found[last][1], start, end)
        lead = left.isalpha() or left == "\u0640"
        lead = lead and _LEAD.search(text[max(start, found[first][0] - _LEAD_LENGTH) : found[first][0]]) is not None
        for span in found[first : last + 1]:
            shape = text[span[0] : span[1]]
            family = _FAMILY[shape]
            if family == "single" and left.isalnum() and right.isalnum():
                continue  # an apostrophe: Korea's, 'ain
            opens = _direction(left, right, lead)
            looks = True if shape in _OPENING_SHAPE else False if shape in _CLOSING_SHAPE else None
            marks.append(_Mark(*span, family, opens, looks, right in _CLOSE_AFTER))
        first = last + 1
    return marks


def _neighbours(text: str, left: int, right: int, start: int, end: int) -> tuple[str, str]:
    """The characters beside text[left:right] inside the block; a blank at its edges. Invisible marks are passed."""
    while left > start and text[left - 1] in _INVISIBLE:
        left -= 1
    while right < end and text[right] in _INVISIBLE:
        right += 1
    return text[left - 1] if left > start else " ", text[right] if right < end else " "


def _direction(left: str, right: str, lead: bool) -> bool | None:
    """Whether a mark opens (True), closes (False) or may do either (None), e.g. بـ"هدف" : True, False."""
    left_open = left.isspace() or left in _OPEN_BEFORE or lead
    right_close = right.isspace() or right in _CLOSE_AFTER
    return None if left_open is right_close else left_open


def _pair_block(text: str, start: int, end: int, marks: list[_Mark]) -> list[MarkPair]:
    pairing = _Pairing(text, start, end, _closer_ahead(marks))
    for index, mark in enumerate(marks):
        pairing.take(index, mark)
    pairing.finish()
    return _with_depth(pairing.pairs)


def _closer_ahead(marks: list[_Mark]) -> list[frozenset[str]]:
    """For each mark the families whose next mark after it may close."""
    ahead: list[frozenset[str]] = []
    families: frozenset[str] = frozenset()
    for mark in reversed(marks):
        ahead.append(families)
        if mark.opens or (mark.opens is None and mark.shape):
            families -= {mark.family}
        else:
            families |= {mark.family}
    ahead.reverse()
    return ahead


class _Pairing:
    """The open marks of one block, innermost last, and the pairs found so far."""

    def __init__(self, text: str, start: int, end: int, closer_ahead: list[frozenset[str]]) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._closer_ahead = closer_ahead
        self._open: list[_Mark] = []
        self._pending: dict[str, int] = dict.fromkeys(("double", "guillemet", "angle", "single", "paren"), 0)
        self._last_end = start  # of the latest pair
        self.pairs: list[MarkPair] = []

    def take(self, index: int, mark: _Mark) -> None:
        """Open or close with the next mark."""
        pending = self._pending[mark.family] > 0
        after_digit = mark.start > self._start and self._text[mark.start - 1].isdigit()
        if self._opens(index, mark, pending, after_digit):
            self._open.append(mark)
            self._pending[mark.family] += 1
        elif pending:
            self._close(mark)
        elif self._may_mix(index, mark):
            self._pop(mark)
        elif mark.family not in ("single", "paren") and not after_digit:
            start = self._past_blanks(self._last_end, mark.start)
            self._add(MarkPair(start, mark.end, start, mark.start, "open_missing"))

    def finish(self) -> None:
        """Report what never closed."""
        self._abandon(0, self._end)

    def _opens(self, index: int, mark: _Mark, pending: bool, after_digit: bool) -> bool:
        """The mark's direction, settled by what is open and what is still to come."""
        closer_to_come = mark.family in self._closer_ahead[index]
        if mark.opens is True:
            return not (pending and not closer_to_come and self._closes_a_name(mark))
        if mark.opens is None:
            if mark.shape is not None and pending:
                return mark.shape and closer_to_come
            return not pending and not (after_digit and mark.family == "double" and not self._open)
        # Looks like a closing one. With nothing to close it is an opening one typed onto its cue: قال" نعم"
        return not pending and closer_to_come and not mark.stopped and not after_digit and mark.shape is not False

    def _closes_a_name(self, mark: _Mark) -> bool:
        """Whether a mark that looks like an opening one has its blank on the wrong side: "آلان جوبيه "عندما كان."""
        opened = self._open[-1]
        if opened.family != mark.family or mark.shape is not None or mark.start - opened.end > _NAME:
            return False
        name = self._text[opened.end : mark.start]
        return name[-1:].isspace() and name.rstrip()[-1:].isalnum()

    def _close(self, mark: _Mark) -> None:
        depth = len(self._open)
        while self._open[depth - 1].family != mark.family:
            depth -= 1
        self._abandon(depth, mark.start)
        self._pop(mark)

    def _may_mix(self, index: int, mark: _Mark) -> bool:
        """«…" is one pair, unless a » is still to come."""
        if not self._open or mark.family not in _MIXABLE or self._open[-1].family not in _MIXABLE:
            return False
        return self._open[-1].family not in self._closer_ahead[index]

    def _pop(self, mark: _Mark) -> None:
        opened = self._open.pop()
        self._pending[opened.family] -= 1
        self._add(MarkPair(opened.start, mark.end, opened.end, mark.start))

    def _abandon(self, depth: int, end: int) -> None:
        """Give up all open marks but the first `depth`: what they opened runs to `end`."""
        if len(self._open) > depth:
            end = self._before_blanks(self._open[-1].end, end)
        while len(self._open) > depth:
            opened = self._open.pop()
            self._pending[opened.family] -= 1
            if opened.family in _MIXABLE:
                self._add(MarkPair(opened.start, end, opened.end, end, "close_missing"))

    def _past_blanks(self, start: int, end: int) -> int:
        while start < end and self._text[start].isspace():
            start += 1
        return start

    def _before_blanks(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return end

    def _add(self, pair: MarkPair) -> None:
        self.pairs.append(pair)
        if pair.balance != "close_missing":
            self._last_end = max(self._last_end, pair.end)


def _with_depth(pairs: list[MarkPair]) -> list[MarkPair]:
    pairs.sort(key=lambda pair: (pair.start, -pair.end))
    around: list[int] = []  # ends of the closed pairs that lie around, outermost first
    counted = []
    for pair in pairs:
        while around and around[-1] <= pair.start:
            around.pop()
        counted.append(MarkPair(pair.start, pair.end, pair.inner_start, pair.inner_end, pair.balance, len(around)))
        if pair.balance == "closed":
            around.append(pair.end)
    return counted
