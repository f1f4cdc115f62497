"""The table of topics, and a document that names all of it."""

from pathlib import Path

import pytest

from agents import dead
from agents.topics import topics
from pipeline.contracts import raw

PAGE = (Path(__file__).parents[2] / "docs" / "topics.md").read_text()


@pytest.mark.parametrize("name", topics())
def test_every_topic_is_described(name):
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    topic = topics()[name]
    kept = "the last of each article" if topic.compact else f"{topic.retention_days} days"
    assert row.endswith(f"| {kept} |")
    assert topic.model is None or topic.model in row


@pytest.mark.parametrize("reason", [*raw.REASONS, *dead.REASONS])
def test_every_reason_is_described(reason):
    reasons = PAGE.partition("| reason |")[2]
    assert f"`{reason}`" in reasons


def test_whatever_a_topic_takes_fits_into_the_dead_letters():
    limits = {name: int(topic.config["max.message.bytes"]) for name, topic in topics().items()}
    assert all(limits["articles.dead"] >= limit + 500_000 for name, limit in limits.items() if name != "articles.dead")


def test_what_deletes_by_time_does_not_compact_and_the_other_way_round():
    for topic in topics().values():
        assert ("retention.ms" in topic.config) != topic.compact
        assert ("max.compaction.lag.ms" in topic.config) == topic.compact
