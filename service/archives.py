"""Files that may be packed, read as they are unpacked, whatever they claim about themselves."""

import gzip
import io
import lzma
import zlib
from pathlib import Path
from typing import IO, cast

BROKEN = (EOFError, lzma.LZMAError, zlib.error)
"""What reading a broken archive raises, beside OSError."""

_MEMORY = 256 << 20  # what an .xz file may ask for; `xz -9` asks for 65 MiB
_AT_ONCE = 65_536


def opened(path: Path) -> IO[bytes]:
    """The contents of `path`, unpacked when its name ends in .gz or .xz.

    Raises:
        OSError: it cannot be opened.
    """
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path))
        case ".xz":
            return io.BufferedReader(_Xz(path))
    return path.open("rb")


class _Xz(io.RawIOBase):
    """What `lzma.open` does, in bounded memory: an .xz file itself says how much its reader has to take, up to 4 GB."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._packed = b""
        self._decoder = self._new()

    def readable(self) -> bool:
        """It can be read from."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io calls it with a memoryview
        """Fill `buffer` as far as the next piece goes; 0 at the end."""
        while True:
            if self._decoder.eof and not self._next_stream():
                return 0
            if self._decoder.needs_input and not self._packed:
                self._packed = self._file.read(_AT_ONCE)
                if not self._packed:
                    raise EOFError("it ends in the middle")
            packed, self._packed = self._packed, b""
            piece = self._decoder.decompress(packed, len(buffer))
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _next_stream(self) -> bool:
        """Whether another one follows: .xz files may be put one after the other, with zeros between."""
        self._packed = self._decoder.unused_data.lstrip(b"\0")
        while not self._packed:
            more = self._file.read(_AT_ONCE)
            if not more:
                return False
            self._packed = more.lstrip(b"\0")
        self._decoder = self._new()
        return True

    def _new(self) -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(format=lzma.FORMAT_AUTO, memlimit=_MEMORY)
