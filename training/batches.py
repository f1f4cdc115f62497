"""Sentences as tensors: what the network sees of each token, and what its labels should be."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.entities.model_forms import UNIT, forms, vectors
from pipeline.entities.model_network import EXTRAS, Rules, extras, letter_codes
from pipeline.entities.windows import LONGEST
from pipeline.text import Token
from training.anercorp import Annotated, token_labels
from training.network import Batch

ALPHABET = "ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئگچژڭ"
LABELS = ["O", *(f"{mark}-{kind}" for kind in ("PER", "LOC", "ORG", "MISC") for mark in "BI")]
BATCH = 32  # sentences

Run = tuple[list[Token], list[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the network sees it.

    Attributes:
        words: folded forms.
        rows: their vectors' rows, 0 for none.
        extra: (tokens, EXTRAS).
        targets: (tokens, LABELS).
        rules: the place of the rules that it was marked by.
    """

    words: list[str]
    rows: NDArray[np.int64]
    extra: NDArray[np.float32]
    targets: NDArray[np.float32]
    rules: int


def see(run: Run, rules: Rules) -> Seen:
    """Labelled tokens, marked by these rules."""
    tokens, labels = run
    words = [token.norm for token in tokens]
    rows = np.array([forms().row(word) + 1 for word in words], np.int64)
    targets = np.eye(len(LABELS), dtype=np.float32)[[LABELS.index(label) for label in labels]]
    return Seen(words, rows, extras(tokens), targets, get_args(Rules).index(rules))


def runs(sentences: Sequence[Annotated]) -> list[Run]:
    """Sentences as labelled tokens, long ones cut where no name is cut."""
    cut: list[Run] = []
    for sentence in sentences:
        tokens, labels = token_labels(sentence)
        while len(tokens) > LONGEST:
            end = next(
                (i for i in range(LONGEST, 1, -1) if tokens[i - 1].kind == "punct" and labels[i][0] != "I"), LONGEST
            )
            cut.append((tokens[:end], labels[:end]))
            tokens, labels = tokens[end:], labels[end:]
        cut.append((tokens, labels))
    return cut


def table() -> torch.Tensor:
    """The vectors, row 0 for unknown forms."""
    rows = vectors().astype(np.float32) * UNIT
    return torch.from_numpy(np.concatenate([np.zeros_like(rows[:1]), rows]))


def batch(part: Sequence[Seen]) -> Batch:
    """Sentences side by side."""
    shape = (len(part), max(len(seen.words) for seen in part))
    rows, words = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    extra = np.zeros((*shape, EXTRAS), np.float32)
    targets = np.zeros((*shape, len(LABELS)), np.float32)
    places: dict[str, int] = {"": 0}
    for i, seen in enumerate(part):
        n = len(seen.words)
        rows[i, :n], extra[i, :n], targets[i, :n] = seen.rows, seen.extra, seen.targets
        words[i, :n] = [places.setdefault(word, len(places)) for word in seen.words]
    lengths = torch.tensor([len(seen.words) for seen in part])
    rules = torch.tensor([seen.rules for seen in part])
    inputs = map(torch.from_numpy, (rows, words, _letters(places), extra))
    return Batch(*inputs, lengths, rules, torch.from_numpy(targets), _pairs(part))


def shuffled(examples: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Batches of sentences of about one length, in random order."""
    mixed = random.sample(examples, len(examples))
    batches = []
    for first in range(0, len(mixed), BATCH * 8):
        group = sorted(mixed[first : first + BATCH * 8], key=lambda seen: len(seen.words))
        batches += [group[i : i + BATCH] for i in range(0, len(group), BATCH)]
    random.shuffle(batches)
    yield from batches


def _pairs(part: Sequence[Seen]) -> torch.Tensor:
    counted = sum(seen.targets[:-1].T @ seen.targets[1:] for seen in part)
    return torch.from_numpy(np.asarray(counted, np.float32))


def _letters(places: dict[str, int]) -> NDArray[np.int64]:
    codes = [letter_codes(word, ALPHABET) for word in places]
    letters = np.zeros((len(codes), max(map(len, codes))), np.int64)
    for row, code in zip(letters, codes, strict=True):
        row[: len(code)] = code
    return letters
