"""The proof: what was published against what the topics, the dead letters and the index hold in the end.

missing     an acknowledged publication without its record in one of the topics after `articles.raw`, or
            without its dead letter; an article whose last word the index does not have
stale       the index shows another version than the last word, or what was withdrawn; a compacted topic
            ends with another one
misplaced   anything where it does not belong: a good article in the dead letters, poison that went on or
            died for another reason, versions out of order, records that are not what the stages make of
            the article, documents in the index that nobody published
duplicates  records that were delivered again: counted, and allowed as far as at-least-once explains them

Order: of each article, in each topic, the first appearances of its publications are in the order they
were published. What comes again later (a batch that was repeated) is a duplicate, and does not count.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import enrich
from pipeline.contracts import EnrichedArticle, MentionSet, QuoteSet, decode, raw
from search import Index
from tests.chaos.duplicates import explained
from tests.chaos.history import COMPACTED, TOPICS, TopicHistory, expected_marks, mark_of, read
from tests.chaos.poison import Poison
from tests.chaos.publisher import Place
from tests.chaos.schedule import Blow
from tests.chaos.stack import Stack
from tests.chaos.workload import Article, Publication, Workload, last_word
from tests.e2e.cluster import errors

_SAMPLE = 100
_PASSES = {"segment": (), "entities": TOPICS[:1], "quotes": TOPICS[:2]}  # the topics poison goes through before it dies


@dataclass(slots=True)
class Verdict:
    """What is wrong, one line each, and how much was repeated."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    duplicates: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    quotes: int = 0

    @property
    def line(self) -> str:
        """The last line of the report."""
        counts = (len(self.missing), len(self.stale), len(self.misplaced), self.duplicates.total())
        return "missing {} stale {} misplaced {} duplicates {}".format(*counts)

    @property
    def clean(self) -> bool:
        return not (self.missing or self.stale or self.misplaced or self.unexplained)

    @property
    def unexplained(self) -> list[str]:
        """The topics that hold more duplicates than at-least-once explains."""
        return [topic for topic, most in self.explained.items() if self.duplicates[topic] > most]


def check(
    stack: Stack, workload: Workload, places: Sequence[tuple[Publication, Place]], blows: Sequence[Blow]
) -> Verdict:
    """Everything there is to check. The broker must run, the workers must not."""
    verdict = Verdict()
    histories = workload.histories()
    sample = _sample(histories)
    topics = {topic: read(stack.cluster, topic, lambda number: number in sample) for topic in TOPICS}
    published = {article_id: len(history) for article_id, history in histories.items()}
    for history in topics.values():
        verdict.records[history.topic], verdict.restored[history.topic] = history.records, history.restored
        verdict.duplicates[history.topic] = history.duplicates(published)
        check_topic(verdict, history, histories, workload.poison)
    verdict.explained.update(explained(topics, verdict.duplicates, blows, stack))
    check_contents(verdict, topics, sample)
    check_dead_letters(verdict, stack, places)
    with stack.index.open() as index:
        check_index(verdict, index, stack.index.known(), histories, workload.poison)
    return verdict


def check_topic(
    verdict: Verdict, topic: TopicHistory, histories: Mapping[str, Sequence[Article]], poisoned: Sequence[Poison]
) -> None:
    """Every publication is there, in order, in one partition, and nothing else.

    Where Kafka keeps only the last record of an article, that is its last word.
    """
    for article_id, history in histories.items():
        found, expected = topic.marks.get(article_id, []), expected_marks(topic.topic, history)
        for mark in expected:
            if mark not in found:
                verdict.missing.append(f"{topic.topic}: {article_id} {mark}")
        first_seen = list(dict.fromkeys(found))
        if first_seen != [mark for mark in expected if mark in found]:
            verdict.misplaced.append(f"{topic.topic}: {article_id} is {first_seen}, was published {expected}")
        if len(topic.partitions.get(article_id, ())) > 1:
            verdict.misplaced.append(f"{topic.topic}: {article_id} lies in several partitions")
        if topic.topic in COMPACTED and found and found[-1] != mark_of(topic.topic, last_word(history)):
            verdict.stale.append(f"{topic.topic}: {article_id} ends with {found[-1]}, published {expected}")
    allowed = {_name(one) for one in poisoned if one.key and topic.topic in _PASSES[one.stage]}
    for key in topic.marks.keys() - histories.keys() - allowed:
        verdict.misplaced.append(f"{topic.topic}: {key} does not belong there")


def check_contents(verdict: Verdict, topics: Mapping[str, TopicHistory], sample: Mapping[int, Article]) -> None:
    """A sample is word for word what the stages make of the article, when nothing disturbs them."""
    for number, article in sample.items():
        values = [topics[topic].values.get(number) for topic in ("articles.enriched", "quotes", "mentions")]
        if None in values:
            continue  # counted as missing
        wanted = enrich(raw.read(article.value or b"", key=article.key, timestamp_ms=article.timestamp_ms or None))
        made = [model.of(wanted) for model in (QuoteSet, MentionSet)]
        found = [decode(value or b"", model) for value, model in zip(values, (EnrichedArticle, QuoteSet, MentionSet),
                                                                     strict=True)]  # fmt: skip
        for topic, one, other in zip(("articles.enriched", "quotes", "mentions"), found, [wanted, *made], strict=True):
            if _timeless(one) != _timeless(other):
                verdict.misplaced.append(f"{topic}: {article.article_id} is not what the stages make of it")
        verdict.quotes += len(wanted.quotes)


def check_dead_letters(verdict: Verdict, stack: Stack, places: Sequence[tuple[Publication, Place]]) -> None:
    """Every poison message has its dead letter, untouched and for its reason; nobody else has one."""
    topic = "articles.dead"
    by_place = {place: one for one, place in places}
    by_name = {_name(one): one for one in by_place.values()}
    origin = stack.cluster.kafka.topic("articles.raw")
    found: Counter[int] = Counter()
    for letter in stack.cluster.read(topic):
        said = errors(letter)
        verdict.records[topic] += 1
        if said["topic"] == origin:
            one = by_place.get((int(said["partition"]), int(said["offset"])))
        else:
            one = by_name.get((letter.key() or b"").decode("utf-8", "replace"))
        if not isinstance(one, Poison):
            verdict.misplaced.append(f"{topic}: {letter.key()!r} for {said['reason']} in {said['stage']}, but is good")
            continue
        found[one.number] += 1
        if (said["reason"], said["stage"]) != (one.reason, one.stage):
            verdict.misplaced.append(
                f"{topic}: {one.reason} in {one.stage} died as {said['reason']} in {said['stage']}"
            )
        if said["topic"] == origin and (letter.key(), letter.value() or b"") != (one.key, one.value or b""):
            verdict.misplaced.append(f"{topic}: {letter.key()!r} is not as it was published")
    for one in by_place.values():
        if isinstance(one, Poison) and not found[one.number]:
            verdict.missing.append(f"{topic}: poison {one.number}, {one.reason} in {one.stage}")
    verdict.duplicates[topic] = verdict.records[topic] - len(found)


def check_index(
    verdict: Verdict, index: Index, known: int, histories: Mapping[str, Sequence[Article]], poisoned: Sequence[Poison]
) -> None:
    """The index shows the last word on every article, hides what was withdrawn, and holds nothing else."""
    visible = 0
    for article_id, history in histories.items():
        wanted = last_word(history)
        version, shown = index.version_of(article_id), index.get(article_id)
        visible += not wanted.withdraws
        if version is None or (shown is None and not wanted.withdraws):
            verdict.missing.append(f"index: {article_id} {wanted.version}")
        elif version != wanted.version or _shown(shown) != (None if wanted.withdraws else wanted.number):
            verdict.stale.append(f"index: {article_id} shows {version} {_shown(shown)}, the last word is {wanted}")
    for one in poisoned:
        if one.key and index.version_of(_name(one)) is not None:
            verdict.misplaced.append(f"index: poison {_name(one)}")
    if index.count() != visible and not (verdict.missing or verdict.stale):
        verdict.misplaced.append(f"index: {index.count()} articles are visible instead of {visible}")
    if known > len(histories):
        verdict.misplaced.append(f"index: it knows {known} articles of {len(histories)}")


def _shown(article: EnrichedArticle | None) -> int | None:
    return article.extra["number"] if article else None


def _sample(histories: Mapping[str, Sequence[Article]]) -> dict[int, Article]:
    """Some articles, evenly spread."""
    articles = [one for history in histories.values() for one in history if one.kind == "article"]
    return {one.number: one for one in articles[:: max(1, len(articles) // _SAMPLE)]}


def _timeless(message: EnrichedArticle | QuoteSet | MentionSet) -> dict[str, object]:
    return message.model_dump(exclude={"provenance", "received_at"})


def _name(one: Publication) -> str:
    return (one.key or b"").decode("utf-8", "replace")
