"""A trained tagger as ONNX graphs, built node by node, so that nothing of torch is needed to read them.

Two graphs: `letters` (a word's letters -> its letter vector, done once a form and kept) and `sentence`
(word inputs of a batch -> label scores).
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = dict[str, NDArray[np.float32]]
OPSET = [helper.make_opsetid("", 17)]
WIDTHS = (2, 3, 4)


def letters_graph(weights: Weights) -> onnx.ModelProto:
    """int64 letters (words, length), 0 after the end -> float32 (words, 3 x filters)."""
    graph = _Graph(weights)
    graph.node("Gather", ["ce.weight", "letters"], "embedded")
    graph.node("Transpose", ["embedded"], "channels", perm=[0, 2, 1])
    graph.constant("zero", np.array(0, np.int64))
    graph.constant("blank", np.array(-1e4, np.float32))
    graph.constant("one_axis", np.array([1], np.int64))
    graph.constant("length_axis", np.array([2], np.int64))
    graph.constant("zeros", np.array([0], np.int64))
    graph.node("Greater", ["letters", "zero"], "there")
    graph.node("Unsqueeze", ["there", "one_axis"], "there3")
    graph.node("Shape", ["letters"], "shape")
    graph.node("Gather", ["shape", "one_axis"], "length", axis=0)
    pooled = []
    for i, width in enumerate(WIDTHS):
        pads = [width // 2, width // 2]
        graph.node("Conv", ["channels", f"conv.{i}.weight", f"conv.{i}.bias"], f"conv{i}", pads=pads)
        graph.node("Slice", [f"conv{i}", "zeros", "length", "length_axis"], f"cut{i}")
        graph.node("Where", ["there3", f"cut{i}", "blank"], f"masked{i}")
        graph.node("ReduceMax", [f"masked{i}"], f"max{i}", axes=[2], keepdims=0)
        graph.node("Relu", [f"max{i}"], f"relu{i}")
        pooled.append(f"relu{i}")
    graph.node("Concat", pooled, "letter_vectors", axis=1)
    inputs = [helper.make_tensor_value_info("letters", TensorProto.INT64, ["words", "length"])]
    return graph.model(inputs, "letter_vectors", ["words", "size"])


def sentence_graph(weights: Weights) -> onnx.ModelProto:
    """float32 inputs (steps, batch, size), int32 lengths (batch) -> float32 scores (steps, batch, rules x labels)."""
    graph = _Graph(weights)
    graph.constant("flat", np.array([0, 0, -1], np.int64))
    below = "inputs"
    for layer in ("l1", "l2"):
        below = _lstm(graph, layer, below)
    graph.constant("out.T", weights["out.weight"].T.copy())
    graph.node("MatMul", [below, "out.T"], "product")
    graph.node("Add", ["product", "out.bias"], "scores")
    size = weights["l1.weight_ih_l0"].shape[1]
    inputs = [
        helper.make_tensor_value_info("inputs", TensorProto.FLOAT, ["steps", "batch", size]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
    ]
    return graph.model(inputs, "scores", ["steps", "batch", len(weights["out.bias"])])


def save(weights: Weights, folder: Path) -> None:
    """Write letters.onnx and sentence.onnx."""
    onnx.save(letters_graph(weights), folder / "letters.onnx")
    onnx.save(sentence_graph(weights), folder / "sentence.onnx")


class _Graph:
    """Nodes and the constants they name; a constant is taken from the weights when first named."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> None:
        for name in inputs:
            if name in self._weights:
                self.constant(name, self._weights[name])
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))

    def constant(self, name: str, value: NDArray[np.generic]) -> None:
        self._constants[name] = numpy_helper.from_array(value, name)

    def model(self, inputs: list[onnx.ValueInfoProto], output: str, shape: list[str | int]) -> onnx.ModelProto:
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)]
        graph = helper.make_graph(self._nodes, "names", inputs, outputs, list(self._constants.values()))
        made = helper.make_model(graph, opset_imports=OPSET, ir_version=9)
        onnx.checker.check_model(made)
        return made


def _lstm(graph: _Graph, layer: str, below: str) -> str:
    weights = graph._weights
    sides = ("l0", "l0_reverse")
    graph.constant(f"{layer}.W", np.stack([_gates(weights[f"{layer}.weight_ih_{s}"]) for s in sides]))
    graph.constant(f"{layer}.R", np.stack([_gates(weights[f"{layer}.weight_hh_{s}"]) for s in sides]))
    biases = [[_gates(weights[f"{layer}.bias_{part}_{s}"]) for part in ("ih", "hh")] for s in sides]
    graph.constant(f"{layer}.B", np.stack([np.concatenate(pair) for pair in biases]))
    hidden = weights[f"{layer}.weight_hh_l0"].shape[1]
    inputs = [below, f"{layer}.W", f"{layer}.R", f"{layer}.B", "lengths"]
    graph.node("LSTM", inputs, f"{layer}.Y", hidden_size=hidden, direction="bidirectional")
    graph.node("Transpose", [f"{layer}.Y"], f"{layer}.T", perm=[0, 2, 1, 3])  # steps, batch, side, hidden
    graph.node("Reshape", [f"{layer}.T", "flat"], f"{layer}.out")
    return f"{layer}.out"


def _gates(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Torch's order of gates (input, forget, cell, output) in ONNX's (input, output, forget, cell)."""
    i, f, c, o = np.split(rows, 4)
    return np.concatenate([i, o, f, c])
