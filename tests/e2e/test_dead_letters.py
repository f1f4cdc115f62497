"""`rasd dead` on a real Kafka: every letter is found, shown as it was, and replayed once, byte for byte."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from confluent_kafka import Producer

from agents.dead import Failure, dead_letter
from agents.record import Record
from service.cli import main
from tests.e2e.cluster import Cluster

PUBLISHED = 1_720_173_600_123
VALUE = '{"id": "a-1",\r\n "text": "قال\x1b[31m"}\n'.encode() + b"\xff\x00"
HEADERS = [("twice", b"1"), ("empty", None), ("bytes", b"\xff\xfe"), ("twice", b"2")]


@pytest.fixture
def cluster(broker, prefix, tmp_path, monkeypatch):
    corner = Cluster(broker, prefix, tmp_path)
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", broker.address)
    monkeypatch.setenv("RASD_KAFKA__TOPIC_PREFIX", prefix)
    yield corner
    corner.close()


@pytest.fixture
def rasd(capsysbinary):
    """Runs a command; gives its exit code, its standard output in bytes, its standard error as text."""

    def run(*arguments):
        capsysbinary.readouterr()
        code = main(["dead", *arguments])
        said = capsysbinary.readouterr()
        return code, said.out, said.err.decode()

    return run


def bury(cluster, *, key=b"a-1", value=VALUE, headers=HEADERS, reason="timeout", stage="segment", topic="articles.raw"):
    """A dead letter as the agents write it."""
    record = Record(cluster.kafka.topic(topic), 1, 42, key, value, headers, PUBLISHED)
    made = dead_letter(record, Failure(reason, "SomeError", "what went wrong"), stage=stage)
    send(cluster, "articles.dead", made.key, made.value, made.headers)


def send(cluster, topic, key, value, headers=()):
    producer = Producer(cluster.kafka.producer() | {"message.max.bytes": 9_500_000})
    producer.produce(
        cluster.kafka.topic(topic), value, key, headers=list(headers), timestamp=PUBLISHED * (topic != "articles.dead")
    )
    assert producer.flush(30) == 0


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


def places(rasd):
    return [row["position"] for row in rows(rasd("list", "--json")[1])]


def test_what_is_listed_can_be_narrowed_and_is_counted_by_reason(cluster, rasd):
    bury(cluster, key=b"a-1", reason="timeout")
    bury(cluster, key=b"a-2", reason="timeout", stage="quotes", topic="articles.entities")
    bury(cluster, key=b"a-3", reason="not_utf8")
    code, out, err = rasd("list")
    assert code == 0
    assert [line.split()[3] for line in out.decode().splitlines()] == ["a-1", "a-2", "a-3"], "the oldest first"
    assert [line.split() for line in err.splitlines()] == [
        ["2", "timeout"],
        ["1", "not_utf8"],
        ["3", "dead", "letters."],
    ]

    def listed(*options):
        code, out, _ = rasd("list", "--json", *options)
        assert code == 0
        return [row["key"] for row in rows(out)]

    assert listed("--reason", "timeout") == ["a-1", "a-2"]
    assert listed("--stage", "segment", "--reason", "timeout") == ["a-1"]
    assert listed("--since", "1h") == listed("--until", datetime.now(UTC).date().isoformat()) == ["a-1", "a-2", "a-3"]
    assert listed("--until", "1h") == listed("--since", (datetime.now(UTC) + timedelta(days=1)).isoformat()) == []


def test_a_letter_is_shown_by_place_and_by_article_with_its_value_byte_for_byte(cluster, rasd):
    bury(cluster, key=b"a-1", value=b"older")
    time.sleep(0.01)
    bury(cluster, key=b"a-1")
    bury(cluster, key=None, value=b'{"id": "inside", "text": 5}', reason="text_not_string")
    bury(cluster, key=b"gone", value=None, reason="no_key")
    older, newer, *_ = places(rasd)
    assert rasd("show", newer, "--raw") == (0, VALUE, "")
    code, out, err = rasd("show", "a-1", "--raw")
    assert (code, out) == (0, VALUE), "the newest of the article"
    assert older in err
    code, out, _ = rasd("show", "a-1")
    shown = out.decode()
    assert code == 0
    assert "timeout" in shown and "what went wrong" in shown and "قال" in shown
    assert "\x1b" not in shown, "what a terminal would obey"
    assert "text_not_string" in rasd("show", "inside")[1].decode(), "also by the id in the body alone"
    (row,) = rows(rasd("show", newer, "--json")[1])
    assert row["headers"][:4] == [["twice", "1"], ["empty", None], ["bytes", "\\xff\\xfe"], ["twice", "2"]]
    assert "withdrawal" in rasd("show", "gone")[1].decode()
    code, out, err = rasd("show", "nobody")
    assert (code, out, len(err.splitlines())) == (1, b"", 1)
    assert "rasd dead list" in err


def test_a_replay_gives_the_record_back_as_it_was_and_is_not_repeated(cluster, rasd):
    began = time.time() * 1000
    bury(cluster)
    code, out, err = rasd("replay", "--reason", "timeout")
    assert code == 0, err
    assert err == "1 replayed.\n"
    (record,) = cluster.read("articles.raw")
    assert (record.key(), record.value()) == (b"a-1", VALUE)
    headers = record.headers()
    assert headers[:4] == HEADERS
    said = dict(headers[4:])
    assert said.pop("rasd.time") == str(PUBLISHED).encode(), "its version stays what it was"
    assert record.timestamp()[1] >= began - 1000, "Kafka would delete an old one before it is read"
    assert said.pop("rasd.replay.first")
    assert said == {
        "rasd.replay.count": b"1",
        "rasd.replay.reasons": b"timeout",
        "rasd.replay.letter": b"%s" % said["rasd.replay.letter"],
    }

    for again in (["--reason", "timeout"], [said["rasd.replay.letter"].decode()], ["--all"]):
        code, out, err = rasd("replay", *again)
        assert (code, err) == (0, "1 skipped (replayed before).\n")
        assert b"replayed before" in out
    assert cluster.ends("articles.raw") == 1
    assert b"[replayed 20" in rasd("list")[1]
    assert len(places(rasd)) == 1, "the mark of a replay is no letter"
    assert rasd("replay", "--all", "--force")[0] == 0
    assert cluster.ends("articles.raw") == 2


def test_what_comes_back_too_often_is_left_where_it_is(cluster, rasd):
    bury(cluster, headers=[("own", b"x")], reason="timeout")
    for times, reason in enumerate(["crash", "defect"], 1):
        assert rasd("replay", "--all")[2].startswith("1 replayed"), times
        last = cluster.read("articles.raw")[-1]
        record = Record(last.topic(), last.partition(), last.offset(), last.key(), last.value(), last.headers(), None)
        made = dead_letter(record, Failure(reason, "SomeError", "again"), stage="segment")
        send(cluster, "articles.dead", made.key, made.value, made.headers)
    newest = rows(rasd("list", "--json")[1])[-1]
    assert newest["replays"] == 2
    letter = cluster.read("articles.dead")[-1]
    assert dict(letter.headers())["rasd.replay.reasons"] == b"timeout,crash"
    code, out, err = rasd("replay", newest["position"], "--max-replays", "2")
    assert (code, err) == (1, "1 refused.\n")
    assert b"2 replays" in out and b"--force" in out
    assert cluster.ends("articles.raw") == 2
    assert rasd("replay", newest["position"], "--max-replays", "2", "--force")[0] == 0
    headers = [name for name, _ in cluster.read("articles.raw")[-1].headers()]
    assert len(headers) == len(set(headers)), "the history replaces the one before"
    assert dict(cluster.read("articles.raw")[-1].headers())["rasd.replay.count"] == b"3"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(cluster, rasd):
    bury(cluster)
    bury(cluster, key=None, value=None, reason="no_key")
    code, out, _ = rasd("replay", "--all", "--dry-run", "--json")
    assert {row["outcome"]: row["why"] is None for row in rows(out)} == {"would_replay": True, "refused": False}
    assert code == 1, "one cannot be replayed: Kafka takes no record without key and value"
    assert cluster.ends("articles.raw") == 0
    assert cluster.ends("articles.dead") == 2


def test_letters_go_back_where_they_came_from_and_nowhere_else(cluster, rasd):
    bury(cluster, key=b"a-1", stage="quotes", topic="articles.entities")
    bury(cluster, key=b"a-2", value=None, stage="index", topic="articles.enriched")
    bury(cluster, key=b"a-3", topic="somewhere.else")
    cluster.publish([("a-4", b"written by hand")], topic="articles.dead")
    code, _, err = rasd("replay", "--all")
    assert (code, err) == (1, "2 refused, 2 replayed.\n")
    assert [record.key() for record in cluster.read("articles.entities")] == [b"a-1"]
    (withdrawal,) = cluster.read("articles.enriched")
    assert (withdrawal.key(), withdrawal.value()) == (b"a-2", None)
    assert cluster.ends("articles.raw") == 0


def test_more_than_a_hundred_need_a_yes_and_keep_the_order_of_an_article(cluster, rasd):
    letters = []
    for number in range(150):
        record = Record(cluster.kafka.topic("articles.raw"), 0, number, b"a-%d" % (number % 5), b"%d" % number, (), 5)
        made = dead_letter(record, Failure("crash", "E", ""), stage="segment")
        letters.append((made.key, made.value, list(made.headers)))
    cluster.publish(letters, topic="articles.dead")
    code, out, err = rasd("replay", "--reason", "crash")
    assert (code, out) == (2, b"")
    assert "150 dead letters (150 crash)" in err and "--yes" in err and len(err.splitlines()) == 1
    assert cluster.ends("articles.raw") == 0
    assert rasd("replay", "--reason", "crash", "--yes")[2] == "150 replayed.\n"
    found = {}
    for record in cluster.read("articles.raw"):
        found.setdefault(record.key(), []).append(int(record.value()))
    assert len(found) == 5
    assert all(numbers == sorted(numbers) and len(numbers) == 30 for numbers in found.values())


def test_a_topic_that_refuses_a_letter_leaves_it_to_be_replayed_later(cluster, rasd):
    bury(cluster, key=b"big", value=b"x" * 2_000_000, headers=[])
    bury(cluster, key=b"small", value=b"x", headers=[])
    code, out, err = rasd("replay", "--all", "--json")
    assert (code, err) == (1, "1 failed, 1 replayed.\n")
    (failed,) = [row for row in rows(out) if row["outcome"] == "failed"]
    assert failed["key"] == "big" and failed["why"]
    assert rasd("replay", "--all")[2] == "1 failed, 1 skipped (replayed before).\n"


def test_a_replayed_article_keeps_its_version(cluster, rasd):
    bury(cluster, value="قال الوزير إن الاتفاق قريب.".encode(), reason="too_long")
    worker = cluster.start("segment", "agents")
    assert rasd("replay", "--reason", "too_long")[0] == 0
    (segmented,) = cluster.wait_for("articles.segmented", 1, alive=[worker])
    assert json.loads(segmented.value())["version"] == PUBLISHED
    assert cluster.ends("articles.dead") == 2, "the letter and the mark of its replay"


@pytest.mark.parametrize(
    "arguments",
    [["replay"], ["replay", "here"], ["replay", "--all", "--reason", "crash"],
     ["list", "--since", "yesterday"],
     ["replay", "0:1", "--until", "99999999999d"]],
)  # fmt: skip
def test_wrong_usage_is_told_in_a_line(rasd, arguments):
    code, out, err = rasd(*arguments)
    assert (code, out, len(err.splitlines())) == (2, b"", 1)


def test_a_place_without_a_letter_and_a_cluster_that_is_away(cluster, rasd, monkeypatch):
    code, _, err = rasd("replay", "0:7")
    assert code == 1 and "0:7" in err
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    for arguments in (["list"], ["show", "a"], ["replay", "--all"]):
        code, out, err = rasd(*arguments)
        assert (code, out, len(err.splitlines())) == (1, b"", 1)
        assert "no broker answers" in err
