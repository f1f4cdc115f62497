"""The folder of the embedded index: generations of it, one of them in use, and who may touch what.

    current        the name of the generation in use; replaced in one step
    g0002/         that one
    g0003/         the next one, while the index is rebuilt
    write.lock     shared by whoever writes; taken alone for the swap
    rebuild.lock   held by the one that makes a generation

Locks go with the process that holds them, however it ends.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.contracts import Unavailable

_NAME = re.compile(r"g\d{4,}")
_CURRENT, _WRITE, _REBUILD = "current", "write.lock", "rebuild.lock"


class Generations:
    """The generations in one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> Path | None:
        """The generation in use; None when there is none, or a power cut left no word of it."""
        try:
            name = (self.folder / _CURRENT).read_text()
        except FileNotFoundError:
            return None
        return self.folder / name if _NAME.fullmatch(name) else None

    def use(self, generation: Path) -> None:
        """From now on `generation` is the one in use."""
        temporary = self.folder / f"{_CURRENT}.{os.getpid()}"
        temporary.write_text(generation.name)
        temporary.replace(self.folder / _CURRENT)

    def next(self) -> Path:
        """An empty folder for the next generation; only while `making`."""
        newest = max((int(found.name[1:]) for found in self._all()), default=0)
        generation = self.folder / f"g{newest + 1:04}"
        generation.mkdir()
        return generation

    def sweep(self) -> None:
        """Remove every generation but the one in use, and all that was left of others; only while `making`."""
        current = self.current
        self._remove_left()
        for generation in self._all():
            if generation != current:
                # Renamed first: a writer that still merges its segments can then add no file to it.
                generation.rename(generation.with_name(f"removed-{generation.name}"))
        self._remove_left()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """No swap while one writes.

        Raises:
            Unavailable: a rebuilt index takes over at this moment, or the folder is away.
        """
        try:
            descriptor = self._take(_WRITE, fcntl.LOCK_SH | fcntl.LOCK_NB, "a rebuilt one takes over")
        except OSError as error:
            raise Unavailable(f"the index in {self.folder} cannot be written: {error}") from error
        try:
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody writes meanwhile; waits for whoever does."""
        with self._lock(_WRITE, fcntl.LOCK_EX):
            yield

    @contextmanager
    def making(self) -> Iterator[None]:
        """Be the only one that makes a generation.

        Raises:
            Unavailable: somebody else does.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock(_REBUILD, fcntl.LOCK_EX | fcntl.LOCK_NB, "it is being rebuilt already"):
            self.sweep()  # of a rebuild that was killed
            yield

    def being_made(self) -> bool:
        """Whether somebody makes a generation now."""
        if not (self.folder / _REBUILD).exists():
            return False
        try:
            with self._lock(_REBUILD, fcntl.LOCK_SH | fcntl.LOCK_NB):
                return False
        except Unavailable:
            return True

    def _all(self) -> list[Path]:
        return [found for found in self.folder.iterdir() if _NAME.fullmatch(found.name)]

    def _remove_left(self) -> None:
        for left in self.folder.glob("removed-g*"):
            shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _lock(self, name: str, how: int, busy: str = "") -> Iterator[None]:
        descriptor = self._take(name, how, busy)
        try:
            yield
        finally:
            os.close(descriptor)

    def _take(self, name: str, how: int, busy: str) -> int:
        """The descriptor of a lock file, locked; closing it frees the lock."""
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, how)
        except BaseException as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise Unavailable(f"the index in {self.folder} has to be waited for: {busy}") from error
            raise
        return descriptor
