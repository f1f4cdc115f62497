"""The small interface behind which every recogniser of names stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.contracts.spans import EntityType, Span
from pipeline.entities.settings import Backend, EntitiesSettings

if TYPE_CHECKING:
    from pipeline.entities.tagger import Labeller


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

    def between(self, start: int, end: int) -> "Name":
        """The same name with these edges."""
        return self if (start, end) == (self.start, self.end) else Name(start, end, self.type, self.confidence)


class Recogniser(Protocol):
    """Finds names. Linear in the length of the text, and never raises on any text."""

    name: str
    """What provenance says of it, e.g. `"names-2"`."""

    def recognise(self, text: str, sentences: Sequence[Span]) -> list[Name]:
        """The names inside `sentences`, in order of the text, none overlapping another."""
        ...


def load(settings: EntitiesSettings | None = None) -> Recogniser:
    """The recogniser that `settings` name, Rasd's own without any; loaded at the first call and kept.

    Raises:
        BadConfiguration: its model, or a package it needs, is not there or cannot be used.
    """
    settings = settings or EntitiesSettings()
    return _loaded(settings.backend, settings.model, settings.recogniser)


@cache
def _loaded(backend: Backend, model: Path | None, name: str) -> Recogniser:
    from pipeline.entities.tagger import Tagger

    return Tagger(_labeller(backend, model), name)


def _labeller(backend: Backend, model: Path | None) -> "Labeller":
    """Each is imported only where it is wanted: camel-tools' needs packages that the default install has not."""
    if backend == "camelbert":
        from pipeline.entities.camelbert import Camelbert

        return Camelbert(model)
    if backend == "onnx" and model is not None:
        from pipeline.entities.onnx_model import OnnxModel

        return OnnxModel(model)
    from pipeline.entities.model_network import Network

    return Network()
