"""Headers that no decent client sends, on a real Kafka: they stop nobody, and a dead letter keeps them."""

import asyncio
import json

import pytest
from aiokafka.errors import CorruptRecordException, UnknownError

from agents.rebuild import rebuild
from pipeline.contracts import EnrichedArticle, encode
from search import IndexSettings, open_index
from service.cli import main
from tests.e2e import exact_records
from tests.e2e.cluster import Cluster, article, by_key, errors
from tests.e2e.exact_records import GZIP, PLAIN, damaged, encoded, on_disk

ODD = [
    (b"desk\xff", b"1"), (b"traceparent", b"00-ab"), ("قسم".encode("cp1256"), None), (b"\xed\xa0\xbd", b""),
    (b"desk\xff", "ثان".encode()),
]  # fmt: skip
BAD_JSON = b'{"text": "'


@pytest.fixture
def cluster(broker, prefix, tmp_path, monkeypatch):
    corner = Cluster(broker, prefix, tmp_path)
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", broker.address)
    monkeypatch.setenv("RASD_KAFKA__TOPIC_PREFIX", prefix)
    yield corner
    corner.close()


@pytest.fixture
def rasd(capsysbinary):
    """Runs a command; gives its exit code, its standard output as text, its standard error."""

    def run(*arguments):
        capsysbinary.readouterr()
        code = main(list(arguments))
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


def good(number, headers=()):
    key, value = article(number)
    return key.encode(), value, headers


def said_first(cluster):
    """How the headers that the agents add to a letter begin, on the disk."""
    return encoded([(b"rasd.error.topic", cluster.kafka.topic("articles.raw").encode())])


def work(cluster, count):
    """Have `count` records segmented."""
    worker = cluster.start("segment", "agents")
    cluster.wait(lambda: cluster.committed("segment") == count, within=120, alive=[worker])
    assert cluster.stop(worker) == 0


@pytest.mark.parametrize("codec", [PLAIN, GZIP], ids=["plain", "gzip"])
def test_names_that_are_no_utf8_cost_nobody_anything(cluster, broker, codec):
    records = [good(number, ODD if number % 20 == 7 else []) for number in range(200)]
    records[50:50] = [(b"bad-1", BAD_JSON, ODD), (b"bad-2", BAD_JSON, [(b"plain", b"1")])]
    records.append((b"bad-3", None, ODD[:1]))
    records.append((None, b"\xff", ODD[2:]))
    exact_records.publish(cluster, records, codec=codec)
    exact_records.publish(cluster, [good(200, ODD), good(201)], codec=codec, partition=1)
    work(cluster, 206)
    found = by_key(cluster.read("articles.segmented"))
    assert {key: len(messages) for key, messages in found.items()} == {
        **{f"a-{number}": 1 for number in range(202)},
        "bad-3": 1,
    }
    assert dict(found["a-7"][0].headers())["traceparent"] == b"00-ab"
    assert cluster.ends("articles.dead") == 3
    stored = on_disk(broker, cluster.kafka.topic("articles.dead"))
    assert stored.count(encoded(ODD)) == 1, "byte for byte, in their order"
    assert stored.count(encoded(ODD[2:])) == 2
    assert stored.count(
        encoded([(b"plain", b"1"), (b"rasd.error.topic", cluster.kafka.topic("articles.raw").encode())])
    )


HOSTILE = {
    "null value": [(b"h", None)],
    "empty name": [(b"", b"1"), (b"", None)],
    "nul in a name": [(b"rasd.time\0", b"1"), (b"a\0b", b"2")],
    "ten thousand": [(b"h%d" % number, b"x" * 8) for number in range(10_000)],
    "ten thousand of odd names": [(b"\xff%d" % number, b"x") for number in range(10_000)],
    "500 kB": [(b"h", bytes(range(256)) * 2000)],
    "a name of 100 kB": [(b"n\xfe" * 50_000, b"1")],
    "twice": [(b"content-type", b"text/plain"), (b"h", b"1"), (b"content-type", b"application/json"), (b"h", b"2")],
    "a time of rubbish": [(b"rasd.time", b"\xff\x00 soon")],
    "a time of null": [(b"rasd.time", None)],
    "a time without end": [(b"rasd.time", b"9" * 5000)],
    "restored": [(b"rasd.restored", b"1"), (b"rasd.replayed", b"0:0"), (b"rasd.replay.count", b"\xff")],
    "a content type of rubbish": [(b"content-type", b"\xff;charset=\x00")],
}


def test_hostile_headers_do_no_harm_and_are_kept(cluster, broker):
    for number, headers in enumerate(HOSTILE.values()):
        exact_records.publish(cluster, [good(number, headers), good(100 + number)], codec=number % 2)
        exact_records.publish(cluster, [(b"bad-%d" % number, b"\xff", headers)], partition=number % 4)
    own = [(b"rasd.error.reason", b"crash"), (b"rasd.error.\xff", b"1"), (b"x", b"rasd.error.")]
    exact_records.publish(cluster, [good(200, own), (b"bad-own", b"\xff", own)])
    work(cluster, 3 * len(HOSTILE) + 2)
    found = by_key(cluster.read("articles.segmented"))
    assert set(found) == {f"a-{number}" for number in (*range(len(HOSTILE)), *range(100, 100 + len(HOSTILE)), 200)}
    assert all(int(dict(message.headers())["rasd.time"]) > 1.7e12 for (message,) in found.values()), "Kafka's own time"
    stored = on_disk(broker, cluster.kafka.topic("articles.dead"))
    for name, headers in HOSTILE.items():
        assert encoded(headers) in stored, name
    assert cluster.ends("articles.dead") == len(HOSTILE) + 1
    assert (
        encoded([(b"x", b"rasd.error."), (b"rasd.error.topic", cluster.kafka.topic("articles.raw").encode())]) in stored
    )
    assert b"rasd.error.\xff" not in stored, "what a publisher says of errors does not count"


def test_what_is_too_large_even_for_a_letter_leaves_its_place_whatever_its_headers(cluster):
    exact_records.publish(cluster, [(b"big", b" " * 12_000_000, ODD)], codec=GZIP)
    work(cluster, 1)
    (letter,) = cluster.read("articles.dead")
    assert (errors(letter)["reason"], letter.value()) == ("too_large", b"")
    assert errors(letter)["value"].startswith("left out: 120000")


def test_such_letters_are_listed_shown_followed_and_replayed_byte_for_byte(cluster, broker, rasd):
    many = [(b"m-%d" % number, BAD_JSON, ODD) for number in range(40)]
    exact_records.publish(cluster, [(b"n-1", BAD_JSON, ODD), (b"n-2", BAD_JSON, [(b"fine", b"1")]), *many])
    exact_records.publish(cluster, [(b"n-3", BAD_JSON, [(b"rasd.error.\xff", b"by hand")])], topic="articles.dead")
    exact_records.publish(cluster, [(b"n-4", BAD_JSON, [(b"", None)] * 100_001)], topic="articles.dead")
    work(cluster, 42)

    code, out, _ = rasd("dead", "list", "--json")
    letters = {row["key"]: row for row in map(json.loads, out.splitlines())}
    assert (code, letters["n-1"]["reason"], letters["n-2"]["reason"]) == (0, "bad_json", "bad_json")
    assert letters["n-3"]["\\xff"] == "by hand"
    assert letters["n-4"] == {"position": "0:1", "key": "n-4", "bytes": len(BAD_JSON)}, "more headers than are seen"
    code, out, _ = rasd("dead", "show", "n-1")
    assert code == 0
    assert "  desk\\xff: 1" in out and "bad_json" in out
    code, out, _ = rasd("dead", "show", "n-1", "--json")
    names = [name for name, _ in json.loads(out)["headers"]]
    assert (code, names[:5]) == (0, ["desk\\xff", "traceparent", "\\xde\\xd3\\xe3", "\\xed\\xa0\\xbd", "desk\\xff"])
    assert rasd("dead", "show", "n-3")[0] == 0
    code, out, _ = rasd("tail", "articles.dead", "--from", "beginning", "--max", "44")
    assert (code, out.count("bad_json")) == (0, 42)
    assert rasd("tail", "articles.raw", "--from", "beginning", "--max", "42", "--json")[0] == 0

    raw = cluster.kafka.topic("articles.raw")
    assert on_disk(broker, raw).count(encoded(ODD)) == 41
    assert rasd("dead", "replay", "--reason", "bad_json")[2] == "42 replayed.\n"
    assert on_disk(broker, raw).count(encoded([*ODD, (b"rasd.replay.count", b"1")])) == 41
    assert cluster.ends("articles.raw") == 84
    assert rasd("dead", "replay", "--reason", "bad_json")[2] == "42 skipped (replayed before).\n"


def test_a_replay_that_its_topic_refuses_is_told(cluster, rasd):
    said = {b"rasd.error.topic": cluster.kafka.topic("articles.raw").encode(), b"rasd.error.reason": b"too_large"}
    exact_records.publish(cluster, [(b"n-1", b"x" * 2_000_000, [*ODD, *said.items()])], topic="articles.dead")
    code, out, err = rasd("dead", "replay", "--all", "--json")
    assert (code, err) == (1, "1 failed.\n")
    assert "MessageSizeTooLarge" in json.loads(out)["why"]


def test_the_index_is_rebuilt_from_records_with_such_headers(cluster, tmp_path):
    text = EnrichedArticle(id="e-1", version=3, text="قال الوزير إن الاتفاق قريب.")
    exact_records.publish(
        cluster,
        [(b"e-1", encode(text), [(b"a", b"1")]), (b"e-2", None, [*ODD, (b"rasd.time", b"1720173600123")])],
        topic="articles.enriched",
    )
    settings = IndexSettings(path=tmp_path / "index", writer_heap_mb=15)
    assert rebuild(cluster.kafka, settings).records == 2
    with open_index(settings, create=False) as index:
        assert (index.version_of("e-1"), index.version_of("e-2")) == (3, 1720173600123)


def test_kafka_itself_refuses_what_nobody_could_parse(cluster):
    """It would end every consumer: no agent could do anything about it."""
    asyncio.run(exact_records.publish_batch(cluster, damaged("in nothing")))
    for what in ("checksum", "no name", "too few headers", "too many headers", "left over"):
        with pytest.raises((CorruptRecordException, UnknownError)):
            asyncio.run(exact_records.publish_batch(cluster, damaged(what)))
            pytest.fail(f"taken: damaged in {what}")
