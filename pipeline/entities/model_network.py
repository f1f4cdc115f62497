"""The network that scores labels: words, letters and name lists in, two recurrent layers, scores out.

A convolution over its letters stands for each word, beside its vector (Ma and Hovy 2016, "End-to-end sequence
labeling via bi-directional LSTM-CNNs-CRF"). What depends on the word form alone is computed once and kept.
"""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.entities.boundaries import Labelled
from pipeline.entities.inference import batches, session
from pipeline.entities.model_decoding import Floats, Order
from pipeline.entities.model_forms import UNIT, forms, vectors
from pipeline.entities.model_lists import COLUMNS, lists
from pipeline.text import Token

KINDS = ("word", "latin", "number", "punct", "mark", "symbol")
LONGEST_WORD = 20  # letters
EDGE, LETTER, OTHER, FIRST = 1, 2, 3, 4  # before and after a word; of another script; no letter; the alphabet
Rules = Literal["rasd", "anercorp"]
EXTRAS = len(KINDS) + len(COLUMNS)
_DECODED = 64  # sentences whose labels are decided at once
_KEPT_FORMS = 40_000
_TOLD_APART = 64  # letters of a form; no form that news knows has as many


def letter_codes(form: str, alphabet: str) -> list[int]:
    """A folded form as the network reads it: its first letters between two edges."""
    codes = []
    for letter in form[:LONGEST_WORD]:
        place = alphabet.find(letter)
        codes.append(FIRST + place if place >= 0 else LETTER if letter.isalpha() else OTHER)
    return [EDGE, *codes, EDGE]


def extras(tokens: Sequence[Token]) -> Floats:
    """What is known of each token beside its form, (tokens, EXTRAS): its kind, and the lists it stands in."""
    kinds = np.zeros((len(tokens), len(KINDS)), np.float32)
    kinds[range(len(tokens)), [KINDS.index(token.kind) for token in tokens]] = 1
    return np.concatenate([kinds, lists().columns(tokens)], axis=1)


class Network:
    """The trained model in models/: labels of tokens, with their probabilities.

    Args:
        rules: whose idea of a name is followed. It learnt both, from news marked for Rasd and from ANERcorp, which
            part in heads, currencies and bodies of a nation.
    """

    def __init__(self, rules: Rules = "rasd") -> None:
        folder = files("pipeline.entities").joinpath("models")
        about: dict[str, Any] = json.loads(folder.joinpath("names.json").read_text(encoding="utf-8"))
        self.name: str = about["name"]
        self._labels: list[str] = about["labels"]
        first = len(self._labels) * get_args(Rules).index(rules)
        self._followed = slice(first, first + len(self._labels))  # of the scores, which are for each of the rules
        self._outside = self._labels.index("O")
        self._alphabet: str = about["alphabet"]
        self._order = Order(np.array(about["start"], np.float32), np.array(about["follow"], np.float32))
        self._letters = session(folder.joinpath("letters.onnx").read_bytes())
        self._sentence = session(folder.joinpath("sentence.onnx").read_bytes())
        self._words: dict[str, Floats] = {}

    def label(self, runs: Sequence[Sequence[Token]]) -> list[Labelled]:
        """The tokens of each run with their labels; no run may be empty."""
        self._learn({token.norm[:_TOLD_APART] for run in runs for token in run})
        longest_first = sorted(range(len(runs)), key=lambda i: -len(runs[i]))
        labelled: dict[int, Labelled] = {}
        for first in range(0, len(runs), _DECODED):
            part = longest_first[first : first + _DECODED]
            labelled.update(zip(part, self._label([runs[i] for i in part]), strict=True))
        return [labelled[i] for i in range(len(runs))]

    def _label(self, runs: Sequence[Sequence[Token]]) -> Iterator[Labelled]:
        """The labels of some runs, the longest first."""
        lengths = np.array([len(run) for run in runs], np.int32)
        scores = np.zeros((lengths[0], len(runs), len(self._labels)), np.float32)
        for first, end in batches(lengths.tolist()):
            scores[: lengths[first], first:end] = self._scores(runs[first:end], lengths[first:end])
        shares = self._order.shares(scores, lengths)
        for i, path in enumerate(self._order.best(scores, lengths)):
            steps = range(len(path))
            labels = [self._labels[label] for label in path]
            yield Labelled(runs[i], labels, shares[steps, i, path].tolist(), shares[steps, i, self._outside].tolist())

    def _scores(self, runs: Sequence[Sequence[Token]], lengths: NDArray[np.int32]) -> Floats:
        """The network's scores of some runs of about one length, (steps, runs, labels)."""
        size = len(self._words[runs[0][0].norm[:_TOLD_APART]])
        inputs = np.zeros((lengths[0], len(runs), size + EXTRAS), np.float32)
        for i, run in enumerate(runs):
            inputs[: len(run), i, :size] = [self._words[token.norm[:_TOLD_APART]] for token in run]
            inputs[: len(run), i, size:] = extras(run)
        scores: Floats = self._sentence.run(None, {"inputs": inputs, "lengths": lengths})[0]
        return scores[:, :, self._followed]

    def _learn(self, words: set[str]) -> None:
        """Compute what depends on the form alone for the forms not yet kept."""
        if len(self._words) + len(words) > _KEPT_FORMS:
            self._words.clear()
        new = sorted(words - self._words.keys(), key=len)
        for first in range(0, len(new), 256):
            part = new[first : first + 256]
            (letters,) = self._letters.run(None, {"letters": self._codes(part)})
            rows = [forms().row(form) for form in part]
            known = np.where(np.array(rows)[:, None] >= 0, vectors()[rows] * np.float32(UNIT), 0).astype(np.float32)
            self._words.update(zip(part, np.concatenate([known, letters], axis=1), strict=True))

    def _codes(self, words: Sequence[str]) -> NDArray[np.int64]:
        codes = [letter_codes(word, self._alphabet) for word in words]
        padded = np.zeros((len(codes), max(map(len, codes))), np.int64)
        for row, code in zip(padded, codes, strict=True):
            row[: len(code)] = code
        return padded
