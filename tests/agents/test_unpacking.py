"""Compressed batches are unpacked to a bound. What a real Kafka and a worker do with them: tests/e2e/test_bombs.py."""

import tracemalloc
import zlib

import pytest
from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from agents import header_names, unpacking
from agents.record import Unreadable
from tests.agents.fetching import fetched

CODECS = {"gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
BOUNDED = pytest.mark.parametrize("codec", [1, 3, 4], ids=["gzip", "lz4", "zstd"])


@pytest.fixture(autouse=True)
def accepting(monkeypatch):
    monkeypatch.setattr(fetcher, "MemoryRecords", fetcher.MemoryRecords)  # as before, afterwards
    header_names.accept_all()


def batch(values, codec, base_offset=0):
    builder = _DefaultRecordBatchBuilderPy(
        2, codec, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=10**9
    )
    for number, value in enumerate(values):
        builder.append(number, 1_720_173_600_123 + number, b"k", value, [("h", b"1")])
    return base_offset.to_bytes(8) + bytes(builder.build())[8:]


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_a_batch_within_the_bound_is_read_as_it_was(codec):
    records = fetched(batch([b"v0", None, b"x" * 100_000], codec), batch([b"v3"], 0, 3))
    assert [(record.offset, record.key, record.value) for record in records] == [
        (0, b"k", b"v0"), (1, b"k", None), (2, b"k", b"x" * 100_000), (3, b"k", b"v3"),
    ]  # fmt: skip
    assert [record.headers for record in records] == [(("h", b"1"),)] * 4
    assert [record.timestamp - 1_720_173_600_123 for record in records] == [0, 1, 2, 0]


@BOUNDED
def test_every_record_of_a_batch_over_the_bound_keeps_its_place(codec, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST", 10_000)
    records = fetched(batch([b"v1", bytes(10_000), b"v3"], codec, 1), batch([b"v4"], codec, 4), offset=2)
    assert [record.offset for record in records] == [2, 3, 4], "also when it is taken up in its middle"
    assert [type(record.value) for record in records] == [Unreadable, Unreadable, bytes]
    assert (records[0].value, records[0].key, records[0].headers) == (b"", None, ())
    assert "at most 10,000 bytes" in records[0].value.why


@BOUNDED
def test_the_bound_itself_is_within_it(codec, monkeypatch):
    whole = len(batch([bytes(10_000)], 0)) - unpacking._RECORDS_AT
    for most, kind in ((whole, bytes), (whole - 1, Unreadable)):
        monkeypatch.setattr(unpacking, "MOST", most)
        assert [type(record.value) for record in fetched(batch([bytes(10_000)], codec))] == [kind]


def test_a_batch_that_is_none_keeps_its_place_too():
    broken = bytearray(batch([b"v" * 1000], 1))
    broken[61] ^= 0xFF
    answer = header_names._Answer(bytes(broken))
    assert [type(record.value) for record in answer.next_batch()] == [Unreadable]


@BOUNDED
def test_an_answer_of_many_such_batches_is_read_in_parts(codec, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST", 25_000)
    monkeypatch.setattr(header_names, "MOST", 25_000)
    batches = [batch([bytes(10_000)], codec, offset) for offset in range(8)]
    read = []
    while len(read) < 8:
        part = fetched(*batches[len(read) :], offset=len(read))
        assert 0 < len(part) <= 3
        read += part
    assert [(record.offset, record.value) for record in read] == [(offset, bytes(10_000)) for offset in range(8)]


def test_what_would_fill_the_memory_is_not_unpacked():
    packer = zlib.compressobj(wbits=31)
    packed = b"".join([*(packer.compress(bytes(10**6)) for _ in range(300)), packer.flush()])
    assert len(packed) < 300_000
    content = batch([bytes(1000)], 1)[: unpacking._RECORDS_AT] + packed
    tracemalloc.start()
    with pytest.raises(unpacking.TooMuch):
        unpacking.unpacked(memoryview(content))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3 * unpacking.MOST
