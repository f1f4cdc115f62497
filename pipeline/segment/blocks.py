"""What each line of an article is: headline, byline, dateline, caption, credit, subhead or paragraph.

A line is judged by its length, its last character, its script, its place among its neighbours and a few words
(configs/segment.toml). Every line is a block; only a dateline at the head of a paragraph is cut off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from configs import read_toml
from pipeline.contracts import Block
from pipeline.contracts.spans import BlockKind
from pipeline.segment.datelines import inline_dateline, is_dateline, is_signature
from pipeline.segment.layout import Line, folded_words
from pipeline.text import fold

_HEADING_WORDS = 14
_HEADLINE_WORDS = 22
_SHORT_HEADING_WORDS = 6  # «واشنطن وموسكو» may head a section, a longer line with و goes on
_SIGNATURE_WORDS = 12
_CAPTION_WORDS = 30
_SEPARATORS = frozenset(":-–—ـ/|")


@dataclass(frozen=True)
class Page:
    """All lines of an article and what was known before reading them.

    Attributes:
        lines: in order.
        known: block kinds told by the publisher's HTML or headline, as (start, end, kind).
        authors: the names the publisher gave.
        arabic: whether the article is in Arabic script.
    """

    lines: Sequence[Line]
    known: Sequence[tuple[int, int, BlockKind]] = ()
    authors: Sequence[str] = ()
    arabic: bool = True

    @cached_property
    def body_begins(self) -> int:
        """The index of the first line that reads like a paragraph; without one, 0: nothing leads up to it."""
        for index, line in enumerate(self.lines):
            if line.reads_on and not self.foreign(line):
                return index
        return 0

    @cached_property
    def has_headline(self) -> bool:
        """Whether the headline is known already."""
        return any(kind == "headline" for _, _, kind in self.known)

    @cached_property
    def known_by_line(self) -> dict[int, BlockKind]:
        """Known kinds by the start of the line they cover."""
        kinds: dict[int, BlockKind] = {}
        spans = sorted(self.known)
        position = 0
        for line in self.lines:
            while position < len(spans) and spans[position][1] <= line.start:
                position += 1
            if position < len(spans) and spans[position][0] <= line.start and line.end <= spans[position][1]:
                kinds[line.start] = spans[position][2]
        return kinds

    @cached_property
    def author_names(self) -> frozenset[str]:
        """The authors as lines are compared."""
        return frozenset(filter(None, (fold(name) for name in self.authors)))

    def foreign(self, line: Line) -> bool:
        """Whether a line of an Arabic article is in another script, as the picture agencies' are."""
        return self.arabic and line.share("latin") > 0.6

    def beside(self, index: int, *steps: int) -> list[Line]:
        """The neighbours of a line at the given steps, where they exist."""
        return [self.lines[index + step] for step in steps if 0 <= index + step < len(self.lines)]


def find_blocks(page: Page) -> list[Block]:
    """The blocks of an article, in order. Linear."""
    blocks: list[Block] = []
    kinds: list[BlockKind] = []
    for index, line in enumerate(page.lines):
        kind = _kind(page, index, kinds)
        begins = kind == "paragraph" and (not kinds or kinds[-1] != "paragraph")  # of the text, or of a section
        kinds.append(kind)
        start = line.start
        cut = inline_dateline(line) if begins else None
        if cut is not None:
            blocks.append(Block(kind="dateline", start=start, end=cut))
            start = next(token.start for token in line.tokens if token.start >= cut)
        blocks.append(Block(kind=kind, start=start, end=line.end))
    return blocks


def _kind(page: Page, index: int, before: Sequence[BlockKind]) -> BlockKind:
    known = page.known_by_line.get(page.lines[index].start)
    if known is not None:
        return known
    for kind, is_it in _RULES:
        if is_it(page, index, before):
            return kind
    return "paragraph"


def _is_repeated(page: Page, index: int, _before: Sequence[BlockKind]) -> bool:
    """A caption that stands twice, under the picture and as its description: «بايدن وهاريس» «بايدن وهاريس»."""
    line = page.lines[index]
    if not line.words or len(line.words) > _CAPTION_WORDS or line.ending == "stop":
        return False
    return any(line.folded == other.folded for other in page.beside(index, -1, 1))


def _is_credit(page: Page, index: int, _before: Sequence[BlockKind]) -> bool:
    """An agency's English line, or «تصوير: …», «المصدر: رويترز», «// انتهى //», «19:59 ت م»."""
    line = page.lines[index]
    words = _words()
    if page.foreign(line):
        return not line.bulleted and "@" not in {token.text for token in line.tokens}
    if not line.words or len(line.words) > _CAPTION_WORDS or line.ending == "stop":
        return False
    if line.words[0] in words["signs_off"] and len(line.words) <= 2:
        return True
    after = index > 0 and page.lines[index - 1].words[:1] and page.lines[index - 1].words[0] in words["signs_off"]
    if after and line.tokens[0].kind == "number":
        return True
    return line.begins_with(words["credit_opens"]) and (len(line.words) <= _SIGNATURE_WORDS or _labelled(line))


def _is_byline(page: Page, index: int, _before: Sequence[BlockKind]) -> bool:
    """«كتب: سامي حداد», «بقلم ليلى مراد», «* كاتب سعودي», the author's name or address alone."""
    line = page.lines[index]
    if not line.words or len(line.words) > _SIGNATURE_WORDS or line.ending in ("stop", "question"):
        return False
    if line.folded in page.author_names:
        return True
    words = _words()
    at_edge = index <= page.body_begins + 1 or index >= len(page.lines) - 3
    if page.foreign(line) or line.bulleted:
        starred = line.bulleted and line.begins_with(words["starred"])
        return at_edge and (starred or "@" in {token.text for token in line.tokens})
    if not at_edge:
        return False
    if line.begins_with(words["byline_labels"]):
        return _labelled(line)
    named = line.begins_with(words["byline_opens"]) and (len(line.words) <= 5 or _labelled(line))
    return named or (index < page.body_begins and is_signature(line))


def _labelled(line: Line) -> bool:
    """Whether its first words are set off as a label: «المصدر: …», «كتب - …»."""
    return any(token.text in _SEPARATORS for token in line.tokens[1:5])


def _is_dateline(page: Page, index: int, _before: Sequence[BlockKind]) -> bool:
    """«القاهرة - رويترز» before the first paragraph."""
    return index < page.body_begins and is_dateline(page.lines[index])


def _is_caption(page: Page, index: int, before: Sequence[BlockKind]) -> bool:
    """A short line without a stop that belongs to a picture.

    It speaks of one («صورة أرشيفية للوزير»), or it stands before the first paragraph right beside a credit or
    another caption, or alone there when the headline is known.
    """
    line = page.lines[index]
    if not line.words or len(line.words) > _CAPTION_WORDS or line.ending in ("stop", "colon") or line.bulleted:
        return False
    spoken = f" {line.folded} "
    if len(line.words) <= _HEADING_WORDS and any(f" {word} " in spoken for word in _words()["caption"]):
        return True
    if index >= page.body_begins:
        return False
    if index and before[-1] in ("credit", "caption") and line.gap == 1:
        return True
    following = page.beside(index, 1)
    if following and following[0].gap == 1 and page.foreign(following[0]):
        return True
    return page.has_headline and line.ending == "none" and index + 1 == page.body_begins


def _is_headline(page: Page, index: int, before: Sequence[BlockKind]) -> bool:
    """The first line without a stop, above all text, when the publisher named no headline."""
    line = page.lines[index]
    if page.has_headline or index >= page.body_begins or not 3 <= len(line.words) <= _HEADLINE_WORDS:
        return False
    return line.ending in ("none", "question") and not line.bulleted and not before


def _is_subhead(page: Page, index: int, before: Sequence[BlockKind]) -> bool:
    """A short line without a stop above a paragraph: «تعميق خطوط الصدع», «"هدف مزدوج"», «ماذا بعد؟»."""
    line = page.lines[index]
    following = page.beside(index, 1)
    if not line.words or len(line.words) > _HEADING_WORDS or line.ending in ("stop", "comma") or line.bulleted:
        return False
    if index == 0 and page.body_begins == 0:
        return False
    if not following or not following[0].reads_on or len(following[0].words) <= len(line.words):
        return False
    return not _leads_in(line) and (index == 0 or _closed_before(page.lines[index - 1], before[-1]))


def _leads_in(line: Line) -> bool:
    """Whether a short line belongs to the running text: «وأضاف:», «وقتل ثلاثة في الهجوم», «قال في بيان:»."""
    first = line.words[0]
    reporting = _words()["reporting"]
    if first in reporting or (first[0] in "وف" and first[1:] in reporting):
        return True
    if first[0] == "و" and len(line.words) > _SHORT_HEADING_WORDS:
        return True
    return line.ending == "colon" and len(line.words) > 4


def _closed_before(line: Line, kind: BlockKind) -> bool:
    """Whether the line above has come to an end: no comma or colon, and no verse of a poem either."""
    verse = kind == "paragraph" and line.ending == "none" and len(line.words) <= _HEADING_WORDS
    return line.ending not in ("comma", "colon") and not verse


_Rule = Callable[[Page, int, Sequence[BlockKind]], bool]
_RULES: tuple[tuple[BlockKind, _Rule], ...] = (
    ("caption", _is_repeated),
    ("credit", _is_credit),
    ("dateline", _is_dateline),
    ("byline", _is_byline),
    ("caption", _is_caption),
    ("headline", _is_headline),
    ("subhead", _is_subhead),
)


@cache
def _words() -> dict[str, frozenset[str]]:
    data = read_toml("segment.toml")
    lists = {
        "byline_opens": data["byline"]["opens"],
        "byline_labels": data["byline"]["labels"],
        "starred": data["byline"]["starred"],
        "caption": data["caption"]["words"],
        "credit_opens": data["credit"]["opens"],
        "signs_off": data["credit"]["signs_off"],
        "reporting": data["subhead"]["reporting"],
    }
    return {name: frozenset(map(folded_words, words)) for name, words in lists.items()}
