"""Where and by whom an article was sent: «القاهرة - رويترز»، «لندن: هدى سالم»، «(أ ف ب)»."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from configs import read_toml
from pipeline.segment.layout import Line, folded_words
from pipeline.text import Token

_LONGEST_LINE = 14  # words: «أديس أبابا 3 رجب 1440 هـ الموافق 10 مارس 2019 م واس» has 12
_LONGEST_PIECE = 4
_SEARCHED = 18  # tokens at the head of a paragraph
_DASHES = frozenset("-–—ـ|/")


@dataclass(slots=True)
class _Piece:
    """Words between two separators, and the separator that ends them."""

    words: list[str]
    closed_by: Token | None = None

    @property
    def name(self) -> str:
        return " ".join(" ".join(self.words).replace(".", " ").split())


def is_dateline(line: Line) -> bool:
    """Whether a line before the first paragraph says only where from and by whom.

    «عين اليوم – الرياض», «(أ ف ب)», «لندن: هدى سالم», «أنقرة 3 رجب 1440 هـ الموافق 10 مارس 2019 م واس».
    """
    if not line.words or len(line.words) > _LONGEST_LINE or line.ending in ("stop", "question", "comma"):
        return False
    pieces = _pieces(line.tokens)
    if any(piece.name in _senders() for piece in pieces):
        return all(len(piece.words) <= _LONGEST_PIECE for piece in pieces)
    if line.words[-1] in _senders() and any(word.isdigit() for word in line.words):
        return True  # a state agency's: place, two dates, agency, with nothing between
    short = all(len(piece.words) <= _LONGEST_PIECE for piece in pieces)
    return short and len(pieces) > 1 and any(piece.name in _cities() for piece in pieces)


def is_signature(line: Line) -> bool:
    """Whether a line is two or three names with dashes between: «هدى سالم – الخرمة», a place we do not know."""
    pieces = _pieces(line.tokens)
    dashes = [token for token in line.tokens if token.text in _DASHES]
    if not 2 <= len(pieces) <= 3 or len(dashes) != len(pieces) - 1 or line.ending != "none":
        return False
    return 3 <= len(line.words) <= 7 and all(len(piece.words) <= 3 for piece in pieces)


def inline_dateline(line: Line) -> int | None:
    """Where the dateline at the head of a paragraph ends, its separator included; None if there is none.

    «الرياض - واس: أعلنت …», «القاهرة (رويترز) - قال …». It is a block of its own: read as part of the sentence, its
    colon would make the agency the speaker of what follows.
    """
    pieces = _pieces(line.tokens[:_SEARCHED])
    signed = False
    end = None
    for piece in pieces:
        if len(piece.words) > _LONGEST_PIECE or piece.closed_by is None:
            break
        sender = piece.name in _senders()
        signed = signed or sender
        separator = piece.closed_by.text
        settled = separator == ":" or (separator in _DASHES and (sender or piece.name in _cities()))
        if signed and settled:
            end = piece.closed_by.end
        if separator == ":":
            break
    if end is None or end >= line.tokens[-1].start:
        return None
    return end


def _pieces(tokens: Sequence[Token]) -> list[_Piece]:
    pieces = [_Piece([])]
    for token in tokens:
        if token.kind in ("word", "latin", "number") and token.norm:
            if pieces[-1].closed_by is not None:
                pieces.append(_Piece([]))
            pieces[-1].words.append(token.norm)
        elif pieces[-1].words or pieces[-1].closed_by is None:
            pieces[-1].closed_by = token  # the last of several: «) -»
    return [piece for piece in pieces if piece.words]


@cache
def _senders() -> frozenset[str]:
    return frozenset(map(folded_words, read_toml("segment.toml")["dateline"]["senders"]))


@cache
def _cities() -> frozenset[str]:
    return frozenset(map(folded_words, read_toml("segment.toml")["dateline"]["cities"]))
