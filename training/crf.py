"""The loss of a linear-chain conditional random field.

The gradient of its log likelihood is what the labels are expected to be less what they are (Lafferty et al. 2001,
"Conditional random fields").
"""

from typing import Any

import torch
from torch import Tensor


class Loss(torch.autograd.Function):
    """Mean over sentences of log Z less the score that the targets expect."""

    @staticmethod
    def forward(
        ctx: Any, scores: Tensor, start: Tensor, follow: Tensor, targets: Tensor, pairs: Tensor, inside: Tensor
    ) -> Tensor:
        """The loss.

        Args:
            ctx: torch's.
            scores: (batch, steps, labels).
            start: scores of a first label, (labels).
            follow: scores of label j after label i, (labels, labels).
            targets: 1 for the label of each step, (batch, steps, labels).
            pairs: how often label j comes after label i in the whole batch, (labels, labels).
            inside: 1 for a token, 0 for filling, (batch, steps).
        """
        expected, counts, log_z = _expected(scores, start, follow, inside)
        off = (expected - targets) * inside[..., None] / len(scores)
        ctx.save_for_backward(off, (counts - pairs) / len(scores))
        wanted = (scores * targets * inside[..., None]).sum() + (start * targets[:, 0]).sum() + (follow * pairs).sum()
        return (log_z.sum() - wanted) / len(scores)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """The gradients by scores, start and follow."""
        scores, follow = ctx.saved_tensors
        return scores * grads[0], scores[:, 0].sum(0) * grads[0], follow * grads[0], None, None, None


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
