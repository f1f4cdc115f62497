"""The four agents as they are deployed: raw articles in, an index and quotes out, through a kill -9 of each."""

import json
import signal

import pytest

from pipeline.contracts import EnrichedArticle
from search import IndexSettings, open_index
from tests.e2e.cluster import Cluster, article, by_key, errors

STAGES = ("segment", "entities", "quotes", "index")
TEXT = (
    "القاهرة - أكد وزير الخارجية المصري سامح شكري أن بلاده تدعم وقف إطلاق النار.\n"
    'وقال شكري في مؤتمر صحفي: "نعمل مع قطر من أجل اتفاق عادل". وأضاف أن المفاوضات مستمرة.'
)


@pytest.fixture
def cluster(broker, prefix, tmp_path):
    corner = Cluster(broker, prefix, tmp_path)
    corner.index = IndexSettings(path=tmp_path / "index")
    yield corner
    corner.close()


def enriched(message):
    return EnrichedArticle.model_validate_json(message.value())


def test_articles_go_all_the_way_though_every_worker_is_killed_once(cluster):
    workers = {stage: cluster.start(stage, "agents", instance=stage, budget_seconds=20) for stage in STAGES}
    cluster.publish([article(number, TEXT) for number in range(100)])
    cluster.publish([article("bad", "\x00"), ("a-0", None)])
    cluster.wait(lambda: cluster.ends("articles.indexed") > 10, alive=workers.values())
    for stage, worker in workers.items():
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        workers[stage] = cluster.start(stage, "agents", instance=stage, budget_seconds=20)
    cluster.publish([article(number, TEXT) for number in range(100, 150)])
    cluster.wait(lambda: len(by_key(cluster.read("articles.indexed"))) == 150, alive=workers.values())
    for worker in workers.values():
        assert cluster.stop(worker) == 0

    finished = by_key(cluster.read("articles.enriched"))
    assert set(finished) == {f"a-{number}" for number in range(150)}
    one = enriched(finished["a-7"][-1])
    assert {entity.name for entity in one.entities} >= {"سامح شكري"}
    assert any("نعمل مع قطر" in quote.text for quote in one.quotes)
    assert all(one.text[span.start : span.end] == span.text for span in one.spans())
    assert [entry.stage for entry in one.provenance] == ["segment", "entities", "quotes"]

    quotes = json.loads(by_key(cluster.read("quotes"))["a-7"][-1].value())
    mentions = json.loads(by_key(cluster.read("mentions"))["a-7"][-1].value())
    assert quotes["quotes"] and mentions["entities"] and "text" not in quotes | mentions
    for topic in ("articles.segmented", "articles.entities", "articles.enriched", "quotes", "mentions"):
        assert by_key(cluster.read(topic))["a-0"][-1].value() is None

    assert [errors(letter)["reason"] for letter in cluster.read("articles.dead")] == ["nul"]
    with open_index(cluster.index) as index:
        assert index.count() == 149
        assert index.get("a-0") is None
        assert index.get("a-149").quotes
