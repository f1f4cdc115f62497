"""The index made anew from `articles.enriched`, beside the one in use, without downtime.

Every article is in that topic, its newest version last. All of it is read into a new index, then what
came meanwhile, until little is left. For that little nobody may write to the index in use: so whatever
the index worker has written there, it had read from the topic, and is in the new one too. Then the new
one takes over, and the worker writes on into it: what the rebuild was ahead comes again, and the rules
of versions make it no change.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from agents import exact_headers
from agents.connection import reach
from agents.finished import change_of
from agents.record import Record
from agents.settings import KafkaSettings
from pipeline.contracts import BadMessage, Unavailable
from search import Change, Index, IndexSettings, rebuild_index

SOURCE = "articles.enriched"

_AT_ONCE = 200
_CLOSE = 1000  # records: about what is written in the time that the worker is made to wait
_ROUNDS = 20
_ANSWER = 5.0  # seconds for one answer of the cluster
_PATIENCE = 30.0  # seconds without news from it
_NO_LEADER_YET = (  # of a topic that was made a moment ago
    KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE, KafkaError.UNKNOWN_TOPIC_OR_PART
)  # fmt: skip


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild has come to so far.

    Attributes:
        records: read from the topic.
        total: in the topic when it was last looked at; some of it may be compacted away.
        unreadable: records that are no articles, or that the index refuses: they are dead letters.
        articles: in the index at the end, embargoed ones included.
    """

    records: int = 0
    total: int = 0
    unreadable: int = 0
    articles: int = 0
    seconds: float = 0.0


def rebuild(
    kafka: KafkaSettings, settings: IndexSettings, *,
    tell: Callable[[Rebuilt], None] = lambda _so_far: None, even_if_smaller: bool = True,
) -> Rebuilt:  # fmt: skip
    """Make the index anew and put it in the place of the one in use, if there is one.

    Args:
        kafka: where the topic is.
        settings: where the index is.
        tell: called after every few records.
        even_if_smaller: also when the topic knows fewer articles than the index in use.

    Raises:
        BadConfiguration: a setting of the connection is wrong.
        Unavailable: the cluster, or the index; or there is another rebuild; or it would be smaller.
            The index in use stays as it was.
    """
    reach(kafka)
    began, done = time.monotonic(), Rebuilt()

    def read(topic: _Topic, index: Index) -> int:
        before = done.records
        for records in topic.to_the_end():
            done.records, done.total = done.records + len(records), topic.total
            done.unreadable += _write(records, index)
            done.seconds = time.monotonic() - began
            tell(done)
        return done.records - before

    with rebuild_index(settings) as new, _Topic(kafka) as topic:
        for _ in range(_ROUNDS):
            if read(topic, new.index) < _CLOSE:
                break
        with new.take_over():
            read(topic, new.index)
            if (missing := new.missing()) and not even_if_smaller:
                raise Unavailable(
                    f"{kafka.topic(SOURCE)} at {kafka.bootstrap_servers} knows {missing} articles fewer than the "
                    "index, which stays as it is; use --force if that is as it should be"
                )
            done.articles = new.index.count()
    done.seconds = time.monotonic() - began
    return done


def nothing_read(kafka: KafkaSettings, stage: str) -> bool:
    """Whether the group of `stage` has never committed on the topic, so that it will read it from its beginning.

    Raises:
        Unavailable: the cluster cannot tell.
    """
    consumer = Consumer(kafka.confluent() | {"group.id": kafka.group(stage), "log_level": 0})
    try:
        found = consumer.list_topics(kafka.topic(SOURCE), timeout=_ANSWER).topics[kafka.topic(SOURCE)].partitions
        asked = [TopicPartition(kafka.topic(SOURCE), number) for number in found]
        return all(place.offset < 0 for place in consumer.committed(asked, timeout=_ANSWER))
    except KafkaException as error:
        raise Unavailable(f"cannot ask {kafka.bootstrap_servers}: {error.args[0].str()}") from error
    finally:
        consumer.close()


def _write(records: Sequence[Record], index: Index) -> int:
    """Bring records into the index; returns how many it cannot take."""
    changes: list[Change] = []
    newest: dict[str, int] = {}
    unreadable = 0
    for record in records:
        try:
            change = change_of(record)
        except BadMessage:
            unreadable += 1
            continue
        known = newest.get(change.article_id, -1)
        if record.restored:  # as for the index worker, its own word counts only where nothing is as new
            held = index.version_of(change.article_id)
            if change.version <= max(known, -1 if held is None else held):
                continue
        newest[change.article_id] = max(known, change.version)
        changes.append(change)
    return unreadable + _refused(changes, index)


def _refused(changes: Sequence[Change], index: Index) -> int:
    """Write all together; when the index refuses, one by one, to know which."""
    try:
        index.write(changes)
    except Unavailable:
        raise
    except Exception:  # as the index worker, which made dead letters of them
        return 1 if len(changes) == 1 else sum(_refused([change], index) for change in changes)
    return 0


class _Topic:
    """`articles.enriched` from its beginning, without a consumer group."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._name = kafka.topic(SOURCE)
        self._where = f"{self._name} at {kafka.bootstrap_servers}"
        self._consumer = Consumer(
            kafka.confluent()
            | {
                "group.id": kafka.group(f"rebuild-{uuid.uuid4().hex[:12]}"),  # librdkafka wants one; nothing joins it
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "enable.partition.eof": True,  # the ends of a compacted topic may hold no record
                "isolation.level": "read_uncommitted",  # as the index worker reads
                "fetch.wait.max.ms": 20,  # a question for the ends waits behind each fetch
                "log_level": 0,
            }
        )
        self.total = 0  # offsets it had when it was last looked at
        bounds = self._bounds()
        self._reached = {partition: low for partition, (low, _) in bounds.items()}
        self._consumer.assign([TopicPartition(self._name, number, low) for number, low in self._reached.items()])

    def to_the_end(self) -> Iterator[Sequence[Record]]:
        """The records from where it stands to the end of now."""
        ends = {partition: high for partition, (_, high) in self._bounds().items()}
        news = time.monotonic()
        while any(self._reached[partition] < end for partition, end in ends.items()):
            messages = self._consumer.consume(_AT_ONCE, 0.2)
            exact_headers.complete(messages, self._kafka)
            if messages:
                news = time.monotonic()
            elif time.monotonic() - news > _PATIENCE:
                raise Unavailable(f"{self._where} has not answered for {_PATIENCE:g} s; try again")
            records = [record for message in messages if (record := self._take(message))]
            if records:
                yield records

    def _take(self, message: Message) -> Record | None:
        """Note how far it is read."""
        partition, offset = message.partition() or 0, message.offset() or 0
        if error := message.error():
            if error.code() == KafkaError._PARTITION_EOF:
                self._reached[partition] = max(self._reached[partition], offset)
            return None
        self._reached[partition] = offset + 1
        return _record(message, partition, offset)

    def _bounds(self) -> dict[int, tuple[int, int]]:
        """The first and the next offset of every partition."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                bounds = dict(self._bounds_now())
                break
            except KafkaException as error:
                if error.args[0].code() not in _NO_LEADER_YET or time.monotonic() > deadline:
                    raise Unavailable(f"cannot read {self._where}: {error.args[0].str()}") from error
                time.sleep(0.1)
        self.total = sum(high - low for low, high in bounds.values())
        return bounds

    def _bounds_now(self) -> Iterator[tuple[int, tuple[int, int]]]:
        topic = self._consumer.list_topics(self._name, timeout=_ANSWER).topics[self._name]
        if topic.error is not None:
            raise Unavailable(f"no such topic: {self._where}; run `rasd topics create`")
        for number in topic.partitions:
            yield number, self._consumer.get_watermark_offsets(TopicPartition(self._name, number), timeout=_ANSWER)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close()


def _record(message: Message, partition: int, offset: int) -> Record:
    kind, timestamp = message.timestamp()
    headers: Any = message.headers() or ()
    key: Any = message.key()
    return Record(str(message.topic()), partition, offset, key, message.value(), headers, timestamp if kind else None)
