"""Does the chaos test find what it is for? Agents with a known fault put in: every one must fail.

    python -m tests.chaos.mutations [NAME…]

A mutation replaces one piece of the code in a copy of `agents`, which the workers import instead.
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
from tests.chaos.run import Settings, run, settings
from tests.chaos.schedule import Counts
from tests.chaos.stack import ROOT


@dataclass(frozen=True, slots=True)
class Mutation:
    """One fault: in the file `module` of agents, `good` becomes `bad`."""

    name: str
    module: str
    good: str
    bad: str


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
    ),
)
_SIZE = Settings(
    seed="mutations",
    articles=1500,
    poison=40,
    faults=Counts(kills=8, terms=2, joins=2, broker_kills=1, pauses=1, outages=0),
    drain_s=150,
)


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
    """Whether a run with the mutation fails. Writes the run's report."""
    with mutated(mutation) as overlay, tempfile.TemporaryDirectory(prefix="rasd-chaos-") as folder:
        outcome = run(replace(wanted, overlay=overlay), Path(folder))
    sys.stdout.write("\n".join([*report.lines(outcome), ""]))
    return not outcome.verdict.clean


def main(names: Sequence[str]) -> int:
    """Run the mutations whose names contain one of `names`, or all.

    Returns:
        0 when all were found, else 1.
    """
    wanted = settings(os.environ, _SIZE)
    missed = []
    for mutation in MUTATIONS:
        if not names or any(name in mutation.name for name in names):
            sys.stdout.write(f"== {mutation.name}\n")
            missed += [] if found(mutation, wanted) else [mutation.name]
    sys.stdout.write(f"not found: {', '.join(missed) or 'none'}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
