"""From labels of tokens to names with exact borders: proclitics and marks outside, radicals inside."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from pipeline.contracts.spans import EntityType
from pipeline.entities.model_forms import forms
from pipeline.entities.model_lists import lists, readings
from pipeline.entities.recogniser import Name
from pipeline.text import Token

_MIN_STEM = 3
_MAX_WORD = 40
_WORDS = ("word", "latin", "number")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sequence of tokens with one BIO label and one probability each.

    Attributes:
        tokens: in order of the text.
        labels: `"O"`, or `"B-"` or `"I-"` and a type; an `I-` without its like before it opens a name.
        shares: the probability of each label.
        outside: the probability that the token is in no name.
    """

    tokens: Sequence[Token]
    labels: Sequence[str]
    shares: Sequence[float]
    outside: Sequence[float]


def names_of(labelled: Labelled, seen: Container[str]) -> Iterator[Name]:
    """The names that the labels spell out.

    Args:
        labelled: the tokens of one sentence with their labels.
        seen: all folded word forms of the article; what stands there alone is a stem.
    """
    for first, end, kind in _chunks(labelled, seen):
        inner = [i for i in range(first, end) if labelled.tokens[i].kind in _WORDS]
        if not inner:
            continue
        head, last = labelled.tokens[inner[0]], labelled.tokens[inner[-1]]
        listed = inner[0] > 0 and labelled.labels[inner[0] - 1] != "O"
        start = head.start + proclitic_length(head, seen, listed=listed)
        share = sum(labelled.shares[i] for i in inner) / len(inner)
        yield Name(start, last.end, cast(EntityType, kind), round(min(share, 1.0), 3))


def _chunks(labelled: Labelled, seen: Container[str]) -> Iterator[tuple[int, int, str]]:
    """`(first, end, type)` of each run of labels that makes one name."""
    first, kind = 0, ""
    for i, label in enumerate(labelled.labels):
        mark, _, new = label.partition("-")
        if new and new == kind and mark == "I" and not _starts_another(labelled.tokens[i], new, seen):
            continue
        if kind:
            yield first, i, kind
        first, kind = i, new
    if kind:
        yield first, len(labelled.labels), kind


def _starts_another(token: Token, kind: str, seen: Container[str]) -> bool:
    """A person's name does not go on after و: بايدن وبوتين are two, مجلس الأمن والتعاون may be one."""
    return kind == "PER" and token.norm[:1] == "و" and proclitic_length(token, seen, listed=True) > 0


def proclitic_length(token: Token, seen: Container[str] = (), *, listed: bool = False) -> int:
    """How many code points of a name's first word are و ف ب ل ك before it.

    وروسيا -> 1, وبالقاهرة -> 2, بوتين -> 0, وائل -> 0, للولايات -> 0 (the article is hidden in لل).
    The name lists decide, where they know the word or its rest; then what news knows better; then the article itself.

    Args:
        token: the first word of the name.
        seen: the folded word forms of the article.
        listed: another name stands right before, so that an unknown word with و is taken as its second.
    """
    word = token.norm
    if token.kind != "word" or len(word) > _MAX_WORD:
        return 0
    letters = next((cut for cut, form in readings(word) if form in lists()), None)
    if letters is None:
        letters = _by_frequency(word, seen, listed)
    return code_points(token.text, letters)


def _by_frequency(word: str, seen: Container[str], listed: bool) -> int:
    letters = 0
    if word[:1] in ("و", "ف") and _is_stem(word[1:], word, seen, listed and word[0] == "و"):
        letters = 1
    rest = word[letters:]
    if rest[:1] in ("ب", "ل", "ك") and rest[:2] != "لل" and _is_stem(rest[1:], rest, seen, False):
        letters += 1
    return letters


def _is_stem(stem: str, whole: str, seen: Container[str], by_default: bool) -> bool:
    """Whether news knows the word better without its first letter: روسيا than وروسيا, but not ائل than وائل."""
    if len(stem) < _MIN_STEM:
        return False
    bare, full = forms().frequency(stem), forms().frequency(whole)
    if bare or full:
        return bare > full or (bare == full and stem in seen)
    return stem in seen or by_default


def code_points(text: str, letters: int) -> int:
    """The place in `text` after its first `letters` letters and the marks that they carry."""
    place = 0
    for _ in range(letters):
        place += 1
        while place < len(text) and not text[place].isalpha():
            place += 1
    return place
