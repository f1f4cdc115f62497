"""One child process: started on a leash, logged to a file, ended politely and then not."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from service.stack import leash
from service.stack.folders import PRIVATE

_LOG_BYTES = 10_000_000


class Process:
    """A command that can be started again and again, one at a time.

    It runs in a process group of its own, so that Ctrl-C in a terminal reaches only the parent, who
    decides the order in which things end.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
        stop_s: float = 10,
    ) -> None:
        """Describe a process; nothing runs yet.

        Args:
            name: for people and logs.
            command: program and arguments.
            log: file that its output is appended to; None leaves the parent's output.
            environment: variables added to the parent's.
            stop_s: seconds between SIGTERM and SIGKILL in `stop`.
        """
        self.name = name
        self.command = list(command)
        self.log = log
        self.environment = dict(environment or {})
        self.stop_s = stop_s
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the running process."""
        return self._popen.pid if self._popen is not None and self.alive else None

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended the last time; negative for a signal, None while it runs or before it ever did."""
        return self._popen.poll() if self._popen is not None else None

    def start(self, *, keep_open: Sequence[int] = ()) -> None:
        """Start it. `keep_open` are descriptors handed to the child, such as a lock's.

        Call from the main thread: the leash is tied to the thread that starts the child.
        """
        if self.alive:
            raise RuntimeError(f"{self.name} is running already")
        output = self._open_log()
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - what the caller describes
                leash.command(self.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=os.environ | self.environment,
                pass_fds=tuple(keep_open),
                process_group=0,
                umask=PRIVATE,
            )
        finally:
            if output is not None:
                os.close(output)

    def signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self._popen is not None:
            self._popen.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; False when it still runs after `seconds`."""
        if self._popen is None:
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
        return not self.alive

    def stop(self) -> None:
        """SIGTERM, then SIGKILL after `stop_s`. Returns when it is gone; harmless when it was not there."""
        self.signal(signal.SIGTERM)
        if not self.wait(self.stop_s):
            self.kill()

    def kill(self) -> None:
        """SIGKILL to it and to what it may have started."""
        if self._popen is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def last_line(self) -> str:
        """The last line of its log, to tell why it ended."""
        if self.log is None or not self.log.is_file():
            return ""
        with self.log.open("rb") as stream:
            stream.seek(max(0, self.log.stat().st_size - 4096))
            lines = stream.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def _open_log(self) -> int | None:
        if self.log is None:
            return None
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.is_file() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_name(self.log.name + ".1"))
        return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def wait_until(ready: Callable[[], bool], *, seconds: float, step_s: float = 0.1) -> bool:
    """Ask `ready` again and again; False when it was not so within `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() >= deadline:
            return False
        time.sleep(step_s)
    return True
