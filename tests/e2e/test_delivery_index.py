"""The index agent on a real Kafka and a real index: written once, in version order, receipts for all."""

import signal
from datetime import UTC, datetime

import orjson
import pytest

from pipeline.contracts import EnrichedArticle, encode
from search import Change, IndexSettings, open_index
from tests.e2e.cluster import Cluster, by_key, errors


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    corner.index = IndexSettings(path=tmp_path / "index")
    yield corner
    corner.close()


def enriched(article_id, version, text="قال الوزير إن الاتفاق قريب.", **fields):
    return article_id, encode(EnrichedArticle(id=article_id, version=version, text=text, **fields))


def receipts(cluster, count, worker):
    found = cluster.wait_for("articles.indexed", count, alive=[worker])
    return {
        key: [(receipt["version"], receipt["outcome"]) for receipt in map(orjson.loads, (m.value() for m in messages))]
        for key, messages in by_key(found).items()
    }


def test_versions_withdrawals_and_garbage(cluster):
    withdrawn_at = int(datetime(2024, 7, 5, tzinfo=UTC).timestamp() * 1000)
    cluster.publish(
        [
            enriched("late", 2), enriched("late", 1),
            enriched("again", 5), enriched("again", 5, text="نص مصحح."),
            enriched("gone", 1), ("gone", None, None, withdrawn_at), enriched("gone", withdrawn_at),
            enriched("canceled", 1), enriched("canceled", 2, text="", status="canceled"),
            ("bad", b'{"id": "bad"}'),
            *[enriched(f"n-{number}", 1) for number in range(300)],
        ],
        topic="articles.enriched",
    )  # fmt: skip
    worker, quotes = cluster.start("index", "agents"), cluster.start("quotes", "agents")
    found = receipts(cluster, 309, worker)
    # The newest of `late` and `gone` once more, through the quote agent.
    cluster.wait(lambda: cluster.ends("mentions") == 2, alive=[worker, quotes])
    cluster.wait(lambda: cluster.committed("index", "articles.enriched") == 312, alive=[worker])
    assert [cluster.stop(worker), cluster.stop(quotes)] == [0, 0]
    assert cluster.ends("articles.indexed") == 309  # what is said again has no receipt
    assert found["late"] == [(2, "indexed"), (1, "stale")]
    assert found["again"] == [(5, "indexed"), (5, "indexed")]
    assert found["gone"] == [(1, "indexed"), (withdrawn_at, "withdrawn"), (withdrawn_at, "stale")]
    assert found["canceled"] == [(1, "indexed"), (2, "withdrawn")]
    (letter,) = cluster.read("articles.dead")
    assert errors(letter)["reason"] == "invalid_field"
    with open_index(cluster.index) as index:
        assert index.count() == 302
        assert index.get("again").text == "نص مصحح."
        assert index.get("gone") is None
        assert index.version_of("gone") == withdrawn_at
        # What compaction leaves in the topics is what the index holds, though versions came out of order.
        for topic in ("articles.enriched", "quotes", "mentions"):
            left = {message.key().decode(): message for message in cluster.read(topic) if message.key() != b"bad"}
            assert left["gone"].value() is None
            assert dict(left["gone"].headers())["rasd.time"] == str(withdrawn_at).encode()
            assert left["gone"].timestamp()[1] == withdrawn_at
            assert orjson.loads(left["late"].value())["version"] == 2


def test_an_index_that_is_busy_is_waited_for_and_kill_9_costs_nothing(cluster):
    cluster.publish([enriched(f"n-{number}", 1) for number in range(500)], topic="articles.enriched")
    with open_index(cluster.index) as busy:
        busy.write([Change("mine", 1, EnrichedArticle(id="mine", version=1, text="نص"))])
        worker = cluster.start("index", "agents", instance="one")
        cluster.wait(lambda: "waiting for the index" in cluster.log(worker), alive=[worker])
        assert cluster.ends("articles.indexed") == 0
    cluster.wait(lambda: cluster.ends("articles.indexed") > 0, alive=[worker])
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker = cluster.start("index", "agents", instance="one")
    cluster.wait(lambda: cluster.committed("index", "articles.enriched") == 500, alive=[worker])
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.dead") == 0
    with open_index(cluster.index) as index:
        assert index.count() == 501
