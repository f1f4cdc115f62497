"""The network in torch, as it is trained; training.export writes it for onnxruntime."""

from dataclasses import dataclass
from typing import get_args

import torch
from torch import Tensor, nn

from pipeline.entities.model_network import FIRST, Rules
from training.crf import Loss
from training.export import WIDTHS

FILTERS = 48
LETTER_SIZE = 32
HIDDEN = 128
NEVER = -10.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences side by side.

    Attributes:
        rows: vector rows, 0 for none, (batch, steps).
        words: places of the words in `letters`, (batch, steps).
        letters: letter codes of the batch's different words, (words, letters).
        extra: what else is known of each token, one number a column, (batch, steps, extras).
        lengths: (batch).
        rules: the place of the rules that a sentence was marked by, (batch).
        targets: 1 for the label of each token, (batch, steps, labels).
        pairs: how often label j comes after label i, (labels, labels).
    """

    rows: Tensor
    words: Tensor
    letters: Tensor
    extra: Tensor
    lengths: Tensor
    rules: Tensor
    targets: Tensor
    pairs: Tensor

    def inside(self) -> Tensor:
        """1 for a token, 0 for filling, (batch, steps)."""
        return (torch.arange(self.rows.shape[1])[None] < self.lengths[:, None]).float()


class Network(nn.Module):
    """Letters and vectors -> two bidirectional LSTMs -> conditional random field."""

    def __init__(self, vectors: Tensor, labels: list[str], alphabet: str, extras: int) -> None:
        super().__init__()
        self.emb = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.ce = nn.Embedding(FIRST + len(alphabet), LETTER_SIZE, padding_idx=0)
        self.conv = nn.ModuleList([nn.Conv1d(LETTER_SIZE, FILTERS, w, padding=w // 2) for w in WIDTHS])
        size = vectors.shape[1] + len(WIDTHS) * FILTERS + extras
        self.l1, self.l2 = _layer(size), _layer(2 * HIDDEN)
        self.out = nn.Linear(2 * HIDDEN, len(get_args(Rules)) * len(labels))
        self.follow = nn.Parameter(torch.zeros(len(labels), len(labels)))
        self.start = nn.Parameter(torch.zeros(len(labels)))
        self.below, self.within = nn.Dropout(0.4), nn.Dropout(0.5)
        self._forbid(labels)

    def _forbid(self, labels: list[str]) -> None:
        """An I- follows its like only."""
        with torch.no_grad():
            for j, label in enumerate(labels):
                if label[0] == "I":
                    self.start[j] = NEVER
                    for i, before in enumerate(labels):
                        if before[1:] != label[1:]:
                            self.follow[i, j] = NEVER

    def scores(self, batch: Batch, blank: float = 0.0) -> Tensor:
        """(batch, steps, labels), by the rules of each sentence; a share `blank` of the vectors is left out."""
        vectors = self.emb(batch.rows)
        if blank:
            vectors = vectors * (torch.rand(batch.rows.shape) > blank)[..., None]
        below = torch.cat([vectors, self._letters(batch.letters)[batch.words], batch.extra], 2)
        turned = _turned(batch)
        inner = self.within(_read(self.l1, self.below(below), turned))
        scores = self.out(self.within(_read(self.l2, inner, turned))).unflatten(2, (-1, len(self.start)))
        return scores[torch.arange(len(scores)), :, batch.rules]

    def loss(self, batch: Batch, blank: float) -> Tensor:
        """Mean negative log likelihood of a sentence's targets."""
        scores = self.scores(batch, blank)
        loss: Tensor = Loss.apply(scores, self.start, self.follow, batch.targets, batch.pairs, batch.inside())
        return loss

    def _letters(self, codes: Tensor) -> Tensor:
        embedded, there = self.ce(codes).transpose(1, 2), (codes > 0)[:, None, :]
        cut = [conv(embedded)[:, :, : codes.shape[1]].masked_fill(~there, -1e4) for conv in self.conv]
        return torch.cat([torch.relu(part.amax(2)) for part in cut], 1)


def _layer(size: int) -> nn.LSTM:
    return nn.LSTM(size, HIDDEN, batch_first=True, bidirectional=True)


def _turned(batch: Batch) -> Tensor:
    """Where each step of a sentence read from its end stands; filling stays. (batch, steps)."""
    steps = torch.arange(batch.rows.shape[1])[None]
    back = batch.lengths[:, None] - 1 - steps
    return torch.where(back >= 0, back, steps)


def _read(layer: nn.LSTM, below: Tensor, turned: Tensor) -> Tensor:
    """Both directions of a layer. One at a time and unpacked they run fused, which packed sequences do not."""
    sides = [_side(layer, "", below), _at(_side(layer, "_reverse", _at(below, turned)), turned)]
    return torch.cat(sides, 2)


def _side(layer: nn.LSTM, side: str, below: Tensor) -> Tensor:
    weights = [getattr(layer, f"{name}_l0{side}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
    nothing = below.new_zeros(1, len(below), HIDDEN)
    read: Tensor = torch.lstm(below, (nothing, nothing), weights, True, 1, 0.0, layer.training, False, True)[0]
    return read


def _at(inner: Tensor, places: Tensor) -> Tensor:
    return inner.gather(1, places[..., None].expand(-1, -1, inner.shape[2]))
