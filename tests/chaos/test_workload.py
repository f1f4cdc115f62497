"""The chaos test's own pieces: poison is refused for its reason, and everything comes from the seed."""

from random import Random

import pytest

from agents import dead
from pipeline.contracts import BadMessage, raw
from tests.chaos import poison, workload
from tests.chaos.workload import Article, last_word


def made(seed, **sizes):
    return workload.make(Random(seed), **{"articles": 50, "poisoned": 40, "base_ms": 1_720_173_600_000} | sizes)


def test_there_is_poison_for_every_reason():
    assert set(poison.reasons()) == {*raw.REASONS, *dead.REASONS}


def test_bad_raw_messages_are_refused_for_their_reason():
    for one in made(1).poison:
        if one.reason in raw.REASONS:
            with pytest.raises(BadMessage) as refused:
                raw.read(one.value, key=one.key, timestamp_ms=1)
            assert refused.value.reason == one.reason


def test_the_others_are_read_like_any_article():
    for one in made(1).poison:
        if one.reason in dead.REASONS and one.value:
            assert raw.read(one.value, key=one.key, timestamp_ms=1).id == one.key.decode()


def test_articles_are_read_with_the_version_they_were_given():
    for article in (one for one in made(1).publications if isinstance(one, Article) and one.value):
        read = raw.read(article.value, key=article.key, timestamp_ms=article.timestamp_ms or 5)
        assert (read.id, read.version, read.withdrawn) == (article.article_id, article.version, article.withdraws)
        assert read.extra["number"] == article.number


def test_a_seed_makes_the_same_workload_again():
    assert made(7) == made(7)
    assert made(7) != made(8)


def article(number, version, kind="article"):
    return Article(number, "a", version, kind, timed=False, text="خبر")


@pytest.mark.parametrize(
    ("versions", "counts"),
    [
        ([(1, "article")], 0),
        ([(2, "article"), (1, "article")], 0),
        ([(1, "article"), (1, "article")], 1),
        ([(2, "null"), (1, "article")], 0),
        ([(2, "null"), (2, "article")], 0),
        ([(2, "canceled"), (3, "article")], 1),
        ([(3, "article"), (2, "canceled")], 0),
        ([(2, "article"), (2, "canceled")], 1),
    ],
)
def test_the_last_word(versions, counts):
    history = [article(number, *version) for number, version in enumerate(versions)]
    assert last_word(history).number == counts
