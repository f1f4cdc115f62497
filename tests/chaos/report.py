"""What a person reads after a run."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tests.chaos.checks import Verdict
from tests.chaos.schedule import Blow
from tests.chaos.stack import Stack

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run."""

    seed: str
    counts: str
    seconds: float
    drained: bool
    blows: Sequence[Blow]
    stops: dict[str, int | None]
    stack: Stack
    verdict: Verdict


def lines(outcome: Outcome) -> Iterator[str]:
    """The report. Its last line is the verdict."""
    yield f"seed {outcome.seed}: {outcome.counts}, {outcome.seconds:.0f} s"
    yield f"index: {outcome.stack.index.kind}; static members: {', '.join(sorted(outcome.stack.instances))}"
    yield ""
    yield from _faults(outcome)
    yield ""
    yield from _topics(outcome)
    yield ""
    endings = [f"{stage} {code} x{count}" for (stage, code), count in sorted(outcome.stack.endings.items())]
    yield f"workers that ended by themselves, with what code: {', '.join(endings) or 'none'}"
    yield f"last SIGTERM: {', '.join(f'{name} {code}' for name, code in outcome.stops.items())}"
    yield f"quotes in the sample compared with the library: {outcome.verdict.quotes}"
    if not outcome.drained:
        yield "the topics were not drained in time"
    yield from _wrong(outcome.verdict)
    yield outcome.verdict.line


def _faults(outcome: Outcome) -> Iterator[str]:
    by_name: dict[str, list[Blow]] = defaultdict(list)
    for blow in outcome.blows:
        by_name[blow.fault.name].append(blow)
    yield "| fault | struck | at work | where | back, median / longest s |"
    yield "|---|---|---|---|---|"
    for name, blows in sorted(by_name.items()):
        where = ", ".join(
            f"{target} {count}" for target, count in sorted(Counter(b.fault.target for b in blows).items())
        )
        back = outcome.stack.recoveries.get(name, [])
        times = f"{median(back):.1f} / {max(back):.1f}" if back else ""
        yield f"| {name} | {len(blows)} | {sum(blow.busy for blow in blows)} | {where} | {times} |"


def _topics(outcome: Outcome) -> Iterator[str]:
    verdict = outcome.verdict
    yield "| topic | records | brought back after a late version | duplicates | explained are up to |"
    yield "|---|---|---|---|---|"
    for topic, records in verdict.records.items():
        explained = verdict.explained.get(topic, "")
        yield f"| {topic} | {records} | {verdict.restored[topic]} | {verdict.duplicates[topic]} | {explained} |"


def _wrong(verdict: Verdict) -> Iterator[str]:
    if verdict.unexplained:
        yield f"more duplicates than at-least-once explains: {', '.join(verdict.unexplained)}"
    for name, found in (("missing", verdict.missing), ("stale", verdict.stale), ("misplaced", verdict.misplaced)):
        yield from (f"{name}: {line}" for line in found[:_SHOWN])
        if len(found) > _SHOWN:
            yield f"{name}: and {len(found) - _SHOWN} more"
