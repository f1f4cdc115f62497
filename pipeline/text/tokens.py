"""Tokens: words, numbers, punctuation and quotation marks with their place in the text.

The word pattern widens camel-tools' `simple_word_tokenize`, which splits at every punctuation character: here dotted
abbreviations (سي.أن.أن), numbers with separators (2,500.75) and doubled quotation marks stay whole, and every token
knows where it stands. One compiled pattern whose alternatives begin with disjoint characters: linear.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from configs import read_toml
from pipeline.text.letters import fold

TokenKind = Literal["word", "latin", "number", "punct", "mark", "symbol"]

ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
ARABIC_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff"
)
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_OTHER_LETTER = rf"[^\W\d_{ARABIC_LETTERS}]"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text without blanks inside.

    Attributes:
        start, end: code points of the original text.
        text: the slice.
        norm: `fold(text)`.
        kind: word (Arabic script), latin (any other script), number, punct, mark (quotation mark), symbol.
    """

    start: int
    end: int
    text: str
    norm: str
    kind: TokenKind


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`, in order; everything but blanks and invisible marks lies in one of them."""
    return list(_tokens(text))


@lru_cache(maxsize=2)  # every stage asks for the tokens of the same article
def _tokens(text: str) -> tuple[Token, ...]:
    tokens = []
    for match in _pattern().finditer(text):
        slice_ = match.group()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the group names are the kinds
        norm = fold(slice_)
        if kind == "word" and not norm:  # a rule drawn with tatweel: ــــــ
            kind = "symbol"
        tokens.append(Token(match.start(), match.end(), slice_, norm, kind))
    return tuple(tokens)


@cache
def _pattern() -> re.Pattern[str]:
    abbreviations = read_toml("text.toml")["abbreviations"]
    titles = "|".join(re.escape(title) for title in sorted(abbreviations["titles"], key=len, reverse=True))
    counted = "|".join(re.escape(word) for word in abbreviations["counted"])
    latin = "|".join(re.escape(word) for word in abbreviations["latin"])
    letter, run = f"[{ARABIC_LETTERS}]", f"[{ARABIC_LETTERS}{ARABIC_MARKS}]"
    ends = f"(?!{run})"
    word = "|".join(
        (
            rf"(?<!\d)(?:{titles})\.(?=\s{run}|{run}{{2}})",  # د. سعاد
            rf"(?:{counted})\.(?=\s?\d)",  # ص. 12
            rf"{letter}{{1,3}}(?:\.{letter}{{1,3}}){{2,8}}{ends}",  # سي.أن.أن
            rf"{letter}\.{letter}{ends}",  # ق.م
            rf"{run}+(?:[{_INVISIBLE}]+{run}+)*",
        )
    )
    run_on = rf"(?:[^\W_{ARABIC_LETTERS}]|[\u0300-\u036f])"
    other = "|".join(
        (
            rf"(?:{latin})\.(?=\s?{_OTHER_LETTER})",  # Dr. Smith
            r"[A-Za-z]\.(?:[A-Za-z]\.)+",  # U.S.
            rf"{_OTHER_LETTER}{run_on}*(?:['’&-]{run_on}+)*",  # MSNBC, Korea's, F-16
        )
    )
    return re.compile(
        rf"(?P<word>{word})"
        rf"|(?P<latin>{other})"
        rf"|(?P<number>\d+(?:[.,٫٬][{_INVISIBLE}]*\d+)*)"
        rf"|(?P<mark>\"\"|''|``|‘‘|’’|\(\(|\)\)|(?<!\w)['’‘`]|['’‘`](?!\w)|[\"“”„‟«»‹›‚‛″])"
        rf"|(?P<punct>[!-/:-@\[-`{{-~\u2010-\u2027\u2030-\u205e¡§¶·¿،؛؞؟٪-٭۔])"
        rf"|(?P<symbol>[^\s{_INVISIBLE}])"
    )
