"""A record as an agent takes it from Kafka, and one as it hands it on: raw bytes, nothing decoded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from faust.types import EventT

RawHeaders: TypeAlias = Sequence[tuple[str, bytes | None]]


class HeaderName(str):
    """A header's name that is no UTF-8: as text each wrong byte is a lone surrogate, as in PEP 383."""

    __slots__ = ()

    def encode(self, *_as: str) -> bytes:
        """The bytes it was."""
        return super().encode("utf-8", "surrogateescape")


class Unreadable(bytes):
    """The value of a record that nobody can be given: empty, and `why` (agents/unpacking.py)."""

    why: str

    def __new__(cls, why: str) -> "Unreadable":
        """An empty value."""
        made = super().__new__(cls)
        made.why = why
        return made


def names_are_text(headers: RawHeaders) -> bool:
    """Whether all names are UTF-8, so that any client can send them."""
    return not any(isinstance(name, HeaderName) for name, _ in headers)


TIME_HEADER = "rasd.time"
"""When the article was published to `articles.raw`, ms since 1970, as text: handed on at every hop.

The record's own timestamp cannot carry it: Kafka deletes by that timestamp, so that a record with an
old one, as every replay of an old article would be, is gone before it was read.
"""


RESTORED_HEADER = "rasd.restored"
"""On a version that the indexer published again (agents/finished.py): it never replaces what is as new."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a topic, untouched.

    Attributes:
        topic: its name in Kafka, prefix included.
        timestamp_ms: the record's own time; None when it has none.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: RawHeaders = ()
    timestamp_ms: int | None = None

    @classmethod
    def of(cls, event: EventT[bytes]) -> "Record":
        """The record that Faust wraps in `event`."""
        message = event.message
        headers: Any = message.headers or ()
        return cls(
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            key=message.key,
            value=message.value,
            headers=tuple(headers.items() if isinstance(headers, Mapping) else headers),
            timestamp_ms=_milliseconds(message.timestamp),
        )

    @property
    def place(self) -> str:
        """Where it lies, for a person: `articles.raw[2]@1234`."""
        return f"{self.topic}[{self.partition}]@{self.offset}"

    @property
    def time_ms(self) -> int | None:
        """When its article was published: the version of articles and withdrawals that name none."""
        carried = self.header(TIME_HEADER)
        if carried is not None and carried.isdigit() and len(carried) < 19:
            return int(carried)
        return self.timestamp_ms

    @property
    def restored(self) -> bool:
        """Whether it says again what the index held, because an older version came late."""
        return self.header(RESTORED_HEADER) is not None

    def header(self, name: str) -> bytes | None:
        """The last header of that name."""
        return next((value for given, value in reversed(self.headers) if given == name), None)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to be delivered.

    Attributes:
        topic: its name in configs/topics.toml, without prefix.
        timestamp_ms: the record's own time; None for now.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: RawHeaders
    timestamp_ms: int | None = None

    @property
    def timestamp(self) -> float | None:
        """`timestamp_ms` as Faust takes it, seconds: a quarter of a ms more, because it cuts off what floats lose."""
        return None if self.timestamp_ms is None else (self.timestamp_ms + 0.25) / 1000


def _milliseconds(timestamp: float | None) -> int | None:
    """Faust's seconds back in ms; Kafka's -1 is no time."""
    return None if timestamp is None or timestamp < 0 else round(timestamp * 1000)
