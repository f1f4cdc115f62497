"""IPTC ninjs 3 items as raw articles (https://iptc.org/std/ninjs/)."""

from typing import Any

from pipeline.contracts.errors import BadMessage

_STRAIGHT = {
    "uri": "id", "pubStatus": "status", "language": "language", "embargoedUntil": "embargo_until",
}  # fmt: skip
_MARKS = ("bodies", "pubStatus", "headlines", "versionCreated", "firstCreated")


def is_ninjs(fields: dict[str, Any]) -> bool:
    """Whether an object is a ninjs item: it has a `uri` and no `text`, and speaks ninjs otherwise."""
    return "uri" in fields and "text" not in fields and any(name in fields for name in _MARKS)


def from_ninjs(item: dict[str, Any]) -> dict[str, Any]:
    """The fields of a RawArticle; what has no place there is kept and goes to `extra`."""
    fields = {name: value for name, value in item.items() if name not in _STRAIGHT}
    fields |= {ours: item[theirs] for theirs, ours in _STRAIGHT.items() if theirs in item}
    _take_version(fields)
    _take_body(fields)
    headline = _best(fields.get("headlines"), "main")
    if headline:
        fields["headline"] = headline.get("value")
        del fields["headlines"]
    if "firstCreated" in fields or "contentCreated" in fields:
        fields["published_at"] = fields.get("contentCreated") or fields.get("firstCreated")
    if isinstance(item.get("by"), str):
        fields["authors"] = [fields.pop("by")]
    fields.setdefault("source", _source(item))
    return {name: value for name, value in fields.items() if value is not None}


def _take_version(fields: dict[str, Any]) -> None:
    version = fields.get("version")
    if isinstance(version, str):
        if not version.isascii() or not version.isdigit():
            raise BadMessage("invalid_field", "the version is not a number", where="version", remedy="send an integer")
        fields["version"] = int(version[:30])


def _take_body(fields: dict[str, Any]) -> None:
    body = _best(fields.get("bodies"), "main")
    if body is None:
        return
    fields["text"] = body.get("value")
    if "html" in str(body.get("contentType", "")).lower():
        fields["content_type"] = "text/html"
    del fields["bodies"]


def _best(parts: Any, role: str) -> dict[str, Any] | None:
    """The part whose role is wanted, else the plain-text one, else the first."""
    if not isinstance(parts, list):
        return None
    objects = [part for part in parts if isinstance(part, dict) and part.get("value") is not None]
    for wanted in (lambda part: part.get("role") == role, lambda part: "plain" in str(part.get("contentType"))):
        for part in objects:
            if wanted(part):
                return part
    return objects[0] if objects else None


def _source(item: dict[str, Any]) -> str | None:
    sources = item.get("infoSources")
    first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    name = first.get("name") or item.get("copyrightHolder")
    return name if isinstance(name, str) else None
