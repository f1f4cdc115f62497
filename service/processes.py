"""The worker processes of a stack: `rasd worker STAGE`, one each."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

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
    """The file that a supervised worker touches every second while it is a settled member of its group."""
    folder = settings.worker.health_file.parent if settings.worker.health_file else settings.local.folder / "health"
    return folder / stage


def _command(current: Session, stage: str, instance: str | None) -> list[str]:
    options = ["--config", str(current.config.absolute())] if current.config else []
    static = ["--instance", instance] if instance else []
    return [sys.executable, "-m", "service", *options, "worker", stage, *static]
