"""`python -m tests.chaos.soak [PART…]`: how much memory the workers take. What is asked of them: docs/reliability.md.

steady    articles come at an even pace, for half an hour: the memory of every worker stays the same
backlog   200,000 messages wait for every worker when it starts: that takes it 100 MB more at most
large     and so do 2,000 articles of 900 KB
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import count, cycle, islice
from pathlib import Path
from random import Random

from tests.chaos import news
from tests.chaos.disk import LimitedWriter
from tests.chaos.index import EmbeddedIndex
from tests.chaos.load import Load
from tests.chaos.memory import Trend
from tests.chaos.soak_report import Backlog, Steady, Waiting
from tests.chaos.stack import REAL, SOURCES, Stack

_VARIABLE = "SOAK_"
_PLACEHOLDER = "id-of-the-article"
_ORDINARY = 50  # different ones, of which the backlog is made
_LARGE = 5
_LARGE_SIZE = (2300, 580_000)  # sentences, and bytes beside them: 900 KB, and nearly as much text as is allowed
_BUDGET_S = "300"  # seconds for a large article on a machine that has much else to do
_SETTLE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. Each may be given in the environment: SOAK_SEED, SOAK_RATE, SOAK_MINUTES, …

    Attributes:
        rate: articles a second, while it is steady.
        warm_minutes: what is seen in the first minutes does not count.
        backlog: messages before every worker; `large` likewise, of large articles.
        calm_minutes: how long the workers are watched with little to do, before they have a backlog.
        drain_minutes: and how long with it.
        keep: keep the broker's data, the index and the logs.
    """

    seed: str = "rasd"
    rate: float = 20.0
    minutes: float = 30.0
    warm_minutes: float = 5.0
    backlog: int = 200_000
    large: int = 2_000
    calm_minutes: float = 2.0
    drain_minutes: float = 10.0
    keep: bool = False


def steady(wanted: Settings, load: Load) -> Steady:
    """An even load for so long."""
    load.steady(wanted.rate, wanted.warm_minutes)
    start = load.now
    load.steady(wanted.rate, wanted.minutes - wanted.warm_minutes)
    return Steady(wanted.rate, wanted.minutes, load.since(start), load.lags(), load.stack.endings.total())


def backlog(wanted: Settings, load: Load) -> Backlog:
    """Many ordinary articles at once."""
    records = [news.raw(load.random, _PLACEHOLDER) for _ in range(_ORDINARY)]
    return _backlog(wanted, load, "backlog", wanted.backlog, records)


def large(wanted: Settings, load: Load) -> Backlog:
    """Many large articles at once."""
    sentences, rest = _LARGE_SIZE
    records = [news.raw(load.random, _PLACEHOLDER, sentences, rest=rest) for _ in range(_LARGE)]
    return _backlog(wanted, load, "large", wanted.large, records)


def _backlog(wanted: Settings, load: Load, name: str, messages: int, records: Sequence[bytes]) -> Backlog:
    usual = _with_little_to_do(wanted, load)
    load.stack.stop_workers()
    sizes = _fill(load, name, messages, records)
    waited, start = load.lags(), load.now
    load.stack.start_workers()
    load.wait(wanted.drain_minutes)
    left, minutes = load.lags(), (load.now - start) / 60
    workers = [
        Waiting(stage, sizes[stage], waited[stage], left[stage], usual[stage], max(one.resident for one in seen))
        for stage, seen in load.since(start).items()
    ]
    dead = load.stack.cluster.ends("articles.dead")
    return Backlog(name, messages, minutes, workers, load.stack.endings.total(), dead)


def _with_little_to_do(wanted: Settings, load: Load) -> dict[str, float]:
    """What each worker takes then, MB resident."""
    load.wait(_SETTLE_MINUTES)
    start = load.now
    load.steady(1, wanted.calm_minutes)
    return {stage: Trend([(one.at_s, one.resident) for one in seen]).windows[-1]
            for stage, seen in load.since(start).items()}  # fmt: skip


def _fill(load: Load, name: str, messages: int, records: Sequence[bytes]) -> dict[str, float]:
    """So many messages into the source topic of every stage; returns how many KB one of each is, on average."""
    on_its_way = [news.on_its_way(record, _PLACEHOLDER) for record in records]
    sizes = {}
    for stage, topic in SOURCES.items():
        templates = [topics[topic] for topics in on_its_way]
        sizes[stage] = sum(map(len, templates)) / len(templates) / 1000
        load.publish(topic, _copies(name, templates, messages))
        load.flush()
        load.say(f"{load.now:6.0f} s  {messages} messages of {sizes[stage]:.1f} KB wait in {topic}")
    return sizes


def _copies(name: str, templates: Sequence[bytes], messages: int) -> Iterator[tuple[str, bytes]]:
    """So many messages, each with an id of its own."""
    for number, template in zip(count(), islice(cycle(templates), messages), strict=False):
        article_id = f"{name}-{number:07}"
        yield article_id, template.replace(_PLACEHOLDER.encode(), article_id.encode())


PARTS: Mapping[str, Callable[[Settings, Load], Steady | Backlog]] = {
    "steady": steady, "backlog": backlog, "large": large,
}  # fmt: skip


def settings(environment: Mapping[str, str]) -> Settings:
    """The long run, and what the environment says instead."""
    default = Settings()
    given = {one.name: environment.get(_VARIABLE + one.name.upper()) for one in fields(Settings)}
    return replace(
        default, **{name: type(getattr(default, name))(value) for name, value in given.items() if value is not None}
    )


def run(parts: Sequence[str], wanted: Settings, folder: Path, say: Callable[[str], None]) -> Iterator[Steady | Backlog]:
    """The parts one after the other, on one stack, and what came of each."""
    index = EmbeddedIndex(folder / "index", LimitedWriter)
    stack = Stack(folder, {}, index, program=REAL, limits={}, environment={"RASD_WORKER__BUDGET_SECONDS": _BUDGET_S})
    try:
        stack.start()
        load = Load(stack, Random(wanted.seed), say)
        for part in parts:
            yield PARTS[part](wanted, load)
    finally:
        stack.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(parts: Sequence[str]) -> int:
    """Run these parts, or all.

    Returns:
        0 when all of them were good, else 1.
    """
    wanted = settings(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="rasd-soak-"))
    _say(f"{wanted}, in {folder}")
    good = True
    try:
        for result in run(parts or list(PARTS), wanted, folder, _say):
            good &= result.good
            _say("\n".join(["", *result.lines(), ""]))
    finally:
        if not wanted.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
