"""What is done to the stack while it works. A fault does not wait until the last one is over."""

import signal
import time
from dataclasses import dataclass
from typing import Protocol

from tests.chaos.stack import SESSION_SECONDS, SOURCES, Stack, Worker

_PATIENCE = 20  # seconds for a worker to be at work, so that the blow does not hit one that still starts


class Fault(Protocol):
    """One blow, with everything drawn beforehand."""

    @property
    def name(self) -> str:
        """For the report: one for all blows of a kind."""

    @property
    def target(self) -> str:
        """The stage that is hit, or `broker`."""

    def strike(self, stack: Stack) -> bool:
        """Do it. Returns whether the target was at work."""


@dataclass(frozen=True, slots=True)
class KillWorker:
    """kill -9, in the middle of whatever it does."""

    target: str
    away_s: float
    name = "worker kill -9"

    def strike(self, stack: Stack) -> bool:
        busy = _at_work(stack, self.target)
        stack.strike(stack.workers[self.target], signal.SIGKILL, self.name, self.away_s)
        return busy


@dataclass(frozen=True, slots=True)
class StopWorker:
    """SIGTERM: it drains, ends, and is started again, as in a rolling update."""

    target: str
    away_s: float
    name = "worker SIGTERM"

    def strike(self, stack: Stack) -> bool:
        busy = _at_work(stack, self.target)
        worker = stack.workers[self.target]
        stack.strike(worker, signal.SIGTERM, self.name, self.away_s)
        stack.wait(lambda: not worker.process.alive, within=30)
        return busy


@dataclass(frozen=True, slots=True)
class Join:
    """A second worker of the stage joins its group, which makes the partitions move."""

    target: str
    name = "worker joins"

    def strike(self, stack: Stack) -> bool:
        busy = _at_work(stack, self.target)
        second = stack.add(_second(self.target), self.target)
        stack.wait(lambda: second.well, within=_PATIENCE)
        return busy


@dataclass(frozen=True, slots=True)
class Leave:
    """The second worker leaves for good: politely, or by kill -9."""

    target: str
    politely: bool

    @property
    def name(self) -> str:
        return "worker leaves (SIGTERM)" if self.politely else "worker leaves (kill -9)"

    def strike(self, stack: Stack) -> bool:
        worker = stack.workers.pop(_second(self.target))
        busy = stack.lag(self.target) > 0
        worker.process.signal(signal.SIGTERM if self.politely else signal.SIGKILL)
        stack.wait(lambda: not worker.process.alive, within=30)
        worker.process.kill()
        return busy


@dataclass(frozen=True, slots=True)
class KillBroker:
    """kill -9 to the broker; what it has acknowledged must be there when it is back."""

    away_s: float
    name = "broker kill -9"
    target = "broker"

    def strike(self, stack: Stack) -> bool:
        busy = _anything(stack)
        stack.broker.process.kill()
        stack.sleep(self.away_s)
        stack.broker.restart()
        return busy


@dataclass(frozen=True, slots=True)
class PauseBroker:
    """The broker's machine stands still for longer than a session: nobody is told, and everybody is late."""

    longer_s: float
    name = "broker paused"
    target = "broker"

    def strike(self, stack: Stack) -> bool:
        busy = _anything(stack)
        stack.broker.process.signal(signal.SIGSTOP)
        stack.sleep(SESSION_SECONDS + self.longer_s)
        stack.broker.process.signal(signal.SIGCONT)
        return busy


@dataclass(frozen=True, slots=True)
class IndexOutage:
    """The index is away, or as good as: which way, depends on the index."""

    kind: str
    seconds: float
    target = "index"

    @property
    def name(self) -> str:
        return f"index: {self.kind}"

    def strike(self, stack: Stack) -> bool:
        busy = _at_work(stack, self.target)
        for _ in range(round(self.seconds / 0.25)):
            stack.index.suffer(self.kind, stack.workers["index"].process.pid)
            stack.sleep(0.25)
        began = time.monotonic()
        stack.index.recover(self.kind, stack.workers["index"].process.pid)
        stack.recoveries.setdefault(self.name, []).append(time.monotonic() - began)
        return busy


@dataclass(frozen=True, slots=True)
class RefuseDeliveries:
    """For a while the producer of a stage's worker fails now and then, as tests.chaos.planted has it."""

    target: str
    refusal: str
    seconds: float

    @property
    def name(self) -> str:
        return f"delivery fails: {self.refusal}"

    def strike(self, stack: Stack) -> bool:
        busy = _at_work(stack, self.target)
        stack.refuse(self.target, self.refusal)
        stack.sleep(self.seconds)
        stack.refuse(self.target, None)
        return busy


def _second(stage: str) -> str:
    return f"{stage}-second"


def _at_work(stack: Stack, stage: str) -> bool:
    """Wait, but not for ever, until the stage's worker has its partitions and something to do."""
    worker: Worker = stack.workers[stage]
    working = False

    def ready() -> bool:
        nonlocal working
        working = worker.well and stack.lag(stage) > 0
        return working or (worker.well and not _anything(stack) and not stack.feed())

    stack.wait(ready, within=_PATIENCE)
    return working


def _anything(stack: Stack) -> bool:
    return any(stack.lag(stage) != 0 for stage in SOURCES)
