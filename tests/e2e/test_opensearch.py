"""The index in a real OpenSearch: the same rules as in the embedded one, and what happens when it is away."""

import itertools
import json
import signal
import urllib.request
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from agents.index import IndexAgent
from agents.record import Record
from agents.settings import KafkaSettings
from pipeline.contracts import BadConfiguration, BadMessage, Unavailable, encode
from search import Change, IndexSettings, Query, open_index
from tests.e2e.conftest import need
from tests.e2e.opensearch_proxy import proxy_to
from tests.e2e.secure_kafka import openssl, openssl_is_here
from tests.e2e.sockets import is_local, listening
from tests.search.index_articles import article, change, entity, index_in, quote, withdrawal

SAID = "قال جو بايدن إن الهدنة قريبة جدا."


@pytest.fixture
def alias():
    return f"t-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def config(cluster_node, alias, tmp_path):
    """The settings of a test's own index."""
    return IndexSettings(path=tmp_path, url=cluster_node.url, alias=alias)


@pytest.fixture
def index(config):
    with open_index(config) as opened:
        yield opened


def raw(config, path, body=None, method=None):
    """What OpenSearch itself says."""
    request = urllib.request.Request(
        f"{config.url}{path}", body and json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def found(config, query):
    """The ids of the articles that OpenSearch finds."""
    hits = raw(config, f"/{config.alias}/_search", {"query": query, "_source": ["article"]})["hits"]["hits"]
    return sorted(hit["_source"]["article"] for hit in hits)


def biden(version=1):
    return article(
        "biden", version, SAID, headline="الهدنة", extra={"desk": ["سياسة", 3, 0.1]},
        entities=[entity(SAID, "جو بايدن", "PER")],
        quotes=[quote(SAID, "الهدنة قريبة جدا", "جو بايدن", type="PER", entity="e1")],
    )  # fmt: skip


def test_it_listens_where_only_this_machine_can_reach_it(cluster_node):
    listeners = [address for address, _port in listening(cluster_node.process.pid)]
    assert len(listeners) >= 2  # for HTTP, and for other nodes
    assert all(map(is_local, listeners)), listeners


def test_an_article_comes_back_as_it_went_in(index):
    assert (index.get("biden"), index.version_of("biden"), index.count()) == (None, None, 0)
    assert index.write([change(biden())]) == ["indexed"]
    assert index.get("biden") == biden()
    assert (index.version_of("biden"), index.count()) == (1, 1)
    assert index.write([]) == []


def test_words_and_names_lie_there_as_the_embedded_index_has_them(index, config):
    index.write([change(biden()), change(article("other", text="وصل وزير الخارجية إلى بغداد."))])
    index.count()
    assert found(config, {"match": {"stem": "هدنه"}}) == ["biden"]
    assert found(config, {"match_phrase": {"exact": "وزير الخارجيه"}}) == ["other"]
    assert found(config, {"match": {"speaker_per": "بايدن"}}) == ["biden"]
    nested = {"bool": {"must": [{"match": {"quotes.stem": "قريب"}}, {"match": {"quotes.speaker_per": "بايدن"}}]}}
    assert found(config, {"nested": {"path": "quotes", "query": nested}}) == ["biden"]


def test_a_withdrawn_article_is_gone_with_its_quotes_at_once(index, config):
    index.write([change(biden()), change(article("other"))])
    assert index.write([withdrawal("biden", 1)]) == ["withdrawn"]
    # No refresh in between: nobody finds it once `write` has returned.
    everything = raw(config, f"/{config.alias}/_search", {"query": {"match_all": {}}})["hits"]["hits"]
    stubs = [hit["_source"] for hit in everything if hit["_source"]["article"] == "biden"]
    assert stubs == [{"role": "stub", "article": "biden", "version": 1}]
    assert found(config, {"nested": {"path": "quotes", "query": {"match_all": {}}}}) == []
    assert (index.get("biden"), index.version_of("biden"), index.count()) == (None, 1, 1)


def test_a_newer_version_takes_its_predecessors_quotes_along(index, config):
    index.write([change(biden())])
    index.write([change(article("biden", 2, "نفى البيت الأبيض الخبر."))])
    index.count()
    assert found(config, {"nested": {"path": "quotes", "query": {"match_all": {}}}}) == []
    assert found(config, {"match": {"stem": "هدنه"}}) == []


_IDS = st.sampled_from(["a1", "a2", "مقال:3"])
_CHANGES = st.lists(st.tuples(_IDS, st.integers(0, 4), st.sampled_from(["article", "null", "canceled"])), max_size=7)
_serial = itertools.count()


@pytest.fixture(scope="module")
def both(cluster_node, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    there = IndexSettings(path=folder, url=cluster_node.url, alias=f"t-{uuid.uuid4().hex[:8]}", bulk_mb=0.002)
    with open_index(there) as deployed, index_in(folder / "embedded") as embedded:
        yield deployed, embedded


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches=st.lists(_CHANGES, max_size=4))
def test_both_engines_agree_on_any_sequence(both, batches):
    """Outcomes, texts and versions; in requests so small that batches are cut anywhere."""
    run = next(_serial)
    for batch in batches:
        changes = [made(f"{run}-{article_id}", version, how) for article_id, version, how in batch]
        deployed, embedded = (index.write(changes) for index in both)
        assert deployed == embedded
        ids = [one.article_id for one in changes]
        for article_id in set(ids):
            deployed, embedded = ((index.get(article_id), index.version_of(article_id)) for index in both)
            assert deployed == embedded
        deployed, embedded = (index.newest([*ids, "never seen"]) for index in both)
        assert deployed == embedded
        assert deployed.keys() == set(ids)


def made(article_id, version, how):
    if how == "null":
        return withdrawal(article_id, version)
    status = "canceled" if how == "canceled" else "usable"
    return change(article(article_id, version, f"خبر {next(_serial)}", status=status))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=60), name=st.text(max_size=20), article_id=st.text(max_size=512))
def test_any_text_and_any_id_can_be_indexed(both, text, name, article_id):
    text, name, article_id = (given.encode("utf-8", "ignore").decode() for given in (text, name, article_id))
    one = article(article_id or ".", next(_serial), text=text, source=name)
    assert both[0].write([change(one)]) == ["indexed"]
    assert both[0].get(one.id) == one


def test_ids_and_words_of_any_length(index):
    for article_id in ("..", "a/b?c=d#e", "م" * 512, "م" * 511 + "ن"):
        one = article(article_id, text="طويل" * 20_000, source="س" * 40_000)
        assert index.write([change(one)]) == ["indexed"]
        assert index.get(article_id) == one
    assert index.count() == 4


def test_only_the_article_that_opensearch_does_not_take_is_refused(index, config):
    raw(config, f"/{config.alias}/_settings", {"index.mapping.nested_objects.limit": 1}, "PUT")
    many = [quote(SAID, words, None, id_=f"q{n}") for n, words in enumerate(("الهدنة", "قريبة", "جدا"))]
    culprit = change(article("many", text=SAID, quotes=many))
    with pytest.raises(BadMessage, match="many"):
        index.write([change(article("before")), culprit, change(article("after"))])
    assert index.write([change(article("before")), change(article("after"))]) == ["indexed", "indexed"]
    assert (index.count(), index.version_of("many")) == (2, None)
    with pytest.raises(BadMessage, match="versions up to"):
        index.write([Change("new", 2**63 - 1)])


def test_a_full_disk_is_waited_for(index, config):
    """The block that OpenSearch itself puts on its indexes when a disk runs full."""
    index.write([change(article())])
    raw(config, f"/{config.alias}/_settings", {"index.blocks.read_only_allow_delete": True}, "PUT")
    with pytest.raises(Unavailable, match="block"):
        index.write([change(article(version=2))])
    raw(config, f"/{config.alias}/_settings", {"index.blocks.read_only_allow_delete": None}, "PUT")
    assert index.write([change(article(version=2))]) == ["indexed"]


def test_an_index_that_was_deleted_is_not_made_anew_by_chance(index, config):
    raw(config, f"/{config.alias}-000001", method="DELETE")
    for attempt in (lambda: index.write([change(article())]), lambda: index.get("a1"), index.count):
        with pytest.raises(Unavailable, match="not"):
            attempt()
    with pytest.raises(Unavailable, match="no index"):
        open_index(config, create=False)
    with open_index(config) as again:
        assert again.write([change(article())]) == ["indexed"]


@pytest.mark.parametrize("status", [429, 502, 503])
def test_overload_is_waited_for(config, status):
    with proxy_to(config.url) as proxy, open_index(config.model_copy(update={"url": proxy.url})) as index:
        proxy.moods = [(status, b'{"error": {"type": "x", "reason": "busy"}}'), (status, b"<html>busy</html>")]
        for _ in range(2):
            with pytest.raises(Unavailable, match=str(status)):
                index.write([change(article())])
        assert index.write([change(article())]) == ["indexed"]


def test_an_answer_that_makes_no_sense_is_waited_for(config):
    with proxy_to(config.url) as proxy, open_index(config.model_copy(update={"url": proxy.url})) as index:
        proxy.moods = [(200, b"<html>hotel wifi</html>"), (200, b"[]"), (200, b'{"items": []}'), (400, b"what?")]
        rejected = {"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}}
        taken = {"index": {"status": 201}}
        proxy.moods += [(200, json.dumps({"errors": True, "items": [taken, rejected]}).encode())]
        for _ in range(5):
            with pytest.raises(Unavailable):
                index.write([change(article()), change(article("a2"))])
        assert index.write([change(article()), change(article("a2"))]) == ["indexed", "indexed"]


def test_requests_are_bounded_and_halved_where_a_proxy_allows_less(config):
    batch = [change(article(f"a{n}", text=f"خبر {n} " * 200)) for n in range(20)]
    with proxy_to(config.url) as proxy:
        small = config.model_copy(update={"url": proxy.url, "bulk_mb": 0.05})
        with open_index(small) as index:
            assert index.write(batch) == ["indexed"] * 20
            assert len(proxy.bulks) > 1
            assert max(proxy.bulks) <= 50_000
            proxy.largest = 20_000
            assert index.write(batch) == ["indexed"] * 20
            with pytest.raises(BadMessage) as refused:
                index.write([change(article("big", text="كلمة " * 9000)), *batch])
            assert refused.value.reason == "too_large"
            assert index.count() == 20


def test_a_batch_of_late_versions_takes_a_few_requests(config):
    """However many of them there are: else a slow OpenSearch would have the worker stand still in one batch."""
    asked = []
    with proxy_to(config.url) as proxy:
        proxy.mood = lambda path, body, forward: asked.append(path) or forward()
        agent = IndexAgent(config.model_copy(update={"url": proxy.url}), KafkaSettings())
        agent.load()
        new, old = ([article(f"a{n}", version) for n in range(40)] for version in (2, 1))
        agent._put([change(one) for one in new], [record(one) for one in new])
        asked.clear()
        written = agent._put([change(one) for one in old], [record(one) for one in old])
    assert [(outcome, len(again)) for _, outcome, again in written] == [("stale", 1)] * 40
    assert [path.partition("?")[0] for path in asked] == ["/_bulk", f"/{config.alias}/_mget"]


def record(one):
    return Record("articles.enriched", 0, 1, one.id.encode(), encode(one))


def test_a_wrong_password_is_told_and_never_shown(config):
    with proxy_to(config.url, password="right one") as proxy:
        login = {"url": proxy.url, "user": "rasd", "alias": config.alias, "path": config.path}
        with open_index(IndexSettings(**login, password="right one")) as index:
            assert index.write([change(article())]) == ["indexed"]
            proxy.login = "Basic changed"  # while it runs, that is no article's fault
            with pytest.raises(Unavailable, match=r"index\.password"):
                index.write([change(article(version=2))])
        with pytest.raises(BadConfiguration, match=r"index\.user, index\.password") as told:
            open_index(IndexSettings(**login, password="wrong one"))
        assert "wrong one" not in f"{told.value!r} {IndexSettings(**login, password='wrong one')!r}"


def test_over_tls_only_a_certificate_that_is_trusted(config, tmp_path):
    need(openssl_is_here)
    certificate = tmp_path / "server.pem"
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", "/CN=server",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate.with_suffix(".key"), "-out", certificate,
    )  # fmt: skip
    with proxy_to(config.url, password="right one", certificate=certificate) as proxy:
        there = {"url": proxy.url, "user": "rasd", "password": "right one", "alias": config.alias, "path": tmp_path}
        with open_index(IndexSettings(**there, ca_location=certificate)) as index:
            assert index.write([change(article())]) == ["indexed"]
        with pytest.raises(Unavailable, match="certificate"):
            open_index(IndexSettings(**there))


def test_an_article_cannot_stop_the_index_by_its_words(config):
    """It is the type of a refusal that says whether to wait, not its sentence, which may quote the article."""
    error = {"type": "mapper_parsing_exception", "reason": "failed on 'cluster_block_exception: index_not_found'"}
    answer = json.dumps({"errors": True, "items": [{"index": {"status": 400, "error": error}}]}).encode()
    with proxy_to(config.url) as proxy, open_index(config.model_copy(update={"url": proxy.url})) as index:
        proxy.moods = [(200, answer)]
        with pytest.raises(BadMessage, match="mapper_parsing"):
            index.write([change(article())])


def test_settings_that_cannot_work_are_refused(config, index):
    other = config.model_copy(update={"alias": f"{config.alias}-000001"})
    with pytest.raises(BadConfiguration, match="not an alias"):
        open_index(other)
    with pytest.raises(BadConfiguration, match=r"index\.ca_location"):
        open_index(config.model_copy(update={"url": "https://localhost:1", "ca_location": config.path / "none.pem"}))
    for wrong in ({"url": "https://rasd:secret@host"}, {"url": "host:9200"}, {"user": "rasd"}):
        with pytest.raises(ValidationError, match=r"index\.password|http") as told:
            IndexSettings(path=config.path, **wrong)
        assert "secret" not in str(told.value)
    with pytest.raises(BadConfiguration, match="search"):
        index.search(Query(text="هدنة"))
    raw(config, f"/{config.alias}/_mapping", {"_meta": {"rasd": {"format": 0, "analysis": "0"}}}, "PUT")
    with pytest.raises(BadConfiguration, match=r"index format 0 .*rasd reindex"):
        open_index(config)


def test_a_stopped_or_paused_opensearch_is_waited_for_and_keeps_what_it_acknowledged(config, cluster_node):
    batch = [change(article(f"a{n}")) for n in range(20)]
    with open_index(config.model_copy(update={"timeout_seconds": 1})) as index:
        assert index.write(batch) == ["indexed"] * 20
        cluster_node.process.signal(signal.SIGSTOP)
        try:
            with pytest.raises(Unavailable, match="does not answer"):
                index.write(batch)
        finally:
            cluster_node.process.signal(signal.SIGCONT)
    with open_index(config) as index:
        assert index.write(batch) == ["indexed"] * 20
        cluster_node.process.kill()
        with pytest.raises(Unavailable, match="does not answer"):
            index.write(batch)
        with pytest.raises(Unavailable, match="does not answer"):
            open_index(config)
        cluster_node.restart()
        assert index.count() == 20
        assert index.write([*batch, withdrawal("a0", 2)]) == [*["indexed"] * 20, "withdrawn"]
