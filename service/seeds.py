"""A manifest of seed articles: which stretch of a document is which article.

    [[article]]
    id = "alhurra-2024-06-19-putin"
    start = 0            # code points of the document, end-exclusive
    end = 3120
    sha256 = "…"         # of that stretch in UTF-8
    source = "alhurra"   # and any other field of a raw article

The document is `file` of the manifest, or of the entry: a path relative to the manifest.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from pipeline.contracts.errors import BadMessage
from service import bounded

_OWN = {"start", "end", "sha256", "file"}
_LONGEST_MANIFEST, _LONGEST_DOCUMENT = 10_000_000, 100_000_000


def records(manifest: Path) -> Iterator[tuple[str, bytes, str]]:
    """Place, JSON bytes and content type of every article of `manifest`.

    Raises:
        BadMessage: the manifest cannot be read, or the document is not the one it describes.
    """
    try:
        content = tomllib.loads(_text(manifest, _LONGEST_MANIFEST))
    except tomllib.TOMLDecodeError as error:
        raise BadMessage("bad_manifest", f"not a manifest of articles: {error}") from error
    entries = content.get("article")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise BadMessage("bad_manifest", "not a manifest of articles: it has no [[article]]")
    documents: dict[Path, str] = {}
    for number, entry in enumerate(entries, 1):
        path = manifest.parent / str(entry.get("file", content.get("file", "")))
        if path not in documents:
            documents[path] = _text(path, _LONGEST_DOCUMENT)
        yield f"{manifest}, article {number}", _article(entry, documents[path], path), "application/json"


def _text(path: Path, most: int) -> str:
    try:
        with path.open("rb") as stream:
            content = bounded.whole(stream, most)
        return content.decode("utf-8")  # not read as text: that would change line ends, and so offsets
    except UnicodeDecodeError as error:
        raise BadMessage("bad_manifest", f"{path} is not in UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise BadMessage("bad_manifest", f"cannot read {path}: {error.strerror}") from error


def _article(entry: dict[str, Any], document: str, path: Path) -> bytes:
    start, end = entry.get("start", 0), entry.get("end", len(document))
    if not (isinstance(start, int) and isinstance(end, int)):
        raise BadMessage("bad_manifest", f"start and end of {entry.get('id')} are not numbers")
    text = document[start:end]
    wanted = entry.get("sha256")
    if wanted is not None and hashlib.sha256(text.encode()).hexdigest() != wanted:
        raise BadMessage(
            "bad_manifest", f"{path} is not the document of this manifest: sha256 of {entry.get('id')} differs"
        )
    fields = {name: value for name, value in entry.items() if name not in _OWN}
    return orjson.dumps(fields | {"text": text}, option=orjson.OPT_NAIVE_UTC)
