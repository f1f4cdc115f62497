"""Messages that must become dead letters: one kind for every reason there is, and every stage that can meet it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

MAX_MESSAGE_BYTES = {"articles.segmented": 640 * 1024, "articles.entities": 480 * 1024, "articles.enriched": 320 * 1024}
"""The test's limits of the later topics, so that an article can outgrow each; above the producer's batch size."""

_OUTGROWN = {"segment": 700_000, "entities": 560_000, "quotes": 400_000}  # bytes that pass every limit but one
_PLANTED = {"timeout": "loop", "defect": "raise", "crash": "die"}  # what tests.chaos.planted does
_RARE = {"crash": 0.25, "timeout": 0.3, "too_large": 0.3, "too_long": 0.5}  # each costs three restarts, 3 s, 1 MB


@dataclass(frozen=True, slots=True)
class Poison:
    """One bad message, and the dead letter it must become.

    Attributes:
        key: names it, unless the reason is that it has no readable one.
    """

    number: int
    reason: str
    stage: str
    key: bytes | None
    value: bytes | None
    timestamp_ms: int = 0


def _object(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


_RAW: dict[str, Callable[[], bytes | None]] = {
    "empty": lambda: b" \n",
    "too_large": lambda: _object(text="ا", rest="x" * 1_000_000),
    "not_utf8": lambda: "قال الوزير".encode("utf-16"),
    "bad_json": lambda: '{"text": "قال'.encode(),
    "not_object": lambda: b"[1, 2, 3]",
    "too_deep": lambda: b'{"text": "a", "rest": ' + b"[" * 30 + b"]" * 30 + b"}",
    "duplicate_key": lambda: b'{"text": "a", "text": "b"}',
    "no_text": lambda: _object(headline="عنوان بلا متن"),
    "text_not_string": lambda: _object(text=["قال"]),
    "too_long": lambda: _object(text="a" * 200_001),
    "surrogate": lambda: rb'{"text": "\ud83d"}',
    "nul": lambda: _object(text="a\x00b"),
    "invalid_field": lambda: _object(text="قال الوزير", version="two"),
    "no_key": lambda: None,
}


def make(random: Random, count: int) -> list[Poison]:
    """So many messages; when there are enough of them, every reason at every stage that has it."""
    kinds = [(reason, "segment") for reason in _RAW]
    kinds += [(reason, stage) for reason in (*_PLANTED, "undeliverable") for stage in _OUTGROWN]
    weights = [_RARE.get(reason, 1.0) for reason, _ in kinds]
    drawn = random.sample(kinds, min(count, len(kinds)))
    drawn += random.choices(kinds, weights, k=count - len(drawn))
    return [_poison(random, number, *kind) for number, kind in enumerate(drawn)]


def _poison(random: Random, number: int, reason: str, stage: str) -> Poison:
    key: bytes | None = f"poison-{number:05}".encode()
    if reason in _RAW:
        if reason == "no_key":
            key = random.choice([None, b"\xff\xfe", b"  "])
        return Poison(number, reason, stage, key, _RAW[reason]())
    fields: dict[str, object] = {"text": "قال الوزير إن الاتفاق بات قريبا."}
    if reason == "undeliverable":
        fields["rest"] = "x" * _OUTGROWN[stage]
    else:
        fields |= {"obey": _PLANTED[reason], "at": stage}
    return Poison(number, reason, stage, key, _object(**fields))


def reasons() -> Iterator[str]:
    """Every reason that there is poison for."""
    yield from (*_RAW, *_PLANTED, "undeliverable")
