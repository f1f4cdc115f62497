"""Articles from files, folders and standard input, each with the place it came from.

A file is read by its suffix; what cannot be read is one `Refused` and the rest goes on.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import orjson

from pipeline.contracts import RawArticle
from pipeline.contracts.errors import BadMessage, RasdError
from pipeline.contracts.raw import Limits, read
from service import archives, bounded, seeds

STDIN = "-"
_STDIN = "standard input"
_JSON, _TEXT, _HTML = "application/json", "text/plain", "text/html"


@dataclass(frozen=True, slots=True)
class Input:
    """One article as it was found.

    Attributes:
        place: `file` or `file:line`.
        value: its bytes, untouched; what is published.
        content_type: of `value`.
        time_ms: when it was read; to be the record's time, as it is the version of an article without one.
        article: what the bytes mean.
    """

    place: str
    value: bytes
    content_type: str
    time_ms: int
    article: RawArticle


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no article, and why: one line."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


Found = Input | Refused
_Record = tuple[str, bytes, str]  # place, value, content type


def articles(paths: Iterable[str], limits: Limits) -> Iterator[Found]:
    """Every article of `paths`, in their order; a folder's files in the order of their names.

    Args:
        paths: files, folders, or `-` for standard input.
        limits: how much one article may hold.
    """
    for path in paths:
        records = _standard_input(limits.max_bytes) if path == STDIN else _path(Path(path), limits.max_bytes)
        yield from (record if isinstance(record, Refused) else _checked(record, limits) for record in records)


def _checked(record: _Record, limits: Limits) -> Found:
    place, value, content_type = record
    now = time.time_ns() // 1_000_000
    try:
        article = read(value, content_type=content_type, timestamp_ms=now, limits=limits)
        return Input(place, value, content_type, now, article)
    except BadMessage as error:
        return Refused(place, str(error))


def _path(path: Path, most: int) -> Iterator[_Record | Refused]:
    if path.is_dir():
        return _folder(path, most)
    if not path.exists():
        return iter([Refused(str(path), os.strerror(errno.ENOENT))])
    reader = _reader(path)
    if reader is None:
        return iter([Refused(str(path), f"unknown kind of file; known are {', '.join(_READERS)}, folders, and -")])
    return _guarded(path, reader, most)


def _folder(folder: Path, most: int) -> Iterator[_Record | Refused]:
    found = False
    for path in sorted(folder.rglob("*")):
        reader = _reader(path)
        # A manifest names its own files; in a folder of articles it would publish them twice.
        if reader is not None and reader is not _manifest and path.is_file():
            found = True
            yield from _guarded(path, reader, most)
    if not found:
        yield Refused(str(folder), f"no articles in this folder; known are {', '.join(_READERS)}")


def _guarded(path: Path, reader: "_Reader", most: int) -> Iterator[_Record | Refused]:
    try:
        yield from reader(path, most)
    except RasdError as error:
        yield Refused(str(path), str(error))
    except OSError as error:
        yield Refused(str(path), error.strerror or str(error))
    except archives.BROKEN as error:
        yield Refused(str(path), f"broken archive: {error}")


def _whole(content_type: str) -> "_Reader":
    def records(path: Path, most: int) -> Iterator[_Record]:
        with path.open("rb") as stream:
            yield str(path), bounded.whole(stream, most), content_type

    return records


def _manifest(path: Path, _most: int) -> Iterator[_Record]:
    return seeds.records(path)


def _lines(path: Path, most: int) -> Iterator[_Record | Refused]:
    with archives.opened(path) as stream:
        yield from _numbered(str(path), bounded.lines(stream, most), most)


def _numbered(place: str, lines: Iterable[tuple[int, bytes | None]], most: int) -> Iterator[_Record | Refused]:
    for number, line in lines:
        where = f"{place}:{number}"
        yield (where, line, _JSON) if line is not None else Refused(where, str(bounded.too_large(most)))


def _standard_input(most: int) -> Iterator[_Record | Refused]:
    try:
        yield from _from_stream(sys.stdin.buffer, most)
    except BadMessage as error:
        yield Refused(_STDIN, str(error))


def _from_stream(stream: BinaryIO, most: int) -> Iterator[_Record | Refused]:
    """JSON lines as they come, when the first line is an object of its own; else one article to the end."""
    lines = bounded.lines(stream, most)
    number, first = next(lines, (1, b""))
    if first is None or _is_object(first):
        yield from _numbered(_STDIN, chain([(number, first)], lines), most)
        return
    content = first + b"\n" + bounded.whole(stream, most)
    yield _STDIN, content, _JSON if content.lstrip().startswith(b"{") else _TEXT


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _reader(path: Path) -> "_Reader | None":
    return next((reader for suffix, reader in _READERS.items() if path.name.lower().endswith(suffix)), None)


_Reader = Callable[[Path, int], Iterator[_Record | Refused]]
_READERS: dict[str, _Reader] = {
    ".txt": _whole(_TEXT),
    ".html": _whole(_HTML),
    ".json": _whole(_JSON),
    ".jsonl": _lines,
    ".jsonl.gz": _lines,
    ".jsonl.xz": _lines,
    ".toml": _manifest,
}
