"""How an article lies in OpenSearch: one document with its quotes nested in it.

One document is what OpenSearch replaces in one step, so an article and its quotes come and go together.
Words arrive analysed, as in the embedded index, and are split at spaces only.
"""

import hashlib
from typing import Any

import orjson

from pipeline.contracts import BadMessage
from search.analysis import analysis_mark
from search.documents import NAME_TYPES, documents, name_field
from search.versions import Change, Held

FORMAT = 1  # raise it whenever the fields or their meaning change
NEWEST_VERSION = 2**62 - 1
_LONGEST_ID = 512  # bytes

_KEYS = ("article", "role", "kind", "source", "section", "entity_type", "speaker_type")
_NUMBERS = ("version", "visible_from", "published")
_TEXTS = ("exact", "stem")
_NAMES = tuple(name_field(role, type_) for role in ("entity", "speaker") for type_ in NAME_TYPES)
_KEPT = ("article", "version", "role", "stored")
_OF_A_QUOTE = ("key", "kind", *_TEXTS, "entity_type", "speaker_type", *_NAMES)


def mark() -> dict[str, Any]:
    """Which format an index holds; another one must be rebuilt."""
    return {"format": FORMAT, "analysis": analysis_mark()}


def index_body(alias: str) -> dict[str, Any]:
    """Settings and mapping of a new index, and the alias by which it is reached."""
    return {
        "aliases": {alias: {"is_write_index": True}},
        "settings": {
            "index": {
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "refresh_interval": "1s",
                "translog": {"durability": "request"},  # what is acknowledged is on disk
                "mapping": {"nested_objects": {"limit": 200_000}},  # no article has more quotes than letters
            },
            "analysis": {"analyzer": {"words": {"type": "custom", "tokenizer": "words"}},
                         "tokenizer": {"words": {"type": "whitespace", "max_token_length": 8_000}}},
        },
        "mappings": {
            "_meta": {"rasd": mark()},
            # Nothing an article holds may change the mapping, nor be refused for being unknown to it.
            "dynamic": False,
            # The terms are searched, never shown.
            "_source": {"includes": list(_KEPT)},
            "properties": {
                **_fields((*_KEYS, *_NUMBERS, *_TEXTS, *_NAMES)),
                "stored": {"type": "keyword", "index": False, "doc_values": False},
                "quotes": {"type": "nested", "dynamic": False, "properties": _fields(_OF_A_QUOTE)},
            },
        },
    }  # fmt: skip


def document_id(article_id: str) -> str:
    """The name of an article's document: its id, or the hash of one that is too long for OpenSearch."""
    encoded = article_id.encode()
    return article_id if len(encoded) <= _LONGEST_ID else f"sha256-{hashlib.sha256(encoded).hexdigest()}"


def external_version(change: Change) -> int:
    """The version by which OpenSearch, writing only what is equal or higher, keeps the rules of `search.versions`.

    A withdrawal is half a step above the article of its version: the article never overwrites it, and
    every higher one does.

    Raises:
        BadMessage: it does not fit into 64 bits.
    """
    if change.version > NEWEST_VERSION:
        raise BadMessage("invalid_field", f"OpenSearch holds versions up to {NEWEST_VERSION}", where="version")
    return 2 * change.version + change.withdraws


def held(version: int) -> Held:
    """What a document of this external version holds."""
    return Held(version // 2, bool(version % 2))


def bulk_lines(change: Change) -> bytes:
    """The two lines of a bulk request that write `change`."""
    action = {"_id": document_id(change.article_id), "version": external_version(change),
              "version_type": "external_gte"}  # fmt: skip
    return b"%b\n%b\n" % (orjson.dumps({"index": action}), orjson.dumps(_document(change)))


def _document(change: Change) -> dict[str, Any]:
    whole, *quotes = documents(change)
    fields = {name: _value(values) for name, values in whole.items() if name != "key"}
    if quotes:
        fields["quotes"] = [{name: quote[name] for name in _OF_A_QUOTE if name in quote} for quote in quotes]
    return fields


def _value(values: list[Any]) -> Any:
    plain = [value.decode() if isinstance(value, bytes) else value for value in values]
    return plain[0] if len(plain) == 1 else plain


def _fields(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _field(name) for name in names}


def _field(name: str) -> dict[str, Any]:
    if name in _NUMBERS:
        return {"type": "long"}
    if name in (*_TEXTS, *_NAMES):
        return {"type": "text", "analyzer": "words"}
    # A term longer than Lucene's 32,766 bytes would cost the article; no filter is that long.
    return {"type": "keyword", "ignore_above": 8_000}
