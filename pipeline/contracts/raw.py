"""What a publisher sends, read: ninjs 3 items, plain JSON objects and plain text.

A record that passes here is a `RawArticle` with id and version; anything else is a `BadMessage`
whose reason is one of REASONS.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import ValidationError

from pipeline.contracts.article import RawArticle
from pipeline.contracts.codec import invalid_field
from pipeline.contracts.errors import BadMessage
from pipeline.contracts.ninjs import from_ninjs, is_ninjs

REASONS = (
    "empty", "too_large", "not_utf8", "bad_json", "not_object", "too_deep", "duplicate_key",
    "no_text", "text_not_string", "too_long", "surrogate", "nul", "invalid_field",
)  # fmt: skip

_MAX_ID = 512
_TAKEN_BACK = ("text", "body", "headline")  # a withdrawal must not carry on what it takes back
_JSON_START = re.compile(rb"\s*(?:\{|\[\s*[\[{\"\]0-9-])")
_LAST_MS = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp() * 1000)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one raw record may hold."""

    max_bytes: int = 1_000_000
    max_chars: int = 200_000
    max_depth: int = 20


def read(
    value: bytes,
    *,
    key: bytes | None = None,
    timestamp_ms: int | None = None,
    content_type: str | None = None,
    limits: Limits | None = None,
) -> RawArticle:
    """The article in one record of `articles.raw`.

    Args:
        value: the record's value. JSON when it looks like it or `content_type` says so, else text.
        key: the record's key, the article's id when the body has none.
        timestamp_ms: the record's time, the article's version when the body has none.
        content_type: the record's `content-type` header.
        limits: how much it may hold; the defaults of `Limits` when not given.

    Raises:
        BadMessage: with one of REASONS.
    """
    limits = limits or Limits()
    if len(value) > limits.max_bytes:
        raise BadMessage(
            "too_large", f"{len(value):,} bytes, the limit is {limits.max_bytes:,}",
            remedy="send the text without markup and media, or raise the limit `max_bytes`",
        )  # fmt: skip
    value = value.removeprefix(b"\xef\xbb\xbf")
    if not value.strip():
        raise BadMessage("empty", "the value is empty", remedy="send text, or a null value to withdraw the article")
    fields = _fields(value, content_type or "", limits.max_depth)
    return _checked(fields, key, timestamp_ms, limits)


def _fields(value: bytes, content_type: str, max_depth: int) -> dict[str, Any]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/plain", "text/html"):
        return {"text": _utf8(value), "content_type": kind}
    if kind == "application/cloudevents+json":
        return _event_data(_json_object(value, max_depth + 1))
    if "json" in kind or _JSON_START.match(value):
        return _json_object(value, max_depth)
    text = _utf8(value)
    try:
        orjson.loads(value)
    except orjson.JSONDecodeError:
        return {"text": text}
    raise _not_object("a bare JSON value")


def _utf8(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadMessage(
            "not_utf8", "not valid UTF-8", where=f"byte {error.start}", remedy="encode the article as UTF-8"
        ) from None


def _json_object(value: bytes, max_depth: int) -> dict[str, Any]:
    _utf8(value)
    _check_depth(value, max_depth)
    try:
        data = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise _bad_json(error) from None
    if not isinstance(data, dict):
        raise _not_object(f"a JSON {type(data).__name__}")
    json.loads(value, object_pairs_hook=_unique)
    return data


def _event_data(event: dict[str, Any]) -> dict[str, Any]:
    """The article inside a CloudEvent in structured mode."""
    data = event.get("data")
    if isinstance(data, dict):
        return data
    if isinstance(data, str):
        return {"text": data}
    raise _not_object("a CloudEvent whose `data` is no object")


def _bad_json(error: orjson.JSONDecodeError) -> BadMessage:
    where = f"line {error.lineno} column {error.colno}"
    if "surrogate" in error.msg:
        return BadMessage("surrogate", "a lone surrogate escape", where=where, remedy="send whole characters")
    return BadMessage("bad_json", f"not valid JSON: {error.msg}", where=where, remedy="send one JSON object")


def _not_object(found: str) -> BadMessage:
    return BadMessage("not_object", f"{found} where an object is needed", remedy='send {"text": "…"}')


def _check_depth(value: bytes, max_depth: int) -> None:
    """Bound the nesting before any recursive reader sees it. Linear; strings are skipped."""
    depth = 0
    for match in _NESTING.finditer(value):
        if match[0] in b"{[":
            depth += 1
        elif match[0] in b"}]":
            depth -= 1
        if depth > max_depth:
            raise BadMessage(
                "too_deep", f"nested more than {max_depth} levels", where=f"byte {match.start()}",
                remedy="flatten the object, or raise the limit `max_depth`",
            )  # fmt: skip


_NESTING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            where = name[:80] if name.isprintable() else ascii(name[:80])
            raise BadMessage("duplicate_key", "a field is given twice", where=where, remedy="send each field once")
        found[name] = value
    return found


def _checked(fields: dict[str, Any], key: bytes | None, timestamp_ms: int | None, limits: Limits) -> RawArticle:
    if is_ninjs(fields):
        fields = from_ninjs(fields)
    if fields.get("text") is None and "body" in fields:
        fields["text"] = fields.pop("body")
    if fields.get("status") == "canceled":
        fields = {name: value for name, value in fields.items() if name not in _TAKEN_BACK}
    else:
        _check_text(fields, limits)
    given_version = fields.get("version") is not None
    fields = {name: value for name, value in fields.items() if value is not None}
    try:
        article = RawArticle.model_validate(fields)
    except ValidationError as error:
        raise invalid_field(error) from None
    return identify(article, key=key, timestamp_ms=timestamp_ms, keep_version=given_version)


def _check_text(fields: dict[str, Any], limits: Limits) -> None:
    text = fields.get("text")
    if text is None:
        raise BadMessage("no_text", "the article has no text", where="text", remedy="send its body as `text`")
    if not isinstance(text, str):
        raise BadMessage("text_not_string", f"text is a {type(text).__name__}", where="text", remedy="send a string")
    if not text.strip():
        raise BadMessage("no_text", "the article's text is empty", where="text", remedy="send its body as `text`")
    if len(text) > limits.max_chars:
        raise BadMessage(
            "too_long", f"{len(text):,} code points, the limit is {limits.max_chars:,}", where="text",
            remedy="split the article, or raise the limit `max_chars`",
        )  # fmt: skip
    if "\x00" in text:
        raise BadMessage(
            "nul", "a NUL character, as in wrongly decoded UTF-16", where=f"text, code point {text.index(chr(0))}",
            remedy="decode the source with its real encoding",
        )  # fmt: skip


def identify(
    article: RawArticle, *, key: bytes | None = None, timestamp_ms: int | None = None, keep_version: bool = True
) -> RawArticle:
    """`article` with its id and version settled.

    The id is the body's, else the record's key, else a hash of source and url, else of the text.
    The version is the body's, else the record's time in ms.
    """
    settled: dict[str, Any] = {}
    if not article.id:
        settled["id"] = _key_text(key) or _hash_id(article)
    if not keep_version and timestamp_ms is not None and timestamp_ms >= 0:
        settled["version"] = timestamp_ms
    if article.received_at is None and timestamp_ms is not None and 0 <= timestamp_ms <= _LAST_MS:
        settled["received_at"] = datetime.fromtimestamp(timestamp_ms / 1000, UTC)
    return article.model_copy(update=settled)


def _key_text(key: bytes | None) -> str:
    try:
        text = (key or b"").decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= _MAX_ID else _hashed(text)


def _hash_id(article: RawArticle) -> str:
    if article.withdrawn and not article.url:
        raise BadMessage("invalid_field", "a withdrawal without an id", where="id", remedy="name the article's id")
    basis = f"{article.source or ''}\n{article.url}" if article.url else article.text
    return _hashed(basis)


def _hashed(basis: str) -> str:
    return "sha256-" + hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def replace_surrogates(text: str) -> str:
    """Lone surrogates as U+FFFD, one for one, so that offsets hold and the text can be written."""
    return _LONE_SURROGATE.sub("\ufffd", text)
