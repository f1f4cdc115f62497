"""What a person reads after a part of the memory test."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.memory import FLAT, Memory, Trend

MORE_MB = 100.0
"""What a backlog may take, beside what a worker has with little to do."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Half an hour of even load.

    Attributes:
        seen: of each worker, every look after the first minutes.
        left: what each stage has still before it.
        ended: workers that ended by themselves.
    """

    rate: float
    minutes: float
    seen: Mapping[str, Sequence[Memory]]
    left: Mapping[str, int]
    ended: int

    @property
    def good(self) -> bool:
        return not self.ended and all(_resident(seen).flat for seen in self.seen.values())

    def lines(self) -> Iterator[str]:
        yield f"steady: {self.rate:g} articles a second; {self.minutes:g} min, without the first ones"
        yield "| worker | resident MB, fifth by fifth | they differ by | MB/h | most MB | PSS MB | own MB | flat |"
        yield "|---|---|---|---|---|---|---|---|"
        for name, seen in self.seen.items():
            resident = _resident(seen)
            share = Trend([(one.at_s, one.share) for one in seen])
            own = Trend([(one.at_s, one.own) for one in seen])
            yield (
                f"| {name} | {_sizes(resident.windows)} | {resident.spread:.1%} | {resident.slope:+.1f} "
                f"| {resident.most:.0f} | {_sizes(share.windows)} | {_sizes(own.windows)} | {_word(resident.flat)} |"
            )
        yield f"left before them: {dict(self.left)}; workers that ended: {self.ended}"
        yield f"steady: flat within {FLAT:.0%}: {_word(self.good)}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One worker that had a backlog.

    Attributes:
        message_kb: the size of one message.
        waited, left: messages before it at the beginning and at the end.
        usual, most: MB resident, with little to do and with the backlog.
    """

    worker: str
    message_kb: float
    waited: int
    left: int
    usual: float
    most: float

    @property
    def bounded(self) -> bool:
        return self.most - self.usual <= MORE_MB


@dataclass(frozen=True, slots=True)
class Backlog:
    """So many messages before every worker at once.

    Attributes:
        minutes: how long the workers were watched.
        dead: dead letters.
    """

    name: str
    messages: int
    minutes: float
    workers: Sequence[Waiting]
    ended: int
    dead: int

    @property
    def good(self) -> bool:
        return not self.ended and not self.dead and all(worker.bounded for worker in self.workers)

    def lines(self) -> Iterator[str]:
        yield f"{self.name}: {self.messages} messages before every worker, watched for {self.minutes:.1f} min"
        yield "| worker | KB a message | waited | left | with little to do, MB | most MB | more, MB | in bounds |"
        yield "|---|---|---|---|---|---|---|---|"
        for one in self.workers:
            yield (
                f"| {one.worker} | {one.message_kb:.1f} | {one.waited} | {one.left} | {one.usual:.0f} | {one.most:.0f} "
                f"| {one.most - one.usual:+.0f} | {_word(one.bounded)} |"
            )
        yield f"workers that ended: {self.ended}; dead letters: {self.dead}"
        yield f"{self.name}: at most {MORE_MB:g} MB more: {_word(self.good)}"


def _resident(seen: Sequence[Memory]) -> Trend:
    return Trend([(one.at_s, one.resident) for one in seen])


def _sizes(sizes: Iterable[float]) -> str:
    return " ".join(f"{size:.0f}" for size in sizes)


def _word(good: bool) -> str:
    return "yes" if good else "NO"
