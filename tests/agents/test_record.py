from hypothesis import given
from hypothesis import strategies as st

from agents.record import TIME_HEADER, Outgoing, Record, _milliseconds


def record(**fields):
    return Record(**{"topic": "articles.raw", "partition": 2, "offset": 7, "key": b"k", "value": b"v"} | fields)


@given(st.integers(min_value=0, max_value=2**43))
def test_a_time_survives_faust_to_the_millisecond(time_ms):
    # Faust hands times on as seconds, in a float, and cuts off what is left when it makes ms of them.
    outgoing = Outgoing("quotes", b"k", None, [], timestamp_ms=time_ms)
    assert int(outgoing.timestamp * 1000.0) == time_ms
    assert _milliseconds(time_ms / 1000.0) == time_ms


def test_a_record_without_a_time_has_none():
    assert _milliseconds(-0.001) is None
    assert Outgoing("quotes", b"k", None, []).timestamp is None


def test_the_time_handed_on_goes_before_the_records_own():
    assert record(timestamp_ms=5).time_ms == 5
    assert record(timestamp_ms=5, headers=[(TIME_HEADER, b"1720173600123")]).time_ms == 1720173600123


@given(st.binary(max_size=30))
def test_a_strange_time_header_is_no_harm(content):
    assert record(timestamp_ms=5, headers=[(TIME_HEADER, content)]).time_ms >= 0


def test_the_last_of_several_headers_counts():
    assert record(headers=[("h", b"1"), ("h", None), ("h", b"3")]).header("h") == b"3"
    assert record().header("h") is None
    assert record().place == "articles.raw[2]@7"
