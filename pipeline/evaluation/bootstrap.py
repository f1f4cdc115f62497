"""How far a figure could be off by the luck of the sample: 95 % intervals of F1."""

import random
from collections.abc import Sequence

from pipeline.evaluation.rates import percent

Unit = tuple[int, int, int]
"""One gold item or one false positive: how much of it is right, predicted, gold."""

ROUNDS = 2000
_LOW, _HIGH = int(0.025 * ROUNDS), int(0.975 * ROUNDS) - 1


def f1_interval(articles: Sequence[Sequence[Unit]], seed: int = 0) -> tuple[float, float]:
    """The middle 95 % of F1 in per cent over 2,000 samples drawn with replacement.

    Articles are drawn first, then units within each: quotes of one article are not independent.
    The same articles in the same order always give the same interval.
    """
    draw = random.Random(seed)  # noqa: S311 (no secret is made of it)
    if not articles:
        return 0.0, 0.0
    found = sorted(_sampled_f1(articles, draw) for _ in range(ROUNDS))
    return percent(found[_LOW]), percent(found[_HIGH])


def _sampled_f1(articles: Sequence[Sequence[Unit]], draw: random.Random) -> float:
    right = predicted = gold = 0
    for _ in articles:
        units = draw.choice(articles)
        for unit in draw.choices(units, k=len(units)) if units else ():
            right += unit[0]
            predicted += unit[1]
            gold += unit[2]
    return 2 * right / max(predicted + gold, 1)
