"""Header names that are no UTF-8, through aiokafka and back: byte for byte.

To Kafka a header's name is bytes. aiokafka decodes it while it parses a batch, and raises in its
fetcher, before an agent sees any record of the batch: the worker would end, and end again at every
start. So a batch with such a name is parsed once more, by aiokafka's own Python parser, which has it
kept as a `HeaderName`. All other batches take the fast way, in C. To send a `HeaderName` again, which
C refuses too, `send` has a batch made in Python. Each of the two reaches into aiokafka at one place.

At the same place a compressed batch is unpacked to a bound; one that goes over it has records whose
values are `Unreadable` (agents/unpacking.py).
"""

from collections.abc import Awaitable, Iterator
from itertools import islice
from struct import unpack_from
from typing import Any

# aiokafka ships no types
import aiokafka.consumer.fetcher as fetcher  # type: ignore[import-untyped]
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError  # type: ignore[import-untyped]
from aiokafka.partitioner import DefaultPartitioner  # type: ignore[import-untyped]
from aiokafka.record.default_records import (  # type: ignore[import-untyped]
    _DefaultRecordBatchBuilderPy,
    _DefaultRecordBatchPy,
    _DefaultRecordPy,
)
from aiokafka.record.memory_records import MemoryRecords  # type: ignore[import-untyped]

from agents.record import HeaderName, RawHeaders, Unreadable
from agents.unpacking import MOST, TooMuch, unpacked

_LENGTH_AT = 8  # of a batch, after its offset: how long is what follows
_LENGTH_ENDS = 12
_MAGIC = 2  # the one format of batches that has headers


def accept_all() -> None:
    """From now on every aiokafka consumer of this process reads records with any header names."""
    fetcher.MemoryRecords = _Answer


async def send(
    producer: AIOKafkaProducer, topic: str, key: bytes | None, value: bytes | None, headers: RawHeaders, *, largest: int
) -> Awaitable[object]:
    """As `producer.send`, in a batch of its own, whatever the names of the headers.

    Args:
        producer: not an idempotent one, which insists on batches made in C.
        topic: its name in Kafka.
        key: of the record.
        value: of the record.
        headers: of the record.
        largest: bytes, as the producer's `max_request_size`, which does not look at whole batches.
    """
    batch = producer.create_batch()
    batch._builder = _DefaultRecordBatchBuilderPy(
        _MAGIC, 0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=0
    )
    batch.append(timestamp=None, key=key, value=value, headers=headers)
    batch.close()
    if batch.size() > largest:
        raise MessageSizeTooLargeError(f"{batch.size()} bytes")
    partitions = sorted(await producer.partitions_for(topic))
    partition = DefaultPartitioner()(key, partitions, partitions)
    sent: Awaitable[object] = await producer.send_batch(batch, topic, partition=partition)
    return sent


class _Answer:
    """The batches in what the broker answered for one partition; in place of aiokafka's `MemoryRecords`."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self._begin = 0
        self._batches = MemoryRecords(content)
        self.unpacked = 0
        self.size_in_bytes = self._batches.size_in_bytes

    def has_next(self) -> bool:
        """Whether to read on: what is left when a worker has enough to hold is fetched again."""
        return self.unpacked < MOST and bool(self._batches.has_next())

    def next_batch(self) -> "_Batch":
        """The next one; its records are to be had before the one after it."""
        begin = self._begin
        self._begin += _LENGTH_ENDS + unpack_from(">i", self._content, begin + _LENGTH_AT)[0]
        return _Batch(self._batches.next_batch(), self._content[begin : self._begin], self)


class _Batch:
    """aiokafka's batch, whose records can be had in any case."""

    def __init__(self, batch: Any, content: memoryview, answer: _Answer) -> None:
        self._batch = batch
        self._content = content
        self._answer = answer

    def __iter__(self) -> Iterator[Any]:
        try:
            content = unpacked(self._content)
        except TooMuch as error:
            yield from self._without_contents(str(error))
            return
        self._answer.unpacked += len(content) - len(self._content)
        read = 0
        try:
            for record in self._batch if content is self._content else MemoryRecords(content).next_batch():
                yield record
                read += 1
        except UnicodeDecodeError:
            yield from islice(_TolerantBatch(content), read, None)

    def _without_contents(self, why: str) -> Iterator[Any]:
        for offset in range(self._batch.base_offset, self._batch.next_offset):
            yield _DefaultRecordPy(offset, self._batch.max_timestamp, 0, None, Unreadable(why), [])

    def __next__(self) -> Any:
        return next(self._batch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)


class _TolerantBatch(_DefaultRecordBatchPy):  # type: ignore[misc]  # untyped, see above
    _buffer: bytearray

    def __iter__(self) -> Iterator[Any]:
        records: Iterator[Any] = super().__iter__()  # decompresses
        self._buffer = _Names(self._buffer)
        return records


class _Names(bytearray):
    """The content of a batch. Of its parts aiokafka decodes nothing but the names of headers."""

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return _Names(found) if isinstance(at, slice) else found

    def decode(self, *_as: str) -> str:
        try:
            return super().decode("utf-8")
        except UnicodeDecodeError:
            return HeaderName(super().decode("utf-8", "surrogateescape"))
