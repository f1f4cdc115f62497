"""Which fault strikes after which publication: drawn from the seed alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.chaos.faults import (
    Fault,
    IndexOutage,
    Join,
    KillBroker,
    KillWorker,
    Leave,
    PauseBroker,
    RefuseDeliveries,
    StopWorker,
)
from tests.chaos.planted import REFUSALS

STAGES = ("segment", "entities", "quotes", "index")
SHARED = ("segment", "entities", "quotes")
"""The stages that several workers may share; the index has one writer."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many faults of each kind."""

    kills: int = 25
    terms: int = 10
    joins: int = 6
    broker_kills: int = 5
    pauses: int = 3
    outages: int = 2
    refusals: int = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One fault: after how many publications, and how long after the last of them."""

    after: int
    wait_s: float
    fault: Fault


@dataclass(frozen=True, slots=True)
class Blow:
    """A fault that struck, when (seconds since the start), and whether its target was at work."""

    at_s: float
    fault: Fault
    busy: bool


def make(random: Random, counts: Counts, publications: int, outages: Sequence[str]) -> list[Step]:
    """The faults of one run in their order, spread over its publications; `outages` are those the index knows."""
    faults = _alone(random, counts, outages)
    random.shuffle(faults)
    for politely in (count % 2 == 0 for count in range(counts.joins)):
        _insert_visit(random, faults, politely)
    first, last = publications // 20, publications - publications // 20
    places = sorted(random.randint(first, last) for _ in faults)
    return [Step(place, random.uniform(0, 1.5), fault) for place, fault in zip(places, faults, strict=True)]


def _alone(random: Random, counts: Counts, outages: Sequence[str]) -> list[Fault]:
    """The faults that may strike at any time. Every stage gets its share of the blows."""
    draw: list[tuple[int, Callable[[int], Fault]]] = [
        (counts.kills, lambda number: KillWorker(STAGES[number % len(STAGES)], random.choice([0, 0, 0.5, 2, 8]))),
        (counts.terms, lambda number: StopWorker(STAGES[number % len(STAGES)], random.choice([0, 0, 0.5, 2]))),
        (counts.broker_kills, lambda _: KillBroker(random.choice([0, 0.5, 3, 8]))),
        (counts.pauses, lambda _: PauseBroker(random.uniform(1, 5))),
        (counts.outages, lambda number: IndexOutage(outages[number % len(outages)], random.uniform(4, 10))),
        (
            counts.refusals,
            lambda number: RefuseDeliveries(
                STAGES[number // len(REFUSALS) % len(STAGES)], [*REFUSALS][number % len(REFUSALS)], random.uniform(2, 5)
            ),
        ),
    ]
    return [one(number) for count, one in draw for number in range(count)]


def _insert_visit(random: Random, faults: list[Fault], politely: bool) -> None:
    """A second worker comes, stays for some faults, and leaves; one at a time for each stage."""
    stage = random.choice(_free(faults))
    start = _after_last_leave(faults, stage)
    come = random.randint(start, len(faults))
    faults.insert(come, Join(stage))
    go = min(len(faults), come + 1 + random.randint(0, 4))
    faults.insert(go, Leave(stage, politely))


def _free(faults: Sequence[Fault]) -> Sequence[str]:
    """The stages with the fewest visits so far."""
    visits = {stage: sum(isinstance(fault, Join) and fault.target == stage for fault in faults) for stage in SHARED}
    return [stage for stage in SHARED if visits[stage] == min(visits.values())]


def _after_last_leave(faults: Sequence[Fault], stage: str) -> int:
    leaves = [place for place, fault in enumerate(faults) if isinstance(fault, Leave) and fault.target == stage]
    return leaves[-1] + 1 if leaves else 0


def instances(random: Random) -> dict[str, str]:
    """Half of the stages have static members, half dynamic ones; which, is drawn."""
    return {stage: f"{stage}-0" for stage in random.sample(STAGES, len(STAGES) // 2)}
