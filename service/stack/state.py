"""What `rasd up` tells the other commands on this machine: where its broker and its index are."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.contracts.errors import Unavailable
from service.stack import lock

_STATE, _LOCK = "up.json", "up.lock"


@dataclass(frozen=True, slots=True)
class Running:
    """A stack that runs on this machine.

    Attributes:
        bootstrap_servers: of its broker.
        durable: False for the in-memory broker.
        index: folder or address of its index.
    """

    bootstrap_servers: str
    durable: bool
    index: str


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Be the one `rasd up` of this data folder; what was announced is forgotten at the end.

    Raises:
        Unavailable: another one runs.
    """
    busy = f"`rasd up` runs already with the data in {folder}; stop it, or set another local.folder"
    with lock.locked(folder / _LOCK, wait_s=0, held=busy):
        (folder / _STATE).unlink(missing_ok=True)  # of one that was killed
        try:
            yield
        finally:
            (folder / _STATE).unlink(missing_ok=True)


def announce(folder: Path, running: Running) -> None:
    """Let other commands find this stack."""
    scratch = folder / f"{_STATE}.{os.getpid()}"
    scratch.write_text(json.dumps(asdict(running)), encoding="utf-8")
    scratch.rename(folder / _STATE)


def find(folder: Path) -> Running | None:
    """The stack that runs with the data in `folder`; None when there is none, also when it was killed."""
    running = _read(folder)
    if running is None:
        return None
    try:
        with lock.locked(folder / _LOCK, wait_s=0, held="it runs"):
            return None  # nobody holds it: what is announced is out of date
    except Unavailable:
        return running


def _read(folder: Path) -> Running | None:
    try:
        return Running(**json.loads((folder / _STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
