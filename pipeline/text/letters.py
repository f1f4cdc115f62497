"""Arabic letters brought to one spelling, with an exact way back to the letters as written.

`fold` is for comparing and searching, `normalise` is the same with a map to the original:
`normalise(text).text == fold(text)` always, and folding twice is folding once.

What is folded: harakat, dagger alef, tatweel, bidi and zero-width marks and soft hyphens are dropped; أ إ آ ٱ become
ا, ى becomes ي, ة becomes ه; presentation forms and ligatures (ﻻ) become letters, a combining hamza joins its seat
(و + ٔ = ؤ); Persian and Maghrebi letters become Arabic ones where Arabic has one spelling for them; digits become
Western; Latin is lower-cased without accents; all blanks become one space, none at either end. ؤ ئ ء stay: see
`fold_seats`.

The letters come from camel-tools: its `arclean` map and its alef, ya and ta-marbuta rules, applied once to each
character that occurs, after Unicode's NFKC; what camel-tools leaves out is in configs/text.toml.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from configs import read_toml
from pipeline.text.remembered import remembered

_HAMZA_ABOVE = "\u0654"
_SEATED = {"و": "ؤ", "ي": "ئ"}
_KEPT = 20_000  # code points; there are a million, and no language has so many
# Invisible letters that are neither marks nor format characters in Unicode.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text and where each of its characters comes from.

    Attributes:
        text: the folded text.
        offsets: len(text) + 1 offsets into the original, never falling. Character i of `text` comes from
            original[offsets[i]]; the last entry is where the last character's part of the original ends.
            A character that was dropped (a haraka, a tatweel) belongs to the one before it, and the blanks a space
            stands for to that space. One that became several (ﻻ) gives each of them its own offset.
    """

    text: str
    offsets: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that text[start:end] comes from; a ligature is never cut in two."""
        first = self.offsets[start]
        if end <= start:
            return first, first
        last = self.offsets[end]
        if last == self.offsets[end - 1]:
            last = self.offsets[bisect_right(self.offsets, last, end)] if self.offsets[-1] > last else last
        return first, last


@remembered
def fold(text: str) -> str:
    """The form of `text` to compare and search by, e.g. «وأَعلنتِ الحكومـــةُ» -> «واعلنت الحكومه»."""
    folded = text.translate(_table())
    if _HAMZA_ABOVE in folded:
        for seat, seated in _SEATED.items():
            folded = folded.replace(seat + _HAMZA_ABOVE, seated)
        folded = folded.replace(_HAMZA_ABOVE, "")
    return " ".join(folded.split())


def fold_seats(folded: str) -> str:
    """A folded text with every hamza bare, so that مسؤول and مسئول (مسءول) are one."""
    return folded.replace("ؤ", "ء").replace("ئ", "ء")


def normalise(text: str) -> Normalised:
    """`fold(text)` with the offsets of every character in `text`. Linear; any Unicode is accepted."""
    letters: list[str] = []
    offsets: list[int] = []
    table = _table()
    blank_since = 0  # where the present run of blanks began
    in_blanks = True
    for index, character in enumerate(text):
        for letter in table[ord(character)]:
            if letter == " ":
                if not in_blanks:
                    in_blanks, blank_since = True, index
                continue
            if letter == _HAMZA_ABOVE:
                if letters and not in_blanks and letters[-1] in _SEATED:
                    letters[-1] = _SEATED[letters[-1]]
                continue
            if in_blanks and letters:
                letters.append(" ")
                offsets.append(blank_since)
            in_blanks = False
            letters.append(letter)
            offsets.append(index)
    offsets.append((blank_since if in_blanks else len(text)) if letters else 0)
    return Normalised("".join(letters), offsets)


class _Table(dict[int, str]):
    """What each code point becomes, worked out when it is first met."""

    def __init__(self, arabic: Callable[[str], str]) -> None:
        self._arabic = arabic
        super().__init__()

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):
            again = "".join(self._fold_one(letter) for letter in folded)
            if again == folded:
                break
            folded = again
        if len(self) < _KEPT:
            self[code] = folded
        return folded

    def _fold_one(self, character: str) -> str:
        if character.isspace():
            return " "
        if character == _HAMZA_ABOVE:
            return character
        if unicodedata.category(character) == "Cf" or character in _FILLERS or "\ufe00" <= character <= "\ufe0f":
            return ""
        spelled = unicodedata.normalize("NFKC", character).casefold()
        if spelled[:1] == " ":  # a mark on a blank, e.g. the isolated forms of the harakat
            spelled = spelled.strip() if "\ufb50" <= character <= "\ufeff" else character
        return "".join(map(self._fold_letter, spelled))

    def _fold_letter(self, letter: str) -> str:
        if letter.isspace():
            return " "
        if letter == _HAMZA_ABOVE:
            return letter
        base = unicodedata.normalize("NFD", letter)
        if any("\u0300" <= mark <= "\u036f" for mark in base):
            return "".join(mark for mark in base if not "\u0300" <= mark <= "\u036f")
        if letter.isdecimal():
            return str(unicodedata.decimal(letter))
        return self._arabic(letter)


@cache
def _table() -> _Table:
    from camel_tools.utils.charmap import CharMapper  # type: ignore[import-untyped]  # camel-tools has no types
    from camel_tools.utils.normalize import (  # type: ignore[import-untyped]  # likewise
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_teh_marbuta_ar,
    )

    clean = CharMapper.builtin_mapper("arclean").map_string
    data = read_toml("text.toml")["letters"]
    kept, also = frozenset(data["kept"]), data["also"]

    def arabic(letter: str) -> str:
        """One character as camel-tools spells it, if it is Arabic at all."""
        if letter in also:
            return str(also[letter])
        if letter in kept or not _is_arabic_letter(letter):
            return letter
        cleaned = clean(letter) or ("" if _is_arabic_mark(letter) else letter)
        return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(cleaned))))

    return _Table(arabic)


def _is_arabic_letter(letter: str) -> bool:
    """Letters and marks of the Arabic blocks; their punctuation (، ؛ ؟) keeps its shape."""
    in_block = "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f" or "\u0870" <= letter <= "\u08ff"
    return in_block and unicodedata.category(letter)[0] in "LM"


def _is_arabic_mark(letter: str) -> bool:
    return letter == "\u0640" or unicodedata.category(letter) == "Mn"
