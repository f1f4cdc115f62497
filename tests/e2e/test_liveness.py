"""Workers that look well and do nothing, and workers that do nothing for a good reason, on a real Kafka."""

import signal
import time

import pytest
from confluent_kafka.admin import AdminClient, NewTopic

from agents.health import read
from agents.topics import topics
from service.stack.process import Process
from service.supervisor import Supervisor
from tests.e2e.cluster import ROOT, Cluster, article

PATIENCE = 4


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    broker.process.signal(signal.SIGCONT)
    corner.close()


@pytest.mark.parametrize("fault", ["stall", "uncommit"])
def test_a_worker_that_has_fallen_silent_is_found_and_replaced(cluster, monkeypatch, fault):
    monkeypatch.chdir(ROOT)
    said = []
    health = cluster.folder / "health"
    command = cluster.command(standstill_seconds=PATIENCE, health_file=str(health))
    worker = Process("segment", command, log=cluster.folder / "segment.log")
    supervisor = Supervisor([worker], say=said.append)

    def segmented(count):
        supervisor.tick()
        return cluster.ends("articles.segmented") >= count

    cluster.publish([article(0, f"{fault} {cluster.folder / 'once'}")])
    supervisor.start()
    try:
        cluster.wait(lambda: segmented(1))
        if fault == "stall":  # all is well until there is something to do
            cluster.wait(lambda: cluster.committed("segment") == 1)
            time.sleep(2 * PATIENCE)
            assert (str(read(health)), said) == ("ready", [])
        cluster.publish([article(number) for number in range(1, 100)])
        cluster.wait(lambda: segmented(100) and cluster.committed("segment") == 100)
    finally:
        supervisor.stop()
    (line,) = said
    assert line.startswith("segment was ill and ended itself (")
    assert "records wait, and nothing was finished for" in line
    assert line.endswith("; starting it again in 0.5 s")


def test_a_worker_of_a_broker_that_does_not_answer_is_alive_and_says_so(cluster):
    health = cluster.folder / "health"
    cluster.publish([article(number) for number in range(10)])
    worker = cluster.start(standstill_seconds=PATIENCE, health_file=str(health))
    cluster.wait(lambda: cluster.committed("segment") == 10, alive=[worker])
    cluster.broker.process.signal(signal.SIGSTOP)
    cluster.wait(lambda: "waiting for Kafka: no broker answers" in str(read(health)), alive=[worker])
    time.sleep(3 * PATIENCE)
    said = read(health)
    assert (worker.poll(), said.alive) == (None, True)
    assert "waiting for Kafka" in said.reason
    cluster.broker.process.signal(signal.SIGCONT)
    cluster.publish([article(number) for number in range(10, 20)])
    cluster.wait(lambda: cluster.committed("segment") == 20, alive=[worker])
    cluster.wait(lambda: str(read(health)) == "ready", alive=[worker])
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.segmented") == 20


def test_an_article_that_takes_its_time_is_no_illness(cluster):
    cluster.publish([article(number, "take 3") for number in range(4)])
    worker = cluster.start(standstill_seconds=PATIENCE, budget_seconds=10, batch_seconds=5)
    cluster.wait(lambda: cluster.committed("segment") == 4, alive=[worker])
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.segmented") == 4


@pytest.fixture
def narrow(broker, prefix, tmp_path):
    """Topics of one partition each."""
    corner = Cluster(broker, prefix, tmp_path, create=False)
    admin = AdminClient(corner.kafka.confluent())
    for future in admin.create_topics([NewTopic(corner.kafka.topic(name), 1, 1) for name in topics()]).values():
        future.result(20)
    yield corner
    corner.close()


def test_a_worker_for_whom_there_is_no_partition_is_spare_until_it_is_needed(narrow):
    files = [narrow.folder / "health-1", narrow.folder / "health-2"]
    workers = [narrow.start(standstill_seconds=PATIENCE, health_file=str(file)) for file in files]
    narrow.publish([article(0)])
    narrow.wait(lambda: {str(read(file)) for file in files} == {"ready", "spare"}, alive=workers)
    time.sleep(2 * PATIENCE)
    ready, spare = sorted(zip(files, workers, strict=True), key=lambda pair: str(read(pair[0])))
    assert (str(read(ready[0])), str(read(spare[0]))) == ("ready", "spare")
    ready[1].kill()
    narrow.publish([article(1)])
    narrow.wait(lambda: str(read(spare[0])) == "ready", alive=[spare[1]])
    narrow.wait(lambda: narrow.committed("segment") == 2, alive=[spare[1]])
    assert narrow.stop(spare[1]) == 0
