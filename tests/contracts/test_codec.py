"""Messages to bytes and back, and the promise that reading never fails in an unforeseen way."""

import json
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import BadMessage, EnrichedArticle, MentionSet, QuoteSet, RawArticle, Receipt, decode, encode
from pipeline.contracts.events import event_headers
from pipeline.contracts.raw import REASONS, Limits, read

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.one_of(
    st.integers(), st.integers(-(2**64), 2**64), st.floats(), st.just(2**63), st.just(10**400), st.booleans()
)
ANY_JSON = st.recursive(
    st.none() | NUMBERS | WORDS | st.sampled_from(["2024-07-05", "canceled", "0001-01-01T00:00+14:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([
    *RawArticle.model_fields, "body", "uri", "pubStatus", "bodies", "headlines", "by", "infoSources", "firstCreated",
    "contentCreated", "embargoedUntil", "contentType", "copyrightHolder", "unheard_of",
])  # fmt: skip
OBJECTS = st.dictionaries(FIELDS, ANY_JSON, max_size=8)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES)


def read_or_refuse(value: bytes, **record) -> RawArticle | None:
    try:
        article = read(value, **record)
    except BadMessage as error:
        assert error.reason in REASONS
        assert str(error)
        return None
    assert article.id and 0 <= article.version < 2**63
    assert decode(encode(article), RawArticle) == article
    return article


@given(st.binary(), st.none() | st.binary(max_size=600), st.none() | st.integers(-(2**63), 2**63 - 1))
def test_reading_any_bytes_gives_an_article_or_a_reason(value, key, timestamp_ms):
    read_or_refuse(value, key=key, timestamp_ms=timestamp_ms)


@given(st.binary(), st.text(max_size=30) | st.sampled_from(["application/json", "text/html", "TEXT/PLAIN; a=b"]))
def test_whatever_the_content_type_says(value, content_type):
    read_or_refuse(value, content_type=content_type)


@settings(max_examples=400)
@given(OBJECTS)
def test_reading_any_json_object_gives_an_article_or_a_reason(fields):
    read_or_refuse(json.dumps(fields).encode())


@given(OBJECTS.map(lambda fields: fields | {"text": "قال إن الاتفاق قريب"}))
def test_odd_fields_beside_a_good_text(fields):
    read_or_refuse(json.dumps(fields, ensure_ascii=False).encode())


@given(ANY_JSON)
def test_reading_any_json_value(value):
    read_or_refuse(json.dumps(value).encode(), content_type="application/json")


@given(WORDS.filter(str.strip))
def test_any_text_is_carried_untouched(text):
    article = read_or_refuse(orjson.dumps({"text": text}))
    assert ("\x00" in text) == (article is None)
    assert article is None or article.text == text


@given(TIMES)
def test_a_time_is_the_same_instant_after_any_hop(moment):
    article = read(orjson.dumps({"text": "a", "published_at": moment.isoformat()}))
    assert article.published_at == moment
    carried = orjson.loads(encode(article))["published_at"]
    assert carried.endswith("Z") and datetime.fromisoformat(carried) == moment


@given(OBJECTS)
def test_decoding_any_object_gives_a_message_or_a_reason(fields):
    try:
        message = decode(json.dumps(fields).encode(), EnrichedArticle)
    except BadMessage as error:
        assert error.reason in ("bad_json", "invalid_field")
    else:
        assert decode(encode(message), EnrichedArticle) == message


@pytest.mark.parametrize("value", [b"", b"{", b"\xff", b"[]", b"null", b'{"id": "a"}', b'{"id": "", "version": 1}'])
def test_a_bad_message_between_stages_is_refused(value):
    with pytest.raises(BadMessage):
        decode(value, EnrichedArticle)


@pytest.mark.parametrize("depth", [200, 240, 255, 300, 1000, 5000])
def test_deep_nesting_is_an_ordinary_refusal_at_any_hop(depth):
    value = b'{"id": "a", "version": 1, "text": "a", "x": ' + b"[" * depth + b"]" * depth + b"}"
    try:
        again = encode(decode(value, EnrichedArticle))
    except BadMessage:
        return
    assert orjson.loads(again)["x"] is not None
    with pytest.raises(BadMessage, match="nested"):
        read(value)
    assert read(value, limits=Limits(max_depth=depth + 1)).extra["x"] is not None


@pytest.mark.parametrize("extra", [{"n": 2**70}, {"s": "\ud83d"}])
def test_what_json_cannot_hold_is_refused_in_writing(extra):
    with pytest.raises(BadMessage, match="cannot be written as JSON"):
        encode(RawArticle(text="a", extra=extra))


def test_the_wire_is_one_line_of_readable_utf8():
    line = encode(RawArticle(id="a", text="قال\nالوزير", published_at=datetime(2024, 7, 5, tzinfo=UTC)))
    assert b"\n" not in line
    assert "قال\\nالوزير" in line.decode()
    assert b'"published_at":"2024-07-05T00:00:00Z"' in line


def a_finished_article() -> dict:
    text = "قال سامر حداد إن الاتفاق قريب"
    name = {"start": 4, "end": 13, "text": "سامر حداد"}
    return {
        "id": "a", "version": 3, "text": text, "extra": {"desk": "x"},
        "blocks": [{"kind": "paragraph", "start": 0, "end": 29}], "sentences": [{"start": 0, "end": 29, "block": 0}],
        "entities": [{"id": "e1", "name": "سامر حداد", "type": "PER", "mentions": [name]}],
        "quotes": [{
            "id": "q1", "start": 17, "end": 29, "text": "الاتفاق قريب", "kind": "indirect",
            "cue": {"start": 0, "end": 3, "text": "قال", "class": "speech"},
            "speakers": [{"name": "سامر حداد", "entity": "e1", "type": "PER", "mention": name}],
            "source": {"name": "وكالة", "mention": None},
            "parts": [{"start": 25, "end": 29, "text": "قريب"}],
        }],
    }  # fmt: skip


def test_every_span_of_a_finished_article_is_visited():
    article = EnrichedArticle.model_validate(a_finished_article())
    assert {(span.start, span.end) for span in article.spans()} == {(4, 13), (17, 29), (0, 3), (25, 29)}
    assert all(article.text[span.start : span.end] == span.text for span in article.spans())


def test_the_two_sets_carry_the_metadata_and_not_the_text():
    article = EnrichedArticle.model_validate(a_finished_article())
    for part in (QuoteSet.of(article), MentionSet.of(article)):
        wire = orjson.loads(encode(part))
        assert "text" not in wire and wire["extra"] == {"desk": "x"} and wire["version"] == 3
    assert orjson.loads(encode(article))["quotes"][0]["cue"]["class"] == "speech"


@pytest.mark.parametrize("span", [{"start": 5, "end": 4}, {"start": -1, "end": 4}, {"start": 0.0, "end": 4}, {}])
def test_a_span_that_cannot_be_is_refused_and_located(span):
    value = a_finished_article() | {"blocks": [{"kind": "paragraph"} | span]}
    with pytest.raises(BadMessage) as caught:
        decode(orjson.dumps(value), EnrichedArticle)
    assert caught.value.where.startswith("blocks.0")


def test_a_receipt_says_what_became_of_a_version():
    receipt = Receipt(id="a", version=3, outcome="stale", at="2024-07-05T10:00:00")
    assert decode(encode(receipt), Receipt).at == datetime(2024, 7, 5, 10, tzinfo=UTC)


def test_event_headers_are_the_same_at_every_attempt_and_hand_on_the_trace():
    received = {"traceparent": b"00-ab-cd-01", "ce_id": b"theirs", "other": b"x"}
    first, second = (event_headers("quotes", "خبر-1", 7, received=received) for _ in range(2))
    assert first["ce_id"] == second["ce_id"] == "خبر-1:7:quotes".encode()
    assert first["traceparent"] == b"00-ab-cd-01" and "other" not in first
    assert first["ce_specversion"] == b"1.0" and first["content-type"].startswith(b"application/json")
