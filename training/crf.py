"""The loss of a linear-chain conditional random field, with targets that need not be certain.

The gradient of its log likelihood is what the labels are expected to be less what they should be (Lafferty et al.
2001, "Conditional random fields"), so targets may be probabilities as well: those that a teacher gives.
"""

from typing import Any

import torch
from torch import Tensor


class Loss(torch.autograd.Function):
    """Mean over sentences of log Z less the score that the targets expect."""

    @staticmethod
    def forward(
        ctx: Any, scores: Tensor, start: Tensor, follow: Tensor, targets: Tensor, pairs: Tensor | None, inside: Tensor
    ) -> Tensor:
        """The loss.

        Args:
            ctx: torch's.
            scores: (batch, steps, labels).
            start: scores of a first label, (labels).
            follow: scores of label j after label i, (labels, labels).
            targets: the probability that each label should have, (batch, steps, labels).
            pairs: how often label j should come after label i in the whole batch, (labels, labels); None to leave
                `start` and `follow` as they are.
            inside: 1 for a token, 0 for filling, (batch, steps).
        """
        expected, counts, log_z = _expected(scores, start, follow, inside)
        off = (expected - targets) * inside[..., None] / len(scores)
        ctx.save_for_backward(off)
        ctx.order = None if pairs is None else (off[:, 0].sum(0), (counts - pairs) / len(scores))
        wanted = (scores * targets * inside[..., None]).sum() + (start * targets[:, 0]).sum()
        if pairs is not None:
            wanted = wanted + (follow * pairs).sum()
        return (log_z.sum() - wanted) / len(scores)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """The gradients by scores, start and follow."""
        (scores,) = ctx.saved_tensors
        start, follow = ctx.order or (None, None)
        scaled = (None if grad is None else grad * grads[0] for grad in (scores, start, follow))
        return (*scaled, None, None, None)


def shares(scores: Tensor, start: Tensor, follow: Tensor, inside: Tensor) -> Tensor:
    """The probability of each label of each token, (batch, steps, labels)."""
    return _expected(scores, start, follow, inside)[0]


def _expected(scores: Tensor, start: Tensor, follow: Tensor, inside: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """`(probabilities of labels, expected counts of pairs over the batch, log Z)`, by forward-backward."""
    top = scores.amax(2, keepdim=True)
    here, after = torch.exp(scores - top), torch.exp(follow)
    forward, backward = torch.empty_like(scores), torch.ones_like(scores)
    total = torch.ones_like(top)  # of each step, so that nothing runs out of range
    reached = torch.exp(start) * here[:, 0]
    for step in range(scores.shape[1]):
        if step:
            reached = (reached @ after) * here[:, step]
        total[:, step] = reached.sum(1, keepdim=True)
        reached = reached / total[:, step]
        forward[:, step] = reached
    for step in range(scores.shape[1] - 2, -1, -1):
        ahead = (here[:, step + 1] * backward[:, step + 1] / total[:, step + 1]) @ after.T
        backward[:, step] = torch.where(inside[:, step + 1, None] > 0, ahead, 1.0)
    arriving = here * backward / total * inside[..., None]
    pairs = after * (forward[:, :-1].flatten(0, 1).T @ arriving[:, 1:].flatten(0, 1))
    log_z = ((torch.log(total) + top)[..., 0] * inside).sum(1)
    return forward * backward, pairs, log_z
