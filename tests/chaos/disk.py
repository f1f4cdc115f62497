"""The disk that the index lies on: one that can be full on demand."""

import os
import resource
import subprocess
from pathlib import Path
from typing import Protocol

_MOUNT_BYTES = 2 * 1024**3


class Disk(Protocol):
    """A place for the index that can be made full and free again.

    Attributes:
        kind: for the report, how it is made full.
    """

    folder: Path
    kind: str

    def fill(self, writer: int | None) -> None:
        """Make it full for the process `writer`. To be repeated: deleting a file makes room."""

    def free(self, writer: int | None) -> None:
        """Give the room back."""

    def close(self) -> None:
        """Take it away."""


class SmallDisk:
    """A file system in memory, made as large as what lies on it: every write that needs room fails, ENOSPC."""

    kind = "tmpfs without room (ENOSPC)"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self._mount("mount", "-t", "tmpfs", "-o", f"size={_MOUNT_BYTES}", "none")

    def fill(self, writer: int | None) -> None:
        there = os.statvfs(self.folder)
        self._resize(max(there.f_blocks - there.f_bfree, 1) * there.f_frsize)

    def free(self, writer: int | None) -> None:
        self._resize(_MOUNT_BYTES)

    def close(self) -> None:
        self._mount("umount", "-l")

    def _resize(self, size: int) -> None:
        # Between the look and the call something may have been written; then it is not full yet.
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], capture_output=True, check=False)

    def _mount(self, *command: str) -> None:
        subprocess.run([*command, str(self.folder)], capture_output=True, check=True)


class LimitedWriter:
    """Where nothing may be mounted: the writer's files are limited to 4 KB while it is "full", EFBIG.

    The same errors to the index as from a full disk, but only the index worker has them, and only in
    files that grow beyond the limit.
    """

    kind = "limit on the writer's files (EFBIG); a full disk needs the right to mount"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)

    def fill(self, writer: int | None) -> None:
        self._limit(writer, 4096)

    def free(self, writer: int | None) -> None:
        self._limit(writer, resource.RLIM_INFINITY)

    def close(self) -> None:
        pass

    def _limit(self, writer: int | None, size: int) -> None:
        if writer is not None:
            _, most = resource.prlimit(writer, resource.RLIMIT_FSIZE)
            resource.prlimit(writer, resource.RLIMIT_FSIZE, (size, most))


def make_disk(folder: Path) -> Disk:
    """The more real of the two that this machine allows."""
    try:
        return SmallDisk(folder)
    except (OSError, subprocess.CalledProcessError):
        folder.rmdir()
        return LimitedWriter(folder)
