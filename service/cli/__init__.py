"""The command line: `rasd`. One module per command; each imports what is heavy when it runs.

Exit codes: 0 done, 1 the work failed, 2 wrong usage, 75 gave up draining, 78 bad configuration.
"""

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

# Typer vendors Click and exports of its errors only this one's descendants.
from typer._click.exceptions import ClickException

from service.cli import (
    dead,
    doctor,
    enrich,
    evaluate,
    models,
    publish,
    reindex,
    schema,
    search,
    tail,
    topics,
    up,
    worker,
)
from service.cli.output import say
from service.cli.session import Session

app = typer.Typer(
    name="rasd",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.up)
app.command("worker")(worker.worker)
app.add_typer(topics.app, name="topics")
app.command("publish")(publish.publish)
app.command("tail")(tail.tail)
app.command("search")(search.search)
app.command("reindex")(reindex.reindex)
app.command("enrich")(enrich.enrich)
app.add_typer(dead.app, name="dead")
app.command("doctor")(doctor.doctor)
app.command("evaluate")(evaluate.evaluate)
app.command("schema")(schema.schema)
app.add_typer(models.app, name="models")


def _say_version(wanted: bool) -> None:
    if wanted:
        from pipeline.contracts.version import VERSION

        typer.echo(f"rasd {VERSION}")
        raise typer.Exit


@app.callback()
def _rasd(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(help="A file of settings, see docs/configuration.md.")] = None,
    verbose: Annotated[bool, typer.Option(help="Say more; show where an error arose.")] = False,
    _version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say it.")] = False,
) -> None:
    """Rasd (رصد): who is named and who said what in Arabic news, as it is published to Kafka.

    A first look: `rasd up --seeds`. Every command explains itself: `rasd publish --help`.
    """
    ctx.obj = Session(config=config, verbose=verbose)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and tell every expected error in one line.

    Returns:
        The exit code.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(arguments, prog_name="rasd", standalone_mode=False)
    except ClickException as error:
        return _fail(error.format_message().splitlines()[0] + _advice(error), error.exit_code)
    except typer.Abort:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from pipeline.contracts.errors import RasdError  # loads the models, which --help does without

        if not isinstance(error, RasdError):
            raise
        if "--verbose" in arguments:
            traceback.print_exc()
        return _fail(str(error), error.exit_code)
    return code if isinstance(code, int) else 0


def _advice(error: ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" See: {context.command_path} --help" if context is not None else ""


def _fail(line: str, code: int) -> int:
    say(f"rasd: {line}")
    return code
