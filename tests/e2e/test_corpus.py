"""The corpus of bad messages through real Kafka and the segmenter: each one ends where it should, as it was."""

import json

import pytest
from confluent_kafka import Producer

from pipeline.contracts.raw import read
from tests.corpus.bad_messages import ACCEPTED, all_cases
from tests.e2e.cluster import Cluster, article, errors


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    corner.close()


def headers(case):
    own = [("case", case.name.encode()), ("odd", b"\xff\x00"), ("null", None), ("odd", b"twice")]
    return own if case.content_type is None else [*own, ("content-type", case.content_type.encode("latin-1"))]


def publishable(case):
    """Kafka's clients send no record with neither key nor value."""
    return case.key is not None or case.value is not None


def test_every_bad_message_is_a_dead_letter_with_its_reason_and_no_good_one_is(cluster):
    cases = [case for case in all_cases() if publishable(case)]
    publish(cluster, cases)
    good = {f"a-{number}" for number in range(len(cases))}
    refused = {case.name: case for case in cases if case.expected != ACCEPTED}
    # Several articles of the corpus have the same id on purpose; each record is handed on.
    expected = len(good) + len(cases) - len(refused)
    worker = cluster.start("segment", "agents", budget_seconds=60)
    segmented = cluster.wait_for("articles.segmented", expected, within=150, alive=[worker])
    dead = cluster.wait_for("articles.dead", len(refused), alive=[worker])
    assert cluster.stop(worker) == 0
    letters = {}
    for letter in dead:
        letters.setdefault(dict(letter.headers())["case"].decode(), []).append(letter)
    assert {name: errors(letter[0])["reason"] for name, letter in letters.items()} == {
        name: case.expected for name, case in refused.items()
    }
    for name, (letter,) in letters.items():
        case = refused[name]
        assert (letter.key() or None, letter.value()) == (case.key or None, case.value), name
        assert letter.headers()[: len(headers(case))] == headers(case), name
    found = {message.key().decode() for message in segmented}
    assert len(segmented) == expected
    taken = {
        read(case.value, key=case.key, content_type=case.content_type).id for case in cases if case.expected == ACCEPTED
    }
    assert found == good | taken
    assert all(json.loads(message.value())["text"] for message in segmented if message.key().startswith(b"a-"))


def publish(cluster, cases):
    failed = []
    producer = Producer(
        cluster.kafka.producer() | {"message.max.bytes": 2_000_000, "queue.buffering.max.kbytes": 200_000}
    )
    raw = cluster.kafka.topic("articles.raw")

    def told(error, _message):
        if error is not None:
            failed.append(error)

    for number, case in enumerate(cases):
        producer.produce(raw, case.value, case.key, headers=headers(case), on_delivery=told)
        key, value = article(number)
        producer.produce(raw, value, key, on_delivery=told)
        producer.poll(0)
    assert producer.flush(60) == 0
    assert not failed
