"""Publishes to a stack at an even pace or all at once, and looks at its workers' memory meanwhile."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from confluent_kafka import Producer

from tests.chaos import news
from tests.chaos.memory import Memory, look
from tests.chaos.stack import SOURCES, Stack

_TICK_S = 0.25
_LOOK_S = 5.0
_TELL_S = 60.0
_LARGEST = 9_000_000


@dataclass(slots=True)
class Load:
    """What is put upon a stack. Times are seconds since it was made.

    Attributes:
        seen: of each worker, every look at it.
        say: told once a minute how things stand.
    """

    stack: Stack
    random: Random
    say: Callable[[str], None]
    seen: dict[str, list[Memory]] = field(default_factory=lambda: defaultdict(list))
    _began: float = field(default_factory=time.monotonic)
    _published: int = 0
    _looked: float = 0.0
    _told: float = 0.0
    _producer: Producer = field(init=False)

    def __post_init__(self) -> None:
        settings = {"linger.ms": 5, "message.max.bytes": _LARGEST, "log_level": 0}
        self._producer = Producer(self.stack.cluster.kafka.producer() | settings)

    @property
    def now(self) -> float:
        return time.monotonic() - self._began

    def steady(self, rate: float, minutes: float) -> None:
        """Publish `rate` new articles a second for so long."""
        start, given = self.now, 0
        while self.now < start + 60 * minutes:
            due = int(rate * (self.now - start)) - given
            self.publish("articles.raw", (self._article() for _ in range(due)))
            given += due
            self._pause(_TICK_S)

    def wait(self, minutes: float) -> None:
        """Until every stage has done all there is, and no longer than that."""
        end = self.now + 60 * minutes
        while self.now < end and any(self.stack.lag(stage) for stage in SOURCES):
            self._pause(1.0)

    def publish(self, topic: str, records: Iterable[tuple[str, bytes]]) -> None:
        """Hand records to the producer, at the pace that it takes them."""
        for key, value in records:
            while not self._produced(topic, key, value):
                self._producer.poll(0.1)
            self._producer.poll(0)
            self._published += 1

    def flush(self) -> None:
        """Wait until the broker has all of it."""
        if left := self._producer.flush(600):
            raise RuntimeError(f"{left} records without an answer")

    def since(self, start: float) -> dict[str, list[Memory]]:
        """What was seen of each worker from then on."""
        return {name: [one for one in seen if one.at_s >= start] for name, seen in self.seen.items()}

    def lags(self) -> dict[str, int]:
        """How many messages each stage has before it."""
        return {stage: self.stack.lag(stage) for stage in SOURCES}

    def _article(self) -> tuple[str, bytes]:
        article_id = f"soak-{self._published:07}"
        return article_id, news.raw(self.random, article_id)

    def _produced(self, topic: str, key: str, value: bytes) -> bool:
        try:
            self._producer.produce(self.stack.cluster.kafka.topic(topic), value, key)
        except BufferError:
            return False
        return True

    def _pause(self, seconds: float) -> None:
        self.stack.sleep(seconds)
        if self.now - self._looked >= _LOOK_S:
            self._looked = self.now
            for name, worker in self.stack.workers.items():
                if memory := look(worker.process.pid, self.now):
                    self.seen[name].append(memory)
        if self.now - self._told >= _TELL_S:
            self._told = self.now
            sizes = {name: round(seen[-1].resident) for name, seen in self.seen.items()}
            self.say(f"{self.now:6.0f} s  MB {sizes}, before them {self.lags()}")
