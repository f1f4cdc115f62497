"""What became of published articles: receipts from `articles.indexed`, reasons from `articles.dead`."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from confluent_kafka import Message

from agents.settings import KafkaSettings
from pipeline.contracts import BadMessage, RawArticle, Receipt, decode
from service.dead_letters import DeadLetter
from service.reader import TopicReader, key_text

INDEXED, DEAD = "articles.indexed", "articles.dead"


@dataclass(frozen=True, slots=True)
class Fate:
    """The end of one published article.

    Attributes:
        id: the article's.
        version: the one that was published.
        outcome: `indexed`, `withdrawn`, `stale` (a newer version was there) or `dead`.
        reason: why it is a dead letter.
    """

    id: str
    version: int
    outcome: str
    reason: str = ""


class Receipts:
    """Follows published articles to their end. Make it before the first is published."""

    def __init__(self, kafka: KafkaSettings) -> None:
        """Connect.

        Raises:
            Unavailable: no broker answers, or a topic is not there.
        """
        self._reader = TopicReader(kafka, [INDEXED, DEAD])
        self._dead_topic = kafka.topic(DEAD)
        self._waiting: dict[str, dict[int, int]] = {}
        self.waiting = 0
        self.waiting_bytes = 0

    def expect(self, article: RawArticle, size: int) -> None:
        """Follow `article`, whose record holds `size` bytes."""
        versions = self._waiting.setdefault(article.id, {})
        if article.version not in versions:
            versions[article.version] = size
            self.waiting += 1
            self.waiting_bytes += size

    def poll(self, seconds: float) -> list[Fate]:
        """The articles whose end became known; waits up to `seconds` for the first."""
        fates = [self._fate(record) for record in self._reader.poll(seconds)]
        return [fate for fate in fates if fate is not None]

    def _fate(self, record: Message) -> Fate | None:
        if record.topic() == self._dead_topic:
            return self._dead(record)
        try:
            receipt = decode(record.value() or b"", Receipt)
        except BadMessage:
            return None
        return self._end(receipt.id, receipt.version, receipt.outcome)

    def _dead(self, record: Message) -> Fate | None:
        """A dead letter does not always tell its version: the oldest awaited one of its article is meant."""
        article = key_text(record)
        versions = self._waiting.get(article)
        if not versions:
            return None
        error = DeadLetter.of(record).error
        reason = ": ".join(filter(None, (error.get("reason"), error.get("message"))))
        return self._end(article, min(versions), "dead", reason)

    def _end(self, article: str, version: int, outcome: str, reason: str = "") -> Fate | None:
        versions = self._waiting.get(article, {})
        size = versions.pop(version, None)
        if size is None:  # somebody else's article, or the second receipt of a repeated delivery
            return None
        if not versions:
            del self._waiting[article]
        self.waiting -= 1
        self.waiting_bytes -= size
        return Fate(article, version, outcome, reason)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.__exit__(kind, error, trace)
