"""The BERT recogniser of camel-tools behind our interface: its class, its weights, its labels.

Inoue et al. 2021, "The interplay of variant, size, and task type in Arabic pre-trained language models"; Obeid et al.
2020, "CAMeL Tools". Needs torch and transformers, which only this module and the conversion of models load.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from pipeline.contracts.errors import BadConfiguration
from pipeline.entities.boundaries import Labelled
from pipeline.entities.optional import need
from pipeline.entities.transformer import Labels, spelled
from pipeline.text import Token

_DATA = "CAMELTOOLS_DATA"  # camel-tools' own variable for its folder
_COMPONENT, _CATALOGUE = "NamedEntityRecognition", "catalogue.json"
_GET = (
    "`camel_data -i ner-arabert` on a machine with a network fetches it (541 MB) into {folder}; copy that folder here"
)
_BATCH = 16  # sentences; camel-tools fills each up to 256 pieces


class Camelbert:
    """Labels of tokens, with their probabilities.

    Args:
        folder: a model of camel-tools' kind, BERT in Hugging Face's layout; camel-tools' own when None.

    Raises:
        BadConfiguration: a package or the model is missing or cannot be used.
    """

    def __init__(self, folder: Path | None) -> None:
        need(("torch", "transformers"), "camelbert", "entities.backend camelbert")
        folder = folder or _own_model()
        where = folder / "config.json"
        if not where.is_file():
            raise BadConfiguration(f"{folder} has no config.json, so it is no model of camel-tools; {_how()}")
        if json.loads(where.read_text(encoding="utf-8")).get("model_type") != "bert":
            raise BadConfiguration(f"{where}: camel-tools reads BERT alone; `rasd models convert` it for backend onnx")
        self._recogniser = _load(folder)
        names = [self._recogniser.labels_map[i] for i in range(len(self._recogniser.labels_map))]
        if "O" not in names:
            raise BadConfiguration(f"{where}: camel-tools needs a label O; there are: {', '.join(names)}")
        self._labels, self._count = Labels(names, str(where)), len(names)

    def label(self, runs: Sequence[Sequence[Token]]) -> list[Labelled]:
        """The tokens of each run with their labels; no run may be empty."""
        words = [[spelled(token.text) for token in run] for run in runs]
        places = [self._readable(run) for run in words]
        read = [[run[i] for i in kept] for run, kept in zip(words, places, strict=True)]
        scores = self._recogniser.predict(read, batch_size=_BATCH)
        return [
            self._labels.labelled(run, kept, np.array(rows, np.float32).reshape(len(kept), self._count))
            for run, kept, rows in zip(runs, places, scores, strict=True)
        ]

    def _readable(self, words: Sequence[str]) -> list[int]:
        """Which words have pieces: camel-tools leaves out the others, and its labels would be one place off."""
        return [i for i, word in enumerate(words) if self._recogniser.tokenizer.tokenize(word)]


def _load(folder: Path) -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"  # transformers reads it at import: what is not in the folder is not to be had
    try:
        with _catalogue():
            import torch
            from camel_tools.ner import NERecognizer  # type: ignore[import-untyped]  # camel-tools has no types
            from transformers.utils.logging import disable_progress_bar
    except (ImportError, OSError) as error:  # of versions that do not go together, for one
        raise BadConfiguration(f"camel-tools' recogniser cannot be loaded: {' '.join(str(error).split())}") from error

    class Scores(NERecognizer):  # type: ignore[misc]  # likewise
        """camel-tools' recogniser, whose `predict` gives the scores of each word instead of its best label."""

        def _align_predictions(self, predictions: Any, label_ids: Any, sent_ids: Any) -> list[list[Any]]:
            found: list[list[Any]] = [[] for _ in range(sent_ids[-1] + 1)]
            for sentence, rows, labels in zip(sent_ids, predictions, label_ids, strict=True):
                found[sentence].extend(rows[labels != torch.nn.CrossEntropyLoss().ignore_index])
            return found

    disable_progress_bar()
    torch.set_num_threads(1)  # a worker is scaled by its processes
    try:
        return Scores(str(folder), use_gpu=False)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise BadConfiguration(f"{folder} cannot be read by camel-tools: {' '.join(str(error).split())}") from error


def _own_model() -> Path:
    """The folder of camel-tools' recogniser, where `camel_data` puts it."""
    if not (_data() / _CATALOGUE).is_file():
        raise BadConfiguration(f"camel-tools' data is not here; {_how()}")
    try:
        known = json.loads((_data() / _CATALOGUE).read_text(encoding="utf-8"))["components"][_COMPONENT]
        return Path(_data(), "data", known["datasets"][known["default"]]["path"])
    except (ValueError, LookupError, TypeError) as error:
        raise BadConfiguration(f"{_data() / _CATALOGUE} names no recogniser ({error!r}); {_how()}") from error


def _data() -> Path:
    """The folder that camel-tools keeps its data in."""
    given = os.environ.get(_DATA)
    return Path(given).expanduser() if given else Path.home() / ".camel_tools"


def _how() -> str:
    return _GET.format(folder=_data()) + f", or name it by {_DATA}; or set entities.model"


@contextmanager
def _catalogue() -> Iterator[None]:
    """camel-tools downloads its catalogue when it is imported and finds none: it finds an empty one then."""
    if (_data() / _CATALOGUE).is_file():
        yield
        return
    before = os.environ.get(_DATA)
    with TemporaryDirectory() as folder:
        Path(folder, _CATALOGUE).write_text('{"version": "", "packages": {}, "components": {}}', encoding="utf-8")
        os.environ[_DATA] = folder
        try:
            yield
        finally:
            os.environ.pop(_DATA) if before is None else os.environ.update({_DATA: before})
