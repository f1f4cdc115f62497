"""SIGTERM: what is in flight is finished and the process ends with 0, or it ends with 75 and commits nothing."""

import signal
import time

import pytest

from agents.health import read
from tests.e2e.cluster import Cluster, article

GRACE = 2
SLACK = 15  # seconds that a busy machine may take to run a process that sleeps


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    broker.process.signal(signal.SIGCONT)
    if not broker.process.alive:
        broker.restart()
    corner.close()


def in_flight(cluster):
    marks = cluster.folder / "marks" / "segment"
    return any(int(mark.read_text().split()[0]) >= 0 for mark in marks.glob("*.mark"))


def stop(cluster, worker):
    """The exit code and how long it took."""
    began = time.monotonic()
    code = cluster.stop(worker, within=60)
    return code, time.monotonic() - began


@pytest.mark.parametrize("text", ["take 60", "loop", "compute"], ids=["code that waits", "code in Python", "code in C"])
def test_an_article_that_does_not_come_back_ends_with_75_and_commits_nothing(cluster, text):
    cluster.publish([article(1, text)])
    worker = cluster.start(budget_seconds=60, grace_seconds=GRACE)
    cluster.wait(lambda: in_flight(cluster), alive=[worker])
    code, seconds = stop(cluster, worker)
    assert (code, seconds < GRACE + SLACK) == (75, True)
    assert not in_flight(cluster), "being slow is no crash"
    assert cluster.committed("segment") == 0
    assert cluster.ends("articles.segmented") == 0


def test_a_second_sigterm_changes_nothing(cluster):
    cluster.publish([article(1, "take 5"), article(2)])
    health = cluster.folder / "health"
    worker = cluster.start(budget_seconds=60, grace_seconds=30, health_file=str(health))
    cluster.wait(lambda: in_flight(cluster), alive=[worker])
    worker.send_signal(signal.SIGTERM)
    cluster.wait(lambda: str(read(health)) == "draining", alive=[worker])
    worker.send_signal(signal.SIGTERM)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(60) == 0
    done = cluster.ends("articles.segmented")
    assert done == cluster.committed("segment") >= 1


@pytest.mark.parametrize("fate", [signal.SIGSTOP, signal.SIGKILL], ids=["stands still", "is gone"])
def test_a_broker_that_is_away_during_the_drain_is_not_waited_for_longer_than_the_grace_period(cluster, fate):
    cluster.publish([article(number, "take 0.01") for number in range(1000)])
    worker = cluster.start(grace_seconds=GRACE)
    cluster.wait(lambda: cluster.ends("articles.segmented") > 50, alive=[worker])
    cluster.broker.process.signal(fate)
    code, seconds = stop(cluster, worker)
    assert (code, seconds < GRACE + SLACK) == (75, True)
    if fate == signal.SIGKILL:
        cluster.broker.process.wait(20)
        cluster.broker.restart()
    cluster.broker.process.signal(signal.SIGCONT)
    worker = cluster.start()
    cluster.wait(lambda: cluster.committed("segment") == 1000, alive=[worker])
    assert cluster.stop(worker) == 0
    assert len({message.key() for message in cluster.read("articles.segmented")}) == 1000


@pytest.mark.parametrize(
    "moment", ["_Worker]: Starting", "Waiting for agents to start", "(Re-)joining group", "Worker ready"]
)
def test_sigterm_while_it_starts_ends_with_0(cluster, moment):
    cluster.publish([article(number) for number in range(20)])
    worker = cluster.start()
    cluster.wait(lambda: moment in cluster.log(worker), alive=[worker])
    code, seconds = stop(cluster, worker)
    assert (code, seconds < SLACK) == (0, True), cluster.log(worker)[-2000:]
    assert cluster.committed("segment") == cluster.ends("articles.segmented")


def test_sigterm_at_any_moment_of_the_start_leaves_nothing_undone(cluster):
    """Also between one handler of the signal and the next; before there is any, the signal itself ends it."""
    for step in range(8):
        worker = cluster.start()
        time.sleep(0.4 * step)
        assert cluster.stop(worker, within=60) in (0, -signal.SIGTERM), cluster.log(worker)[-2000:]
