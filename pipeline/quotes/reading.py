"""The article as the rules see it: sentences of tokens, with the names and the pairs of marks laid over them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.contracts import EntitiesArticle, Entity
from pipeline.contracts.spans import Mention
from pipeline.text import MarkPair, Token, pair_marks, tokenise

COMMAS = ("،", ",", "؛", ";", "-", "–", "—")
"""What parts a phrase from its apposition."""
STOPS = frozenset((".", "..", "...", "…", "،", ",", "؛", ";", ":", "-", "–", "—"))
"""What is no part of the words said when it stands at their edge."""

_ANGULAR = frozenset("«»‹›")
_LONGEST_OPEN = 1000  # tokens from marks left open to the paragraph that closes them

_ON = "علي"  # على, folded
_ALI = "علي?"  # in no list


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an entity, by the tokens it covers; `last` is inclusive."""

    entity: Entity
    mention: Mention
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A pair of marks by tokens, all inclusive. `opening` and `closing` are None where that mark is missing."""

    pair: MarkPair
    opening: int | None
    closing: int | None
    first: int
    last: int

    @property
    def begins(self) -> int:
        """The first token that belongs to it, the mark included."""
        return self.first if self.opening is None else self.opening

    @property
    def ends(self) -> int:
        """The last token that belongs to it, the mark included."""
        return self.last if self.closing is None else self.closing

    @property
    def length(self) -> int:
        """Tokens between the marks."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or several that a pair of marks holds together: tokens first..last, inclusive."""

    first: int
    last: int
    block: int


class Reading:
    """One article, tokenised once. Everything is addressed by token index.

    Attributes:
        text, tokens: the article's text and its tokens.
        named: the mentions by token; of overlapping ones the longer.
        marked: the closed or half-open pairs, by start.
    """

    def __init__(self, article: EntitiesArticle) -> None:
        self.article = article
        self.text = article.text
        self.tokens: list[Token] = tokenise(article.text)
        self._norms = self._index_norms()
        self._starts = [token.start for token in self.tokens]
        self._word_before = self._latest(lambda token: token.kind in ("word", "latin", "number"))
        self._no_stop_before = self._latest(lambda token: token.norm not in STOPS)
        self._stops = [index for index, token in enumerate(self.tokens) if token.norm == "."]
        self.named = self._lay_mentions()
        self._named_at = self._index_mentions()
        paragraphs = [block for block in article.blocks if block.end > block.start]
        self.marked = [marked for marked in map(self._lay_pair, pair_marks(self.text, paragraphs)) if marked]
        self._mark_starts = [marked.begins for marked in self.marked]
        self._opening = {m.opening: m for m in self.marked if m.opening is not None}
        self._openings = sorted(self._opening)
        self._closing = {m.closing: m for m in self.marked if m.closing is not None}
        self._unopened = sorted(m.closing for m in self.marked if m.opening is None and m.closing is not None)
        self._around = self._index_around()

    # --- tokens ---

    def norm(self, index: int) -> str:
        """The folded form of a token; "" outside the text. The name علي is not the preposition على that it folds to."""
        return self._norms[index] if 0 <= index < len(self._norms) else ""

    def _index_norms(self) -> list[str]:
        ali = self._index_ali()
        return [_ALI if index in ali else token.norm for index, token in enumerate(self.tokens)]

    def _index_ali(self) -> frozenset[int]:
        """The tokens that are علي, in an article that writes على with its own letter."""
        written = {token.text for token in self.tokens if token.norm == _ON}
        if not any(text.endswith("ى") for text in written):
            return frozenset()
        return frozenset(i for i, t in enumerate(self.tokens) if t.norm == _ON and t.text.endswith("ي"))

    def token_at(self, offset: int) -> int:
        """The first token that ends after `offset`."""
        index = bisect_right(self._starts, offset)
        if index and self.tokens[index - 1].end > offset:
            return index - 1
        return index

    def tokens_within(self, start: int, end: int) -> tuple[int, int]:
        """First and last token (inclusive) that lie in text[start:end]; last < first when there is none."""
        return self.token_at(start), bisect_left(self._starts, end) - 1

    def is_word(self, index: int) -> bool:
        """Whether a token is a word or number, not punctuation or a mark."""
        return 0 <= index < len(self.tokens) and self.tokens[index].kind in ("word", "latin", "number")

    def begins_line(self, index: int) -> bool:
        """Whether a line break stands before a token."""
        return index <= 0 or "\n" in self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def has_words(self, first: int, last: int) -> bool:
        """Whether one of the tokens first..last is a word or number."""
        return first <= last and self._word_before[last] >= first

    def stop_after(self, index: int) -> int:
        """The next full stop at a token or behind it; the last token when there is none."""
        place = bisect_left(self._stops, index)
        return self._stops[place] if place < len(self._stops) else len(self.tokens) - 1

    def before_stops(self, index: int) -> int:
        """The last token up to this one that is no stop, comma or dash; -1 without one."""
        return self._no_stop_before[index] if index >= 0 else -1

    def _latest(self, fits: Callable[[Token], bool]) -> list[int]:
        """For each token the last one up to it that fits; -1 without one."""
        latest, found = [], -1
        for index, token in enumerate(self.tokens):
            found = index if fits(token) else found
            latest.append(found)
        return latest

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, inclusive."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    # --- names ---

    def named_at(self, index: int) -> Named | None:
        """The mention that covers a token."""
        return self._named_at.get(index)

    def named_within(self, first: int, last: int) -> Iterator[Named]:
        """The mentions that lie wholly in tokens first..last, in order."""
        for place in range(bisect_left(self._named_firsts, first), len(self.named)):
            named = self.named[place]
            if named.first > last:
                return
            if named.last <= last:
                yield named

    def named_before(self, index: int, floor: int) -> Iterator[Named]:
        """The mentions that begin before a token, latest first, back to token `floor`."""
        for place in range(bisect_left(self._named_firsts, index) - 1, -1, -1):
            if self.named[place].first < floor:
                return
            yield self.named[place]

    def _lay_mentions(self) -> list[Named]:
        every = [
            (mention.start, -mention.end, entity, mention)
            for entity in self.article.entities
            for mention in entity.mentions
            if mention.form != "pronoun" and mention.end <= len(self.text)
        ]
        every.sort(key=lambda item: item[:2])
        laid: list[Named] = []
        for start, negative_end, entity, mention in every:
            first, last = self.tokens_within(start, -negative_end)
            if last < first or (laid and first <= laid[-1].last):
                continue
            laid.append(Named(entity, mention, first, last))
        return laid

    def _index_mentions(self) -> dict[int, Named]:
        self._named_firsts = [named.first for named in self.named]
        return {index: named for named in self.named for index in range(named.first, named.last + 1)}

    def has_preposition(self, named: Named) -> bool:
        """Whether a preposition is written onto a name: لبيلوسي, بالكرملين."""
        token = self.tokens[named.first]
        return named.mention.start > token.start and token.norm[:1] in ("ل", "ب", "ك")

    # --- marks ---

    def opened_at(self, index: int) -> Marked | None:
        """The pair whose opening mark is this token."""
        return self._opening.get(index)

    def closed_at(self, index: int) -> Marked | None:
        """The pair whose closing mark is this token."""
        return self._closing.get(index)

    def opened_within(self, first: int, last: int) -> Iterator[Marked]:
        """The pairs whose opening mark is one of the tokens first..last, in order."""
        for place in range(bisect_left(self._openings, first), bisect_right(self._openings, last)):
            yield self._opening[self._openings[place]]

    def closing_of(self, marked: Marked) -> Marked | None:
        """The half pair that closes one left open in an earlier paragraph; None where such a mark opens before it."""
        for place in range(bisect_right(self._mark_starts, marked.begins), len(self.marked)):
            other = self.marked[place]
            if other.begins - marked.last > _LONGEST_OPEN:
                return None
            if self._is_angular(other) is not self._is_angular(marked):
                continue
            if other.pair.balance == "open_missing":
                return other
            if other.begins > marked.last:
                return None
        return None

    def _is_angular(self, marked: Marked) -> bool:
        """Whether the mark that is there is « or »: another pair than one of these is inside it."""
        pair = marked.pair
        return self.text[pair.end - 1 if pair.balance == "open_missing" else pair.start] in _ANGULAR

    def around(self, index: int) -> Marked | None:
        """The innermost closed pair that a token lies inside of."""
        return self._around.get(index)

    def unopened_within(self, first: int, last: int) -> Iterator[Marked]:
        """The pairs without an opening mark that close in tokens first..last."""
        for place in range(bisect_left(self._unopened, first), len(self._unopened)):
            if self._unopened[place] > last:
                return
            yield self._closing[self._unopened[place]]

    def _index_around(self) -> dict[int, Marked]:
        """The innermost closed pair of every token inside one; pairs come by start, so inner ones overwrite."""
        ends: list[Marked] = []
        around: dict[int, Marked] = {}
        openings = {m.first: m for m in self.marked if m.pair.balance == "closed"}
        for index in range(len(self.tokens)):
            while ends and ends[-1].last < index:
                ends.pop()
            if index in openings:
                ends.append(openings[index])
            if ends:
                around[index] = ends[-1]
        return around

    def _lay_pair(self, pair: MarkPair) -> Marked | None:
        first, last = self.tokens_within(pair.inner_start, pair.inner_end)
        if last < first:
            return None
        opening = first - 1 if pair.balance != "open_missing" else None
        closing = last + 1 if pair.balance != "close_missing" else None
        if closing is not None and closing >= len(self.tokens):
            return None
        return Marked(pair, opening, closing, first, last)

    # --- sentences ---

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The sentences of the paragraphs; one that ends inside a pair of marks goes on into the next."""
        ends = {marked.begins: marked.ends for marked in self.marked if marked.pair.balance == "closed"}
        stretches: list[Stretch] = []
        reach = -1  # the last token of the closed pairs seen so far
        for first, last, block in self._sentences():
            joins = bool(stretches) and stretches[-1].block == block and reach >= first
            for index in range(first, last + 1):
                reach = max(reach, ends.get(index, -1))
            if joins:
                stretches[-1] = Stretch(stretches[-1].first, last, block)
            else:
                stretches.append(Stretch(first, last, block))
        return stretches

    def _sentences(self) -> Iterator[tuple[int, int, int]]:
        blocks = self.article.blocks
        seen: set[int] = set()
        spans = []
        for sentence in self.article.sentences:
            if sentence.block < len(blocks) and blocks[sentence.block].kind == "paragraph":
                spans.append((sentence.start, sentence.end, sentence.block))
                seen.add(sentence.block)
        for number, block in enumerate(blocks):
            if block.kind == "paragraph" and number not in seen:
                spans.append((block.start, block.end, number))
        for start, end, number in sorted(spans):
            first, last = self.tokens_within(start, end)
            if first <= last:
                yield first, last, number
