"""Header names that are no UTF-8 through aiokafka's parser. What Kafka does with them: tests/e2e/test_headers.py."""

import pytest
from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from agents import header_names
from agents.record import HeaderName, names_are_text
from tests.agents.fetching import fetched

CODECS = {"plain": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}


@pytest.fixture(autouse=True)
def accepting(monkeypatch):
    monkeypatch.setattr(fetcher, "MemoryRecords", fetcher.MemoryRecords)  # as before, afterwards
    header_names.accept_all()


def batch(base_offset, headers_of_records, codec=0):
    """Records `v0`, `v1`, … as the broker would store them."""
    builder = _DefaultRecordBatchBuilderPy(
        2, codec, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=10**9
    )
    for number, headers in enumerate(headers_of_records):
        named = [(HeaderName(name.decode("utf-8", "surrogateescape")), content) for name, content in headers]
        builder.append(number, 1_720_173_600_123 + number, b"k", b"v%d" % number, named)
    return base_offset.to_bytes(8) + bytes(builder.build())[8:]


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_a_name_that_is_no_utf8_is_read_with_everything_around_it(codec):
    odd = [(b"desk\xff", b"1"), ("قسم".encode(), None), (b"", b""), (b"\xed\xa0\xbd", b"2")]
    fine = [(b"traceparent", b"00-ab")]
    records = fetched(
        batch(0, [fine] * 3, codec), batch(3, [fine, odd, fine, odd, fine], codec), batch(8, [odd], codec),
        batch(9, [fine] * 2, codec),
    )  # fmt: skip
    assert [record.offset for record in records] == list(range(11))
    assert [record.value for record in records] == [b"v%d" % n for n in (0, 1, 2, 0, 1, 2, 3, 4, 0, 0, 1)]
    assert [record.timestamp - 1_720_173_600_123 for record in records] == [0, 1, 2, 0, 1, 2, 3, 4, 0, 0, 1]
    for record in records:
        expected = odd if record.offset in (4, 6, 8) else fine
        assert [(name.encode(), content) for name, content in record.headers] == expected
        assert names_are_text(record.headers) == (expected is fine)
    assert records[4].headers[1][0] == "قسم"


def test_a_batch_is_taken_up_in_its_middle():
    """After a restart the committed offset lies anywhere in a batch, and the broker answers with all of it."""
    odd, fine = [(b"\xff", b"")], [(b"h", b"")]
    assert [record.value for record in fetched(batch(0, [odd, fine, odd, fine]), offset=2)] == [b"v2", b"v3"]


@given(st.lists(st.lists(st.tuples(st.binary(max_size=9), st.none() | st.binary(max_size=9)), max_size=5), min_size=1))
def test_any_names_come_as_they_were(headers_of_records):
    records = fetched(batch(0, headers_of_records))
    assert [[(name.encode(), content) for name, content in record.headers] for record in records] == headers_of_records


def test_all_other_batches_take_the_fast_way(monkeypatch):
    monkeypatch.setattr(header_names, "_TolerantBatch", None)
    records = fetched(batch(0, [[("عنوان".encode(), b"1"), (b"h", None)]] * 50))
    assert len(records) == 50
    assert all(type(name) is str for record in records for name, _ in record.headers)


def test_this_aiokafka_is_one_that_needs_it_and_can_be_helped_so():
    """When this fails after an upgrade, look again at agents/header_names.py: it may be in vain, or not needed."""
    answer = MemoryRecords(batch(0, [[(b"\xff", b"")]]))
    with pytest.raises(UnicodeDecodeError):
        list(answer.next_batch())
    assert fetcher.MemoryRecords is not MemoryRecords
    assert "MemoryRecords" in fetcher.Fetcher._proc_fetch_request.__code__.co_names, "where the fetcher parses"
