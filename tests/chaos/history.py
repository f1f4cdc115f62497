"""What the topics hold in the end, read back and reduced to what the checks compare."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from agents.record import RESTORED_HEADER
from tests.chaos.workload import Article
from tests.e2e.cluster import Cluster

Mark = tuple[int, int | None]
"""Which publication a record stems from: the version, and its number unless it is a withdrawal or a receipt."""

TOPICS = ("articles.segmented", "articles.entities", "articles.enriched", "quotes", "mentions", "articles.indexed")
COMPACTED = TOPICS[2:5]


@dataclass(slots=True)
class TopicHistory:
    """All records of one topic.

    Attributes:
        marks: of every key, in the order the records were written, repetitions included.
        partitions: of every key.
        times: when each record was made, seconds since 1970, as far as it says.
        restored: how many the indexer brought back because an older version came late.
        values: the last value of the publications that were asked for, by number.
    """

    topic: str
    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    partitions: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    times: list[float] = field(default_factory=list)
    restored: int = 0
    values: dict[int, bytes] = field(default_factory=dict)

    @property
    def records(self) -> int:
        return sum(map(len, self.marks.values()))

    def duplicates(self, published: Mapping[str, int]) -> int:
        """How many records are more than were published, or brought back; one is, under a key that is not named."""
        return sum(max(0, len(marks) - published.get(key, 1)) for key, marks in self.marks.items()) - self.restored

    def busiest(self, seconds: float) -> int:
        """The most records that were made within so many seconds."""
        times = sorted(self.times)
        return max((at - bisect_left(times, time - seconds) + 1 for at, time in enumerate(times)), default=0)


def read(cluster: Cluster, topic: str, keep: Callable[[int], bool]) -> TopicHistory:
    """The history of `topic`, with the values of the publications that `keep` wants."""
    history = TopicHistory(topic)
    for message in cluster.read(topic):
        key, value = (message.key() or b"").decode("utf-8", "replace"), message.value()
        body, headers = orjson.loads(value) if value is not None else None, dict(message.headers() or ())
        mark = _mark(topic, body, headers)
        history.marks[key].append(mark)
        history.partitions[key].add(message.partition())
        history.restored += RESTORED_HEADER in headers
        history.times += _made_at(body)
        if mark[1] is not None and keep(mark[1]):
            history.values[mark[1]] = value
    return history


def _made_at(body: dict[str, Any] | None) -> list[float]:
    """One time or none: that of the last stage, or of the receipt."""
    if body is None:
        return []
    said = (body.get("provenance") or [body])[-1].get("at")
    return [datetime.fromisoformat(said).timestamp()] if said else []


def _mark(topic: str, body: Any, headers: dict[str, bytes]) -> Mark:
    if body is None or body.get("status") == "canceled":
        return int(headers["ce_id"].split(b":")[-2]), None
    return body["version"], None if topic == "articles.indexed" else body["extra"].get("number")


def expected_marks(topic: str, history: Sequence[Article]) -> list[Mark]:
    """What a topic must hold of one article, when nothing was delivered twice."""
    return list(dict.fromkeys(mark_of(topic, article) for article in history))


def mark_of(topic: str, article: Article) -> Mark:
    """The mark of what becomes of `article` in a topic."""
    anonymous = article.withdraws or topic == "articles.indexed"
    return article.version, None if anonymous else article.number
