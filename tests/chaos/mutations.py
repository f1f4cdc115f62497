"""Does the chaos test find what it is for? The agents as they are must pass, with a known fault put in they must fail.

    python -m tests.chaos.mutations [NAME…]

A mutation replaces one piece of the code in a copy of `agents`, which the workers import instead. A run that does not
drain in time says nothing of what it misses, unless not to drain is what the fault does.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.chaos import report
from tests.chaos.report import Outcome
from tests.chaos.run import Settings, run, settings
from tests.chaos.schedule import Counts
from tests.chaos.stack import ROOT


@dataclass(frozen=True, slots=True)
class Mutation:
    """One fault: in the file `module` of agents, `good` becomes `bad`.

    Attributes:
        stops: the fault keeps a stage from ever draining.
    """

    name: str
    module: str
    good: str
    bad: str
    stops: bool = False


MUTATIONS = (
    Mutation(
        "deliveries are not awaited",
        "delivery.py",
        "await (await self._send(outgoing))",
        "await self._send(outgoing)",
    ),
    Mutation("four batches at a time", "app.py", "concurrency=1)", "concurrency=4)"),
    Mutation(
        "acknowledged before it is sent",
        "delivery.py",
        "await process([Record.of(event) for event in events])",
        "asyncio.create_task(process([Record.of(event) for event in events]))",
    ),
    Mutation(
        "an article that kills the process is tried again",
        "guard.py",
        "CRASHES_IN_A_ROW = 3",
        "CRASHES_IN_A_ROW = 1_000_000",
        stops=True,
    ),
)
_SIZE = Settings(
    seed="mutations",
    articles=600,
    poison=40,
    faults=Counts(kills=8, terms=2, joins=2, broker_kills=1, pauses=1, outages=0, refusals=4),
    drain_s=300,
)
_CONTROL = "the agents as they are"


@contextmanager
def mutated(mutation: Mutation) -> Iterator[Path]:
    """A folder with the mutated copy of `agents`.

    Raises:
        ValueError: the code is no longer as the mutation knows it.
    """
    with tempfile.TemporaryDirectory(prefix="rasd-mutation-") as folder:
        shutil.copytree(ROOT / "agents", Path(folder, "agents"), ignore=shutil.ignore_patterns("__pycache__"))
        file = Path(folder, "agents", mutation.module)
        code = file.read_text(encoding="utf-8")
        if code.count(mutation.good) != 1:
            raise ValueError(f"{mutation.name}: agents/{mutation.module} has not one {mutation.good!r}")
        file.write_text(code.replace(mutation.good, mutation.bad), encoding="utf-8")
        yield Path(folder)


def found(mutation: Mutation, wanted: Settings) -> bool:
    """Whether a run with the mutation fails."""
    with mutated(mutation) as overlay:
        outcome = _run(replace(wanted, overlay=overlay, drain_s=60 if mutation.stops else wanted.drain_s))
    return not outcome.verdict.clean and outcome.drained != mutation.stops


def passes(wanted: Settings) -> bool:
    """Whether a run without any mutation is clean."""
    outcome = _run(wanted)
    return outcome.verdict.clean and outcome.drained


def _run(wanted: Settings) -> Outcome:
    """A run. Writes its report."""
    with tempfile.TemporaryDirectory(prefix="rasd-chaos-") as folder:
        outcome = run(wanted, Path(folder))
    sys.stdout.write("\n".join([*report.lines(outcome), ""]))
    sys.stdout.flush()
    return outcome


def main(names: Sequence[str]) -> int:
    """Run the mutations whose names contain one of `names`, or all, and once without any.

    Returns:
        0 when all were found and the run without any was clean, else 1.
    """
    wanted = settings(os.environ, _SIZE)
    sys.stdout.write(f"== {_CONTROL}\n")
    missed = [] if passes(wanted) else [_CONTROL]
    for mutation in MUTATIONS:
        if not names or any(name in mutation.name for name in names):
            sys.stdout.write(f"== {mutation.name}\n")
            missed += [] if found(mutation, wanted) else [mutation.name]
    sys.stdout.write(f"not as it should be: {', '.join(missed) or 'none'}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
