"""The recogniser: a network labels the tokens; exact borders and agreement in the article make names of them."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.contracts.spans import Span
from pipeline.entities.agreement import agree
from pipeline.entities.boundaries import Labelled, names_of
from pipeline.entities.recogniser import Name
from pipeline.entities.windows import windows
from pipeline.text import Token, tokenise


class Labeller(Protocol):
    """A trained network, whatever its kind."""

    def label(self, runs: Sequence[Sequence[Token]]) -> list[Labelled]:
        """The tokens of each run with their labels and probabilities. Linear; no run may be empty."""
        ...


class Tagger:
    """A `Labeller` behind the interface `Recogniser`.

    Args:
        labeller: the network.
        name: what provenance says of it.
    """

    def __init__(self, labeller: Labeller, name: str) -> None:
        self._labeller = labeller
        self.name = name

    def recognise(self, text: str, sentences: Sequence[Span]) -> list[Name]:
        """The names inside `sentences`, in order of the text."""
        tokens = tokenise(text)
        seen = {token.norm for token in tokens}
        labelled = self._labeller.label(list(windows(tokens, sentences)))
        return agree(text, labelled, [name for run in labelled for name in names_of(run, seen)])
