"""A transformer that labels words, as Hugging Face keeps it, made into what `entities.backend = "onnx"` reads.

Exported by torch.onnx, quantised by onnxruntime: weights of one byte, activations as they come (dynamic). Needs the
extra `convert`; what it writes needs neither torch nor transformers.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.contracts.errors import BadConfiguration, RasdError
from pipeline.entities.onnx_model import CONFIG, MODEL, TOKENIZER, OnnxModel
from pipeline.entities.optional import need
from pipeline.entities.transformer import Labels

_NEEDED = ("torch", "transformers", "onnx", "onnxscript", "tokenizers")
_EXAMPLE = ["قال الرئيس جو بايدن في واشنطن إن الاتفاق قريب", "وصل إلى القاهرة أمس"]


def convert(folder: Path, out: Path, *, quantised: bool = True, say: Callable[[str], None]) -> None:
    """Write model.onnx, tokenizer.json and config.json of the model in `folder` into `out`.

    Args:
        folder: config.json, weights and the tokenizer's files. Nothing is fetched from elsewhere.
        out: made when it is not there. It has all three files in the end, or none of them.
        quantised: round the weights to one byte; else they stay as they are, four bytes.
        say: gets a line before each step.

    Raises:
        BadConfiguration: a package is missing, or the model in `folder` cannot be used.
        RasdError: `out` cannot be written, or has files already.
    """
    if not (folder / CONFIG).is_file():
        raise BadConfiguration(f"{folder} has no {CONFIG}: name a folder with a model as Hugging Face keeps it")
    need(_NEEDED, "convert", "rasd models convert")
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise RasdError(f"{out} is not empty: name another folder")
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as made:
            _convert(folder, Path(made), quantised, say)
            for name in (MODEL, TOKENIZER, CONFIG):
                (Path(made) / name).replace(out / name)
    except OSError as error:
        raise RasdError(f"{out} cannot be written: {error.strerror or error}; name another folder") from error


def _convert(folder: Path, made: Path, quantised: bool, say: Callable[[str], None]) -> None:
    say(f"Reading {folder}")
    model, tokenizer = _read(folder)
    tokenizer.save_pretrained(str(made))
    model.config.to_json_file(str(made / CONFIG), use_diff=False)
    say("Exporting")
    whole = made / "whole.onnx"
    _export(model, tokenizer, whole)
    del model
    if quantised:
        say("Quantising")
        quantise(whole, made / MODEL)
    else:
        whole.replace(made / MODEL)
    OnnxModel(made)  # as the entities stage will load it; says what is wrong, if anything is


def _read(folder: Path) -> tuple[Any, Any]:
    os.environ["HF_HUB_OFFLINE"] = "1"  # transformers reads it at import
    from transformers import AutoModelForTokenClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        model = AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True).eval()
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, use_fast=True)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise BadConfiguration(f"{folder} cannot be read as a model: {' '.join(str(error).split())}") from error
    if not tokenizer.is_fast:
        raise BadConfiguration(f"{folder}: there is no {TOKENIZER} to be had of this kind of tokenizer")
    labels = model.config.id2label
    Labels([labels[number] for number in range(len(labels))], str(folder / CONFIG))
    return model, tokenizer


def _export(model: Any, tokenizer: Any, path: Path) -> None:
    """The model for any number of sentences of any length, in one file."""
    import torch

    given = dict(tokenizer(_EXAMPLE, padding=True, return_tensors="pt"))
    sizes = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    torch.onnx.export(
        model,
        kwargs=given,
        f=str(path),
        dynamo=True,
        input_names=list(given),
        output_names=["logits"],
        dynamic_shapes=dict.fromkeys(given, sizes),
        external_data=False,
        verbose=False,
    )


def quantise(whole: Path, out: Path) -> None:
    """Round the weights of the model in `whole` to one byte, a scale for each column."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # it has no types

    quantize_dynamic(whole, out, per_channel=True, weight_type=QuantType.QInt8)
