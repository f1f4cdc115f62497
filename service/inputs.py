"""Articles from files, folders and standard input, each with the place it came from.

A file is read by its suffix; what cannot be read is one `Refused` and the rest goes on.
"""

import errno
import gzip
import lzma
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from pipeline.contracts import RawArticle
from pipeline.contracts.errors import BadMessage, RasdError
from pipeline.contracts.raw import Limits, read
from service import seeds

STDIN = "-"
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
        records = _standard_input(sys.stdin.buffer) if path == STDIN else _path(Path(path))
        yield from (record if isinstance(record, Refused) else _checked(record, limits) for record in records)


def _checked(record: _Record, limits: Limits) -> Found:
    place, value, content_type = record
    now = time.time_ns() // 1_000_000
    try:
        article = read(value, content_type=content_type, timestamp_ms=now, limits=limits)
        return Input(place, value, content_type, now, article)
    except BadMessage as error:
        return Refused(place, str(error))


def _path(path: Path) -> Iterator[_Record | Refused]:
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        return iter([Refused(str(path), os.strerror(errno.ENOENT))])
    reader = _reader(path)
    if reader is None:
        return iter([Refused(str(path), f"unknown kind of file; known are {', '.join(_READERS)}, folders, and -")])
    return _guarded(path, reader)


def _folder(folder: Path) -> Iterator[_Record | Refused]:
    found = False
    for path in sorted(folder.rglob("*")):
        reader = _reader(path)
        # A manifest names its own files; in a folder of articles it would publish them twice.
        if reader is not None and reader is not seeds.records and path.is_file():
            found = True
            yield from _guarded(path, reader)
    if not found:
        yield Refused(str(folder), f"no articles in this folder; known are {', '.join(_READERS)}")


def _guarded(path: Path, reader: "_Reader") -> Iterator[_Record | Refused]:
    try:
        yield from reader(path)
    except RasdError as error:
        yield Refused(str(path), str(error))
    except OSError as error:
        yield Refused(str(path), error.strerror or str(error))
    except (EOFError, lzma.LZMAError) as error:
        yield Refused(str(path), f"broken archive: {error}")


def _whole(content_type: str) -> "_Reader":
    def records(path: Path) -> Iterator[_Record]:
        yield str(path), path.read_bytes(), content_type

    return records


def _lines(path: Path) -> Iterator[_Record]:
    with _opened(path) as stream:
        yield from _numbered(str(path), stream)


def _opened(path: Path) -> AbstractContextManager[Iterable[bytes]]:
    match path.suffix.lower():
        case ".gz":
            return gzip.open(path)
        case ".xz":
            return lzma.open(path)
    return path.open("rb")


def _numbered(place: str, lines: Iterable[bytes]) -> Iterator[_Record]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{place}:{number}", line.rstrip(b"\r\n"), _JSON


def _standard_input(stream: BinaryIO) -> Iterator[_Record]:
    """JSON lines as they come, when the first line is an object of its own; else one article to the end."""
    first = stream.readline()
    while first and not first.strip():
        first = stream.readline()
    if _is_object(first):
        yield from _numbered("standard input", _chain(first, stream))
        return
    content = first + stream.read()
    yield "standard input", content, _JSON if content.lstrip().startswith(b"{") else _TEXT


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _reader(path: Path) -> "_Reader | None":
    return next((reader for suffix, reader in _READERS.items() if path.name.lower().endswith(suffix)), None)


_Reader = Callable[[Path], Iterator[_Record]]
_READERS: dict[str, _Reader] = {
    ".txt": _whole(_TEXT),
    ".html": _whole(_HTML),
    ".json": _whole(_JSON),
    ".jsonl": _lines,
    ".jsonl.gz": _lines,
    ".jsonl.xz": _lines,
    ".toml": seeds.records,
}
