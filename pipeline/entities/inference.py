"""How a network is run: on one thread, on sentences of about one length at a time."""

from collections.abc import Iterator, Sequence

import onnxruntime  # type: ignore[import-untyped]  # it has no types

_BATCH = 16  # sentences read at once
_ALIKE = 0.7  # of a batch's longest sentence: a shorter one costs more in filling than it saves in company


def session(model: bytes | str) -> onnxruntime.InferenceSession:
    """A model, or the file that holds one, ready to run. One thread: a worker is scaled by its processes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def batches(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """`(first, end)` of stretches of about one length, longest first, so that little is computed for nothing."""
    first = 0
    for place in range(1, len(lengths) + 1):
        full = place == len(lengths) or place - first == _BATCH
        if full or lengths[place] < _ALIKE * lengths[first]:
            yield first, place
            first = place
