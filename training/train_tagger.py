"""Train the network: `python -m training.train_tagger CORPUS [--all] [--news NEWS.jsonl.xz ...]`.

CORPUS is in ANERcorp's form. Without --all the development part is left out. NEWS holds the articles whose names
training/names.tsv tells. Needs torch, numpy and onnx beside what the project needs.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from pipeline.entities.model_decoding import Order
from pipeline.entities.model_network import EXTRAS, KINDS, Rules
from training.anercorp import read, split
from training.annotated_news import labelled_runs
from training.augment import replace_names
from training.batches import ALPHABET, BATCH, LABELS, Run, Seen, batch, runs, see, shuffled, table
from training.export import save
from training.network import Batch, Network
from training.score_names import chunks

MODELS = Path("pipeline/entities/models")
BLANK = 0.1
RATE = 2.5e-3
TIMES = 2  # the corpus is read in each round; marked news once
CHANGED = 0.3  # of the sentences get other names
UNLISTED = 0.25  # of the sentences are read without lists

Example = tuple[Run, Rules]


def main() -> None:
    """Write letters.onnx, sentence.onnx and names.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--all", action="store_true", help="train on the development part too")
    parser.add_argument("--news", type=Path, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=MODELS)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    sentences = read(args.corpus)
    gold: list[Example] = [(run, "anercorp") for run in runs(sentences if args.all else split(sentences)[0])] * TIMES
    gold += [(run, "rasd") for run in (labelled_runs(args.news) if args.news else [])]
    network = Network(table(), LABELS, ALPHABET, EXTRAS)
    train(network, gold, [(run, "anercorp") for run in runs(split(sentences)[1])], args.rounds)
    args.out.mkdir(parents=True, exist_ok=True)
    write(network, args.out)


def train(network: Network, gold: list[Example], development: list[Example], rounds: int) -> None:
    """AdamW under a one-cycle rate; what is kept is the running mean of the weights."""
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    means = [weight.detach().clone() for weight in weights]
    unchanged, dev = [see(*run) for run in gold], [see(*run) for run in development]
    steps = rounds * -(-len(gold) // BATCH)
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.15)
    step = 0
    for turn in range(rounds):
        began, total = time.process_time(), 0.0
        parts = list(shuffled([_changed(*pair) for pair in zip(gold, unchanged, strict=True)]))
        for part in parts:
            loss = network.loss(_without_lists(batch(part)), BLANK)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 5.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += loss.item()
            _follow(means, weights, min(0.998, step / (step + 20)))
        print(f"{turn} loss {total / len(parts):.3f}, {time.process_time() - began:.0f} s of one core", flush=True)
        if turn % 6 == 5 or turn == rounds - 1:
            last = [weight.detach().clone() for weight in weights]
            _follow(weights, means, 0.0)
            print(f"{turn} development {_score(network, dev):.2f}", flush=True)
            if turn < rounds - 1:
                _follow(weights, last, 0.0)


def _score(network: Network, development: Sequence[Seen]) -> float:
    """F1 of whole names over our tokens, in per cent."""
    network.eval()
    order = Order(network.start.detach().numpy(), network.follow.detach().numpy())
    right = found = wanted = 0
    for first in range(0, len(development), BATCH):
        part = development[first : first + BATCH]
        lengths = np.array([len(seen.words) for seen in part], np.int32)
        with torch.no_grad():
            scores = network.scores(batch(part)).numpy().transpose(1, 0, 2)
        for path, seen in zip(order.best(scores, lengths), part, strict=True):
            predicted, gold = (chunks([LABELS[i] for i in labels]) for labels in (path, seen.targets.argmax(1)))
            right, found, wanted = right + len(predicted & gold), found + len(predicted), wanted + len(gold)
    network.train()
    return 200 * right / max(found + wanted, 1)


def learnt(network: Network) -> dict[str, torch.Tensor]:
    """The weights but for the vectors of words, which are not learnt here."""
    return {name: weight.detach() for name, weight in network.state_dict().items() if name != "emb.weight"}


def write(network: Network, folder: Path) -> None:
    """The graphs for onnxruntime, and what their numbers mean."""
    save({name: weight.numpy() for name, weight in learnt(network).items()}, folder)
    about = {
        "name": "names-2",
        "labels": LABELS,
        "alphabet": ALPHABET,
        "start": network.start.detach().numpy().round(4).tolist(),
        "follow": network.follow.detach().numpy().round(4).tolist(),
    }
    (folder / "names.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


def _changed(marked: Example, seen: Seen) -> Seen:
    """Some sentences with other names in them."""
    run, rules = marked
    return see(replace_names(*run), rules) if random.random() < CHANGED else seen


def _without_lists(made: Batch) -> Batch:
    """Some sentences as if no list knew their names, so that the network does not lean on the lists."""
    kept = torch.rand(len(made.lengths), 1, 1) > UNLISTED
    made.extra[:, :, len(KINDS) :] *= kept
    return made


def _follow(means: list[torch.Tensor], weights: list[torch.Tensor], keep: float) -> None:
    with torch.no_grad():
        for mean, weight in zip(means, weights, strict=True):
            mean.mul_(keep).add_(weight, alpha=1 - keep)


if __name__ == "__main__":
    main()
