"""A lock file: held by a process, or by a child it is handed to, and freed when that dies however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.contracts.errors import Unavailable


def take(path: Path, *, wait_s: float, held: str) -> int:
    """The descriptor of the lock file `path`, locked; closing it (in every process that has it) frees the lock.

    Args:
        path: created with its folder when missing, never removed.
        wait_s: how long to wait for another holder.
        held: what to tell when somebody else keeps the lock.

    Raises:
        Unavailable: with `held`, after `wait_s`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except OSError as error:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise Unavailable(held) from error
            time.sleep(0.05)


@contextmanager
def locked(path: Path, *, wait_s: float, held: str) -> Iterator[None]:
    """Hold the lock file `path` for the length of a `with`."""
    descriptor = take(path, wait_s=wait_s, held=held)
    try:
        yield
    finally:
        os.close(descriptor)
