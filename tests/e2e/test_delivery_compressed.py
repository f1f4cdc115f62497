"""A publisher's client compresses as it likes, and the broker keeps what it was sent."""

import pytest
from confluent_kafka import Producer

from tests.e2e.cluster import Cluster, article, by_key


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    corner.close()


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
def test_an_article_is_read_however_it_was_compressed(cluster, codec):
    records = dict(article(number, "قال المتحدث سامر الحداد إن الجلسة بدأت. " * 20) for number in range(20))
    producer = Producer(cluster.kafka.producer() | {"compression.type": codec})
    for key, value in records.items():
        producer.produce(cluster.kafka.topic("articles.raw"), value, key)
    assert producer.flush(60) == 0
    worker = cluster.start("segment", "agents")
    cluster.wait_for("articles.segmented", len(records), alive=[worker])
    assert set(by_key(cluster.read("articles.segmented"))) == set(records)
