"""What an agent is: a source topic, a stage, and the topics that take what the stage made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from agents.delivery import Delivery
from agents.record import RESTORED_HEADER, TIME_HEADER, Outgoing, Record
from agents.topics import topics
from pipeline.contracts import ArticleHeader, BadMessage, decode, encode
from pipeline.contracts.events import HANDED_ON, event_headers
from pipeline.contracts.spans import Model
from pipeline.contracts.stage import Stage


class Agent(Protocol):
    """What a worker runs. `StageAgent` is the usual one."""

    @property
    def name(self) -> str:
        """One word; the Faust app and its consumer group are `rasd-<name>`."""

    @property
    def source(self) -> str:
        """The topic it reads, as configs/topics.toml calls it."""

    def load(self) -> None:
        """Load models and open what is needed, before the worker takes partitions.

        Raises:
            Unavailable: not possible now; the worker tries again.
        """

    async def process(self, records: Sequence[Record], delivery: Delivery) -> None:
        """Process one batch to its end."""


def whole(article: Any) -> Any:
    """The sink that takes the stage's message as it is."""
    return article


@dataclass(frozen=True, slots=True)
class Sink:
    """A topic, and what of the stage's message it takes."""

    topic: str
    take: Callable[[Any], Model] = whole


@dataclass(frozen=True, slots=True)
class StageAgent:
    """Each record of `source` goes through `stage`; the result goes to every sink, in their order.

    A null value, which withdraws an article, is handed on as null to every sink.

    Attributes:
        read: the message in a record; by default the stage's own model.
        again: finished articles come to `source` once more (agents/finished.py), and are handed on as they are.
    """

    stage: Stage[Any, Any]
    source: str
    sinks: Sequence[Sink]
    read: Callable[[Record], ArticleHeader] | None = field(default=None)
    again: bool = False

    @property
    def name(self) -> str:
        """The stage's name."""
        return self.stage.name

    def load(self) -> None:
        """Run the stage once, so that whatever it loads lazily is there."""
        self.stage(self.stage.reads.model_validate(_WARM_UP))

    async def process(self, records: Sequence[Record], delivery: Delivery) -> None:
        """The stage on every record, then all deliveries."""
        await delivery.deliver(await delivery.attempt(records, self.work))

    def work(self, record: Record) -> list[Outgoing]:
        """What one record becomes."""
        restored = self.again and record.restored
        if record.value is None:
            article_id, version = withdrawn_id(record), record.time_ms or 0
            return [outgoing(sink.topic, article_id, version, None, record, restored=restored) for sink in self.sinks]
        made = decode(record.value, self.stage.makes) if restored else self.stage(self._message(record, record.value))
        return [
            outgoing(sink.topic, made.id, made.version, sink.take(made), record, restored=restored)
            for sink in self.sinks
        ]

    def _message(self, record: Record, value: bytes) -> ArticleHeader:
        return self.read(record) if self.read else decode(value, self.stage.reads)


def withdrawn_id(record: Record) -> str:
    """The article that a null value withdraws: its key, read as the segmenter reads keys.

    Raises:
        BadMessage: `no_key`.
    """
    try:
        article_id = (record.key or b"").decode("utf-8").strip()[:512]
    except UnicodeDecodeError:
        article_id = ""
    if not article_id:
        raise BadMessage("no_key", "a null value without a readable key", remedy="send the article's id as the key")
    return article_id


def outgoing(
    topic: str, article_id: str, version: int, message: Model | None, record: Record, *, restored: bool = False
) -> Outgoing:
    """One record for `topic`, made of `record`: key, CloudEvents headers, time of publication.

    On a compacted topic, which never deletes by time, that time is also the record's own.
    """
    received = {name: value for name in HANDED_ON if (value := record.header(name)) is not None}
    headers = event_headers(topic.rpartition(".")[2], article_id, version, received=received)
    if record.time_ms is not None:
        headers[TIME_HEADER] = str(record.time_ms).encode()
    if restored:
        headers[RESTORED_HEADER] = b"1"
    return Outgoing(
        topic=topic,
        key=article_id.encode(),
        value=None if message is None else encode(message),
        headers=list(headers.items()),
        timestamp_ms=record.time_ms if topics()[topic].compact else None,
    )


_TEXT = "قال الرئيس جو بايدن في واشنطن: «نعم»."
_WARM_UP = {
    "id": "warm-up", "version": 0, "text": _TEXT,
    "blocks": [{"kind": "paragraph", "start": 0, "end": len(_TEXT)}],
    "sentences": [{"start": 0, "end": len(_TEXT), "block": 0}],
}  # fmt: skip
