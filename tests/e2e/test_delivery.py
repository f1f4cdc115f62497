"""The promises of the agents, on a real Kafka: nothing lost, nothing stuck, nobody pays for a neighbour."""

import json
import signal
import time

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewPartitions

from tests.e2e.cluster import Cluster, article, by_key, errors


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    yield corner
    corner.close()


def versions(messages):
    """The versions of each article in the order they were written."""
    return {
        key: [json.loads(message.value())["version"] for message in found] for key, found in by_key(messages).items()
    }


def assert_order(messages):
    """No article's version is followed by an older one that had not been there before."""
    for key, found in versions(messages).items():
        seen = 0
        for version in found:
            assert version <= seen + 1, f"{key}: version {version} after {seen} in {found}"
            seen = max(seen, version)


def history(articles, length):
    """`length` versions of each article, mixed; every other one costs a little work."""
    return [
        article(number, "take 0.002" if (number + version) % 2 else None, version=version)
        for version in range(1, length + 1)
        for number in range(articles)
    ]


def test_kill_9_in_the_middle_of_the_load_loses_nothing(cluster):
    cluster.publish(history(300, 10))
    killed = 0
    for target in (500, 1200, 2000):
        worker = cluster.start(instance="one")  # a static member has its partitions back at once
        cluster.wait(lambda target=target: cluster.ends("articles.segmented") >= target, alive=[worker])
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed += 1
    worker = cluster.start(instance="one")
    cluster.wait(lambda: cluster.committed("segment") == 3000, alive=[worker])
    found = cluster.read("articles.segmented")
    assert {(key, version) for key, all_ in versions(found).items() for version in all_} == {
        (f"a-{number}", version) for number in range(300) for version in range(1, 11)
    }
    assert_order(found)
    assert cluster.ends("articles.dead") == 0
    assert len(found) - 3000 <= killed * 1000  # what half a second and a batch hold


def test_sigterm_drains_and_nothing_is_done_twice(cluster):
    cluster.publish(history(200, 10))
    worker = cluster.start()
    cluster.wait(lambda: cluster.ends("articles.segmented") >= 400, alive=[worker])
    assert cluster.stop(worker) == 0
    assert 400 <= cluster.committed("segment") == cluster.ends("articles.segmented") < 2000
    worker = cluster.start()
    cluster.wait_for("articles.segmented", 2000, alive=[worker])
    assert cluster.stop(worker) == 0
    found = cluster.read("articles.segmented")
    assert len(found) == 2000
    assert_order(found)


POISON = {
    "raise": ("defect", "RuntimeError"),
    "exit": ("defect", "SystemExit"),
    "loop": ("timeout", "TimeBudgetExceeded"),
    "swallow": ("timeout", "TimeBudgetExceeded"),
    "grow 4300000": ("undeliverable", "Undeliverable"),
}


def test_poison_goes_to_the_dead_letters_and_its_neighbours_notice_nothing(cluster):
    good = [article(number) for number in range(400)]
    bad = [article(f"bad-{number}", text) for number, text in enumerate(POISON)]
    garbage = [("json", b'{"text": "'), ("utf16", "خبر".encode("utf-16")), (None, None), (b"\xff", None)]
    mixed = good[:100] + bad + good[100:300] + garbage + good[300:]
    cluster.publish((key, value, [("traceparent", b"00-ab"), ("empty", None)]) for key, value in mixed)
    worker = cluster.start()
    cluster.wait(lambda: cluster.committed("segment") == len(mixed), alive=[worker])
    assert cluster.stop(worker) == 0

    found = by_key(cluster.read("articles.segmented"))
    assert {key: len(messages) for key, messages in found.items()} == {f"a-{number}": 1 for number in range(400)}
    assert dict(found["a-7"][0].headers())["traceparent"] == b"00-ab"

    dead = cluster.read("articles.dead")
    assert len(dead) == len(bad) + len(garbage)
    reasons = {letter.key(): (errors(letter)["reason"], errors(letter)["class"]) for letter in dead}
    for number, expected in enumerate(POISON.values()):
        assert reasons[f"a-bad-{number}".encode()] == expected
    assert reasons[b"json"][0] == "bad_json"
    assert reasons[b"utf16"][0] == "not_utf8"
    assert reasons[None][0] == reasons[b"\xff"][0] == "no_key"

    originals = dict(bad + garbage[:2])
    for letter in dead:
        said = errors(letter)
        assert letter.headers()[:2] == [("traceparent", b"00-ab"), ("empty", None)]
        assert said["topic"] == cluster.kafka.topic("articles.raw")
        assert said["stage"] == "segment"
        assert said["partition"].isdigit() and said["offset"].isdigit() and said["published"].isdigit()
        if letter.key() and letter.key() != b"\xff":
            assert letter.value() == originals[letter.key().decode()]
    assert "secret words" not in cluster.log(worker)
    assert '"reason": "defect"' in cluster.log(worker)
    timeouts = [line for line in cluster.log(worker).splitlines() if '"failed"' in line and '"timeout"' in line]
    assert all("tricky.py" in line for line in timeouts), "which code did not end"


def test_the_article_that_kills_the_process_three_times_is_a_dead_letter(cluster):
    before = [article(number) for number in range(50)]
    after = [article(number) for number in range(50, 100)]
    cluster.publish([*before, article("killer", "die"), *after])
    deaths = 0
    worker = cluster.start(instance="one")
    while cluster.committed("segment") < 101:
        if worker.poll() is not None:
            deaths += 1
            assert worker.returncode == -signal.SIGKILL
            assert deaths <= 3
            worker = cluster.start(instance="one")
        time.sleep(0.1)
    assert deaths == 3
    (letter,) = cluster.read("articles.dead")
    assert errors(letter)["reason"] == "crash"
    assert errors(letter)["attempts"] == "3"
    assert letter.key() == b"a-killer"
    assert set(by_key(cluster.read("articles.segmented"))) == {f"a-{number}" for number in range(100)}


def test_withdrawals_are_handed_on_as_null_with_their_time_by_a_worker_that_is_well(cluster):
    published = 1_720_173_600_123
    cluster.publish([
        ("a-1", None, [("traceparent", b"00-cd")], published),
        (*article(2, "", status="canceled", version=4), None, published + 1),
        ("key-3", b'{"text": "\xd8\xae\xd8\xa8\xd8\xb1"}', None, published + 2),
    ])  # fmt: skip
    worker = cluster.start()
    found = by_key(cluster.wait_for("articles.segmented", 3, alive=[worker]))
    assert cluster.stop(worker) == 0
    (withdrawal,) = found["a-1"]
    headers = dict(withdrawal.headers())
    assert withdrawal.value() is None
    assert headers["rasd.time"] == str(published).encode()
    assert headers["traceparent"] == b"00-cd"
    assert headers["ce_id"] == f"a-1:{published}:segmented".encode()
    (canceled,) = found["a-2"]
    assert json.loads(canceled.value())["status"] == "canceled"
    assert dict(canceled.headers())["ce_id"] == b"a-2:4:segmented"
    (timed,) = found["key-3"]
    assert json.loads(timed.value())["version"] == published + 2


def test_a_broker_that_goes_away_is_waited_for(cluster):
    cluster.publish(history(200, 10))
    worker = cluster.start()
    cluster.wait(lambda: cluster.ends("articles.segmented") >= 300, alive=[worker])
    cluster.broker.process.kill()
    late = cluster.start()  # one that finds no broker when it starts
    time.sleep(2)
    cluster.broker.restart()
    cluster.wait(lambda: cluster.committed("segment") == 2000, alive=[worker, late])
    assert cluster.stop(late) == 0
    assert cluster.stop(worker) == 0
    found = cluster.read("articles.segmented")
    assert len({(key, version) for key, all_ in versions(found).items() for version in all_}) == 2000
    assert_order(found)
    assert cluster.ends("articles.dead") == 0


def test_workers_come_and_go(cluster):
    cluster.publish(history(300, 10))
    first = cluster.start()
    cluster.wait(lambda: cluster.ends("articles.segmented") >= 200, alive=[first])
    second = cluster.start()
    cluster.wait(lambda: cluster.ends("articles.segmented") >= 1200, alive=[first, second])
    first.kill()
    cluster.wait(lambda: cluster.committed("segment") == 3000, alive=[second])
    found = cluster.read("articles.segmented")
    assert len({(key, version) for key, all_ in versions(found).items() for version in all_}) == 3000
    assert_order(found)


def test_partitions_that_appear_later_are_read_within_seconds(cluster):
    """As after the return of a broker, when a worker has joined its group before the topics were there."""
    worker = cluster.start()
    cluster.publish([article(0)])
    cluster.wait(lambda: cluster.ends("articles.segmented") == 1, alive=[worker])
    name = cluster.kafka.topic("articles.raw")
    admin = AdminClient(cluster.kafka.confluent())  # a client nobody holds drops its requests
    admin.create_partitions([NewPartitions(name, 5)])[name].result(20)
    producer = Producer(cluster.kafka.producer())
    cluster.wait(lambda: len(producer.list_topics(name, timeout=5).topics[name].partitions) == 5)
    producer.produce(name, b"\xd8\xae\xd8\xa8\xd8\xb1", "a-1", partition=4)
    assert producer.flush(20) == 0
    cluster.wait(lambda: cluster.ends("articles.segmented") == 2, within=30, alive=[worker])


def test_a_drain_that_takes_too_long_ends_with_75_and_commits_nothing(cluster):
    cluster.publish([article(1, "take 20")])
    worker = cluster.start(budget_seconds=30, grace_seconds=1)
    marks = cluster.folder / "marks" / "segment"
    cluster.wait(lambda: any(mark.read_text()[:2] == "0 " for mark in marks.glob("*.mark")), alive=[worker])
    began = time.monotonic()
    assert cluster.stop(worker) == 75
    assert time.monotonic() - began < 5
    assert all(mark.read_text()[:2] == "-1" for mark in marks.glob("*.mark")), "being slow is no crash"
    assert cluster.committed("segment") == 0
    assert cluster.ends("articles.segmented") == 0


def test_the_holes_that_transactions_leave_hold_nothing_up(cluster):
    producer = Producer(cluster.kafka.producer() | {"transactional.id": cluster.kafka.topic("publisher")})
    producer.init_transactions(20)
    for batch in range(8):
        producer.begin_transaction()
        for number in range(20):
            key, value = article(batch * 20 + number)
            producer.produce(cluster.kafka.topic("articles.raw"), value, key)
        producer.commit_transaction(20)
    written = cluster.ends("articles.raw")
    assert written > 160, "the marks that end a transaction take an offset each"
    worker = cluster.start()
    cluster.wait(lambda: cluster.committed("segment") >= written - 4, alive=[worker])  # but the last of each partition
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.segmented") == 160
