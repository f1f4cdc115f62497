"""`python -m tests.chaos.run`: one run, from its seed to its verdict. What it does: docs/reliability.md."""

import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos import report, schedule, workload
from tests.chaos.checks import check
from tests.chaos.faults import Fault
from tests.chaos.index import EmbeddedIndex, IndexUnderTest
from tests.chaos.opensearch import ProxiedOpenSearch
from tests.chaos.publisher import Publisher
from tests.chaos.report import Outcome
from tests.chaos.schedule import Blow, Counts, Step
from tests.chaos.stack import SOURCES, Stack
from tests.chaos.workload import Publication, Workload

INDEXES: Mapping[str, Callable[[Path], IndexUnderTest]] = {"embedded": EmbeddedIndex, "opensearch": ProxiedOpenSearch}
_VARIABLE = "CHAOS_"
_BACKDATED_MS = 60_000
_MORE = 25  # publications for a stage that has run out of work
_SLOWEST = "entities"
_BACKLOG = 1000  # records that wait for it when a fault strikes: so the faults come over the whole run


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. Each may be given in the environment: CHAOS_SEED, CHAOS_ARTICLES, CHAOS_KILLS, …

    Attributes:
        articles: ids, each in 1.8 versions on average.
        drain_s: how long the last article may take after the last fault.
        index: which one, one of INDEXES.
        overlay: a folder of packages that the workers import first, see tests/chaos/mutations.py.
        keep: keep the broker's data, the index and the logs.
    """

    seed: str = "rasd"
    articles: int = 20_000
    poison: int = 300
    faults: Counts = field(default_factory=Counts)
    drain_s: float = 900
    index: str = "embedded"
    overlay: Path | None = None
    keep: bool = False


def settings(environment: Mapping[str, str], base: Settings | None = None) -> Settings:
    """`base`, by default the long run, and what the environment says instead."""
    base = base or Settings()
    given = {
        name.removeprefix(_VARIABLE).lower(): value for name, value in environment.items() if name.startswith(_VARIABLE)
    }
    counts = {one.name: int(given.pop(one.name)) for one in fields(Counts) if one.name in given}
    read: dict[str, Callable[[str], Any]] = {
        "seed": str, "articles": int, "poison": int, "drain_s": float, "index": str, "overlay": Path, "keep": bool,
    }  # fmt: skip
    return replace(
        base, **{name: read[name](value) for name, value in given.items()}, faults=replace(base.faults, **counts)
    )


def run(wanted: Settings, folder: Path, say: Callable[[str], None] | None = None) -> Outcome:
    """Set up, publish and strike, drain, stop, check.

    Raises:
        Unavailable: there is no Java for the broker.
    """
    work = workload.make(
        Random(f"{wanted.seed} workload"), articles=wanted.articles, poisoned=wanted.poison,
        base_ms=int(time.time() * 1000) - _BACKDATED_MS,
    )  # fmt: skip
    index = INDEXES[wanted.index](folder / "index")
    steps = schedule.make(Random(f"{wanted.seed} schedule"), wanted.faults, len(work.publications), index.outages)
    stack = Stack(folder, schedule.instances(Random(f"{wanted.seed} instances")), index, wanted.overlay)
    try:
        stack.start()
        return _run(wanted, work, steps, stack, say or _say)
    finally:
        stack.close()


def _run(wanted: Settings, work: Workload, steps: Sequence[Step], stack: Stack, say: Callable[[str], None]) -> Outcome:
    began = time.monotonic()
    publisher = Publisher(stack.cluster.kafka)
    blows: list[Blow] = []
    queue = deque(work.publications)
    stack.feed = lambda: publisher.publish(_take(queue, _MORE))
    for step in steps:
        publisher.publish(_take(queue, step.after - (len(work.publications) - len(queue))))
        stack.wait(lambda: stack.lag(_SLOWEST) <= _BACKLOG, within=wanted.drain_s)
        stack.sleep(step.wait_s)
        blows.append(_strike(stack, step.fault, began, say))
    publisher.publish(queue)
    publisher.finish()
    say(f"{time.monotonic() - began:6.0f} s  all {len(publisher.places)} records are acknowledged")
    drained = drain(stack, wanted.drain_s)
    say(f"{time.monotonic() - began:6.0f} s  the topics are {'' if drained else 'not '}drained")
    stops = stack.stop_workers()
    verdict = check(stack, work, publisher.places, blows)
    counts = (
        f"{wanted.articles} articles in {len(work.publications) - len(work.poison)} records, {wanted.poison} poison"
    )
    return Outcome(wanted.seed, counts, time.monotonic() - began, drained, blows, stops, stack, verdict)


def _take(queue: deque[Publication], count: int) -> list[Publication]:
    """The next publications, so many or what is left; none when more were taken before."""
    return [queue.popleft() for _ in range(min(count, len(queue)))]


def _strike(stack: Stack, fault: Fault, began: float, say: Callable[[str], None]) -> Blow:
    at = time.monotonic() - began
    busy = fault.strike(stack)
    say(f"{at:6.0f} s  {fault.name}: {fault.target}{'' if busy else ', which was idle'}")
    return Blow(at, fault, busy)


def drain(stack: Stack, within: float) -> bool:
    """Whether every stage has committed all there is in time, also what the indexer has brought back."""
    until = time.monotonic() + within
    return all(
        stack.wait(lambda stage=stage: stack.lag(stage) == 0, within=max(1, until - time.monotonic()))
        for stage in SOURCES
    ) and stack.wait(lambda: stack.cluster.settled(SOURCES), within=max(1, until - time.monotonic()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """One run by the environment's settings.

    Returns:
        0 when nothing is missing, stale or misplaced, else 1.
    """
    wanted = settings(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="rasd-chaos-"))
    _say(f"CHAOS_SEED={wanted.seed} CHAOS_ARTICLES={wanted.articles}, in {folder}")
    try:
        outcome = run(wanted, folder)
    finally:
        if not wanted.keep:
            shutil.rmtree(folder, ignore_errors=True)
    _say("\n".join(["", *report.lines(outcome)]))
    return 0 if outcome.verdict.clean else 1


if __name__ == "__main__":
    sys.exit(main())
