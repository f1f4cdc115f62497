"""Keeps the processes of a stack running, and ends them in order.

Everything happens in the main thread: children are leashed to the thread that starts them.
"""

import json
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from pipeline.contracts.errors import BadConfiguration, Unavailable
from service.stack.broker import LocalBroker
from service.stack.process import Process, wait_until

GAVE_UP = 75
_BAD_CONFIGURATION = 78
_ILL = 74
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_SETTLED_AFTER = 60.0
_BROKER_SECONDS = 2.5


class Draining(BaseException):
    """SIGTERM or SIGINT came: let everything in flight finish, then end."""


@contextmanager
def stop_signals() -> Iterator[None]:
    """The first SIGTERM or SIGINT raises `Draining` in the main thread; later ones do nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise Draining

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _Watched:
    """A process, when it was started, and when it may be started again."""

    process: Process
    start: Callable[[], None]
    started_at: float = 0.0
    pause: float = _FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    """Starts processes again when they die, each after a pause that doubles, until told to stop."""

    def __init__(
        self,
        workers: Sequence[Process],
        *,
        broker: LocalBroker | None = None,
        grace_seconds: float = 14,
        say: Callable[[str], None] = print,
    ) -> None:
        """Nothing is started yet.

        Args:
            workers: to be started by `start`.
            broker: the local one, if any; it runs already, and is ended last.
            grace_seconds: what a stop may take in all before what still runs is killed.
            say: gets one line for a person whenever a process died.
        """
        self._workers = [_Watched(worker, worker.start) for worker in workers]
        self._broker = broker
        self._grace = grace_seconds
        self._say = say
        self._watched = list(self._workers)
        if broker is not None:
            self._watched.insert(0, _Watched(broker.process, broker.relaunch, started_at=time.monotonic()))

    def start(self) -> None:
        """Start the workers."""
        for watched in self._workers:
            self._start(watched)

    def tick(self) -> None:
        """Look after every process once: to be called a few times a second.

        Raises:
            BadConfiguration: a process ended with 78; starting it again would not help.
            Unavailable: the in-memory broker ended, and the data with it.
        """
        now = time.monotonic()
        for watched in self._watched:
            if watched.process.alive:
                continue
            if watched.again_at is None:
                self._note_death(watched, now)
            elif now >= watched.again_at:
                self._start(watched)

    def run(self) -> NoReturn:
        """Look after them until a signal raises `Draining`."""
        while True:
            self.tick()
            time.sleep(0.2)

    def stop(self) -> int:
        """End the workers, then the broker.

        Returns:
            0, or 75 when something had to be killed or had given up itself: what was in flight there
            is done again at the next start.
        """
        deadline = time.monotonic() + self._grace
        workers = [watched.process for watched in self._workers]
        ran = [worker for worker in workers if worker.alive]
        for worker in ran:
            worker.signal(signal.SIGTERM)
        reserve = _BROKER_SECONDS if self._broker else 0.0
        wait_until(lambda: not any(worker.alive for worker in ran), seconds=self._grace - reserve, step_s=0.05)
        late = [worker for worker in ran if worker.alive]
        for worker in late:
            self._say(f"{worker.name} did not finish in time and was killed")
            worker.kill()
        if self._broker is not None:
            self._broker.process.stop_s = max(1.0, deadline - time.monotonic())
            self._broker.stop()
        gave_up = [worker for worker in ran if worker.exit_code != 0]
        return GAVE_UP if late or gave_up else 0

    def _start(self, watched: _Watched) -> None:
        watched.again_at = None
        watched.started_at = time.monotonic()
        watched.start()

    def _note_death(self, watched: _Watched, now: float) -> None:
        process = watched.process
        if process.exit_code == _BAD_CONFIGURATION:
            raise BadConfiguration(f"{process.name}: {_said(process.last_line())}")
        if self._broker is not None and process is self._broker.process and not self._broker.durable:
            raise Unavailable("the in-memory broker ended, and its data with it; start again")
        if now - watched.started_at > _SETTLED_AFTER:
            watched.pause = _FIRST_PAUSE
        watched.again_at = now + watched.pause
        self._say(f"{process.name} {_manner(process)}; starting it again in {watched.pause:g} s")
        watched.pause = min(watched.pause * 2, _LONGEST_PAUSE)


def _manner(process: Process) -> str:
    """How it ended, for a person."""
    code = process.exit_code
    if code == _ILL:
        return f"was ill and ended itself ({_said(process.last_line())})"
    if code is not None and code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


def _said(line: str) -> str:
    """What a child's last line says: an error on stderr as it is, or a JSON log line's `error`."""
    try:
        return str(json.loads(line)["error"])
    except (ValueError, KeyError, TypeError):
        return line[:300].removeprefix("rasd: ") or "a setting is wrong; its last line says which"


def supervise(supervisor: Supervisor, then: Callable[[], None] = lambda: None) -> int:
    """Start, do `then`, and keep everything running until `Draining`; nothing is left running whatever happens.

    Returns:
        The exit code of the drain.
    """
    try:
        supervisor.start()
        then()
        supervisor.run()
    except Draining:
        return supervisor.stop()
    except BaseException:
        supervisor.stop()
        raise
