"""The network in torch, as it is trained; training.export writes it for onnxruntime."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from pipeline.entities.model_network import FIRST
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
        labels: (batch, steps).
    """

    rows: Tensor
    words: Tensor
    letters: Tensor
    extra: Tensor
    lengths: Tensor
    labels: Tensor


class Network(nn.Module):
    """Letters and vectors -> two bidirectional LSTMs -> conditional random field."""

    def __init__(self, vectors: Tensor, labels: list[str], alphabet: str, extras: int) -> None:
        super().__init__()
        self.emb = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.ce = nn.Embedding(FIRST + len(alphabet), LETTER_SIZE, padding_idx=0)
        self.conv = nn.ModuleList([nn.Conv1d(LETTER_SIZE, FILTERS, w, padding=w // 2) for w in WIDTHS])
        size = vectors.shape[1] + len(WIDTHS) * FILTERS + extras
        self.l1 = nn.LSTM(size, HIDDEN, batch_first=True, bidirectional=True)
        self.l2 = nn.LSTM(2 * HIDDEN, HIDDEN, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * HIDDEN, len(labels))
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
        """(batch, steps, labels); a share `blank` of the vectors is left out, so that letters must do."""
        vectors = self.emb(batch.rows)
        if blank:
            vectors = vectors * (torch.rand(batch.rows.shape) > blank)[..., None]
        below = torch.cat([vectors, self._letters(batch.letters)[batch.words], batch.extra], 2)
        packed = pack_padded_sequence(self.below(below), batch.lengths, batch_first=True, enforce_sorted=False)
        inner, _ = self.l1(packed)
        inner, _ = self.l2(inner._replace(data=self.within(inner.data)))
        padded, _ = pad_packed_sequence(inner, batch_first=True)
        return self.out(self.within(padded))

    def _letters(self, codes: Tensor) -> Tensor:
        embedded, there = self.ce(codes).transpose(1, 2), (codes > 0)[:, None, :]
        cut = [conv(embedded)[:, :, : codes.shape[1]].masked_fill(~there, -1e4) for conv in self.conv]
        return torch.cat([torch.relu(part.amax(2)) for part in cut], 1)

    def loss(self, batch: Batch, blank: float) -> Tensor:
        """Mean negative log likelihood of a sentence's labels."""
        scores, labels = self.scores(batch, blank), batch.labels
        inside = torch.arange(labels.shape[1])[None] < batch.lengths[:, None]
        right = (scores.gather(2, labels[..., None]).squeeze(2) * inside).sum(1) + self.start[labels[:, 0]]
        right = right + (self.follow[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]).sum(1)
        reached = self.start + scores[:, 0]
        for step in range(1, labels.shape[1]):
            further = torch.logsumexp(reached[:, :, None] + self.follow, 1) + scores[:, step]
            reached = torch.where(inside[:, step, None], further, reached)
        return (torch.logsumexp(reached, 1) - right).mean()
