"""`rasd topics`: make and compare the topics of configs/topics.toml."""

from typing import Annotated

import typer

from service.cli.output import emit, show_table
from service.cli.session import session

app = typer.Typer(help="Make the topics on the cluster, or compare what is there.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def create(ctx: typer.Context, json: _Json = False) -> None:
    """Make the topics that are missing. Those that exist stay as they are.

    Example: `RASD_KAFKA__BOOTSTRAP_SERVERS=broker:9092 rasd topics create`
    """
    from agents.topics import create_topics, topics

    settings, _ = session(ctx).connect()
    made = set(create_topics(settings.kafka))
    names = [settings.kafka.topic(name) for name in topics()]
    _show([(name, "created" if name in made else "was there") for name in names], json)


@app.command()
def check(ctx: typer.Context, json: _Json = False) -> None:
    """Compare the cluster with configs/topics.toml; exit 1 when a topic is missing or differs.

    Example: `rasd topics check --json`
    """
    from agents.topics import check_topics, topics

    settings, _ = session(ctx).connect()
    differences = [(difference.topic, difference.what) for difference in check_topics(settings.kafka)]
    told = {topic for topic, _ in differences}
    good = [settings.kafka.topic(name) for name in topics() if settings.kafka.topic(name) not in told]
    _show([(name, "as it should be") for name in good] + differences, json)
    if differences:
        raise typer.Exit(1)


def _show(rows: list[tuple[str, str]], json: bool) -> None:
    if json:
        for topic, state in rows:
            emit({"topic": topic, "state": state})
        return
    show_table("Topics", ["topic", "state"], [list(row) for row in rows])
