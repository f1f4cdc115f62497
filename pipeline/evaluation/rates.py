"""Precision, recall and F1 from counts."""

from dataclasses import dataclass


def percent(share: float) -> float:
    """A share as per cent with one decimal."""
    return round(100 * share, 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found and what was to be found.

    Attributes:
        right: predictions that are right.
        predicted: all predictions that count.
        gold: all that was to be found.
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predictions that is right; 0 without predictions."""
        return self.right / max(self.predicted, 1)

    @property
    def recall(self) -> float:
        """Share of gold that was found; 0 without gold."""
        return self.right / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in per cent, and the number of gold items."""
        return {"P": percent(self.precision), "R": percent(self.recall), "F1": percent(self.f1), "n": self.gold}


def harmonic(one: float, other: float) -> float:
    """Harmonic mean; 0 when both are."""
    return 2 * one * other / max(one + other, 1e-9)
