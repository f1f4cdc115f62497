"""`rasd evaluate`: how right Rasd, or any prediction, is on annotated articles."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.session import session


class Task(StrEnum):
    """What is scored."""

    quotes = "quotes"
    entities = "entities"


def evaluate(
    ctx: typer.Context,
    task: Annotated[Task, typer.Argument(help="What to score.")],
    gold: Annotated[Path, typer.Option("--gold", help="A folder of annotated articles, or for entities a CoNLL file.")],
    pred: Annotated[
        Path | None,
        typer.Option("--pred", help="Score this folder of ID.json files (or CoNLL file) instead of running Rasd."),
    ] = None,
    together: Annotated[
        int, typer.Option("--together", min=1, help="CoNLL: how many sentences in a row are read as one text.")
    ] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON instead of tables.")] = False,
) -> None:
    """Score Rasd, as it is set, against annotated articles; docs/accuracy.md says what the figures mean."""
    import orjson

    from service.figures import show  # here, so that other commands need not wait for it
    from service.scoring import is_conll, score_articles, score_conll

    settings = session(ctx).load().settings.entities
    if not is_conll(gold):
        figures = score_articles(gold, pred, task.value, settings)
    elif task is Task.entities:
        figures = score_conll(gold, pred, together, settings)
    else:
        raise typer.BadParameter("a CoNLL file has no quotes; name a folder of gold articles", param_hint="--gold")
    if as_json:
        typer.echo(orjson.dumps(figures).decode())
    else:
        show(figures)
