"""The lines of a text with what can be seen of each before it is read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.text import Token, fold

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_EDGES = re.compile(r"^[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")
_BULLETS = frozenset("*•-–—●▪■◾○·+>")
_STOPS = frozenset(".…۔")
_TURNS = frozenset("؟?!")

Ending = Literal["stop", "question", "colon", "comma", "none"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without the blanks around it.

    Attributes:
        start, end: code points.
        tokens: its tokens.
        gap: line breaks between it and the line before; 2 or more is a blank line.
        words: the folded words and numbers.
        folded: the words as one string.
    """

    start: int
    end: int
    tokens: Sequence[Token]
    gap: int
    words: tuple[str, ...] = field(init=False)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        words = tuple(token.norm for token in self.tokens if token.kind in ("word", "latin", "number"))
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "folded", " ".join(words))

    @property
    def ending(self) -> Ending:
        """What the line ends with, behind closing marks and brackets."""
        for token in reversed(self.tokens):
            if token.kind == "mark" or token.text in ")]}":
                continue
            if token.text in _STOPS:
                return "stop"
            if token.text in _TURNS:
                return "question"
            if token.text in (":", "："):
                return "colon"
            return "comma" if token.text in ("،", ",", "؛", ";") else "none"
        return "none"

    @property
    def bulleted(self) -> bool:
        """Whether it is an item of a list: - كذا، 1- كذا."""
        first = self.tokens[0] if self.tokens else None
        if first is None:
            return False
        if first.text in _BULLETS:
            return True
        return first.kind == "number" and len(self.tokens) > 1 and self.tokens[1].text in _BULLETS | {".", ")", "/"}

    @property
    def reads_on(self) -> bool:
        """Whether it looks like a paragraph by itself: long, or a whole sentence with its stop."""
        return len(self.words) > 18 or (len(self.words) > 7 and self.ending == "stop")

    def share(self, kind: Literal["word", "latin"]) -> float:
        """The share of its words that are of a token kind."""
        kinds = [token.kind for token in self.tokens if token.kind in ("word", "latin")]
        return kinds.count(kind) / len(kinds) if kinds else 0.0

    def begins_with(self, phrases: Iterable[str]) -> bool:
        """Whether its first words are one of the folded phrases."""
        return any(self.folded == phrase or self.folded.startswith(phrase + " ") for phrase in phrases)


def lines_of(text: str, tokens: Sequence[Token]) -> list[Line]:
    """The lines of `text` that hold anything visible."""
    lines: list[Line] = []
    position = 0  # in tokens
    previous = 0  # end of the line before
    for match in _LINE.finditer(text):
        start, end = _trim(text, *match.span())
        if start == end:
            continue
        while position < len(tokens) and tokens[position].start < start:
            position += 1
        first = position
        while position < len(tokens) and tokens[position].end <= end:
            position += 1
        gap = len(_NEWLINE.findall(text, previous, start)) if lines else 0
        lines.append(Line(start, end, tokens[first:position], gap))
        previous = end
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    leading = _edge(line)
    if leading == len(line):
        return start, start
    return start + leading, end - _edge(line[::-1])


def _edge(line: str) -> int:
    match = _BLANK_EDGES.match(line)
    return match.end() if match else 0


def folded_words(phrase: str) -> str:
    """A word of the lists as it is compared: folded, without dots, e.g. «أ.ف.ب» -> «ا ف ب»."""
    return " ".join(fold(phrase).replace(".", " ").split())
