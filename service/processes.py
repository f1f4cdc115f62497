"""The worker processes of a stack: `rasd worker STAGE`, one each."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from agents.health import Health, read
from service.cli.session import Session
from service.settings import Settings
from service.stack.process import Process

STAGES = ("segment", "entities", "quotes", "index")


def worker_processes(
    current: Session, settings: Settings, stages: Sequence[str], environment: Mapping[str, str] | None = None
) -> list[Process]:
    """A process for each of `stages`, not yet started, with the same settings as this one.

    Args:
        current: its `--config` is handed on.
        settings: tell the folders, and the instance if there is one.
        stages: names of stages.
        environment: settings that go before the ones handed on.
    """
    return [
        Process(
            stage,
            _command(current, stage, settings.worker.instance),
            log=None if current.verbose else settings.local.folder / "logs" / f"{stage}.log",
            environment=dict(environment or {}) | {"RASD_WORKER__HEALTH_FILE": str(health_file(settings, stage))},
            stop_s=settings.local.grace_seconds,
        )
        for stage in stages
    ]


def health_file(settings: Settings, stage: str) -> Path:
    """The file in which a supervised worker says how it is."""
    folder = settings.worker.health_file.parent if settings.worker.health_file else settings.local.folder / "health"
    return folder / stage


def healths(settings: Settings) -> dict[str, Health | None]:
    """What the workers on this machine say of themselves, by stage; by "" of the only one in a container."""
    own = settings.worker.health_file
    if own is not None and own.is_file():
        return {"": read(own)}
    return {stage: read(health_file(settings, stage)) for stage in STAGES}


def forget_healths(settings: Settings) -> None:
    """What workers of before said of themselves says nothing of those to come."""
    for stage in STAGES:
        health_file(settings, stage).unlink(missing_ok=True)


def _command(current: Session, stage: str, instance: str | None) -> list[str]:
    options = ["--config", str(current.config.absolute())] if current.config else []
    static = ["--instance", instance] if instance else []
    return [sys.executable, "-m", "service", *options, "worker", stage, *static]
