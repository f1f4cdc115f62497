"""The health file: one line in which a worker says how it is; how old it is says whether it lives.

    ready
    ready: waiting for the index: no answer from https://index:9200

Alive is who has touched the file a moment ago. What a worker says of itself is its state, and the reason
where there is one (docs/operations.md).
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

State = Literal["starting", "joining", "ready", "spare", "draining", "ill"]
"""In the order of a worker's life: before it joins its group; while partitions are dealt out; with partitions;
a member for which there are none; asked to end; about to end itself."""

EVERY = 0.5
"""Seconds between two touches."""

STALE = 30.0
"""Seconds without a touch after which a worker does not live any more: it looks at the cluster in between."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Health:
    """What a worker says of itself.

    Attributes:
        reason: for a person; empty when all is well.
        age: seconds since it last said so.
    """

    state: State
    reason: str = ""
    age: float = field(default=0.0, compare=False)

    @property
    def alive(self) -> bool:
        """Whether it said so a moment ago."""
        return self.age < STALE

    @property
    def joined(self) -> bool:
        """Whether it is alive and a settled member of its group. It may have no partition, when there are few."""
        return self.alive and self.state in ("ready", "spare")

    def __str__(self) -> str:
        return f"{self.state}: {self.reason}" if self.reason else self.state


def read(file: Path) -> Health | None:
    """What stands in `file`; None when there is none, or no health in it."""
    try:
        state, _, reason = file.read_text(encoding="utf-8").strip().partition(": ")
        age = max(0.0, time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return None
    return Health(state, reason, age) if state in get_args(State) else None  # type: ignore[arg-type]  # just checked


class HealthFile:
    """A health file, to be written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._told: Health | None = None

    def tell(self, health: Health) -> None:
        """Write `health`, or touch the file when that stands in it already. A full disk costs the words alone."""
        try:
            if health == self._told and self._file.exists():
                self._file.touch()
            else:
                self._write(health)
                self._told = health
        except OSError as error:
            import structlog  # loads more than a health check should, which only reads

            structlog.get_logger(__name__).warning("waiting to write the health file", error=str(error))

    def _write(self, health: Health) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._file.with_name(f"{self._file.name}.new")
        scratch.write_text(" ".join(str(health).split())[:_LONGEST] + "\n", encoding="utf-8")
        scratch.replace(self._file)
