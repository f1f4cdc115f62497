"""`rasd models`: other models of names than the one that comes with Rasd."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from service.cli.output import say
from service.cli.session import session

app = typer.Typer(no_args_is_help=True, help="Make models for other recognisers (docs/models/backends.md).")


@app.command("convert")
def convert(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A local Hugging Face model that labels words.")],
    out: Annotated[Path, typer.Argument(help="Where to write model.onnx, tokenizer.json and config.json.")],
    float32: Annotated[
        bool, typer.Option("--float32", help="Keep the weights as they are: four times the size, nothing rounded.")
    ] = False,
) -> None:
    """Convert a transformer to ONNX with weights of one byte, for `entities.backend = "onnx"`.

    Needs torch, transformers and onnx; reading names with the result needs none of them.

    Example: `rasd models convert ~/.camel_tools/data/ner/arabert ~/models/arabert`
    """
    from service.conversion import convert as run

    if not session(ctx).verbose:
        logging.disable(logging.WARNING)  # what torch and onnxruntime have to say to those who write exporters
    run(folder, out, quantised=not float32, say=say)
    say(f'{out}: use it by entities.backend = "onnx" and entities.model = "{out.absolute()}"')
