"""An HTML body as plain text: paragraphs kept, scripts dropped, and what its tags say of a line.

Parsed by selectolax (lexbor), which reads any HTML as a browser does, broken or not.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.contracts.raw import replace_surrogates
from pipeline.contracts.spans import BlockKind
from pipeline.segment.tags import DROPPED, KINDS, PARAGRAPHS, shallow

_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Text made of HTML, and the spans whose kind its tags tell, by start."""

    text: str
    known: list[tuple[int, int, BlockKind]]


def plain_text(html: str) -> Plain:
    """The text of an HTML body. Blocks are parted by a blank line, a `br` is a line break. Never raises; linear.

    Entities are decoded and runs of blanks become one, as a browser shows them; non-breaking blanks stay.
    """
    root = LexborHTMLParser(shallow(replace_surrogates(html))).root
    writer = _Writer()
    node, entering = root, True
    while node is not None:  # no recursion: markup can be nested deeper than Python's stack
        if entering and writer.enter(node) and node.first_child is not None:
            node = node.first_child
            continue
        writer.leave(node)
        if node.next is not None:
            node, entering = node.next, True
        else:
            node, entering = node.parent, False
    return Plain("".join(writer.pieces), writer.known)


class _Writer:
    """The text so far and the break that is due before the next word."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.known: list[tuple[int, int, BlockKind]] = []
        self._length = 0
        self._due = ""  # "", " ", "\n" or "\n\n"
        self._opened: list[tuple[str, int]] = []
        self._headed = False  # an article has one headline

    def enter(self, node: LexborNode) -> bool:
        """Take a node; whether its children are wanted."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return False
        if tag in DROPPED:
            return False
        if tag == "br":
            self._break("\n")
        elif tag in PARAGRAPHS:
            self._break("\n\n")
        if tag in KINDS:
            self._opened.append((tag, self._length))
        return True

    def leave(self, node: LexborNode) -> None:
        """The node and its children have been written."""
        tag = node.tag or ""
        if tag in PARAGRAPHS:
            self._break("\n\n")
        if tag in KINDS and self._opened and self._opened[-1][0] == tag:
            start = self._opened.pop()[1]
            kind = KINDS[tag]
            if start < self._length:
                self.known.append((start, self._length, "subhead" if kind == "headline" and self._headed else kind))
                self._headed = self._headed or kind == "headline"

    def _write(self, text: str) -> None:
        text = _BLANKS.sub(" ", text)
        if text[:1] == " ":
            self._break(" ")
        word = text.strip(" ")
        if not word:
            return
        if self._due and self._length:
            self._append(self._due)
        self._due = " " if text[-1] == " " else ""
        self._append(word)

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self._length += len(piece)

    def _break(self, due: str) -> None:
        if len(due) > len(self._due) or (due == "\n" and self._due == " "):
            self._due = due
        elif due == "\n" and self._due == "\n":
            self._due = "\n\n"
