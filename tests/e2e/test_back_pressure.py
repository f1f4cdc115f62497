"""An index that is away holds its topic back: for as long as that takes, and in bounded memory."""

import fcntl
import os
import time
from random import Random

import pytest

from agents.prefetch import MESSAGES
from search import IndexSettings, open_index
from tests.chaos import news
from tests.chaos.memory import look
from tests.e2e.cluster import Cluster
from tests.e2e.test_delivery_index import enriched


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    corner.index = IndexSettings(path=tmp_path / "index")
    yield corner
    corner.close()


def test_an_index_that_is_away_is_waited_for_with_more_than_a_worker_reads_ahead(cluster):
    open_index(cluster.index).close()
    cluster.publish([enriched("first", 1)], topic="articles.enriched")
    worker = cluster.start("index", "agents")
    cluster.wait_for("articles.indexed", 1, alive=[worker])
    lock = os.open(cluster.index.path / "write.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    more = MESSAGES + 100
    cluster.publish([enriched(f"a-{number}", 1) for number in range(more)], topic="articles.enriched")
    cluster.wait(lambda: "waiting for the index" in cluster.log(worker), alive=[worker])
    time.sleep(5)
    assert cluster.committed("index", "articles.enriched") == 1
    os.close(lock)
    cluster.wait(lambda: cluster.committed("index", "articles.enriched") == more + 1, alive=[worker])
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.dead") == 0
    with open_index(cluster.index) as index:
        assert index.count() == more + 1


def test_a_backlog_of_large_articles_takes_little_memory(cluster):
    """180 MB wait; a worker that reads ahead by number alone takes in all of them at once."""
    large = news.raw(Random(1), "id-of-it", 500, rest=800_000)
    assert 850_000 < len(large) < 950_000
    cluster.publish([("first", large.replace(b"id-of-it", b"first"))])
    worker = cluster.start("segment", "agents", budget_seconds=60)
    cluster.wait_for("articles.segmented", 1, within=120, alive=[worker])
    usual = look(worker.pid, 0).resident
    cluster.publish([(f"a-{number}", large.replace(b"id-of-it", f"a-{number}".encode())) for number in range(200)])
    most = usual
    while cluster.ends("articles.segmented") < 201:
        most = max(most, look(worker.pid, 0).resident)
        assert worker.poll() is None, cluster.log(worker)[-3000:]
    assert most - usual < 100
    assert cluster.ends("articles.dead") == 0
