from agents.dead import LONGEST_MESSAGE, Failure, dead_letter, without_contents
from agents.record import Record
from pipeline.contracts import BadMessage

FAILURE = Failure("timeout", "TimeBudgetExceeded", "the quotes stage was interrupted after 20 s")


def record(**fields):
    given = {
        "topic": "p-articles.raw",
        "partition": 3,
        "offset": 12,
        "key": b"\xff\x00",
        "value": b"{",
        "timestamp_ms": 9,
    }
    return Record(**{"timestamp_ms": 9} | given | fields)


def said(outgoing):
    return {name: value.decode() for name, value in outgoing.headers if name.startswith("rasd.error.")}


def test_key_value_and_headers_are_as_they_were():
    original = record(headers=[("a", b"\xff"), ("a", None), ("b", b"")])
    letter = dead_letter(original, FAILURE, stage="quotes")
    assert (letter.topic, letter.key, letter.value) == ("articles.dead", b"\xff\x00", b"{")
    assert letter.headers[:3] == [("a", b"\xff"), ("a", None), ("b", b"")]
    assert letter.timestamp_ms is None, "kept for as long as the topic says, not less because the article is old"


def test_the_reason_is_told_in_text_headers():
    told = said(dead_letter(record(), FAILURE, stage="quotes", attempts=3))
    assert told.pop("rasd.error.time").endswith("Z")
    assert told.pop("rasd.error.version")
    assert told == {
        "rasd.error.topic": "p-articles.raw",
        "rasd.error.partition": "3",
        "rasd.error.offset": "12",
        "rasd.error.stage": "quotes",
        "rasd.error.reason": "timeout",
        "rasd.error.class": "TimeBudgetExceeded",
        "rasd.error.message": "the quotes stage was interrupted after 20 s",
        "rasd.error.attempts": "3",
        "rasd.error.published": "9",
    }


def test_a_letter_that_failed_again_tells_only_the_last_reason():
    again = record(headers=[("rasd.error.reason", b"crash"), ("traceparent", b"00")])
    letter = dead_letter(again, FAILURE, stage="quotes")
    assert [value for name, value in letter.headers if name == "rasd.error.reason"] == [b"timeout"]
    assert ("traceparent", b"00") in letter.headers


def test_an_empty_record_can_be_told_from_an_empty_value():
    letter = dead_letter(record(key=None, value=None), FAILURE, stage="segment")
    assert letter.value == b""
    assert said(letter)["rasd.error.value"] == "null"
    assert "rasd.error.value" not in said(dead_letter(record(value=b""), FAILURE, stage="segment"))
    assert dead_letter(record(value=None), FAILURE, stage="segment").value is None


def test_what_is_too_large_for_the_dead_letters_leaves_its_place_behind():
    letter = without_contents(record(key=b"k" * 9000, value=b"v" * 9000, headers=[("h", b"1234")]), FAILURE, stage="x")
    assert letter.value == b""
    assert len(letter.key) == 512
    assert said(letter)["rasd.error.value"] == "left out: 9005 bytes"
    assert said(letter)["rasd.error.offset"] == "12"


def test_a_failure_names_the_error_and_is_never_long():
    assert Failure.of(BadMessage("no_text", "the article has no text")).reason == "no_text"
    failure = Failure.of(KeyError("\ud800" + "x" * 5000))
    assert (failure.reason, failure.error_class) == ("defect", "KeyError")
    assert len(said(dead_letter(record(), failure, stage="x"))["rasd.error.message"]) <= LONGEST_MESSAGE
