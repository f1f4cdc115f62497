"""Where the words of a cue begin, and the words that nothing opens: before their cue, or at once behind it."""

from dataclasses import dataclass
from typing import Literal

from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name, is_short
from pipeline.quotes.reading import Marked, Reading, Stretch

OpeningKind = Literal["clause", "question", "colon", "marks", "postposed", "own_words"]


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the words of a cue begin.

    Attributes:
        kind: how they are opened.
        frame_last: the last token of the frame, the stretch between the cue and its words (subject, medium, time).
        first: the first token of the words (for marks, the first one inside).
        marked: the pair that holds them, for marks and postposed.
    """

    kind: OpeningKind
    frame_last: int
    first: int
    marked: Marked | None = None


def bare_words(reading: Reading, stretch: Stretch, cue: CueWord, lexicon: Lexicon) -> Opening | None:
    """The words follow at once, with nothing to open them: أضاف قائلا لا شيء يدعو إلى القلق."""
    first = cue.last + 1
    if not cue.lemma.bare or cue.shape != "participle" or first > stretch.last or not reading.is_word(first):
        return None
    words = lexicon.words
    norm = reading.norm(first)
    glued = norm[:1] in ("ب", "ل") and norm != "لا"
    if glued or norm in words.pronouns_with_preposition or norm in words.prepositions:
        return None
    return Opening("clause", cue.last, first)


def postposed(reading: Reading, cue: CueWord, lexicon: Lexicon) -> Opening | None:
    """The words stand before their cue: "لم نكن نتوقع كل هذا"، قالت منى."""
    if not cue.finite or cue.conjoined or cue.lemma.marks == "none" or cue.lemma.cue_class != "speech":
        return None
    before = cue.first - 1
    if reading.norm(before) in ("،", ","):
        before -= 1
    elif cue.lemma.marks != "free":
        return None  # a comma tells that a verb like تؤكد speaks of what stands before it
    marked = reading.closed_at(before)
    if marked is None or is_short(marked) or marked.pair.balance != "closed" or is_name(reading, marked, lexicon):
        return None
    return Opening("postposed", cue.last, marked.first, marked)
