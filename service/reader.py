"""Reads topics without a consumer group: leaves no trace on the cluster and no offsets behind."""

import time
import uuid
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Literal, Self

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from agents import exact_headers
from agents.cluster import topic
from agents.connection import reach
from agents.settings import KafkaSettings
from pipeline.contracts.errors import RasdError, Unavailable

_SECONDS = 15
Position = Literal["beginning", "end"]


class TopicReader:
    """All partitions of some topics, from their beginning or their end of now.

    with TopicReader(kafka, ["quotes"]) as reader:
        while True:
            for record in reader.poll(0.5): …
    """

    def __init__(self, kafka: KafkaSettings, topics: Sequence[str], *, start: Position = "end") -> None:
        """Connect and take up the position, so that what is published from now on is seen.

        Args:
            kafka: the cluster.
            topics: as configs/topics.toml calls them.
            start: where to begin.

        Raises:
            BadConfiguration: a setting of the connection is wrong.
            Unavailable: no broker answers, or a topic is not there.
        """
        reach(kafka)
        self._consumer = Consumer(
            kafka.confluent()
            | {
                "group.id": kafka.group(f"reader-{uuid.uuid4().hex[:12]}"),
                "enable.auto.commit": False,
                "log_level": 0,
                "fetch.wait.max.ms": 100,
                "error_cb": self._heard,
            }
        )
        self._kafka, self._lost = kafka, False
        bounds = {place: both for name in topics for place, both in self._bounds(kafka, name).items()}
        self._ends = {place: high for place, (_low, high) in bounds.items()}
        self._next = {place: low if start == "beginning" else high for place, (low, high) in bounds.items()}
        self._consumer.assign([TopicPartition(*place, offset) for place, offset in self._next.items()])

    def poll(self, seconds: float) -> Sequence[Message]:
        """The records that come within `seconds`, at most 500, with headers of any name.

        Raises:
            Unavailable: such headers cannot be read.
        """
        records = self._consumer.consume(500, seconds)
        good = [record for record in records if record.error() is None]
        for record in good:
            self._next[_place(record)] = (record.offset() or 0) + 1
        exact_headers.complete(good, self._kafka)
        return good

    def trouble(self) -> RasdError | None:
        """Why nothing comes, once after all brokers were lost; None when there is no reason."""
        lost, self._lost = self._lost, False
        try:
            if lost:
                reach(self._kafka)
        except RasdError as error:
            return error
        return None

    def stored(self, *, seconds: float = 30) -> Iterator[Message]:
        """Every record that was there when the reader was made, then the end.

        Raises:
            Unavailable: nothing came for `seconds` although there should be more.
        """
        news = time.monotonic()
        while self._behind():
            records = self.poll(0.1)
            if records:
                news = time.monotonic()
            elif time.monotonic() - news > seconds:
                raise Unavailable(f"the cluster has not answered for {seconds:g} s; try again")
            yield from records

    def _heard(self, error: KafkaError) -> None:
        self._lost = self._lost or error.code() == KafkaError._ALL_BROKERS_DOWN

    def _behind(self) -> bool:
        positions = self._consumer.position([TopicPartition(*place) for place in self._ends])
        for found in positions:  # records that were compacted away leave gaps that only the position shows
            place = (found.topic, found.partition)
            self._next[place] = max(self._next[place], found.offset)
        return any(self._next[place] < end for place, end in self._ends.items())

    def _bounds(self, kafka: KafkaSettings, name: str) -> dict[tuple[str, int], tuple[int, int]]:
        """The first and the next offset of every partition of a topic."""
        full = kafka.topic(name)
        places = [TopicPartition(full, number) for number in topic(self._consumer, kafka, name).partitions]
        return {(full, place.partition): self._bounds_of(place) for place in places}

    def _bounds_of(self, place: TopicPartition) -> tuple[int, int]:
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                low, high = self._consumer.get_watermark_offsets(place, timeout=_SECONDS)
                return low, high
            except KafkaException as error:
                # A topic that was made a moment ago has no leader yet.
                if time.monotonic() > deadline:
                    raise Unavailable(f"cannot read the topic {place.topic}: {error.args[0].str()}") from error
                time.sleep(0.1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close()


def header_text(record: Message) -> dict[str, str]:
    """The headers of `record` as text, the last of each name."""
    found: dict[str, str] = {}
    for name, value in dict(record.headers() or []).items():
        found[name_text(name)] = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return found


def name_text(name: str) -> str:
    """A header's name as text; the bytes of it that are no UTF-8 as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def key_text(record: Message) -> str:
    """The key of `record` as text: an article's id."""
    key = record.key()
    return key.decode("utf-8", "replace") if isinstance(key, bytes) else str(key or "")


def _place(record: Message) -> tuple[str, int]:
    return str(record.topic()), int(record.partition() or 0)
