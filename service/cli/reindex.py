"""`rasd reindex`: the index made anew from the topics."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.output import emit, say
from service.cli.session import session

if TYPE_CHECKING:
    from agents.rebuild import Rebuilt


def reindex(
    ctx: typer.Context,
    force: Annotated[
        bool, typer.Option("--force", help="Also when the topic knows fewer articles than the index in use.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Rebuild the index from `articles.enriched`; search and the index worker go on meanwhile.

    For after a word list was edited, when the index is broken, or when the bytes of what was withdrawn shall
    leave the disk now. It is put in the place of the old one when it is complete; until then that one stays.

    Example: `rasd reindex`
    """
    from dataclasses import asdict

    from agents.rebuild import rebuild
    from service.stack.folders import PRIVATE

    os.umask(PRIVATE)
    settings, _ = session(ctx).connect()
    with _progress() as progress:
        done = rebuild(settings.kafka, settings.index, tell=progress, even_if_smaller=force)
    if json:
        emit(asdict(done))
        return
    unreadable = f", {done.unreadable} of them no articles and left out" if done.unreadable else ""
    say(f"{done.articles} articles from {done.records} records{unreadable}; {done.seconds:.1f} s.")


@contextmanager
def _progress() -> "Iterator[Callable[[Rebuilt], None]]":
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns: list[Any] = [TextColumn("{task.completed} of {task.total} records"), BarColumn(), TimeRemainingColumn()]
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda so_far: bar.update(task, completed=so_far.records, total=so_far.total)
