"""Articles published at an even pace, and the moment at which each was acknowledged and seen in every topic."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition

from tests.chaos.history import TOPICS
from tests.chaos.workload import text
from tests.e2e.cluster import Cluster


class Traffic:
    """What goes in and what comes out. Times are `time.monotonic`.

    Attributes:
        acknowledged: by article.
        seen: by topic and article, every time it was seen there.
    """

    def __init__(self, cluster: Cluster, seed: str = "traffic") -> None:
        self.acknowledged: dict[str, float] = {}
        self.seen: dict[str, dict[str, list[float]]] = {topic: defaultdict(list) for topic in TOPICS}
        self._cluster = cluster
        self._random = Random(seed)
        self._producer = Producer(cluster.kafka.producer() | {"linger.ms": 0, "log_level": 0})
        self._names = {cluster.kafka.topic(topic): topic for topic in TOPICS}
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._published = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at all topics meanwhile."""
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        try:
            yield
        finally:
            self._ended.set()
            reader.join()

    @contextmanager
    def flowing(self, rate: float) -> Iterator[None]:
        """So many articles a second meanwhile."""
        closed = threading.Event()

        def flow() -> None:
            due = time.monotonic()
            while not closed.is_set():
                if time.monotonic() >= due:
                    self.publish(1)
                    due += 1 / rate
                self._producer.poll(0.01)  # an acknowledgement is to be noted at once

        publisher = threading.Thread(target=flow, daemon=True)
        publisher.start()
        try:
            yield
        finally:
            closed.set()
            publisher.join()
            self._producer.flush(60)

    def publish(self, count: int) -> None:
        """So many articles at once."""
        with self._lock:
            for _ in range(count):
                self._published += 1
                article_id = f"article-{self._published:06}"
                body = json.dumps({"id": article_id, "text": text(self._random)}, ensure_ascii=False)
                self._producer.produce(
                    self._cluster.kafka.topic("articles.raw"), body, article_id, on_delivery=self._acknowledge
                )
                self._producer.poll(0)

    def complete(self) -> bool:
        """Whether every article was seen in every topic."""
        self._producer.flush(60)
        return len(self.acknowledged) == self._published and all(
            len(seen) == self._published for seen in self.seen.values()
        )

    def duplicates(self) -> dict[str, int]:
        """By topic, how many records came again."""
        return {topic: sum(len(times) - 1 for times in list(seen.values())) for topic, seen in self.seen.items()}

    def waits(self, topic: str, since: float, until: float) -> list[float]:
        """Seconds from acknowledgement to `topic`, of the articles acknowledged in that time."""
        seen = self.seen[topic]
        return [
            seen[one][0] - at for one, at in list(self.acknowledged.items()) if since <= at <= until and one in seen
        ]

    def _acknowledge(self, error: object, message: object) -> None:
        assert error is None, error
        self.acknowledged[message.key().decode()] = time.monotonic()

    def _read(self) -> None:
        consumer = Consumer(
            self._cluster.kafka.confluent()
            | {"group.id": "traffic", "enable.auto.commit": False, "fetch.wait.max.ms": 20, "log_level": 0}
        )
        consumer.assign([
            TopicPartition(name, partition, OFFSET_BEGINNING)
            for name in self._names
            for partition in self._cluster.partitions(consumer, name)
        ])  # fmt: skip
        while not self._ended.is_set():
            for message in consumer.consume(500, 0.1):
                if message.error() is None:
                    self.seen[self._names[message.topic()]][message.key().decode()].append(time.monotonic())
        consumer.close()
