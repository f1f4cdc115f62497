"""`rasd tail`: follow a topic."""

from typing import Annotated, Literal

import typer

from service.cli.output import say
from service.cli.session import session

_Start = Literal["beginning", "end"]


def tail(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(help="quotes, mentions, articles.enriched, articles.indexed, …")],
    speaker: Annotated[str | None, typer.Option(help="Only statements of this speaker; a part of the name.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only messages that name this; a part of the name.")] = None,
    start: Annotated[_Start, typer.Option("--from", help="Where to begin.")] = "end",
    json: Annotated[bool, typer.Option("--json", help="The messages as they are, one a line.")] = False,
    most: Annotated[int | None, typer.Option("--max", min=1, help="End after so many messages.")] = None,
) -> None:
    """Follow a topic as articles come in, readable or as JSON lines. Ends with Ctrl-C.

    Example: `rasd tail quotes --speaker بايدن --from beginning`
    """
    from agents.topics import topics
    from service.reader import TopicReader
    from service.tailing import Asked, json_lines, lines

    if topic not in topics():
        raise typer.BadParameter(f"no topic {topic}; there are: {', '.join(topics())}")
    settings, _ = session(ctx).connect()
    asked = Asked(speaker=speaker, entity=entity)
    shown = 0
    with TopicReader(settings.kafka, [topic], start=start) as reader:
        while most is None or shown < most:
            for record in reader.poll(0.5):
                if most is not None and shown >= most:
                    break
                said = list((json_lines if json else lines)(topic, record, asked))
                for line in said:
                    typer.echo(line)
                shown += bool(said)
            trouble = reader.trouble()
            if trouble is not None:
                say(f"rasd: {trouble}")  # and on: what was lost may come back
