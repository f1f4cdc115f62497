"""The index agent on a real Kafka and a real OpenSearch that goes away and comes back: nothing is lost."""

import time

import orjson
import pytest

from agents.health import read
from search import IndexSettings, open_index
from tests.e2e.cluster import Cluster, by_key
from tests.e2e.test_delivery_index import enriched


@pytest.fixture
def cluster(broker, prefix, tmp_path, cluster_node):
    corner = Cluster(broker, prefix, tmp_path)
    corner.index = IndexSettings(path=tmp_path, url=cluster_node.url, alias=f"{prefix}index", timeout_seconds=5)
    yield corner
    corner.close()
    if not cluster_node.process.alive:
        cluster_node.restart()


def lag(cluster):
    return cluster.ends("articles.enriched") - cluster.committed("index", "articles.enriched")


def values(messages):
    return [message.value() for message in messages]


def test_opensearch_away_during_writes_and_back(cluster, cluster_node):
    cluster.publish([enriched(f"first-{number}", 1) for number in range(200)], topic="articles.enriched")
    health = cluster.folder / "health"
    worker = cluster.start("index", "agents", standstill_seconds=8, health_file=str(health))
    cluster.wait(lambda: cluster.ends("articles.indexed") > 0, alive=[worker])
    cluster_node.process.kill()
    more = [enriched(f"more-{number}", 1) for number in range(200)]
    last = [enriched("first-0", 2), ("first-1", None, None, 5), enriched("first-2", 0)]
    cluster.publish([*more, *last], topic="articles.enriched")
    cluster.wait(lambda: "waiting for the index" in cluster.log(worker), alive=[worker])
    time.sleep(20)  # far longer than a worker may stand still without an excuse
    assert lag(cluster) >= 203
    assert worker.poll() is None
    assert read(health).alive
    assert str(read(health)).startswith("ready: waiting for the index: ")
    cluster_node.restart()
    cluster.wait(lambda: lag(cluster) == 0, alive=[worker])
    cluster.wait(lambda: str(read(health)) == "ready", alive=[worker])
    told = by_key(cluster.read("articles.indexed"))
    assert cluster.stop(worker) == 0
    assert len(told) == 400
    late = [(receipt["version"], receipt["outcome"]) for receipt in map(orjson.loads, values(told["first-2"]))]
    assert late == [(1, "indexed"), (0, "stale")]  # what is restored after it has no receipt
    assert orjson.loads(told["first-1"][-1].value())["outcome"] == "withdrawn"
    assert cluster.ends("articles.dead") == 0
    with open_index(cluster.index) as index:
        assert index.count() == 399
        assert (index.version_of("first-0"), index.get("first-1"), index.version_of("first-1")) == (2, None, 5)
