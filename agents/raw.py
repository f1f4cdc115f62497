"""What publishers send, read from a record."""

from agents.record import Record
from pipeline.contracts import RawArticle
from pipeline.contracts.raw import Limits, read


def read_raw(record: Record, *, limits: Limits) -> RawArticle:
    """The article in a record that anybody may have sent.

    Raises:
        BadMessage: with one of `pipeline.contracts.raw.REASONS`.
    """
    content_type = record.header("content-type")
    return read(
        record.value or b"",
        key=record.key,
        timestamp_ms=record.time_ms,
        content_type=content_type.decode("latin-1") if content_type else None,
        limits=limits,
    )
