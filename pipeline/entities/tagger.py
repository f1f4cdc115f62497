"""The default recogniser: a small network trained on news."""

from collections.abc import Sequence

from pipeline.contracts.spans import Span
from pipeline.entities.agreement import agree
from pipeline.entities.boundaries import names_of
from pipeline.entities.model_network import Network
from pipeline.entities.recogniser import Name
from pipeline.entities.windows import windows
from pipeline.text import tokenise


class Tagger:
    """`Network` behind the interface `Recogniser`."""

    def __init__(self) -> None:
        self._network = Network()
        self.name = self._network.name

    def recognise(self, text: str, sentences: Sequence[Span]) -> list[Name]:
        """The names inside `sentences`, in order of the text."""
        tokens = tokenise(text)
        seen = {token.norm for token in tokens}
        labelled = self._network.label(list(windows(tokens, sentences)))
        return agree(text, labelled, [name for run in labelled for name in names_of(run, seen)])
