"""`rasd worker`: the stages of the pipeline as Kafka workers."""

import os
from typing import Annotated

import typer

from service.cli.output import say
from service.cli.session import Session, session


def worker(
    ctx: typer.Context,
    stages: Annotated[
        list[str] | None, typer.Argument(metavar="[STAGE…]", help="segment, entities, quotes, index; or all.")
    ] = None,
    instance: Annotated[
        str | None,
        typer.Option(
            help="A name that outlives restarts, one for each worker of a stage: no rebalance when it restarts."
        ),
    ] = None,
) -> None:
    """Run stages until SIGTERM or Ctrl-C, then finish what is in flight and exit 0.

    One stage runs in this process; several, or all, in one supervised process each.

    Example: `rasd worker quotes --instance quotes-0`
    """
    from service.processes import STAGES

    wanted = stages or list(STAGES)
    for stage in wanted:
        if stage not in STAGES:
            raise typer.BadParameter(f"no stage {stage}; there are: {', '.join(STAGES)}")
    if stages is not None and len(wanted) == 1:
        raise typer.Exit(_here(session(ctx), wanted[0], instance))
    raise typer.Exit(_supervised(session(ctx), wanted, instance))


def _here(current: Session, stage: str, instance: str | None) -> int:
    from agents.settings import AgentSettings
    from agents.worker import run
    from service.processes import health_file

    settings, _ = current.connect({"worker.instance": instance})
    health = settings.worker.health_file or health_file(settings, stage)
    worker = settings.worker.model_copy(update={"health_file": health})
    return run(
        stage,
        AgentSettings(
            kafka=settings.kafka,
            worker=worker,
            limits=settings.limits,
            entities=settings.entities,
            index=settings.index,
        ),
    )


def _supervised(current: Session, stages: list[str], instance: str | None) -> int:
    from agents.connection import reach
    from pipeline.contracts.errors import Unavailable
    from service.processes import worker_processes
    from service.stack.folders import PRIVATE
    from service.supervisor import Supervisor, stop_signals, supervise

    settings, _ = current.connect({"worker.instance": instance})
    os.umask(PRIVATE)
    try:
        reach(settings.kafka)  # four processes would each say it into a log
    except Unavailable as away:
        say(f"rasd: {away}; the workers wait for it")
    processes = worker_processes(current, settings, stages)
    with stop_signals():
        return supervise(Supervisor(processes, grace_seconds=settings.local.grace_seconds, say=say))
