"""Dead letters: what could not be processed, whole, with the reason in its headers (docs/topics.md)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from agents.record import Outgoing, RawHeaders, Record, Unreadable
from pipeline.contracts.errors import BadMessage
from pipeline.contracts.version import VERSION

TOPIC = "articles.dead"
PREFIX = "rasd.error."
LONGEST_MESSAGE = 1000

REASONS = {
    "timeout": "over the stage's time budget",
    "crash": "in flight at three crashes of the process in a row",
    "undeliverable": "what was made of it can never be delivered, e.g. larger than its topic allows",
    "defect": "the stage raised an error of its own: a fault of Rasd's",
    "no_key": "a null value without a key that says which article to withdraw",
}
"""The reasons that arise in an agent; those of reading a raw record are `pipeline.contracts.raw.REASONS`."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a record goes to the dead letters."""

    reason: str
    error_class: str
    message: str

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """What `error` says. Anything but a `BadMessage` is a defect."""
        reason = error.reason if isinstance(error, BadMessage) else "defect"
        try:
            message = str(error)
        except Exception:  # an error that cannot even say what it is
            message = ""
        return cls(reason, type(error).__name__, message)


def dead_letter(record: Record, failure: Failure, *, stage: str, attempts: int = 1) -> Outgoing:
    """`record` as a dead letter: key, value and headers as they were, and what went wrong."""
    # Kafka's own clients refuse a record with neither key nor value.
    value, note = (b"", "null") if record.key is None and record.value is None else (record.value, None)
    if isinstance(value, Unreadable):
        value, note = b"", "left out: never unpacked"
    kept = [(name, value) for name, value in record.headers if not name.startswith(PREFIX)]
    return Outgoing(
        topic=TOPIC, key=record.key, value=value,
        headers=[*kept, *_error_headers(record, failure, stage, attempts, note)],
    )  # fmt: skip


def without_contents(record: Record, failure: Failure, *, stage: str, attempts: int = 1) -> Outgoing:
    """The dead letter of a record that is too large even for `articles.dead`.

    Only key and reason; the original stays at its place for as long as its topic keeps it.
    """
    size = len(record.value or b"") + sum(len(name) + len(value or b"") for name, value in record.headers)
    note = f"left out: {size} bytes"
    return Outgoing(
        topic=TOPIC, key=(record.key or b"")[:512] or None, value=b"",
        headers=_error_headers(record, failure, stage, attempts, note),
    )  # fmt: skip


def _error_headers(record: Record, failure: Failure, stage: str, attempts: int, note: str | None) -> RawHeaders:
    said = {
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "stage": stage,
        "reason": failure.reason,
        "class": failure.error_class,
        "message": failure.message[:LONGEST_MESSAGE],
        "attempts": str(attempts),
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "version": VERSION,
    }
    if note:
        said["value"] = note
    if record.time_ms is not None:
        said["published"] = str(record.time_ms)
    return [(PREFIX + name, text.encode("utf-8", "replace")) for name, text in said.items()]
