"""Let the first layers read news before they learn names: `python -m training.read_news OUT NEWS.jsonl.xz ...`.

A language model in both directions (Peters et al. 2017, "Semi-supervised sequence tagging with bidirectional language
models"), but of the very layers that the tagger has: the letters and the first recurrent layer learn to tell the next
word and the one before, from ten million words that nobody annotated. The tagger then starts from them
(training.train_tagger --start OUT), and costs no more when it reads.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.entities.model_forms import forms
from pipeline.entities.model_network import EXTRAS
from pipeline.text import tokenise
from training.batches import ALPHABET, LABELS, Seen, batch, see, shuffled, table
from training.count_forms import articles
from training.network import HIDDEN, Batch, Network
from training.train_vectors import SENTENCE

TOLD = 30_000  # of the most frequent forms are told; the others are passed over
CUTS = [1_000, 6_000]  # forms of the adaptive softmax's classes
AT_ONCE = 16_000  # sentences in memory
SHORTEST, LONGEST = 4, 70  # tokens
RATE = 2e-3
BLANK = 0.1
_PARTS = ("ce.", "conv.", "l1.")


class Teller(nn.Module):
    """The tagger's first layers with a softmax over forms on each direction."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.after, self.before = (nn.AdaptiveLogSoftmaxWithLoss(HIDDEN, TOLD, CUTS, div_value=2.0) for _ in range(2))

    def loss(self, made: Batch) -> Tensor:
        """Mean negative log likelihood of a word, given those before it or those behind it."""
        inner = self.network.within(self.network.first(made, BLANK))
        targets = torch.where(made.rows > 0, len(forms()) - made.rows, TOLD)  # the most frequent is 0
        ahead = _told(self.after, inner[:, :-1, :HIDDEN], targets[:, 1:])
        back = _told(self.before, inner[:, 1:, HIDDEN:], targets[:, :-1])
        return (ahead + back) / 2


def main() -> None:
    """Write the weights of the letters and the first layer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    random.seed(3)
    torch.manual_seed(3)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    network = Network(table(), LABELS, ALPHABET, EXTRAS)
    learn(Teller(network), sentences(args.news), args.words)
    kept = {name: weight for name, weight in network.state_dict().items() if name.startswith(_PARTS)}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(kept, args.out)


def learn(teller: Teller, texts: Iterator[str], words: int) -> None:
    """Until so many words are read."""
    weights = [weight for weight in teller.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    read, told = 0, 0
    while read < words and (part := list(islice(texts, AT_ONCE))):
        began, losses = time.process_time(), []
        for seen in shuffled([_see(text) for text in part]):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, 0.05 + read / (0.05 * words), 0.02 + (1 - read / words) / 0.7)
            optimiser.zero_grad()
            loss = teller.loss(batch(seen))
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            losses.append(loss.item())
            read = min(words, read + sum(len(one.words) for one in seen))
        told = read
        print(
            f"{told:,} words, loss {np.mean(losses):.3f}, {time.process_time() - began:.0f} s of one core", flush=True
        )


def sentences(news: Sequence[Path]) -> Iterator[str]:
    """Of all articles, in random order; those too short or too long are left out."""
    texts = list(articles(list(news)))
    random.shuffle(texts)
    for text in texts:
        yield from (sentence for sentence in SENTENCE.split(text) if SHORTEST <= len(sentence.split()) < LONGEST)


def _see(text: str) -> Seen:
    tokens = tokenise(text)[:LONGEST]
    return see(tokens, np.zeros((len(tokens), len(LABELS)), np.float32), certain=False)


def _told(softmax: nn.AdaptiveLogSoftmaxWithLoss, inner: Tensor, targets: Tensor) -> Tensor:
    known = targets < TOLD
    loss: Tensor = softmax(inner[known], targets[known]).loss
    return loss


if __name__ == "__main__":
    main()
