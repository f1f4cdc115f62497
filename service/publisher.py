"""Puts articles on `articles.raw` and waits until the cluster has acknowledged each."""

from dataclasses import dataclass

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from agents.cluster import topic
from agents.connection import reach
from agents.settings import KafkaSettings
from pipeline.contracts.raw import Limits
from service.inputs import Input

TOPIC = "articles.raw"
_FRAMING = 65536  # room for key and headers beside the value


@dataclass(slots=True)
class Tally:
    """How many articles were handed over, and what became of them so far."""

    sent: int = 0
    acknowledged: int = 0
    failed: int = 0
    reason: str = ""


class Publisher:
    """A producer that keeps per-article order: the key is the article's id."""

    def __init__(self, kafka: KafkaSettings, limits: Limits) -> None:
        """Connect.

        Raises:
            BadConfiguration: a setting of the connection is wrong.
            Unavailable: no broker answers, or it has no topic for articles.
        """
        reach(kafka)
        self._topic = kafka.topic(TOPIC)
        self._producer = Producer(
            kafka.producer()
            | {"message.max.bytes": max(limits.max_bytes + _FRAMING, 1_000_000), "linger.ms": 5, "log_level": 0}
        )
        topic(self._producer, kafka, TOPIC)
        self.tally = Tally()

    def send(self, found: Input) -> None:
        """Hand one article over; waits when too many are on their way."""
        while True:
            try:
                self._producer.produce(
                    self._topic,
                    found.value,
                    key=found.article.id.encode(),
                    headers={"content-type": found.content_type.encode()},
                    timestamp=found.time_ms,
                    on_delivery=self._delivered,
                )
                break
            except BufferError:
                self._producer.poll(0.5)
            except KafkaException as error:  # e.g. larger than message.max.bytes
                self._failed(error.args[0])
                break
        self.tally.sent += 1
        self._producer.poll(0)

    def wait(self, seconds: float) -> bool:
        """Wait for acknowledgements; True when all have come, or failed."""
        return self._producer.flush(seconds) == 0

    def _delivered(self, error: KafkaError | None, _message: Message) -> None:
        if error is None:
            self.tally.acknowledged += 1
        else:
            self._failed(error)

    def _failed(self, error: KafkaError) -> None:
        self.tally.failed += 1
        self.tally.reason = error.str()
