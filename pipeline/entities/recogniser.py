"""The small interface behind which every recogniser of names stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipeline.contracts.errors import BadConfiguration
from pipeline.contracts.spans import EntityType, Span


@dataclass(frozen=True, slots=True)
class Name:
    """One name in a text, without proclitics and quotation marks.

    Attributes:
        start, end: code points of the article's text, end-exclusive.
        type: PER, LOC, ORG or MISC, as in ANERcorp.
        confidence: the model's own probability, 0 to 1; not calibrated on other text than news.
    """

    start: int
    end: int
    type: EntityType
    confidence: float


class Recogniser(Protocol):
    """Finds names. Linear in the length of the text, and never raises on any text."""

    name: str
    """What provenance says of it, e.g. `"names-1"`."""

    def recognise(self, text: str, sentences: Sequence[Span]) -> list[Name]:
        """The names inside `sentences`, in order of the text, none overlapping another."""
        ...


@cache
def load(backend: str = "default") -> Recogniser:
    """The recogniser `backend`, loaded at the first call and kept.

    Raises:
        BadConfiguration: no such backend.
    """
    if backend == "default":
        from pipeline.entities.tagger import Tagger

        return Tagger()
    raise BadConfiguration(f"no recogniser is called {backend!r}; there is: default")
