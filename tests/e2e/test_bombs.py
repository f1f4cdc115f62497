"""A batch of a megabyte may unpack to a gigabyte, or to thirty: on a real Kafka, in a worker of bounded memory."""

import asyncio

import pytest

from tests.chaos.memory import look
from tests.e2e import exact_records
from tests.e2e.cluster import Cluster, article, by_key, errors
from tests.e2e.exact_records import GZIP, LZ4, ZSTD, bomb


async def one_after_the_other(work):
    for piece in work:
        await piece


MEMORY = 400  # MB, of which a worker has a hundred before it has read anything


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    corner.close()


@pytest.mark.parametrize(("codec", "megabytes"), [(GZIP, 900), (LZ4, 220), (ZSTD, 2_000)], ids=["gzip", "lz4", "zstd"])
def test_a_batch_that_unpacks_to_too_much_is_a_dead_letter_and_harms_nobody(cluster, codec, megabytes):
    before, after = article(1), article(2)
    cluster.publish([before])
    worker = cluster.start("segment", "agents")
    cluster.wait_for("articles.segmented", 1, alive=[worker])
    content = bomb(codec, b"bomb", megabytes)
    assert len(content) < 1_000_000
    asyncio.run(exact_records.publish_batch(cluster, content))
    key, value = after
    exact_records.publish(cluster, [(key.encode(), value, [])])
    most = 0

    def done():
        nonlocal most
        most = max(most, look(worker.pid, 0).resident)
        return cluster.ends("articles.dead") + cluster.ends("articles.segmented") == 3

    cluster.wait(done, alive=[worker])
    (letter,) = cluster.read("articles.dead")
    said = errors(letter)
    place = (said["topic"], said["partition"], said["reason"])
    assert place == (cluster.kafka.topic("articles.raw"), "0", "too_large")
    assert "left out" in said["value"]
    assert set(by_key(cluster.read("articles.segmented"))) == {"a-1", "a-2"}
    assert most < MEMORY, most
    assert cluster.stop(worker) == 0


def test_many_batches_that_each_can_be_held_are_not_held_together(cluster):
    """All forty come in one answer of the broker: 1.2 GB."""
    asyncio.run(one_after_the_other([exact_records.publish_batch(cluster, bomb(ZSTD, b"bomb", 30)) for _ in range(40)]))
    worker = cluster.start("segment", "agents")
    most = 0

    def done():
        nonlocal most
        now = look(worker.pid, 0)
        most = max(most, now.resident if now else 0)
        return cluster.ends("articles.dead") == 40

    cluster.wait(done, alive=[worker])
    assert {errors(letter)["reason"] for letter in cluster.read("articles.dead")} == {"too_large"}
    assert most < MEMORY, most
    assert cluster.stop(worker) == 0
