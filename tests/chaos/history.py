"""What the topics hold in the end, read back and reduced to what the checks compare."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

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
        values: the last value of the publications that were asked for, by number.
    """

    topic: str
    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    partitions: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    values: dict[int, bytes] = field(default_factory=dict)

    @property
    def records(self) -> int:
        return sum(map(len, self.marks.values()))

    @property
    def duplicates(self) -> int:
        """How many records say what another one has said before."""
        return sum(len(marks) - len(set(marks)) for marks in self.marks.values())


def read(cluster: Cluster, topic: str, keep: Callable[[int], bool]) -> TopicHistory:
    """The history of `topic`, with the values of the publications that `keep` wants."""
    history = TopicHistory(topic)
    for message in cluster.read(topic):
        key, value = (message.key() or b"").decode("utf-8", "replace"), message.value()
        mark = _mark(topic, orjson.loads(value) if value is not None else None, dict(message.headers() or ()))
        history.marks[key].append(mark)
        history.partitions[key].add(message.partition())
        if mark[1] is not None and keep(mark[1]):
            history.values[mark[1]] = value
    return history


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
