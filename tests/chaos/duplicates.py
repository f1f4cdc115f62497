"""How many records each topic may hold twice: what at-least-once explains, and no more.

A worker that is killed does again what it had not committed: what it did since the last commit, and the batch it
was at. So does one whose partitions are taken from it. What is twice in its source is twice in its sinks.
"""

from collections.abc import Mapping, Sequence

from agents.settings import WorkerSettings
from tests.chaos.faults import IndexOutage
from tests.chaos.history import TopicHistory
from tests.chaos.schedule import Blow
from tests.chaos.stack import SOURCES, Stack

_WRITERS = {"articles.segmented": "segment", "articles.entities": "entities", "articles.enriched": "quotes",
            "quotes": "quotes", "mentions": "quotes", "articles.indexed": "index"}  # fmt: skip


def explained(
    topics: Mapping[str, TopicHistory], duplicates: Mapping[str, int], blows: Sequence[Blow], stack: Stack
) -> dict[str, int]:
    """The most duplicates that each topic may hold."""
    uncommitted = {
        topic: history.busiest(_default("commit_interval")) + int(_default("batch_max"))
        for topic, history in topics.items()
    }
    for topic in ("quotes", "mentions"):
        uncommitted[topic] = uncommitted["articles.enriched"]
    allowed = {}
    for topic, stage in _WRITERS.items():
        inherited = duplicates.get(SOURCES[stage], 0)
        own = disruptions(stage, blows, stack) * uncommitted[topic] + stack.sent_twice(stage)
        allowed[topic] = inherited + own
    return allowed


def disruptions(stage: str, blows: Sequence[Blow], stack: Stack) -> int:
    """How often a worker of `stage` ended, or may have lost its partitions. An index that is away costs only time."""
    struck = sum(blow.fault.target in (stage, "broker") and not isinstance(blow.fault, IndexOutage) for blow in blows)
    return struck + sum(count for (ended, _), count in stack.endings.items() if ended == stage)


def _default(name: str) -> float:
    default: float = WorkerSettings.model_fields[name].default
    return default
