"""What is published, and what must become of it: articles in versions, withdrawals, and poison among them."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from tests.chaos import poison

_PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
_VERSIONS = {1: 55, 2: 25, 3: 15, 5: 5}  # how many versions an article has, and how often
_WITHDRAWN = 0.2  # of the articles that have more than one
_REPEATED = 0.1  # of the articles that have more than one: one version comes twice, with another text
_TOGETHER = 0.5  # of the articles: all versions within a moment, so that they meet in one batch
_MOMENT = 0.002  # of the whole run


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article, as it is published.

    Attributes:
        number: of the publication, which the record carries through all topics, unless it is null.
        kind: `canceled` and `null` withdraw the article.
        timed: the version is not in the body but is the record's time.
    """

    number: int
    article_id: str
    version: int
    kind: Literal["article", "canceled", "null"]
    timed: bool
    text: str

    @property
    def withdraws(self) -> bool:
        return self.kind != "article"

    @property
    def key(self) -> bytes:
        return self.article_id.encode()

    @property
    def timestamp_ms(self) -> int:
        """The record's time; 0 for now."""
        return self.version if self.timed else 0

    @property
    def value(self) -> bytes | None:
        if self.kind == "null":
            return None
        body: dict[str, object] = {"id": self.article_id, "number": self.number}
        if not self.timed:
            body["version"] = self.version
        if self.kind == "canceled":
            body["status"] = "canceled"
        return json.dumps(body | {"text": self.text}, ensure_ascii=False).encode()


Publication = Article | poison.Poison


@dataclass(frozen=True, slots=True)
class Workload:
    """Everything of one run, in the order of publication."""

    publications: Sequence[Publication]

    @property
    def poison(self) -> list[poison.Poison]:
        return [one for one in self.publications if isinstance(one, poison.Poison)]

    def histories(self) -> dict[str, list[Article]]:
        """The versions of each article in the order they are published."""
        found = defaultdict(list)
        for one in self.publications:
            if isinstance(one, Article):
                found[one.article_id].append(one)
        return dict(found)


def make(random: Random, *, articles: int, poisoned: int, base_ms: int) -> Workload:
    """A workload of so many article ids and so many poison messages.

    Args:
        random: everything is drawn from it.
        articles: ids; there are about 1.8 records to one.
        poisoned: poison messages.
        base_ms: version 0, as a time in ms; timed versions must be recent, or Kafka deletes them.
    """
    placed: list[tuple[float, Publication]] = []
    number = 0
    for index in range(articles):
        for place, article in _versions(random, f"article-{index:06}", number, base_ms):
            placed.append((place, article))
            number += 1
    placed += [(random.random(), one) for one in poison.make(random, poisoned)]
    placed.sort(key=lambda pair: pair[0])
    return Workload([publication for _, publication in placed])


def _versions(random: Random, article_id: str, number: int, base_ms: int) -> Iterator[tuple[float, Article]]:
    """The versions of one article, each with its place in the run, in no order."""
    (count,) = random.choices(list(_VERSIONS), list(_VERSIONS.values()))
    versions = [*range(1, count + 1)]
    kinds: dict[int, Literal["article", "canceled", "null"]] = {}
    if count > 1 and random.random() < _WITHDRAWN:
        kinds[random.choice(versions)] = random.choice(["canceled", "null"])
    if count > 1 and random.random() < _REPEATED:
        again = random.choice(versions)
        versions += [again] if again not in kinds else []
    moment, together, timed = random.random(), random.random() < _TOGETHER, random.random() < 0.3
    for offset, version in enumerate(versions):
        kind = kinds.get(version, "article")
        place = moment + random.random() * _MOMENT if together else random.random()
        yield place, Article(
            number + offset, article_id, base_ms + version, kind, timed or kind == "null", text(random)
        )  # fmt: skip


def text(random: Random) -> str:
    """A few sentences of news."""
    return " ".join(
        random.choice(_PHRASES["sentences"]).format(
            role=random.choice(_PHRASES["roles"]), name=random.choice(_PHRASES["names"]),
            place=random.choice(_PHRASES["places"]), statement=random.choice(_PHRASES["statements"]),
        )
        for _ in range(random.randint(2, 5))
    )  # fmt: skip


def last_word(history: Sequence[Article]) -> Article:
    """The publication that counts in the end, by the rules of an article's life, written down here once more.

    An older version never counts after a newer one. Of equal versions the later counts, except that
    what is withdrawn comes back with a higher version only.
    """
    held = history[0]
    for article in history[1:]:
        revives = held.withdraws and not article.withdraws and article.version == held.version
        if article.version >= held.version and not revives:
            held = article
    return held
