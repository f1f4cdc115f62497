"""Grouping scored by B³: are the mentions of one thing together, and those of different things apart?

Bagga and Baldwin, "Algorithms for scoring coreference chains" (1998). Only names that were found and
are in gold count, so that the figure judges grouping alone; finding them is judged elsewhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.evaluation.names import ArticleNames
from pipeline.evaluation.rates import harmonic, percent


@dataclass(frozen=True, slots=True)
class BCubed:
    """Sums over mentions, of one article or several.

    Attributes:
        precision_sum: for each mention, the share of its predicted group that belongs with it.
        recall_sum: for each mention, the share of its gold group that is with it.
        mentions: how many were judged.
    """

    precision_sum: float = 0.0
    recall_sum: float = 0.0
    mentions: int = 0

    def __add__(self, other: "BCubed") -> "BCubed":
        return BCubed(
            self.precision_sum + other.precision_sum,
            self.recall_sum + other.recall_sum,
            self.mentions + other.mentions,
        )

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in per cent, and the number of mentions."""
        precision = self.precision_sum / max(self.mentions, 1)
        recall = self.recall_sum / max(self.mentions, 1)
        both = harmonic(precision, recall)
        return {"P": percent(precision), "R": percent(recall), "F1": percent(both), "n": self.mentions}


def judge(names: ArticleNames) -> BCubed:
    """B³ of the matched names of one article of which both groups are known."""
    return b_cubed(
        (found.entity, gold.canonical) for found, gold in names.pairs if found.entity is not None and gold.canonical
    )


def b_cubed(mentions: Iterable[tuple[str, str]]) -> BCubed:
    """B³ of mentions given as (predicted group, gold group)."""
    both = Counter(mentions)
    predicted: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for (ours, theirs), count in both.items():
        predicted[ours] += count
        gold[theirs] += count
    return BCubed(
        precision_sum=sum(count * count / predicted[ours] for (ours, _), count in both.items()),
        recall_sum=sum(count * count / gold[theirs] for (_, theirs), count in both.items()),
        mentions=sum(both.values()),
    )
