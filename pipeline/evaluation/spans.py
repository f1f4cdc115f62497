"""Stretches of text compared: trimming, overlap, and pairing predictions with gold one to one."""

from collections.abc import Callable, Sequence

Stretch = tuple[int, int]
"""Start and end in code points, end-exclusive."""

Likeness = Callable[[Stretch, Stretch], float]

_TRIMMED = " \u00a0\n\t\"'«»“”„‹›‘’،,.:؛;"


def trim(text: str, start: int, end: int) -> Stretch:
    """The stretch without white space, quotation marks and stops at its ends, which nobody is judged by."""
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return start, end


def shared(one: Stretch, other: Stretch) -> int:
    """How many code points two stretches have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def similarity(one: Stretch, other: Stretch) -> float:
    """Share of the longer one that both cover: 1 when equal; neither too short nor too long is rewarded."""
    return shared(one, other) / max(one[1] - one[0], other[1] - other[0], 1)


def coverage(predicted: Stretch, gold: Stretch) -> float:
    """Share of the gold stretch that is covered, as the Gender Gap Tracker counts; too long costs nothing."""
    return shared(predicted, gold) / max(gold[1] - gold[0], 1)


def pair(
    predicted: Sequence[Stretch], gold: Sequence[Sequence[Stretch]], likeness: Likeness, enough: Callable[[float], bool]
) -> dict[int, int]:
    """Predictions paired one to one with gold, the most alike first, the earlier first among equals.

    Args:
        predicted: trimmed stretches.
        gold: for each gold item, all stretches that are right for it.
        likeness: compares a predicted with a gold stretch, 0 to 1.
        enough: whether that makes a pair; a likeness of 0 never does.

    Returns:
        Indices of gold by indices of predictions.
    """
    scored = (
        (max(likeness(stretch, right) for right in rights), -i, -j)
        for i, stretch in enumerate(predicted)
        for j, rights in enumerate(gold)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, minus_i, minus_j in sorted((one for one in scored if one[0] > 0 and enough(one[0])), reverse=True):
        if -minus_i not in pairs and -minus_j not in taken:
            pairs[-minus_i] = -minus_j
            taken.add(-minus_j)
    return pairs
