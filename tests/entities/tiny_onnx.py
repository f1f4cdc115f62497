"""A model in the layout of Hugging Face and ONNX, made on the spot: every piece has a label of its own.

It has positions as BERT has, so that a longer input is an error, and the inputs that BERT has.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O", "B-DATE"]
SURE = 8.0  # the score of a piece's label; all others have none
PIECES = {
    "جو": "B-PERS", "بايدن": "I-PERS", "هاريس": "I-PERS", "القاهرة": "B-LOC", "وروسيا": "B-LOC", "نيو": "B-LOC",
    "##يورك": "I-ORG", "أمس": "B-DATE", "الحكومة": "B-ORG",
}  # fmt: skip


def make(
    folder: Path, *, pieces: Mapping[str, str] = PIECES, labels: Sequence[str] = LABELS, positions: int = 64
) -> Path:
    """A model with these labels in `folder`; letters that are no piece have the label O."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(code) for code in range(0x621, 0x64B)]
    vocabulary = {piece: i for i, piece in enumerate([*SPECIAL, *pieces, *letters, *(f"##{one}" for one in letters)])}
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    outside = labels.index("O") if "O" in labels else 0
    scores = np.zeros((len(vocabulary), len(labels)), np.float32)
    for piece, row in vocabulary.items():
        scores[row, labels.index(pieces[piece]) if piece in pieces else outside] = SURE
    save(_graph(scores, positions), str(folder / "model.onnx"))
    about = {"id2label": dict(enumerate(labels)), "max_position_embeddings": positions, "pad_token_id": 0}
    (folder / "config.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    return tokenizer


def _graph(scores: np.ndarray, positions: int):
    """Scores of a piece, and of its position, which are all 0."""
    constants = {"pieces": scores, "places": np.zeros((positions, scores.shape[1]), np.float32)}
    constants |= {name: np.array(value, np.int64) for name, value in (("zero", 0), ("one", 1))}
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    nodes = [
        helper.make_node("Gather", ["pieces", "input_ids"], ["of_pieces"]),
        helper.make_node("Shape", ["input_ids"], ["shape"]),
        helper.make_node("Gather", ["shape", "one"], ["length"]),
        helper.make_node("Range", ["zero", "length", "one"], ["steps"]),
        helper.make_node("Gather", ["places", "steps"], ["of_places"]),
        helper.make_node("Add", ["of_pieces", "of_places"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces_"]) for name in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "pieces_", scores.shape[1]])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
