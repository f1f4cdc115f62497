"""`rasd up`: the whole stack on this machine."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from service.cli.session import session

_Broker = Literal["auto", "kafka", "memory"]
SEEDS = Path("seeds/manifest.toml")


def up(
    ctx: typer.Context,
    broker: Annotated[_Broker, typer.Option(help="Which broker; auto takes the best.")] = "auto",
    seeds: Annotated[bool, typer.Option("--seeds", help="Publish the seed articles and show what is found.")] = False,
    manifest: Annotated[Path, typer.Option(help="The manifest of the seed articles.")] = SEEDS,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the local Kafka.")] = None,
) -> None:
    """Run everything on this machine: broker, topics, workers, index. Ctrl-C drains and ends it.

    Other commands, in another terminal, find it by themselves.

    Example: `rasd up --seeds`
    """
    if seeds and not manifest.is_file():
        raise typer.BadParameter(f"no manifest {manifest}; run in the checkout, or name one with --manifest")
    from service.local_stack import run
    from service.stack.folders import PRIVATE

    os.umask(PRIVATE)
    current = session(ctx)
    loaded = current.load({"local.kafka_port": port})
    raise typer.Exit(run(current, loaded, broker, manifest if seeds else None))
