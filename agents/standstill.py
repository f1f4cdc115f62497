"""Whether a worker stands still though records wait for it: seen from outside, through a client of its own.

Clients of Kafka can fall silent: they fetch nothing, or commit nothing, raise nothing, and look well to
themselves. So the cluster is asked instead, by a fresh client that shares nothing with the worker's: has
the group committed anything in the worker's partitions since the last look; and if not, is there a record
to be read where it has stopped? A cluster that does not answer is no fault of the worker's.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

from agents.pulse import Pulse
from agents.settings import KafkaSettings
from pipeline.contracts import Unavailable

_ANSWER = 5.0  # seconds for one answer of the cluster
_FROZEN = 60.0  # seconds between two looks: somebody has paused the process, it could do nothing
_LATE = 3  # batches: slow articles leave the loop little time in between, and commits come that much later


@dataclass(frozen=True, slots=True)
class Look:
    """What the cluster says of a group in some partitions of a topic.

    Attributes:
        committed: by partition, the next offset; below 0 when there is none.
        waits: a record can be read there, and nothing was committed since the last look.
    """

    committed: Mapping[int, int]
    waits: bool


def look(kafka: KafkaSettings, group: str, topic: str, before: Mapping[int, int]) -> Look:
    """Ask the cluster.

    Args:
        kafka: how to reach it.
        group: whose commits.
        topic: its name in Kafka.
        before: the partitions, and what was committed in them at the last look (anything at the first).

    Raises:
        Unavailable: it does not answer, or not to the end.
    """
    consumer = Consumer(kafka.confluent() | {
        "group.id": group, "enable.auto.commit": False, "enable.partition.eof": True, "log_level": 0,
        "auto.offset.reset": "earliest", "isolation.level": "read_uncommitted",  # as the workers read
        "fetch.message.max.bytes": 1024, "queued.min.messages": 1, "fetch.wait.max.ms": 100,
    })  # fmt: skip
    try:
        committed = _committed(consumer, topic, before)
        return Look(committed, committed == before and _one_waits(consumer, topic, committed))
    except KafkaException as error:
        raise Unavailable(f"no answer from Kafka at {kafka.bootstrap_servers}: {error.args[0].str()}") from error
    finally:
        consumer.close()


def _committed(consumer: Consumer, topic: str, partitions: Mapping[int, int]) -> dict[int, int]:
    found = consumer.committed([TopicPartition(topic, partition) for partition in partitions], timeout=_ANSWER)
    for one in found:
        if one.error:
            raise KafkaException(one.error)
    return {one.partition: one.offset for one in found}


def _one_waits(consumer: Consumer, topic: str, committed: Mapping[int, int]) -> bool:
    """Whether a record can be read behind what is committed: offsets alone do not tell, transactions leave holes."""
    consumer.assign([
        TopicPartition(topic, partition, offset if offset >= 0 else OFFSET_BEGINNING)
        for partition, offset in committed.items()
    ])  # fmt: skip
    ended: set[int | None] = set()
    until = time.monotonic() + _ANSWER
    while len(ended) < len(committed):
        message = consumer.poll(max(0.0, until - time.monotonic()))
        if message is None:
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT))
        error = message.error()
        if error is None:
            return True
        if error.code() != KafkaError._PARTITION_EOF:
            raise KafkaException(error)
        ended.add(message.partition())
    return False


class Standstill:
    """Since when nothing was committed though records waited, one look after the other."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._since: float | None = None
        self._looked_at = 0.0
        self._batch = 0
        self.committed: Mapping[int, int] = {}

    def forget(self) -> None:
        """The cluster was away: what it said before counts no more."""
        self._since = None

    def judge(self, seen: Look, now: float) -> float:
        """How long it stands still, seconds; 0 when it does not, or has an excuse."""
        frozen, self._looked_at = now - self._looked_at > _FROZEN, now
        self.committed = seen.committed
        if not seen.waits or frozen:
            self._since = None
            return 0.0
        if self._since is None:
            self._since, self._batch = now, self._pulse.batches
        if self._excused():
            self._since = now
        return now - self._since

    def _excused(self) -> bool:
        """Also by articles at work, but not for batch after batch that was finished, and never committed."""
        return self._pulse.excused or (self._pulse.at_work and self._pulse.batches <= self._batch + _LATE)
