"""A file that is touched while the worker is well, for a container's health check."""

import asyncio
import time
from pathlib import Path

import faust

EVERY = 1.0
"""Seconds between two touches; call a worker ill when its file is older than a few of them."""


def watch(app: faust.App, file: Path) -> None:
    """Touch `file` every second while `app` has its partitions and its event loop runs."""

    async def beat() -> None:
        while not app.should_stop:
            if _assigned(app):
                _touch(file)
            await asyncio.sleep(EVERY)

    app.task(beat)


def age(file: Path) -> float | None:
    """Seconds since the worker was last well; None when it never was."""
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return None


def _touch(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def _assigned(app: faust.App) -> bool:
    """Whether the worker is a settled member of its group. It may have no partition, when there are few."""
    return app.consumer_generation_id > 0 and not app.rebalancing
