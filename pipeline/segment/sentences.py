"""Sentences inside a block: where a stop ends one, and where it is only a dot.

Dots inside a token are no stops: the tokeniser keeps abbreviations (د. سي.أن.أن U.S.) and decimals whole. Dots in a
row (.. …) are a pause in Arabic news, not an end, unless a clause of saying follows or nothing does.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from configs import read_toml
from pipeline.contracts import Block, Sentence
from pipeline.segment.layout import folded_words
from pipeline.text import MarkPair, Token

_STOPS = frozenset(".!?؟…۔‼⁇⁈⁉")
_TURNS = frozenset("!?؟‼⁇⁈⁉")
_CLOSING = frozenset(")]}")
_GOES_ON = frozenset("،,؛;:)]}-–—/")
_SHORT_STRETCH = 120  # code points in marks or brackets that no stop divides
_TITLE = 60  # code points in marks that may be a title
_FAR = sys.maxsize


def find_sentences(
    text: str, tokens: Sequence[Token], blocks: Sequence[Block], pairs: Sequence[MarkPair]
) -> list[Sentence]:
    """The sentences of all blocks: every character of a block that is no blank lies in exactly one. Linear.

    Args:
        text: the article's text.
        tokens: all its tokens, in order.
        blocks: its blocks, in order, apart from each other.
        pairs: its quotation marks.
    """
    starts = [token.start for token in tokens]
    closed = [pair for pair in pairs if pair.balance == "closed"]
    closers = {pair.inner_end for pair in closed}
    guarded = _short_stretches(tokens, closed)
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        ends = _Splitter(tokens, first, last, closers, guarded).ends()
        position = block.start
        for end in [*ends, block.end]:
            start, stop = _trim(text, position, end)
            if start < stop:
                sentences.append(Sentence(start=start, end=stop, block=index))
            position = end
    return sentences


class _Splitter:
    """The stops of one block, tokens[first:last]."""

    def __init__(
        self, tokens: Sequence[Token], first: int, last: int, closers: set[int], guarded: list[tuple[int, int]]
    ) -> None:
        self._tokens = tokens
        self._first = first
        self._last = last
        self._closers = closers
        self._guarded = guarded

    def ends(self) -> list[int]:
        """The offsets where a sentence ends before its block does."""
        ends = []
        begin = index = self._first
        while index < self._last:
            token = self._tokens[index]
            if self._dated(index):
                ends.append(token.end)
            elif token.text in _STOPS:
                after = self._run_end(index)
                if after < self._last and self._is_end(begin, index, after):
                    ends.append(self._tokens[after - 1].end)
                    begin = after
                index = after
                continue
            index += 1
        return ends

    def _dated(self, index: int) -> bool:
        """«عام 2015م. وقال»: after a number م. is the year's sign and the stop of the sentence."""
        token = self._tokens[index]
        if token.norm != "م." or index == self._first or index + 1 >= self._last:
            return False
        return self._tokens[index - 1].kind == "number" and self._tokens[index + 1].norm[:1] == "و"

    def _run_end(self, index: int) -> int:
        """The token after a run of stops and what closes behind them: `؟".`, `…»`, `.)`."""
        index += 1
        while index < self._last:
            token, previous = self._tokens[index], self._tokens[index - 1]
            touches = token.start == previous.end
            stops = token.text in _STOPS and token.start - previous.end <= 1
            if not (stops or token.start in self._closers or (touches and token.text in _CLOSING)):
                break
            index += 1
        return index

    def _is_end(self, begin: int, stop: int, after: int) -> bool:
        """Whether the run tokens[stop:after] ends the sentence that began at tokens[begin]."""
        tokens = self._tokens
        following = tokens[after]
        if following.text in _GOES_ON and not self._opens_item(after):
            return False
        if self._inside_stretch(tokens[after - 1].end, tokens[stop].start):
            return False
        run = [token.text for token in tokens[stop:after] if token.text in _STOPS]
        if _TURNS.isdisjoint(run):
            if len(run) > 1 or run[0] == "…":
                return _begins_saying(following.norm)
            if stop == begin or not self._is_full_stop(begin, stop, after):
                return False
        elif tokens[after - 1].kind == "mark":
            return self._ends_with_its_quotation(stop, after)
        elif tokens[stop - 1].text in ("(", "["):
            return False  # an editor's (!)
        return True

    def _ends_with_its_quotation(self, stop: int, after: int) -> bool:
        """Whether a ؟ or ! before a closing mark ends what is around the marks as well.

        Not when the clause of saying follows («"هل يعود؟" سأل الوزير») or the marks hold a title («ندوة "من نحن؟"»).
        """
        following = self._tokens[after].norm
        if _is_saying(following):
            return False
        title = self._stretch_around(self._tokens[stop].start)
        short = title is not None and title[1] - title[0] <= _TITLE
        return not short or following[:1] in ("و", "ف")

    def _is_full_stop(self, begin: int, stop: int, after: int) -> bool:
        """Whether a single dot is a stop, and not part of an initial, a list number or an address."""
        before, following = self._tokens[stop - 1], self._tokens[after]
        if before.end != self._tokens[stop].start:
            return True  # a blank before the stop
        if stop - 1 == begin and before.kind == "number":
            return False  # 1. كذا
        if len(before.norm) == 1 and before.kind in ("word", "latin") and not self._year_sign(stop - 1):
            return False  # محمد س. علي, George W. Bush
        touching = following.start == self._tokens[after - 1].end
        return not (touching and before.kind == "latin" and following.kind == "latin")  # bbc.com

    def _year_sign(self, index: int) -> bool:
        """ه or م after a number: 1436 هـ."""
        return index > self._first and self._tokens[index - 1].kind == "number"

    def _opens_item(self, index: int) -> bool:
        """A dash with a blank before it begins something new: «… انتهى. - وأضاف»."""
        token = self._tokens[index]
        return token.text in "-–—" and token.start > self._tokens[index - 1].end

    def _inside_stretch(self, end: int, stop: int) -> bool:
        """Whether a stop lies inside a short stretch in marks or brackets that goes on after it."""
        stretch = self._stretch_around(stop)
        return stretch is not None and stretch[1] > end

    def _stretch_around(self, offset: int) -> tuple[int, int] | None:
        position = bisect_right(self._guarded, (offset, _FAR)) - 1
        if position < 0 or self._guarded[position][1] <= offset:
            return None
        return self._guarded[position]


def _short_stretches(tokens: Sequence[Token], closed: Sequence[MarkPair]) -> list[tuple[int, int]]:
    """Outermost short stretches in marks or brackets, in order, none inside another."""
    spans = [(pair.start, pair.end) for pair in closed if pair.end - pair.start <= _SHORT_STRETCH]
    opened: int | None = None
    for token in tokens:
        if token.text in ("(", "["):
            opened = token.start
        elif token.text in (")", "]") and opened is not None:
            if token.end - opened <= _SHORT_STRETCH:
                spans.append((opened, token.end))
            opened = None
    outermost: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outermost or span[0] >= outermost[-1][1]:
            outermost.append(span)
    return outermost


def _begins_saying(word: str) -> bool:
    """«وأضاف», «فقال»: a conjunction and a verb of reporting."""
    return word[:1] in ("و", "ف") and word[1:] in _reporting()


def _is_saying(word: str) -> bool:
    return word in _reporting()


@cache
def _reporting() -> frozenset[str]:
    return frozenset(map(folded_words, read_toml("segment.toml")["subhead"]["reporting"]))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
