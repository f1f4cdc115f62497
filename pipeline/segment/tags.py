"""HTML that a parser reads in linear time.

A parser that builds the tree which the HTML standard asks for looks through the elements that are open at every tag,
opens again at every paragraph the `<b a=1>` that were left open, and compares every attribute with those before it.
So its time, and the tree, grow with the square of hostile markup: 90 kB of it took more than 3 GB. Pages
that may be nested deeper than any that was written by hand are therefore made flat first; all others stay as they are.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipeline.contracts.spans import BlockKind

DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "form", "button", "select",
    "textarea", "nav", "audio", "video",
))  # fmt: skip
PARAGRAPHS = frozenset((
    "p", "div", "section", "article", "header", "footer", "aside", "main", "blockquote", "pre", "ul", "ol", "dl",
    "li", "dt", "dd", "table", "tr", "td", "th", "caption", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "address",
))  # fmt: skip
KINDS: dict[str, BlockKind] = {
    "figcaption": "caption", "h1": "headline", "h2": "subhead", "h3": "subhead", "h4": "subhead", "h5": "subhead",
    "h6": "subhead",
}  # fmt: skip

DEEPEST = 100
"""Elements in each other, and attributes of one, that a page may have and stay as it is; news has some twenty."""

_VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_FOREIGN = frozenset(("svg", "math"))
_ENDED_BY_THE_NEXT = frozenset(("p", "li"))
# As the standard has a tokeniser read them. Each match ends at the end of the text at the latest, and possessive
# repeats give nothing back: linear.
_ATTRIBUTE = (
    r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_REST = rf"((?:[ \t\n\f\r/]++|{_ATTRIBUTE})*+)(?:>|\Z)"
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(script|style|xmp|iframe|noembed|noframes|textarea|title|plaintext)(?=[ \t\n\f\r/>])"
    rf"{_REST}(.*?)(?=</\1[ \t\n\f\r/>]|\Z)"
    rf"|<(/?)([a-z][^ \t\n\f\r/>]*+){_REST}"
    r"|<[!?/][^>]*+>?",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)


class _Token(NamedTuple):
    """A tag by its name, or text as it stands; comments and doctypes are none.

    Attributes:
        content: the text, or the attributes of a tag.
        unsure: whether parsers may read on in other ways from here.
    """

    kind: Literal["start", "end", "text"]
    content: str
    name: str = ""
    unsure: bool = False


def shallow(html: str) -> str:
    """`html` itself; or, if its tags may be nested deeper than `DEEPEST`, the same words and breaks, nested nowhere.

    Linear. What comes of it costs a parser linear time.
    """
    return _flat(html) if _deep(html) else html


def _deep(html: str) -> bool:
    """Whether a parser may come to have more than `DEEPEST` elements open, or attributes on one.

    An end tag counts only where any parser is sure to close that element. A script or its like, of which a parser
    takes the inside for tags if it stands in an svg or a select, makes all that follows unsure if a `<` is in it.
    """
    opened: list[str] = []
    for token in _tokens(html):
        if token.kind == "end":
            if opened[-1:] == [token.name] != ["form"]:  # a form may outlive its end: <form><table></form></table>
                opened.pop()
        elif token.kind == "start" and not _stays_empty(token.name, opened):
            opened.append(token.name)
        if token.unsure or len(opened) > DEEPEST or (token.kind == "start" and _many(token.content)):
            return True
    return False


def _stays_empty(name: str, opened: list[str]) -> bool:
    """Whether one element more is open behind this start tag than before it, for no parser."""
    if name in _VOID:
        return _FOREIGN.isdisjoint(opened)  # in an svg they are elements like others
    return name in _ENDED_BY_THE_NEXT and opened[-1:] == [name]


def _many(attributes: str) -> bool:
    return len(attributes) > DEEPEST and len(_ATTRIBUTES.findall(attributes)) > DEEPEST


def _tokens(html: str) -> Iterator[_Token]:
    position = 0
    for match in _MARKUP.finditer(html):
        if match.start() > position:
            yield _Token("text", html[position : match.start()])
        position = match.end()
        raw, raw_attributes, inside, slash, name, attributes = match.groups()
        if raw is not None:
            yield _Token("start", raw_attributes, raw.lower())
            yield _Token("text", inside, unsure="<" in inside)
        elif name is not None:
            yield _Token("end" if slash else "start", attributes, _lower(name))
        elif match[0].startswith("<![CDATA["):  # text in an svg, and what looks like a tag in it is none
            yield _Token("text", "", unsure=True)
    if position < len(html):
        yield _Token("text", html[position:])


def _lower(name: str) -> str:
    """As a parser does it: `K`, the sign for kelvin, stays what it is."""
    return name.lower() if name.isascii() else name


def _flat(html: str) -> str:
    """The page with nothing but text, `br`, `hr` for the edge of a paragraph, and elements whose kind is told."""
    flattening = _Flattening()
    for token in _tokens(html):
        if token.kind == "start":
            flattening.start(token.name)
        elif token.kind == "end":
            flattening.end(token.name)
        elif not flattening.dropping:
            flattening.pieces.append(token.content.replace("<", "&lt;"))
    return "".join(flattening.pieces)


class _Flattening:
    """The elements that are open, and what has been written."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.dropping = 0  # elements that are not wanted, among the open ones
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._told = -1  # place, among the open ones, of the element whose kind is told

    def start(self, name: str) -> None:
        """An element begins; if it can hold anything, it is open."""
        if name in _ENDED_BY_THE_NEXT and self._open and self._open[-1] == name:
            self._close()
        if not self.dropping:
            self._write_start(name)
        if name not in _VOID:
            self._open.append(name)
            self._count[name] += 1
            self.dropping += name in DROPPED

    def end(self, name: str) -> None:
        """The innermost open element of that name ends, and what was opened in it."""
        if self._count[name]:
            while self._open[-1] != name:
                self._close()
            self._close()

    def _write_start(self, name: str) -> None:
        if name in KINDS and self._told < 0:
            self._told = len(self._open)
            self.pieces.append(f"<{name}>")
        elif name in PARAGRAPHS:
            self.pieces.append("<hr>")
        elif name == "br":
            self.pieces.append("<br>")

    def _close(self) -> None:
        name = self._open.pop()
        self._count[name] -= 1
        self.dropping -= name in DROPPED
        if self._told == len(self._open):
            self._told = -1
            self.pieces.append(f"</{name}>")
        elif name in PARAGRAPHS and not self.dropping:
            self.pieces.append("<hr>")
