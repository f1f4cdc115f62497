"""A transformer in ONNX's format, as `rasd models convert` writes it: words in pieces in, a label a word out.

A word has the label of its first piece, as in training (Devlin et al. 2019, "BERT", 5.3).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.contracts.errors import BadConfiguration
from pipeline.entities.boundaries import Labelled
from pipeline.entities.inference import batches, session
from pipeline.entities.transformer import Floats, Labels, label_names, spelled
from pipeline.text import Token

if TYPE_CHECKING:
    from tokenizers import Encoding

MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "config.json"
_MOST_PIECES = 256  # of one run; twice as many would take more than twice as long
_OFFSET = 2  # positions that some families keep for themselves


class OnnxModel:
    """The model in a folder: labels of tokens, with their probabilities.

    Args:
        folder: holds model.onnx, tokenizer.json and config.json, as Hugging Face names them.

    Raises:
        BadConfiguration: one of them is missing or cannot be used, or no label of the model is known.
    """

    def __init__(self, folder: Path) -> None:
        for name in (MODEL, TOKENIZER, CONFIG):
            if not (folder / name).is_file():
                raise BadConfiguration(f"{folder} has no {name}; `rasd models convert FOLDER OUT` makes such a folder")
        about = _config(folder / CONFIG)
        names = label_names(about, str(folder / CONFIG))
        self._labels = Labels(names, str(folder / CONFIG))
        self._filling = int(about.get("pad_token_id") or 0)
        self._tokenizer = _tokenizer(folder / TOKENIZER, int(about.get("max_position_embeddings") or _MOST_PIECES))
        self._session = _session(folder / MODEL)
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._try(folder, len(names))

    def label(self, runs: Sequence[Sequence[Token]]) -> list[Labelled]:
        """The tokens of each run with their labels; no run may be empty. A long run may come back in parts."""
        parts = [part for run in runs for part in self._parts(run)]
        longest_first = sorted(range(len(parts)), key=lambda i: -len(parts[i][1]))
        labelled: dict[int, Labelled] = {}
        for first, end in batches([len(parts[i][1]) for i in longest_first]):
            batch = longest_first[first:end]
            for i, scores in zip(batch, self._scores([parts[i][1] for i in batch]), strict=True):
                labelled[i] = self._labelled(*parts[i], scores)
        return [labelled[i] for i in range(len(parts))]

    def _parts(self, run: Sequence[Token]) -> "Iterator[tuple[Sequence[Token], Encoding]]":
        """A run in its pieces; halved until every part fits into the model, so that no word is lost."""
        encoding = self._tokenizer.encode([spelled(token.text) for token in run], is_pretokenized=True)
        if not encoding.overflowing or len(run) == 1:
            yield run, encoding
        else:
            middle = len(run) // 2
            yield from self._parts(run[:middle])
            yield from self._parts(run[middle:])

    def _scores(self, encodings: "Sequence[Encoding]") -> Floats:
        """The scores of every piece, (encodings, pieces, labels)."""
        shape = len(encodings), max(map(len, encodings))
        inputs = {
            "input_ids": np.full(shape, self._filling, np.int64),
            "attention_mask": np.zeros(shape, np.int64),
            "token_type_ids": np.zeros(shape, np.int64),
        }
        for row, encoding in enumerate(encodings):
            inputs["input_ids"][row, : len(encoding)] = encoding.ids
            inputs["attention_mask"][row, : len(encoding)] = 1
        scores: Floats = self._session.run(None, {name: inputs[name] for name in self._inputs})[0]
        return scores

    def _labelled(self, run: Sequence[Token], encoding: "Encoding", scores: Floats) -> Labelled:
        firsts: dict[int, int] = {}  # word -> its first piece
        for piece, word in enumerate(encoding.word_ids):
            if word is not None:
                firsts.setdefault(word, piece)
        return self._labels.labelled(run, list(firsts), scores[list(firsts.values())])

    def _try(self, folder: Path, labels: int) -> None:
        """Run once, so that what does not fit together is told before the first article."""
        unknown = set(self._inputs) - {"input_ids", "attention_mask", "token_type_ids"}
        if unknown:
            raise BadConfiguration(f"{folder / MODEL} wants {', '.join(sorted(unknown))}, which is not to be had here")
        words = [self._tokenizer.encode(words, is_pretokenized=True) for words in (["كلمة"], ["كلمة", "ثانية"])]
        try:
            shape = self._scores(words).shape
        except Exception as error:  # onnxruntime's errors have no base of their own
            raise BadConfiguration(f"{folder / MODEL} does not run: {' '.join(str(error).split())}") from error
        if len(shape) != 3 or shape[2] != labels:
            raise BadConfiguration(
                f"{folder / MODEL} gives scores of shape {shape}, where {CONFIG} beside it names {labels} labels"
            )


def _config(path: Path) -> dict[str, Any]:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadConfiguration(f"{path} is no JSON: {error}") from error
    return about if isinstance(about, dict) else {}


def _tokenizer(path: Path, positions: int) -> Any:
    """The tokenizer, which tells by `overflowing` when words do not fit into the model."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # it raises nothing more special
        raise BadConfiguration(f"{path} cannot be read as a tokenizer: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(min(_MOST_PIECES, positions - _OFFSET) if positions > 0 else _MOST_PIECES)
    return tokenizer


def _session(path: Path) -> Any:
    try:
        return session(str(path))
    except Exception as error:  # likewise
        raise BadConfiguration(f"{path} cannot be read as a model: {' '.join(str(error).split())}") from error
