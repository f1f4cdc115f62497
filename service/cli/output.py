"""How commands talk: results on standard output, all else on standard error."""

from collections.abc import Mapping
from typing import Any

import typer

from service.terminal import clean_lines


def emit(row: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own, as `--json` promises."""
    import orjson

    typer.echo(orjson.dumps(row, default=str, option=orjson.OPT_UTC_Z))


def say(line: str) -> None:
    """A line for a person, beside the results. What an article or a file brings into it cannot steer the terminal."""
    typer.echo(clean_lines(line), err=True)


def show_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table for a person."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))  # not as str, in which [name] would be rich's markup
    Console(soft_wrap=False).print(table)
