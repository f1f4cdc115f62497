"""What a publisher may send, and what every unusable record is told."""

import hashlib

import orjson
import pytest

from pipeline.contracts import BadMessage, decode, encode
from pipeline.contracts.article import RawArticle, SegmentedArticle
from pipeline.contracts.raw import _NESTING, REASONS, Limits, read, replace_surrogates

TEXT = "قال الوزير إن الاتفاق قريب."


def as_json(**fields) -> bytes:
    return orjson.dumps({"text": TEXT} | fields)


UNUSABLE = [
    ("empty", b""),
    ("empty", b" \r\n\t"),
    ("empty", b"\xef\xbb\xbf"),
    ("too_large", b'{"text": "' + b"a" * 1_000_000 + b'"}'),
    ("not_utf8", "قال الوزير".encode("cp1256")),
    ("not_utf8", b'{"text": "' + "قال".encode("cp1256") + b'"}'),
    ("not_utf8", TEXT.encode("utf-16")),
    ("not_utf8", b'{"text": "\xed\xa0\x80"}'),  # a surrogate in CESU-8
    ("bad_json", '{"text": "قال الوز'.encode()),
    ("bad_json", b'{"text": "a",}'),
    ("bad_json", b"{'text': 'a'}"),
    ("bad_json", b'{"text": "a"}{"text": "b"}'),
    ("bad_json", b'{"text": "a", "score": NaN}'),
    ("bad_json", b'{"text": "a", "score": Infinity}'),
    ("bad_json", b'{"text": "a", "score": 1e999}'),
    ("bad_json", b'{"text": "a", "n": ' + b"9" * 5000 + b"}"),
    ("bad_json", b'{"text": "line\nbreak"}'),
    ("bad_json", '{"text": "a"}'.encode("utf-16-le")),
    ("not_object", b"[]"),
    ("not_object", b'["a", "b"]'),
    ("not_object", b'[{"text": "a"}]'),
    ("not_object", b"42"),
    ("not_object", b"null"),
    ("not_object", b'"text"'),
    ("too_deep", b'{"text": "a", "x": ' + b"[" * 1000 + b"]" * 1000 + b"}"),
    ("too_deep", b'{"a":' * 1000 + b"1" + b"}" * 1000),
    ("too_deep", b"[" * 100_000),
    ("duplicate_key", b'{"text": "a", "text": "b"}'),
    ("duplicate_key", b'{"text": "a", "meta": {"k": 1, "k": 2}}'),
    ("no_text", b"{}"),
    ("no_text", b'{"id": "a1"}'),
    ("no_text", b'{"text": null}'),
    ("no_text", b'{"text": ""}'),
    ("no_text", '{"text": " \\n\u00a0"}'.encode()),
    ("no_text", b'{"uri": "urn:1", "pubStatus": "usable"}'),
    ("text_not_string", b'{"text": 5}'),
    ("text_not_string", b'{"text": ["a"]}'),
    ("text_not_string", b'{"body": {"value": "a"}}'),
    ("text_not_string", b'{"uri": "urn:1", "bodies": [{"value": 7}]}'),
    ("too_long", b'{"text": "' + b"a" * 200_001 + b'"}'),
    ("surrogate", rb'{"text": "\ud83d"}'),
    ("surrogate", rb'{"text": "\ude00 a"}'),
    ("surrogate", rb'{"text": "\ud83d\u0041"}'),
    ("nul", rb'{"text": "a\u0000b"}'),
    ("nul", TEXT.encode("utf-16-le")),
    ("invalid_field", as_json(id=["a"])),
    ("invalid_field", as_json(id="a" * 513)),
    ("invalid_field", as_json(version=1.5)),
    ("invalid_field", as_json(version="2")),
    ("invalid_field", as_json(version=True)),
    ("invalid_field", as_json(version=-1)),
    ("invalid_field", as_json(version=2**63)),
    ("invalid_field", b'{"text": "a", "version": 99999999999999999999999}'),
    ("invalid_field", as_json(status="deleted")),
    ("invalid_field", as_json(published_at="yesterday")),
    ("invalid_field", as_json(published_at=1e300)),
    ("invalid_field", as_json(published_at="0001-01-01T00:00:00+14:00")),
    ("invalid_field", as_json(authors=7)),
    ("invalid_field", as_json(content_type="application/pdf")),
    ("invalid_field", b'{"status": "canceled"}'),
    ("invalid_field", '{"uri": "urn:1", "version": "٣", "bodies": [{"value": "a"}]}'.encode()),
]


@pytest.mark.parametrize(("reason", "value"), UNUSABLE, ids=[f"{r}-{i}" for i, (r, _) in enumerate(UNUSABLE)])
def test_an_unusable_record_says_why(reason, value):
    with pytest.raises(BadMessage) as caught:
        read(value)
    assert caught.value.reason == reason
    line = str(caught.value)
    assert line and "\n" not in line and len(line) < 300


def test_every_reason_has_an_example():
    assert {reason for reason, _ in UNUSABLE} == set(REASONS)


def test_the_message_of_a_bad_field_never_quotes_the_article():
    for name in RawArticle.model_fields.keys() - {"text", "extra", "headline", "language", "source", "url", "section"}:
        for value in (TEXT, [TEXT], {TEXT: TEXT}):
            try:
                read(as_json(**{name: value}))
            except BadMessage as error:
                assert TEXT not in str(error), name


def test_limits_are_inclusive():
    assert len(read(b'{"text": "' + b"a" * 200_000 + b'"}').text) == 200_000
    value = as_json()
    assert read(value, limits=Limits(max_bytes=len(value))).text == TEXT
    with pytest.raises(BadMessage, match="raise the limit `max_bytes`"):
        read(value, limits=Limits(max_bytes=len(value) - 1))
    nested = b'{"text": "a", "x": ' + b"[" * 19 + b"]" * 19 + b"}"
    assert read(nested).text == "a"
    with pytest.raises(BadMessage, match="19 levels"):
        read(nested, limits=Limits(max_depth=19))


def test_brackets_inside_strings_are_not_nesting():
    text = "[{" * 500 + '\\"' + "{" * 500
    assert read(as_json(text=text)).text == text


def test_plain_text_json_and_ninjs_are_read_alike():
    ninjs = {
        "uri": "urn:agency:1", "pubStatus": "usable", "version": "3", "language": "ar", "by": "سعاد منصور",
        "firstCreated": "2024-07-05T13:00:00+03:00", "embargoedUntil": "2024-07-06T00:00:00Z",
        "headlines": [{"role": "main", "value": "اتفاق قريب"}], "infoSources": [{"name": "وكالة الساحل"}],
        "bodies": [
            {"role": "short", "contentType": "text/plain", "value": "موجز"},
            {"role": "main", "contentType": "text/html", "value": f"<p>{TEXT}</p>"},
        ],
        "urgency": 3,
    }  # fmt: skip
    article = read(orjson.dumps(ninjs))
    assert (article.id, article.version, article.status) == ("urn:agency:1", 3, "usable")
    assert (article.text, article.content_type) == (f"<p>{TEXT}</p>", "text/html")
    assert (article.headline, article.authors, article.source) == ("اتفاق قريب", ["سعاد منصور"], "وكالة الساحل")
    assert article.published_at.isoformat() == "2024-07-05T10:00:00+00:00"
    assert article.embargo_until.isoformat() == "2024-07-06T00:00:00+00:00"
    assert article.extra["urgency"] == 3
    assert read(TEXT.encode()).text == read(as_json()).text == read(orjson.dumps({"body": TEXT})).text == TEXT
    assert read(b"<p>a</p>", content_type="text/html; charset=utf-8").content_type == "text/html"


def test_a_body_stands_in_for_a_text_that_is_null():
    assert read(orjson.dumps({"text": None, "body": TEXT})).text == TEXT


def test_a_ninjs_item_may_have_a_plain_body():
    assert read(orjson.dumps({"uri": "urn:1", "firstCreated": "2024-07-05", "body": TEXT})).text == TEXT


@pytest.mark.parametrize("bodies", [None, 5, [], [5], ["a"], [{}], [{"value": None}], {"value": "a"}])
def test_a_ninjs_item_with_odd_bodies_has_no_text(bodies):
    with pytest.raises(BadMessage) as caught:
        read(orjson.dumps({"uri": "urn:1", "pubStatus": "usable", "bodies": bodies}))
    assert caught.value.reason == "no_text"


def test_text_that_begins_like_json_but_is_not_is_text():
    for text in ("[تحديث] قال الوزير إن الاتفاق قريب.", "«قريب» قالها الوزير", "2024 عام صعب"):
        assert read(text.encode()).text == text


def test_a_byte_order_mark_is_not_part_of_the_text():
    assert read(b"\xef\xbb\xbf" + as_json()).text == TEXT
    assert read(b"\xef\xbb\xbf" + TEXT.encode()).text == TEXT


def test_control_characters_other_than_nul_stay_in_the_text():
    text = "قال\u200f الوزير\x07 إن\u2028الاتفاق\x7f قريب\r\n."
    assert read(as_json(text=text)).text == text
    assert read(text.encode()).text == text


def test_unknown_fields_survive_every_hop():
    raw = read(as_json(desk="اقتصاد", meta={"n": [1, 2.5, None, True]}, extra={"own": 1}))
    wanted = {"desk": "اقتصاد", "meta": {"n": [1, 2.5, None, True]}, "own": 1}
    assert raw.extra == wanted
    again = decode(encode(raw), RawArticle)
    segmented = SegmentedArticle.model_validate(again.model_dump(exclude={"content_type"}))
    assert decode(encode(segmented), SegmentedArticle).extra == wanted


@pytest.mark.parametrize("extra", ["ملاحظة", 5, [1], True])
def test_a_publishers_own_field_named_extra_is_kept(extra):
    assert read(as_json(extra=extra, desk="a")).extra == {"extra": extra, "desk": "a"}
    assert read(as_json(extra=extra)).extra == {"extra": extra}


def test_fields_added_by_a_later_release_survive_an_older_one():
    later = orjson.dumps({"id": "a", "version": 1, "text": "a", "topics": ["x"], "blocks": [
        {"kind": "paragraph", "start": 0, "end": 1, "column": 2}]})  # fmt: skip
    again = orjson.loads(encode(decode(later, SegmentedArticle)))
    assert again["topics"] == ["x"] and again["blocks"][0]["column"] == 2


def test_a_withdrawal_needs_only_an_id_and_carries_no_words_on():
    for value in (b'{"id": "a1", "status": "canceled"}', b'{"uri": "a1", "pubStatus": "canceled"}'):
        article = read(value)
        assert (article.id, article.withdrawn, article.text) == ("a1", True, "")
    assert read(b'{"status": "canceled"}', key=b"a1").id == "a1"
    full = read(as_json(id="a1", status="canceled", headline="عنوان", body="متن", version=4))
    assert (full.text, full.headline, full.extra, full.version) == ("", None, {}, 4)


def test_the_id_is_the_bodys_then_the_keys_then_a_hash():
    assert read(as_json(id="own"), key=b"key").id == "own"
    assert read(as_json(), key="مفتاح".encode()).id == "مفتاح"
    by_url = read(as_json(source="s", url="https://news.example/1"))
    assert by_url.id == "sha256-" + hashlib.sha256(b"s\nhttps://news.example/1").hexdigest()[:32]
    assert by_url.id == read(as_json(source="s", url="https://news.example/1", text="غير ذلك")).id
    assert by_url.id != read(as_json(source="other", url="https://news.example/1")).id
    assert read(as_json()).id == read(TEXT.encode()).id == "sha256-" + hashlib.sha256(TEXT.encode()).hexdigest()[:32]
    assert read(as_json(), key=b"\xff\xfe").id == read(as_json(), key=b"  ").id == read(as_json(id="")).id


def test_long_keys_that_differ_only_at_the_end_stay_two_articles():
    one, two = (read(as_json(), key=b"k" * 600 + end).id for end in (b"1", b"2"))
    assert one != two and len(one) <= 512


def test_the_records_time_is_the_version_of_an_article_without_one():
    at = 1_720_173_600_000
    article = read(as_json(), timestamp_ms=at)
    assert article.version == at
    assert article.received_at.isoformat() == "2024-07-05T10:00:00+00:00"
    assert read(as_json(version=7), timestamp_ms=at).version == 7
    assert read(as_json(version=0), timestamp_ms=at).version == 0
    assert read(as_json(version=None), timestamp_ms=at).version == at
    assert read(as_json(), timestamp_ms=-1).version == 1


def test_an_absurd_record_time_is_no_reason_to_fail():
    assert read(as_json(), timestamp_ms=2**62).received_at is None


def test_times_without_a_zone_are_utc_and_all_are_carried_in_utc():
    sent = {
        "2024-07-05T10:00:00": "2024-07-05T10:00:00Z",
        "2024-07-05T13:00:00+03:00": "2024-07-05T10:00:00Z",
        " 2024-07-05 ": "2024-07-05T00:00:00Z",
        "2024-07-05T10:00:00+00:00:30": "2024-07-05T09:59:30Z",
    }
    for value, carried in sent.items():
        assert orjson.loads(encode(read(as_json(published_at=value))))["published_at"] == carried
    assert orjson.loads(encode(read(as_json(published_at=1720173600))))["published_at"] == "2024-07-05T10:00:00Z"


def test_lone_surrogates_are_replaced_one_for_one():
    assert replace_surrogates("a\ud83db") == "a\ufffdb"
    assert replace_surrogates("😀") == "😀"


def test_the_search_for_nesting_never_looks_back():
    """Each match takes a whole string or one bracket, and possessive repeats give nothing back: linear time.

    With an ordinary `*` the string below would be tried again from each of its 400,000 backslashes.
    """
    hostile = b'"' + b"\\" * 400_000
    assert sum(1 for _ in _NESTING.finditer(hostile)) == 1
    assert [m[0] for m in _NESTING.finditer(rb'{"a\"]":["\\"]}')] == [b"{", rb'"a\"]"', b"[", rb'"\\"', b"]", b"}"]
    assert "++" in _NESTING.pattern.decode() and ")*+" in _NESTING.pattern.decode()


def test_a_hundred_thousand_fields_with_a_repeated_one_are_refused_at_once():
    names = [b'"%d":1' % n for n in range(90_000)]
    value = b'{"text":"a",' + b",".join(names) + b',"89999":1}'
    assert len(value) < 1_000_000
    with pytest.raises(BadMessage, match="given twice") as caught:
        read(value)
    assert caught.value.where == "89999"


def test_a_number_is_an_id_and_a_bare_name_an_author() -> None:
    article = read('{"id": 12345, "authors": "ليلى مراد", "text": "نص"}'.encode())
    assert article.id == "12345"
    assert article.authors == ["ليلى مراد"]


def test_a_cloud_event_in_structured_mode_is_unwrapped() -> None:
    event = '{"specversion": "1.0", "id": "e-1", "type": "x", "source": "/cms", "data": {"id": "n-1", "text": "نص"}}'
    article = read(event.encode(), content_type="application/cloudevents+json; charset=UTF-8")
    assert (article.id, article.text) == ("n-1", "نص")


def test_a_cloud_event_without_an_article_is_told_so() -> None:
    with pytest.raises(BadMessage) as caught:
        read(b'{"specversion": "1.0", "data": 4}', content_type="application/cloudevents+json")
    assert caught.value.reason == "not_object"
