"""A worker's life around its work: starting without a broker, health, logs, exit codes."""

import json
import time
from types import SimpleNamespace

import pytest
from confluent_kafka import Producer

from agents.health import read
from service.stack.ports import free_port
from tests.e2e.cluster import Cluster, article, by_key


class Away(Cluster):
    """A corner of a cluster that does not answer."""

    def __init__(self, folder):
        super().__init__(SimpleNamespace(address=f"127.0.0.1:{free_port()}"), "", folder, create=False)


@pytest.fixture
def away(tmp_path):
    corner = Away(tmp_path)
    yield corner
    corner.close()


def test_a_worker_without_a_broker_waits_and_leaves_when_asked(away):
    health = away.folder / "health"
    worker = away.start(health_file=str(health))
    away.wait(lambda: "no broker answers" in away.log(worker), alive=[worker])
    away.wait(lambda: "no broker answers" in str(read(health)), alive=[worker])
    assert (read(health).state, read(health).alive, read(health).joined) == ("starting", True, False)
    assert away.stop(worker) == 0
    lines = [json.loads(line) for line in away.log(worker).splitlines()]
    assert any(line["event"] == "waiting to start" and away.kafka.bootstrap_servers in line["reason"] for line in lines)
    assert all({"time", "level", "stage"} <= line.keys() for line in lines)


def test_a_folder_that_cannot_be_written_is_a_configuration_error(away):
    (away.folder / "file").touch()
    worker = away.start(data_dir=str(away.folder / "file"))
    assert worker.wait(20) == 78
    assert "worker.data_dir" in away.log(worker)


def test_the_real_segmenter_on_the_in_memory_broker(tmp_path):
    mock = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "x"})
    address = next(iter(mock.list_topics(timeout=10).brokers.values()))
    cluster = Cluster(SimpleNamespace(address=f"{address.host}:{address.port}"), "", tmp_path)
    try:
        health = tmp_path / "health"
        worker = cluster.start("segment", "agents", budget_seconds=20, standstill_seconds=4, health_file=str(health))
        cluster.publish([article(number, "قال الوزير إن الاتفاق قريب.") for number in range(20)])
        found = by_key(cluster.wait_for("articles.segmented", 20, alive=[worker]))
        assert all(json.loads(messages[0].value())["sentences"] for messages in found.values())
        assert len(found) == 20
        time.sleep(6)  # several looks at that broker
        assert str(read(health)) == "ready"
        assert cluster.stop(worker) == 0
    finally:
        cluster.close()
