"""`python -m tests.chaos.recovery`: how long work stands still when a worker restarts, dies, or leaves.

On a real Kafka, real workers, under traffic. It prints the table of docs/reliability.md; the exit code is
1 when a floor was missed.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from confluent_kafka.admin import AdminClient

from agents import health
from tests.chaos.index import EmbeddedIndex
from tests.chaos.stack import SESSION_SECONDS, SOURCES, Stack, Worker
from tests.chaos.traffic import Traffic

GRACE_SECONDS = 10
_RATE = 5.0  # articles a second: what two busy cores are done with at once
_BACKLOG = 300  # articles, so that a worker that is told to end is at work
_PATIENCE = 180.0
STATIC = {"segment": "segment-0", "quotes": "quotes-0"}  # the other stages have dynamic members


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        seconds: one figure for each repetition.
        floor: what none of them may exceed; None where there is only something to know.
        remark: what else was counted.
    """

    what: str
    seconds: Sequence[float]
    floor: float | None
    remark: str = ""
    kept: bool = True

    @property
    def met(self) -> bool:
        return self.kept and (self.floor is None or max(self.seconds) <= self.floor)

    def __str__(self) -> str:
        floor = "" if self.floor is None else f"{self.floor:g}"
        return (
            f"| {self.what} | {len(self.seconds)} | {median(self.seconds):.1f} / {max(self.seconds):.1f} "
            f"| {floor} | {self.remark} | {os.getloadavg()[0]:.1f} |"
        )


@dataclass(frozen=True, slots=True)
class Return:
    """How a worker came back: seconds after the blow. `cpu_s`: what the new process had worked until it was ready."""

    code: int | None
    ended: float
    joining: float
    ready: float
    cpu_s: float


def measure(stack: Stack, traffic: Traffic, times: int) -> Iterator[Row]:
    """All of it, in order."""
    with traffic.flowing(_RATE):
        yield calm(stack, traffic)
        for stage in SOURCES:
            yield restarts(stack, traffic, stage, times)
        yield from rolling(stack, traffic)
        for stage in SOURCES:
            yield kills(stack, traffic, stage, times)
        yield from leaving(stack, times)
    stack.wait(traffic.complete, within=_PATIENCE)
    yield Row("all articles in all topics", [0.0], None, f"{len(traffic.acknowledged)} articles", traffic.complete())


def calm(stack: Stack, traffic: Traffic) -> Row:
    """The normal: from acknowledgement to `articles.enriched` when nothing happens."""
    began = time.monotonic()
    stack.sleep(15)
    return Row("publish to enriched, nothing happens", waits(stack, traffic, "articles.enriched", began), None)


def restarts(stack: Stack, traffic: Traffic, stage: str, times: int) -> Row:
    """SIGTERM in the middle of work: ends with 0 in time, and nothing is done twice."""
    before, found = sum(traffic.duplicates().values()), []
    for _ in range(times):
        at_work(stack, traffic, stage)
        found.append(back(stack, stack.workers[stage], signal.SIGTERM))
    stack.wait(lambda: stack.lag(stage) == 0, within=_PATIENCE)
    again = sum(traffic.duplicates().values()) - before
    codes = sorted({one.code for one in found})
    remark = f"exit {codes}, duplicates {again}; ready again after {span(one.ready for one in found)}"
    kept = codes == [0] and again == 0
    return Row(f"SIGTERM {stage}: until it has ended", [one.ended for one in found], GRACE_SECONDS, remark, kept)


def rolling(stack: Stack, traffic: Traffic) -> Iterator[Row]:
    """Every worker restarted, each when the one before is ready: how long the unluckiest article waits."""
    before, began = sum(traffic.duplicates().values()), time.monotonic()
    for worker in list(stack.workers.values()):
        back(stack, worker, signal.SIGTERM)
    ended = time.monotonic()
    for topic in ("articles.enriched", "articles.indexed"):
        found = waits(stack, traffic, topic, began)
        again = sum(traffic.duplicates().values()) - before
        yield Row(
            f"rolling restart: publish to {topic}", found, SESSION_SECONDS + 5,
            f"duplicates {again}, {ended - began:.0f} s in all", again == 0,
        )  # fmt: skip


def kills(stack: Stack, traffic: Traffic, stage: str, times: int) -> Row:
    """kill -9: until the new process has the partitions."""
    found = []
    for _ in range(times):
        at_work(stack, traffic, stage)
        found.append(back(stack, stack.workers[stage], signal.SIGKILL))
    kind, floor = ("--instance", 5.0) if stage in STATIC else ("dynamic", SESSION_SECONDS + 3.0)
    remark = (
        f"of which start {span(one.joining - one.ended for one in found)}, "
        f"CPU {span(one.cpu_s for one in found)}; to join {span(one.ready - one.joining for one in found)}"
    )
    return Row(f"kill -9 {stage}, {kind}: until ready", [one.ready for one in found], floor, remark)


def leaving(stack: Stack, times: int) -> Iterator[Row]:
    """One of two workers goes for good: until the other one has all partitions."""
    for stage, floor in (("entities", 3.0), ("quotes", None)):
        static = stage in STATIC
        found = [left(stack, stage, f"{stage}-{number + 1}" if static else None) for number in range(times)]
        yield Row(f"scaled in, {stage}, {'--instance' if static else 'dynamic'}: until handed over", found, floor)


def left(stack: Stack, stage: str, instance: str | None) -> float:
    """A second worker comes, and leaves by SIGTERM."""
    second = stack.add(f"{stage}-second", stage, instance)
    stack.wait(lambda: second.well and len(members(stack, stage)) == 2, within=_PATIENCE)
    del stack.workers[f"{stage}-second"]
    began = time.monotonic()
    second.process.signal(signal.SIGTERM)
    partitions = len(stack.cluster.partitions(_admin(stack), stack.cluster.kafka.topic(SOURCES[stage])))
    stack.wait(lambda: members(stack, stage) == [partitions], within=_PATIENCE)
    took = time.monotonic() - began
    second.process.wait(30)
    return took


def members(stack: Stack, stage: str) -> list[int]:
    """How many partitions each member of the stage's group has; nothing while they are dealt out."""
    group = stack.cluster.kafka.group(stage)
    admin = _admin(stack)  # kept until the answer is there: without its client it never comes
    described = admin.describe_consumer_groups([group], request_timeout=10)[group].result()
    counts = [len(member.assignment.topic_partitions) if member.assignment else 0 for member in described.members]
    return counts if described.state.name == "STABLE" else []


def back(stack: Stack, worker: Worker, number: int) -> Return:
    """End `worker` by a signal, start it again at once, and wait until it has its partitions."""
    began = time.monotonic()
    stack.strike(worker, number, "measured", away_s=_PATIENCE)
    stack.wait(lambda: not worker.process.alive, within=_PATIENCE)
    ended, code = time.monotonic() - began, worker.process.exit_code
    worker.health.unlink(missing_ok=True)
    worker.back_at = 0.0
    stack.tick()
    stack.wait(lambda: _state(worker) in ("joining", "ready"), within=_PATIENCE)
    joining = time.monotonic() - began
    stack.wait(lambda: _state(worker) == "ready", within=_PATIENCE)
    return Return(code, ended, joining, time.monotonic() - began, cpu_seconds(worker))


def at_work(stack: Stack, traffic: Traffic, stage: str) -> None:
    """Wait until the stage's worker has something to do."""
    traffic.publish(_BACKLOG)
    stack.wait(lambda: stack.lag(stage) > 20, within=_PATIENCE)


def waits(stack: Stack, traffic: Traffic, topic: str, began: float) -> list[float]:
    """Of the articles acknowledged since `began`, when all of them have come."""
    until = time.monotonic()
    there = [at for at in list(traffic.acknowledged.values()) if began <= at <= until]
    stack.wait(lambda: len(traffic.waits(topic, began, until)) == len(there), within=_PATIENCE)
    return traffic.waits(topic, began, until)


def cpu_seconds(worker: Worker) -> float:
    """What the process has worked so far: that does not depend on what else the machine does."""
    fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def span(values: Iterator[float]) -> str:
    """Median and longest."""
    found = list(values)
    return f"{median(found):.1f} / {max(found):.1f} s"


def _state(worker: Worker) -> str | None:
    said = health.read(worker.health)
    return said.state if said else None


def _admin(stack: Stack) -> AdminClient:
    return AdminClient(stack.cluster.kafka.confluent() | {"log_level": 0})


def run(folder: Path, times: int, say: Callable[[str], None]) -> list[Row]:
    """Set up, measure, stop."""
    stack = Stack(folder, STATIC, EmbeddedIndex(folder / "index"))
    try:
        stack.start()
        traffic = Traffic(stack.cluster)
        rows = []
        with traffic.watched():
            for row in measure(stack, traffic, times):
                say(str(row))
                rows.append(row)
        return rows
    finally:
        stack.close()


def main() -> int:
    """The whole table.

    Returns:
        0 when every floor was kept, else 1.
    """
    folder = Path(tempfile.mkdtemp(prefix="rasd-recovery-"))
    times = int(os.environ.get("RECOVERY_TIMES", "5"))
    _say("| what | times | median / longest s | at most | | load |\n|---|---|---|---|---|---|")
    try:
        rows = run(folder, times, _say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    missed = [row.what for row in rows if not row.met]
    _say(f"\nfloors missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
