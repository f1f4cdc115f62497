"""Reading that takes no more memory than one article may, and comes to an end, whatever is in a file."""

from collections.abc import Iterator
from typing import IO

from pipeline.contracts.errors import BadMessage

_PATIENCE = 100  # articles' sizes without an article before a file is given up
_BLANK = 100  # what a blank line counts: reading it takes as long as so many bytes
_LINE_END = 2


def whole(stream: IO[bytes], most: int) -> bytes:
    """All of `stream`, which is to hold no more than `most` bytes.

    Raises:
        BadMessage: it holds more.
    """
    content = stream.read(most + 1)
    if len(content) > most:
        raise too_large(most)
    return content


def lines(stream: IO[bytes], most: int) -> Iterator[tuple[int, bytes | None]]:
    """Number and contents of every line that is not blank, without its end; None for one of more than `most` bytes.

    Raises:
        BadMessage: nothing but blank or endless lines for a hundred times `most`: it is no file of articles.
    """
    number = idle = 0
    while line := stream.readline(most + _LINE_END):
        number += 1
        content: bytes | None = line.rstrip(b"\r\n")
        if len(line) == most + _LINE_END and not line.endswith(b"\n"):
            content = None
            while line and not line.endswith(b"\n") and idle <= _PATIENCE * most:
                idle += len(line)
                line = stream.readline(most)
        idle = 0 if content and content.strip() else idle + max(len(line), _BLANK)
        if content is None or content.strip():
            yield number, content
        if idle > _PATIENCE * most:
            raise BadMessage(
                "too_large", f"no article in {idle:,} bytes", where=f"line {number}",
                remedy="the rest of the file is not read",
            )  # fmt: skip


def too_large(most: int) -> BadMessage:
    """The refusal of what is larger than one article may be."""
    return BadMessage(
        "too_large", f"more than {most:,} bytes, the limit for one article",
        remedy="send the text without markup and media, or raise limits.max_bytes",
    )  # fmt: skip
