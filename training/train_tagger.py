"""Train the network: `python -m training.train_tagger CORPUS [--all]`.

CORPUS is in ANERcorp's form. Without --all the development part is left out.
Needs torch, numpy and onnx beside what the project needs.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from pipeline.entities.model_forms import UNIT, forms, vectors
from pipeline.entities.model_network import EXTRAS, KINDS, extras, letter_codes
from pipeline.entities.windows import LONGEST
from pipeline.text import Token
from training.anercorp import Annotated, read, split, token_labels
from training.augment import replace_names
from training.export import save
from training.network import Batch, Network
from training.score_names import chunks

MODELS = Path("pipeline/entities/models")
ALPHABET = "ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئگچژڭ"
LABELS = ["O", *(f"{mark}-{kind}" for kind in ("PER", "LOC", "ORG", "MISC") for mark in "BI")]
BATCH = 32
BLANK = 0.1
RATE = 2.5e-3
CHANGED = 0.3  # of the sentences get other names
UNLISTED = 0.25  # of the sentences are read without lists

Run = tuple[list[Token], list[str]]


def main() -> None:
    """Write letters.onnx, sentence.onnx and names.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--all", action="store_true", help="train on the development part too")
    parser.add_argument("--rounds", type=int, default=18)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=MODELS)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(args.threads)
    sentences = read(args.corpus)
    gold = runs(sentences if args.all else split(sentences)[0])
    network = train(gold, runs(split(sentences)[1]), args.rounds)
    write(network, args.out)


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


def train(gold: list[Run], development: list[Run], rounds: int) -> Network:
    """AdamW under a one-cycle rate; what is kept is the running mean of the weights."""
    network = Network(table(), LABELS, ALPHABET, EXTRAS)
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    means = [weight.detach().clone() for weight in weights]
    steps = rounds * -(-len(gold) // BATCH)
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.15)
    step = 0
    for turn in range(rounds):
        began, total = time.time(), 0.0
        for part in _shuffled(list(gold)):
            loss = network.loss(_without_lists(batch([_changed(run) for run in part])), BLANK)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 5.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += loss.item()
            _follow(means, weights, min(0.998, step / (step + 20)))
        print(f"{turn} loss {total / steps * rounds:.3f}, {time.time() - began:.0f} s", flush=True)
        if turn % 4 == 3 or turn == rounds - 1:
            last = [weight.detach().clone() for weight in weights]
            _follow(weights, means, 0.0)
            print(f"{turn} development {development_f1(network, development):.1f}", flush=True)
            if turn < rounds - 1:
                _follow(weights, last, 0.0)
    return network


def table() -> torch.Tensor:
    """The vectors, row 0 for unknown forms."""
    rows = vectors().astype(np.float32) * UNIT
    return torch.from_numpy(np.concatenate([np.zeros_like(rows[:1]), rows]))


def batch(part: Sequence[Run]) -> Batch:
    """Runs as tensors."""
    shape = (len(part), max(len(tokens) for tokens, _ in part))
    rows, words, labels = (np.zeros(shape, np.int64) for _ in range(3))
    extra = np.zeros((*shape, EXTRAS), np.float32)
    places: dict[str, int] = {"": 0}
    for i, (tokens, marks) in enumerate(part):
        n = len(tokens)
        rows[i, :n] = [forms().row(token.norm) + 1 for token in tokens]
        words[i, :n] = [places.setdefault(token.norm, len(places)) for token in tokens]
        labels[i, :n] = [LABELS.index(mark) for mark in marks]
        extra[i, :n] = extras(tokens)
    codes = [letter_codes(word, ALPHABET) for word in places]
    letters = np.zeros((len(codes), max(map(len, codes))), np.int64)
    for row, code in zip(letters, codes, strict=True):
        row[: len(code)] = code
    lengths = torch.tensor([len(tokens) for tokens, _ in part])
    tensors = (torch.from_numpy(array) for array in (rows, words, letters, extra))
    return Batch(*tensors, lengths, torch.from_numpy(labels))


def development_f1(network: Network, development: Sequence[Run]) -> float:
    """F1 of whole names over our tokens, in per cent."""
    from pipeline.entities.model_decoding import Order

    network.eval()
    order = Order(network.start.detach().numpy(), network.follow.detach().numpy())
    right = found = wanted = 0
    with torch.no_grad():
        for first in range(0, len(development), BATCH):
            part = development[first : first + BATCH]
            made = batch(part)
            scores = network.scores(made).transpose(0, 1).numpy()
            for path, (_, labels) in zip(order.best(scores, made.lengths.numpy()), part, strict=True):
                predicted, gold = chunks([LABELS[i] for i in path]), chunks(labels)
                right, found, wanted = right + len(predicted & gold), found + len(predicted), wanted + len(gold)
    network.train()
    return 200 * right / max(found + wanted, 1)


def write(network: Network, folder: Path) -> None:
    """The graphs for onnxruntime, and what their numbers mean."""
    save({name: weight.detach().numpy() for name, weight in network.state_dict().items()}, folder)
    about = {
        "name": "names-1",
        "labels": LABELS,
        "alphabet": ALPHABET,
        "start": network.start.detach().numpy().round(4).tolist(),
        "follow": network.follow.detach().numpy().round(4).tolist(),
    }
    (folder / "names.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


def _shuffled(examples: list[Run]) -> Iterator[list[Run]]:
    """Batches of runs of about one length, in random order."""
    random.shuffle(examples)
    batches = []
    for first in range(0, len(examples), BATCH * 8):
        group = sorted(examples[first : first + BATCH * 8], key=lambda run: len(run[0]))
        batches += [group[i : i + BATCH] for i in range(0, len(group), BATCH)]
    random.shuffle(batches)
    yield from batches


def _changed(run: Run) -> Run:
    """Some sentences with other names in them."""
    return replace_names(*run) if random.random() < CHANGED else run


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
