"""Which of the cues that wait for their words a colon or marks can be of; all give its place among them, or None."""

from collections.abc import Sequence

from pipeline.quotes.closeness import CLOSE_REACH, Closeness
from pipeline.quotes.cues import CueWord
from pipeline.quotes.reading import Marked

REACH = 45
"""Tokens between a cue and what it opens."""


def free_before(waiting: Sequence[CueWord], index: int) -> int | None:
    """The nearest waiting cue that any colon may follow, past one in its frame: قال عن حركة اعتبرت خاطئة:."""
    for place in range(len(waiting) - 1, -1, -1):
        cue = waiting[place]
        if cue.lemma.marks == "free":
            return place if index - cue.last <= REACH else None
    return None


def far_before(waiting: Sequence[CueWord], index: int) -> int | None:
    """The verb of saying that a colon with marks behind it can only go on: ورد سامر على من انتقدوا رحلته: «…»."""
    for place in range(len(waiting) - 1, -1, -1):
        cue = waiting[place]
        if cue.finite and not cue.relative and cue.lemma.marks == "close" and cue.cue_class == "speech":
            return place if index - cue.last <= REACH else None
    return None


def ready_for_marks(
    waiting: Sequence[CueWord], closeness: Closeness, index: int, marked: Marked | None = None
) -> int | None:
    """The nearest waiting cue whose words may open here in marks or after a colon."""
    for place in range(len(waiting) - 1, -1, -1):
        cue = waiting[place]
        distance = index - cue.last - 1
        if distance > REACH:
            return None
        if cue.lemma.document and not closeness.is_of_paper(cue):
            continue
        if cue.lemma.marks == "free":
            return place
        if marked is not None and cue.lemma.marks == "close" and closeness.holds_clause(cue, marked):
            return place
        if cue.lemma.marks == "close" and distance <= CLOSE_REACH and closeness.is_close(cue, index):
            return place
    return None
