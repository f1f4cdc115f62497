"""Dead letters as people and scripts see them. docs/topics.md names the headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from confluent_kafka import Message

from agents.settings import KafkaSettings
from pipeline.contracts.errors import RasdError
from service.reader import TopicReader, header_text, key_text

TOPIC = "articles.dead"
ERROR = "rasd.error."
REPLAY = "rasd.replay."

REPLAYED = "rasd.replayed"
"""The header of a mark: the place of the letter that was replayed. Marks lie among the letters, so that
they are kept for as long as the letters before them, and hold nothing else."""

_PLACE = re.compile(r"\d{1,9}:\d{1,18}", re.ASCII)
_AGO = re.compile(r"(\d{1,6})([mhd])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}

Headers = Sequence[tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One record of `articles.dead`, without its value.

    Attributes:
        position: where it lies: `partition:offset`.
        key: the original key, usually the article's id.
        size: bytes of the original value.
        error: the `rasd.error.*` headers without their prefix.
        replay: the `rasd.replay.*` headers likewise: only a letter that had been replayed and came back has them.
    """

    position: str
    key: str
    size: int
    error: dict[str, str]
    replay: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Message) -> "DeadLetter":
        """The letter in `record`."""
        headers = header_text(record)
        error, replay = (
            {name.removeprefix(prefix): text for name, text in headers.items() if name.startswith(prefix)}
            for prefix in (ERROR, REPLAY)
        )
        return cls(place_of(record), key_text(record), len(record.value() or b""), error, replay)

    @property
    def reason(self) -> str:
        """Why it is here; `unknown` when somebody else wrote it."""
        return self.error.get("reason") or "unknown"

    @property
    def replays(self) -> int:
        """How often it has been replayed before it came here."""
        count = self.replay.get("count", "")
        return int(count) if count.isascii() and count.isdigit() and len(count) < 10 else 0

    @property
    def partition(self) -> int:
        """The partition of `articles.dead` that it lies in."""
        return int(self.position.partition(":")[0])

    def row(self) -> dict[str, Any]:
        """For `--json`: everything but the value."""
        before = {"replays": self.replays} if self.replays else {}
        return {"position": self.position, "key": self.key, "bytes": self.size} | self.error | before

    def __str__(self) -> str:
        error = self.error
        place = f"{error.get('topic', '?')}:{error.get('partition', '?')}:{error.get('offset', '?')}"
        said = f"{self.reason}: {error.get('message', '')}"
        return f"{self.position}  {error.get('time', '')}  {error.get('stage', '?')}  {self.key or place}  {said}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are meant; everything that is given must hold.

    Attributes:
        places: `partition:offset`, any of them.
        stage: which agent gave up on it.
        reason: why.
        since: when, at the earliest.
        until: when, at the latest.
    """

    places: frozenset[str] = frozenset()
    stage: str | None = None
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wanted()

    def takes(self, letter: DeadLetter) -> bool:
        """Whether `letter` is one of them."""
        return (
            (not self.places or letter.position in self.places)
            and self.stage in (None, letter.error.get("stage"))
            and self.reason in (None, letter.reason)
            and self._in_time(letter)
        )

    def _in_time(self, letter: DeadLetter) -> bool:
        if self.since is None and self.until is None:
            return True
        try:
            died = _utc(datetime.fromisoformat(letter.error.get("time", "")))
        except ValueError:
            return False
        return (self.since is None or self.since <= died) and (self.until is None or died <= self.until)


@dataclass(frozen=True, slots=True)
class Stored:
    """The letters of one reading, the oldest first, and which of them were replayed, when."""

    letters: list[DeadLetter]
    replayed: dict[str, str]


def read_letters(kafka: KafkaSettings, wanted: Wanted) -> Stored:
    """All letters there are now that are `wanted`. Values are not kept.

    Raises:
        Unavailable: no broker answers, or the topic is not there.
    """
    letters: list[DeadLetter] = []
    replayed: dict[str, str] = {}
    with TopicReader(kafka, [TOPIC], start="beginning") as reader:
        for record in reader.stored():
            marked = mark_in(record)
            if marked is not None:
                replayed[marked] = header_text(record).get(f"{REPLAYED}.time", "")
                continue
            letter = DeadLetter.of(record)
            if wanted.takes(letter):
                letters.append(letter)
    letters.sort(key=lambda letter: (letter.error.get("time", ""), letter.partition))
    return Stored(letters, replayed)


def find_letters(kafka: KafkaSettings, wanted: str) -> list[Message]:
    """The letter at the place `wanted`, or all of the article with that id, the newest last.

    Raises:
        RasdError: there is none.
        Unavailable: no broker answers, or the topic is not there.
    """
    by_place = is_place(wanted)
    found = []
    with TopicReader(kafka, [TOPIC], start="beginning") as reader:
        for record in reader.stored():
            if mark_in(record) is not None:
                continue
            if by_place and place_of(record) == wanted:
                return [record]
            if not by_place and wanted in (key_text(record), _id_inside(record)):
                found.append(record)
    if not found:
        what = f"at {wanted}" if by_place else f"of an article {wanted}"
        raise RasdError(f"there is no dead letter {what}; see: rasd dead list")
    return sorted(found, key=lambda record: header_text(record).get(f"{ERROR}time", ""))


def counted(letters: Iterable[DeadLetter]) -> dict[str, int]:
    """How many letters there are for each reason, the most first."""
    counts: dict[str, int] = {}
    for letter in letters:
        counts[letter.reason] = counts.get(letter.reason, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def moment(given: str, *, end: bool = False) -> datetime:
    """`2024-07-05`, `2024-07-05T10:30`, or so long ago: `90m`, `2h`, `3d`. Without a zone it is UTC.

    Args:
        given: what a person wrote.
        end: whether a bare day means its end.

    Raises:
        ValueError: it is none of these.
    """
    ago = _AGO.fullmatch(given)
    try:
        if ago:
            return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        found = datetime.fromisoformat(given)
    except (ValueError, OverflowError):
        raise ValueError(f"{given} is not a time; write 2024-07-05, 2024-07-05T10:30, 90m, 2h or 3d") from None
    if len(given) == 10 and end:
        found = datetime.combine(found, time.max)
    return _utc(found)


def is_place(text: str) -> bool:
    """Whether `text` is a place in `articles.dead`: `2:1234`."""
    return _PLACE.fullmatch(text) is not None


def place_of(record: Message) -> str:
    """Where `record` lies: `partition:offset`."""
    return f"{record.partition()}:{record.offset()}"


def headers_of(record: Message) -> list[tuple[str, bytes | None]]:
    """All headers of `record`, in order, byte for byte."""
    headers: Any = record.headers() or []
    return [(name, in_bytes(value)) for name, value in headers]


def in_bytes(content: str | bytes | None) -> bytes | None:
    """What confluent-kafka gives, typed as text or bytes, as the bytes it is."""
    return content.encode() if isinstance(content, str) else content


def mark_in(record: Message) -> str | None:
    """The place of the letter that `record` marks as replayed; None when it is a letter itself.

    A letter keeps whatever headers its publisher sent, this one too, but has a reason beside it.
    """
    headers = header_text(record)
    return None if f"{ERROR}reason" in headers else headers.get(REPLAYED)


def _id_inside(record: Message) -> str | None:
    """The id that the value itself names, for letters whose publisher sent no key."""
    import orjson

    try:
        fields = orjson.loads(record.value() or b"")
    except orjson.JSONDecodeError:
        return None
    return str(fields.get("id") or fields.get("uri")) if isinstance(fields, dict) else None


def _utc(given: datetime) -> datetime:
    return given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
