"""The index agent when the index misbehaves: one article is to blame, never its neighbours."""

import ast
import asyncio
import os
import signal
from datetime import UTC, datetime

import orjson
import pytest

from agents.delivery import Delivery
from agents.guard import CrashMarks, TimeBudget
from agents.index import IndexAgent
from agents.pace import BatchBound
from agents.pulse import Pulse
from agents.quotes import agent as quote_agent
from agents.record import Record
from agents.settings import KafkaSettings
from pipeline.contracts import EnrichedArticle, Unavailable, encode
from search import IndexOutdated, IndexSettings, open_index

ENRICHED = "articles.enriched"


class Moody:
    """An index that refuses or crashes on what it is told to, and notes every call."""

    def __init__(self, *, refuses=(), away=0, crashes=()):
        self.refuses, self.away, self.crashes = refuses, away, crashes
        self.calls = []

    def write(self, changes):
        if self.away:
            self.away -= 1
            raise Unavailable("the disk is full")
        ids = [change.article_id for change in changes]
        self.calls.append(ids)
        if set(ids) & set(self.crashes):
            os.write(1, repr(self.calls).encode())
            os._exit(9)
        if set(ids) & set(self.refuses):
            raise RuntimeError("bad document")
        return ["indexed"] * len(changes)

    def newest(self, article_ids):
        assert not list(article_ids)
        return {}


def record(number):
    article = EnrichedArticle(id=f"a-{number}", version=1, text="نص")
    return Record("articles.enriched", 0, number, article.id.encode(), encode(article))


@pytest.fixture
def process(tmp_path):
    before = signal.getsignal(signal.SIGALRM)

    def run(index, records):
        sent = []

        async def send(outgoing):
            sent.append(outgoing)
            done = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done

        marks = CrashMarks(tmp_path / "marks")
        delivery = Delivery("index", send, TimeBudget("index", 5), marks, BatchBound(100, 1), Pulse())
        agent = IndexAgent(IndexSettings(path=tmp_path / "index"), KafkaSettings())
        agent._index = index
        asyncio.run(agent.process(records, delivery))
        return sent

    yield run
    signal.signal(signal.SIGALRM, before)


def indexed(sent):
    return [orjson.loads(outgoing.value)["id"] for outgoing in sent if outgoing.topic == "articles.indexed"]


def dead(sent):
    return {
        outgoing.key.decode(): dict(outgoing.headers)["rasd.error.reason"].decode()
        for outgoing in sent
        if outgoing.topic == "articles.dead"
    }


def test_a_batch_is_one_commit(process):
    index = Moody()
    sent = process(index, [record(number) for number in range(5)])
    assert len(index.calls) == 1
    assert sorted(indexed(sent)) == [f"a-{number}" for number in range(5)]
    receipt = orjson.loads(sent[0].value)
    assert receipt["outcome"] == "indexed"
    assert datetime.fromisoformat(receipt["at"]).tzinfo == UTC


def test_an_article_that_the_index_refuses_is_a_dead_letter_alone(process):
    sent = process(Moody(refuses=["a-2"]), [record(number) for number in range(5)])
    assert dead(sent) == {"a-2": "undeliverable"}
    assert sorted(indexed(sent)) == ["a-0", "a-1", "a-3", "a-4"]


def test_an_index_that_is_away_is_waited_for_and_nothing_is_dead(process, monkeypatch):
    monkeypatch.setattr("agents.index._LONGEST_WAIT", 0.01)
    sent = process(Moody(away=7), [record(number) for number in range(3)])
    assert dead(sent) == {}
    assert len(indexed(sent)) == 3


def test_an_index_rebuilt_with_other_word_lists_ends_the_process_and_buries_nothing(process):
    class Rebuilt(Moody):
        def write(self, changes):
            raise IndexOutdated("the index")

    with pytest.raises(IndexOutdated):  # which `Delivery.consume` ends the process with
        process(Rebuilt(), [record(number) for number in range(3)])


def test_the_article_that_crashes_the_index_is_found_and_buried(process, tmp_path, capfd):
    records = [record(number) for number in range(5)]
    calls = []
    for _ in range(3):
        assert crashed(process, records)
        calls.append(ast.literal_eval(capfd.readouterr().out))
    assert calls == [
        [["a-0", "a-1", "a-2", "a-3", "a-4"]],
        [["a-0"], ["a-1"], ["a-2"]],  # one by one, to see which it is
        [["a-0", "a-1"], ["a-2"]],
    ]
    sent = process(Moody(crashes=["a-2"]), records)
    assert dead(sent) == {"a-2": "crash"}
    assert sorted(indexed(sent)) == ["a-0", "a-1", "a-3", "a-4"]


def test_articles_that_waited_for_the_index_at_three_kills_are_not_to_blame(process):
    class Away(Moody):
        """And whoever runs the worker loses patience."""

        tries = 0

        def write(self, changes):
            self.tries += 1
            if self.tries == 3:
                os._exit(9)
            raise Unavailable("no answer")

    records = [record(number) for number in range(2)]
    assert [crashed(process, records, Away()) for _ in range(3)] == [True] * 3
    sent = process(Moody(), records)
    assert (dead(sent), len(indexed(sent))) == ({}, 2)


def test_a_version_restored_does_not_replace_another_text_of_that_version(process, tmp_path):
    def version(offset, number, text):
        article = EnrichedArticle(id="a", version=number, text=text)
        return Record("articles.enriched", 0, offset, b"a", encode(article))

    def come_back(sent, offset):
        ours = [one for one in sent if one.topic == "articles.entities"]
        passed = [one for n, out in enumerate(ours) for one in quotes.work(as_record(out, n)) if one.topic == ENRICHED]
        return [as_record(one, offset + n) for n, one in enumerate(passed)]

    def as_record(one, offset):
        return Record(one.topic, 0, offset, one.key, one.value, one.headers)

    quotes = quote_agent(None)

    with open_index(IndexSettings(path=tmp_path / "index")) as index:
        first = come_back(process(index, [version(0, 2, "نص أول"), version(1, 1, "قديم")]), offset=3)
        assert [orjson.loads(record.value)["text"] for record in first] == ["نص أول"]
        second = come_back(process(index, [version(2, 2, "نص مصحح"), *first]), offset=4)
        assert index.get("a").text == "نص مصحح"
        assert [orjson.loads(record.value)["text"] for record in second] == ["نص مصحح"]
        assert process(index, second) == []


def crashed(process, records, index=None):
    """Whether a child that processes the records dies of it."""
    child = os.fork()
    if child == 0:
        process(index or Moody(crashes=["a-2"]), records)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
