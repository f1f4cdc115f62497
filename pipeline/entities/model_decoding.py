"""The best labels of a sentence, and how sure each is, from scores of labels and of their order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Order:
    """Which label may follow which.

    Attributes:
        start: scores of a sentence's first label, (labels).
        follow: follow[i, j] is the score of label j after label i, (labels, labels).
    """

    start: Floats
    follow: Floats

    def best(self, scores: Floats, lengths: NDArray[np.int32]) -> list[NDArray[np.intp]]:
        """The best path of each sentence (Viterbi).

        Args:
            scores: (steps, batch, labels); steps past a sentence's length are ignored.
            lengths: (batch).
        """
        back = np.zeros(scores.shape, np.intp)
        reached = np.empty_like(scores)
        reached[0] = self.start + scores[0]
        for step in range(1, len(scores)):
            ways = reached[step - 1][:, :, None] + self.follow
            back[step] = ways.argmax(1)
            np.add(ways.max(1), scores[step], out=reached[step])
        return [_traced(back[:length, i], reached[length - 1, i]) for i, length in enumerate(lengths)]

    def shares(self, scores: Floats, lengths: NDArray[np.int32]) -> Floats:
        """The probability of each label at each step, (steps, batch, labels) (forward-backward)."""
        forward = np.empty_like(scores)
        forward[0] = self.start + scores[0]
        for step in range(1, len(scores)):
            forward[step] = _log_sum(forward[step - 1][:, :, None] + self.follow, 1) + scores[step]
        backward = np.zeros_like(scores)
        for step in range(len(scores) - 2, -1, -1):
            ahead = (backward[step + 1] + scores[step + 1])[:, None, :] + self.follow
            backward[step] = np.where((step + 1 < lengths)[:, None], _log_sum(ahead, 2), 0)
        joint = forward + backward
        share: Floats = np.exp(joint - _log_sum(joint, 2)[:, :, None])
        return share


def _traced(back: NDArray[np.intp], last: Floats) -> NDArray[np.intp]:
    """The path that ends in the best label of the last step, followed backwards."""
    path = [int(last.argmax())]
    for came_from in back[:0:-1].tolist():
        path.append(came_from[path[-1]])
    return np.array(path[::-1], np.intp)


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
    return total
