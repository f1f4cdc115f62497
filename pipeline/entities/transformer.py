"""What is the same for every transformer that labels words: the spelling it reads, the meaning of its labels."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from configs import read_toml
from pipeline.contracts.errors import BadConfiguration
from pipeline.entities.boundaries import Labelled
from pipeline.text import Token, remembered
from pipeline.text.tokens import ARABIC_MARKS

Floats = NDArray[np.float32]

_LONGEST_WORD = 100  # letters; WordPiece takes longer ones for unknown
_MARKS = re.compile(f"[{ARABIC_MARKS}]")
_LABEL = re.compile(r"(?:(?P<mark>[BIESLU])[-_])?(?P<type>.+)")
_OPENS = ("B", "S", "U")  # BIO, BIOES, BILOU


@remembered
def spelled(word: str) -> str:
    """A word as newspapers print it, which is what such models have read: no harakat, tatweel or ligatures.

    «الحُكـــومةُ» -> «الحكومة»; nothing is left of a rule drawn with tatweel.
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", word[:_LONGEST_WORD]))[:_LONGEST_WORD]


class Labels:
    """The labels of a model, and which of ours each of them is.

    Args:
        names: what the model calls its labels, in the order of its scores: B-PERS, I-LOC, S-ORG, PERSON …
        where: the file that names them, for the error.

    Raises:
        BadConfiguration: none of them is a person, place, organisation or other name.
    """

    def __init__(self, names: Sequence[str], where: str) -> None:
        ours = [_ours(name) for name in names]
        self._names = ["O", *sorted({name for name in ours if name != "O"})]
        if len(self._names) == 1:
            known = ", ".join(sorted(_types()))
            raise BadConfiguration(
                f"{where}: no label of this model is known: {', '.join(names)}; known are, with B- or I- before them "
                f"or without: {known}; add yours under [types] in configs/entities.toml"
            )
        self._sums = np.zeros((len(names), len(self._names)), np.float32)
        self._sums[range(len(names)), [self._names.index(name) for name in ours]] = 1

    def labelled(self, run: Sequence[Token], places: Sequence[int], scores: Floats) -> Labelled:
        """The tokens of a run with the most probable of our labels.

        Args:
            run: the tokens.
            places: which of them the model has read.
            scores: before softmax, (places, labels of the model).
        """
        shares = np.zeros((len(run), len(self._names)), np.float32)
        shares[:, 0] = 1.0
        shares[list(places)] = _softmax(scores) @ self._sums
        best = shares.argmax(1)
        return Labelled(run, [self._names[label] for label in best], shares.max(1).tolist(), shares[:, 0].tolist())


def label_names(config: Mapping[str, object], where: str) -> list[str]:
    """The labels that a model's config.json gives, in order.

    Raises:
        BadConfiguration: it gives none.
    """
    found = config.get("id2label")
    if not isinstance(found, dict) or sorted(map(str, found), key=str) != sorted(map(str, range(len(found)))):
        raise BadConfiguration(f"{where}: no id2label that names labels 0 and on: this is no model that labels words")
    by_number = {int(number): str(name) for number, name in found.items()}
    return [by_number[number] for number in range(len(by_number))]


def _ours(name: str) -> str:
    """B-PERS -> B-PER, S-LOCATION -> B-LOC, E-ORG -> I-ORG, PERSON -> I-PER, B-DATE -> O."""
    found = _LABEL.fullmatch(name.upper())
    kind = _types().get(found["type"]) if found else None
    if found is None or kind is None:
        return "O"
    return f"{'B' if found['mark'] in _OPENS else 'I'}-{kind}"


@cache
def _types() -> dict[str, str]:
    """What models call our types."""
    return {variant: kind for kind, variants in read_toml("entities.toml")["types"].items() for variant in variants}


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares
