"""Compressed batches, unpacked as far as a worker can hold them.

A megabyte of gzip may unpack to a gigabyte, one of zstd to thirty. The broker counts what it is sent, and aiokafka
unpacks a batch whole, before an agent sees any record of it: a worker would end for want of memory, and end again at
every start. So a batch is unpacked here, to `MOST` bytes and no more, and aiokafka gets it uncompressed.
"""

import gzip
import io
import mmap
import zlib
from struct import pack_into, unpack_from

import cramjam

MOST = 32 * 1024 * 1024
"""Bytes of a batch. A topic takes up to 9 MB of it, the raw one 1 MB, and text shrinks to a tenth at best."""

_LENGTH_AT, _LENGTH_FROM = 8, 12  # the length of a batch counts from behind itself
_MAGIC_AT, _MAGIC = 16, 2
_ATTRIBUTES_AT = 21
_RECORDS_AT = 61
_CODEC = 0b111  # of the attributes
_GZIP, _LZ4, _ZSTD = 1, 3, 4


class TooMuch(Exception):
    """A batch that does not unpack to at most `MOST` bytes."""


def unpacked(batch: memoryview) -> memoryview | bytes:
    """`batch` without its compression; itself if it has none, or Snappy's, which makes 21 bytes of one at most.

    Raises:
        TooMuch: it cannot be had.
    """
    attributes = unpack_from(">h", batch, _ATTRIBUTES_AT)[0]
    if batch[_MAGIC_AT] != _MAGIC or attributes & _CODEC not in (_GZIP, _LZ4, _ZSTD):
        return batch
    try:
        records = _unpack(attributes & _CODEC, bytes(batch[_RECORDS_AT:]))
    except (cramjam.DecompressionError, zlib.error, OSError, EOFError) as error:
        raise TooMuch(f"its batch cannot be unpacked to at most {MOST:,} bytes: {error}") from error
    header = bytearray(batch[:_RECORDS_AT])
    pack_into(">h", header, _ATTRIBUTES_AT, attributes & ~_CODEC)
    pack_into(">i", header, _LENGTH_AT, _RECORDS_AT - _LENGTH_FROM + len(records))
    return b"".join((header, records))


def _unpack(codec: int, packed: bytes) -> bytes:
    if codec == _GZIP:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            found = file.read(MOST + 1)
        if len(found) > MOST:
            raise OSError("too large")
        return found
    into = cramjam.lz4.decompress_into if codec == _LZ4 else cramjam.zstd.decompress_into
    with mmap.mmap(-1, MOST) as room:  # unlike a bytearray it takes memory only as far as it is written
        return room[: into(packed, room)]
