"""Publishes, and knows of every record whether the broker has acknowledged it, and where it lies."""

from collections.abc import Collection
from dataclasses import dataclass, field

from confluent_kafka import KafkaError, Message, Producer

from agents.settings import KafkaSettings
from tests.chaos.workload import Publication

Place = tuple[int, int]
"""Partition and offset in `articles.raw`."""


class NotAcknowledged(Exception):
    """The publisher gave up on a record: then nothing can be proved about it, and the run proves nothing."""


@dataclass
class Publisher:
    """A producer as a careful publisher runs it: idempotent, all acknowledgements, patient.

    Attributes:
        places: where each acknowledged publication lies, in the order of acknowledgement.
    """

    kafka: KafkaSettings
    places: list[tuple[Publication, Place]] = field(default_factory=list)
    _failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Ten minutes: longer than any fault of ours, so that every record is acknowledged in the end.
        settings = {"linger.ms": 5, "message.max.bytes": 2_000_000, "message.timeout.ms": 600_000, "log_level": 0}
        self._producer = Producer(self.kafka.producer() | settings)

    def publish(self, publications: Collection[Publication]) -> bool:
        """Hand these to the producer; returns, before they are acknowledged, whether there were any."""
        for one in publications:
            self._producer.produce(
                self.kafka.topic("articles.raw"), one.value, one.key, timestamp=one.timestamp_ms,
                on_delivery=lambda error, message, one=one: self._note(one, error, message),
            )  # fmt: skip
            self._producer.poll(0)
        return bool(publications)

    def finish(self) -> None:
        """Wait for every acknowledgement.

        Raises:
            NotAcknowledged: some never came.
        """
        left = self._producer.flush(600)
        if left or self._failed:
            raise NotAcknowledged(f"{left} records without an answer; refused: {self._failed[:3]}")

    def _note(self, one: Publication, error: KafkaError | None, message: Message) -> None:
        if error:
            self._failed.append(str(error))
        else:
            self.places.append((one, (message.partition() or 0, message.offset() or 0)))
