"""One dead letter in full, as people and as scripts read it."""

import base64
from collections.abc import Iterator
from typing import Any

from confluent_kafka import Message

from service.dead_letters import ERROR, DeadLetter, headers_of, in_bytes
from service.readable import clean
from service.reader import name_text

_LINES = 12
_WIDTH = 200
_ORDER = ("reason", "message", "class", "stage", "time", "attempts", "version", "topic", "partition", "offset")


def as_text(record: Message) -> Iterator[str]:
    """The letter, line by line: the error first, then key, headers and the first lines of the value."""
    letter = DeadLetter.of(record)
    yield f"dead letter {letter.position}"
    names = [*(name for name in _ORDER if name in letter.error), *(letter.error.keys() - set(_ORDER))]
    for name in names:
        yield f"  {name:<10} {clean(letter.error[name])}"
    yield f"key        {_shown(in_bytes(record.key()))}"
    yield "headers"
    for name, value in headers_of(record):
        if not name.startswith(ERROR):
            yield f"  {clean(name_text(name))}: {_shown(value)}"
    yield from _beginning(in_bytes(record.value()))


def as_json(record: Message) -> dict[str, Any]:
    """The letter as `--json` gives it: the row of `list`, and headers and value in full."""
    value = in_bytes(record.value())
    headers = [
        [name_text(name), None if content is None else content.decode("utf-8", "backslashreplace")]
        for name, content in headers_of(record)
    ]
    row = DeadLetter.of(record).row() | {"headers": headers, "value": None}
    if value is None:
        return row
    try:
        return row | {"value": value.decode("utf-8")}
    except UnicodeDecodeError:
        return row | {"value_base64": base64.b64encode(value).decode()}


def _beginning(value: bytes | None) -> Iterator[str]:
    if value is None:
        yield "value      null: a withdrawal"
        return
    yield f"value      {len(value):,} bytes"
    lines = value[: _LINES * _WIDTH * 4].decode("utf-8", "backslashreplace").split("\n")
    for line in lines[:_LINES]:
        yield f"  {clean(line[:_WIDTH])}"
    if len(lines) > _LINES or any(len(line) > _WIDTH for line in lines[:_LINES]):
        yield "  …"


def _shown(content: bytes | None) -> str:
    """Bytes on one line; those that are no UTF-8 as escapes."""
    return "null" if content is None else clean(content.decode("utf-8", "backslashreplace")[:_WIDTH])
