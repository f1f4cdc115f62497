"""How commands talk: results on standard output, all else on standard error."""

from collections.abc import Mapping
from typing import Any

import typer


def emit(row: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own, as `--json` promises."""
    import orjson

    typer.echo(orjson.dumps(row, default=str, option=orjson.OPT_UTC_Z))


def say(line: str) -> None:
    """A line for a person, beside the results."""
    typer.echo(line, err=True)


def show_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table for a person."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    Console(soft_wrap=False).print(table)
