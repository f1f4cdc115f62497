"""`rasd publish`: articles from files to `articles.raw`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.output import emit, say
from service.cli.session import session

if TYPE_CHECKING:
    from service.publishing import Run, Watchers


def publish(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH…|-", help="Files, folders, or - for standard input.")],
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until every article is indexed, or a dead letter.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=1, help="Give up after so many seconds without news.")] = 120,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each end and each refusal.")] = False,
) -> None:
    """Publish articles: .txt, .html, .json, .jsonl (.gz, .xz), a folder of them, or a manifest (.toml).

    Every article is checked first; one that cannot be processed is told with its file and line, and the
    others go on. Done when the cluster has acknowledged all; exit 1 when something did not arrive.

    Example: `rasd publish --wait articles.jsonl`
    """
    from contextlib import ExitStack

    from service.inputs import articles
    from service.publisher import Publisher
    from service.publishing import publish as run
    from service.receipts import Receipts

    settings, stack = session(ctx).connect()
    durable = stack is None or stack.durable
    with ExitStack() as open_:
        publisher = Publisher(settings.kafka, settings.limits)
        receipts = open_.enter_context(Receipts(settings.kafka)) if wait or not durable else None
        watchers = open_.enter_context(_watchers(json, wait))
        found = articles(paths, settings.limits)
        outcome = run(found, publisher, receipts, watchers, seconds=timeout, durable=durable)
    say(f"{outcome}.")
    if not outcome.good:
        raise typer.Exit(1)


@contextmanager
def _watchers(json: bool, wait: bool) -> "Iterator[Watchers]":
    from dataclasses import asdict

    from service.inputs import Refused
    from service.publishing import Watchers
    from service.receipts import Fate

    def refused(entry: Refused) -> None:
        say(f"rasd: {entry}")
        if json:
            emit({"place": entry.place, "outcome": "refused", "reason": entry.why})

    def ended(fate: Fate) -> None:
        if fate.outcome == "dead":
            say(f"rasd: {fate.id} (version {fate.version}) is a dead letter: {fate.reason}")
        if json:
            emit(asdict(fate))

    with _progress(wait) as progress:
        yield Watchers(refused, ended, progress)


@contextmanager
def _progress(wait: bool) -> "Iterator[Callable[[Run], None]]":
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns: list[Any] = [SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()]
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("connecting")

        def show(run: "Run") -> None:
            ended = f", {sum(run.ends.values())} through" if wait else ""
            bar.update(task, description=f"{run.sent} published, {run.acknowledged} acknowledged{ended}")

        yield show
