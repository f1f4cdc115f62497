"""Viterbi and forward-backward against counting every path."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.model_decoding import Order

LABELS = 3


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_best_path_and_shares_are_those_of_all_paths(seed: int, lengths: list[int]) -> None:
    random = np.random.default_rng(seed)
    order = Order(*(random.normal(size=shape).astype(np.float32) for shape in ((LABELS,), (LABELS, LABELS))))
    scores = random.normal(size=(max(lengths), len(lengths), LABELS)).astype(np.float32)
    paths = order.best(scores, np.array(lengths, np.int32))
    shares = order.shares(scores, np.array(lengths, np.int32))
    for i, length in enumerate(lengths):
        worth = {path: value(order, scores[:length, i], path) for path in product(range(LABELS), repeat=length)}
        assert np.isclose(worth[tuple(int(label) for label in paths[i])], max(worth.values()), atol=1e-4)
        total = sum(np.exp(list(worth.values())))
        for step in range(length):
            share = sum(np.exp(value) for path, value in worth.items() if path[step] == 0) / total
            assert np.isclose(shares[step, i, 0], share, atol=1e-3)


def value(order: Order, scores: np.ndarray, path: tuple[int, ...]) -> float:
    steps = sum(order.follow[a, b] for a, b in pairwise(path))
    return float(order.start[path[0]] + steps + sum(scores[i, label] for i, label in enumerate(path)))
