"""The index rebuilt from a real Kafka equals the live one, also under load, and nothing is lost at the swap."""

import json
import os
import random
import signal
import subprocess
import sys
import threading

import pytest
from confluent_kafka import Producer

from agents.finished import restored
from agents.rebuild import rebuild
from agents.record import Record
from pipeline.contracts import EnrichedArticle, Unavailable, encode
from search import Change, IndexSettings, Query, open_index
from search.tantivy_schema import MARK
from tests.e2e.cluster import ROOT, Cluster

TOPIC = "articles.enriched"
WORDS = ["الاتفاق", "السدود", "الزيتون", "الميناء", "القمة", "المطار"]


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    corner.index = IndexSettings(path=tmp_path / "index", writer_heap_mb=15)
    yield corner
    corner.close()


def enriched(article_id, version, text="قال الوزير إن الاتفاق قريب.", **fields):
    return article_id, encode(EnrichedArticle(id=article_id, version=version, text=text, **fields))


def any_order(seed, ids, count):
    """Versions of some articles as they may come: late, again, withdrawn by null or by status, withheld."""
    chance = random.Random(seed)
    for _ in range(count):
        article_id, version = chance.choice(ids), chance.randint(1, 6)
        text = f"خبر عن {chance.choice(WORDS)} و{chance.choice(WORDS)}، رقم {chance.randint(1, 1000)}."
        status = chance.choices(["null", "canceled", "withheld", "usable"], [2, 1, 1, 6])[0]
        if status == "null":
            yield article_id, None, None, version
        else:
            yield enriched(article_id, version, "" if status == "canceled" else text, status=status)


def contents(settings, ids):
    """All that can be asked of an index: versions, what is hidden, what is found."""
    with open_index(settings, create=False) as index:
        held = {article_id: (index.version_of(article_id), index.get(article_id)) for article_id in ids}
        found = {
            (word, hidden): sorted(
                (hit.id, hit.passage.text)
                for hit in index.search(Query(text=word, limit=1000, include_withheld=hidden)).hits
            )
            for word in ["", *WORDS]
            for hidden in (False, True)
        }
        return index.count(), held, found


def all_read(cluster, worker):
    """Wait until the worker has committed all there is."""
    cluster.wait(lambda: cluster.committed("index", TOPIC) == cluster.ends(TOPIC), alive=[worker])


def rasd(cluster, *arguments):
    environment = {
        "RASD_KAFKA__BOOTSTRAP_SERVERS": cluster.kafka.bootstrap_servers,
        "RASD_KAFKA__TOPIC_PREFIX": cluster.kafka.topic_prefix,
        "RASD_INDEX__PATH": str(cluster.index.path),
        "RASD_LOCAL__FOLDER": str(cluster.folder / "local"),
    }
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, timeout=90,
    )  # fmt: skip


def test_a_rebuilt_index_equals_the_live_one_whatever_the_order_of_versions(cluster):
    ids = [f"a-{number}" for number in range(40)]
    worker, quotes = cluster.start("index", "agents"), cluster.start("quotes", "agents")
    for seed in range(4):  # several batches, so that late versions meet the index and not each other
        cluster.publish(any_order(seed, ids, 150), topic=TOPIC)
        cluster.wait(lambda: cluster.settled({"quotes": "articles.entities", "index": TOPIC}), alive=[worker, quotes])
    assert [cluster.stop(worker), cluster.stop(quotes)] == [0, 0]
    live = contents(cluster.index, ids)
    assert live[0] > 5
    done = rasd(cluster, "reindex", "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["articles"], summary["unreadable"]) == (live[0], 0)
    assert contents(cluster.index, ids) == live
    # And from what compaction leaves, read into an index that knows no withdrawals yet.
    last = {message.key().decode(): message for message in cluster.read(TOPIC)}
    kept = Cluster(cluster.broker, f"{cluster.kafka.topic_prefix}kept-", cluster.folder)
    kept.publish(
        [(key, message.value(), message.headers(), message.timestamp()[1]) for key, message in last.items()],
        topic=TOPIC,
    )
    afresh = IndexSettings(path=cluster.folder / "afresh", writer_heap_mb=15)
    assert rebuild(kept.kafka, afresh).articles == live[0]
    assert contents(afresh, ids) == live


def test_under_load_nothing_is_lost_at_any_swap(cluster):
    worker = cluster.start("index", "agents")
    published, enough = set(), threading.Event()
    publishing = threading.Thread(target=_publish_steadily, args=(cluster, published, enough))
    publishing.start()
    try:
        cluster.wait(lambda: cluster.committed("index", TOPIC) > 0, alive=[worker])
        with open_index(cluster.index, create=False) as reader:
            for _ in range(4):
                before = cluster.committed("index", TOPIC)
                cluster.wait(lambda before=before: cluster.committed("index", TOPIC) > before, alive=[worker])
                rebuild(cluster.kafka, cluster.index)
                assert reader.search(Query(limit=1)).total > 0  # one that was open before sees the new one
    finally:
        enough.set()
        publishing.join()
    all_read(cluster, worker)
    assert cluster.stop(worker) == 0
    assert cluster.ends("articles.dead") == 0
    assert len(_generations(cluster)) == 1
    live = contents(cluster.index, published)
    afresh = IndexSettings(path=cluster.folder / "afresh", writer_heap_mb=15)
    rebuild(cluster.kafka, afresh)
    assert contents(afresh, published) == live


def _publish_steadily(cluster, published, enough):
    producer = Producer(cluster.kafka.producer() | {"linger.ms": 5})
    seed = 0
    while not enough.wait(0.1):
        ids = [f"a-{seed}-{number}" for number in range(12)]
        published.update(ids)
        for key, value, *more in any_order(seed, ids, 20):
            producer.produce(cluster.kafka.topic(TOPIC), value, key, timestamp=more[1] if more else 0)
        producer.flush(20)
        seed += 1


def _generations(cluster):
    return sorted(cluster.index.path.glob("*g[0-9]*"))


def test_withdrawn_words_are_gone_from_the_disk(cluster):
    word = "q7zK4vXw9Rt2"  # a stretch that compression leaves as it is
    held = [EnrichedArticle(id=f"a-{n}", version=1, text="نص عن السدود.") for n in range(50)]
    gone = EnrichedArticle(id="gone", version=1, text=word)
    with open_index(cluster.index) as index:
        index.write([Change(article.id, 1, article) for article in [*held, gone]])
    records = [(article.id, encode(article)) for article in [*held, gone]]
    cluster.publish([*records, ("gone", None, None, 2), ("bad", b'{"id": "bad"}')], topic=TOPIC)
    (before,) = _generations(cluster)
    assert any(word.encode() in file.read_bytes() for file in before.iterdir())
    assert rasd(cluster, "reindex").stderr.startswith("50 articles from 53 records, 1 of them no articles")
    (after,) = _generations(cluster)
    assert after != before
    assert not any(word.encode() in file.read_bytes() for file in after.iterdir())
    with open_index(cluster.index, create=False) as index:
        assert (index.count(), index.version_of("gone")) == (50, 2)


def test_what_the_worker_said_again_does_not_replace_what_came_in_between(cluster):
    first, second = EnrichedArticle(id="a", version=5, text="أول"), EnrichedArticle(id="a", version=5, text="ثان")
    late = Record(TOPIC, 0, 1, b"a", None)
    again = restored("a", 5, first, late)
    cluster.publish([("a", encode(first)), ("a", encode(second)), ("a", again.value, again.headers)], topic=TOPIC)
    rebuild(cluster.kafka, cluster.index)
    with open_index(cluster.index, create=False) as index:
        assert index.get("a").text == "ثان"


def test_a_withdrawal_is_remembered_longer_than_kafka_keeps_it(cluster, tmp_path):
    cluster.publish([enriched("gone", 1), ("gone", None, None, 5), enriched("there", 1)], topic=TOPIC)
    rebuild(cluster.kafka, cluster.index)
    # Where the null is no longer.
    later = Cluster(cluster.broker, f"{cluster.kafka.topic_prefix}later-", tmp_path)
    later.publish([enriched("there", 1), enriched("gone", 4)], topic=TOPIC)
    rebuild(later.kafka, cluster.index, even_if_smaller=False)
    with open_index(cluster.index, create=False) as index:
        assert (index.get("gone"), index.version_of("gone"), index.count()) == (None, 5, 1)


def test_the_worker_makes_an_index_that_is_of_another_mark_or_lost(cluster):
    ids = [f"a-{number}" for number in range(30)]
    cluster.publish([enriched(article_id, 1) for article_id in ids], topic=TOPIC)
    worker = cluster.start("index", "agents", instance="one")
    all_read(cluster, worker)
    assert cluster.stop(worker) == 0
    live = contents(cluster.index, ids)
    (old,) = _generations(cluster)
    (old / MARK).write_text('{"format": 0, "engine": "v6", "analysis": "0"}')
    refused = rasd(cluster, "search", "الاتفاق")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (78, 1)
    assert "rasd reindex" in refused.stderr
    again = cluster.start("index", "agents", instance="one")
    cluster.wait(lambda: "rebuilt the index" in cluster.log(again), alive=[again])
    assert contents(cluster.index, ids) == live
    assert _generations(cluster) != [old]
    cluster.publish([enriched("new", 1)], topic=TOPIC)
    all_read(cluster, again)
    assert cluster.stop(again) == 0
    assert contents(cluster.index, ["new"])[0] == 31
    cluster.index.path.rename(cluster.folder / "elsewhere")
    third = cluster.start("index", "agents", instance="one")
    cluster.wait(lambda: "rebuilt the index" in cluster.log(third), alive=[third])
    assert contents(cluster.index, ["new"])[0] == 31


def test_a_rebuild_that_is_killed_leaves_the_index_as_it_was(cluster):
    cluster.publish([enriched(f"a-{n}", 1, f"خبر {n} عن القمة " * 30) for n in range(600)], topic=TOPIC)
    rebuild(cluster.kafka, cluster.index)
    with open_index(cluster.index, create=False) as reader:
        script = (
            "import json, sys; from agents.rebuild import rebuild; from agents.settings import AgentSettings\n"
            "given = AgentSettings.model_validate_json(sys.argv[1])\n"
            "rebuild(given.kafka, given.index, tell=lambda so_far: print(so_far.records, flush=True))"
        )
        settings = cluster.settings().model_dump_json()
        with subprocess.Popen([sys.executable, "-c", script, settings], cwd=ROOT, stdout=subprocess.PIPE) as victim:
            assert victim.stdout.readline()
            with pytest.raises(Unavailable, match="being rebuilt already"):
                rebuild(cluster.kafka, cluster.index)
            victim.send_signal(signal.SIGKILL)
        assert len(_generations(cluster)) == 2
        assert reader.count() == 600
    rebuild(cluster.kafka, cluster.index)
    assert len(_generations(cluster)) == 1
    assert contents(cluster.index, [])[0] == 600


def test_a_topic_that_knows_fewer_articles_is_refused(cluster, tmp_path):
    cluster.publish([enriched(f"a-{n}", 1) for n in range(10)], topic=TOPIC)
    rebuild(cluster.kafka, cluster.index)
    other = Cluster(cluster.broker, f"{cluster.kafka.topic_prefix}other-", tmp_path)
    other.index = cluster.index
    refused = rasd(other, "reindex")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "10 articles fewer" in refused.stderr and "--force" in refused.stderr
    assert contents(cluster.index, [])[0] == 10
    assert rasd(other, "reindex", "--force").returncode == 0
    assert contents(cluster.index, [])[0] == 0
