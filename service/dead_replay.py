"""Dead letters on their way back to the topic they came from.

First the letter is published again and acknowledged, then a mark is left beside it in `articles.dead`.
So a replay that is interrupted loses nothing: at worst the last letters are published a second time by
the next one, which is harmless, because what reads them takes a version of an article as often as it comes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from agents import exact_headers
from agents.record import TIME_HEADER, names_are_text
from agents.settings import KafkaSettings
from agents.topics import topics
from pipeline.contracts.errors import Unavailable
from service.dead_letters import ERROR, REPLAY, REPLAYED, TOPIC, DeadLetter, Headers, Stored, headers_of, place_of
from service.reader import TopicReader

Outcome = Literal["replayed", "would_replay", "skipped", "refused", "failed"]

_PRODUCER = {
    "message.max.bytes": 9_500_000,  # what `articles.dead` takes, and a little more
    "batch.num.messages": 1,  # a letter that its topic refuses must not take others with it
    "queue.buffering.max.kbytes": 65_536,
    "log_level": 0,
}
_SECONDS = 60
_LONGEST_HISTORY = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one letter.

    Attributes:
        outcome: `skipped` had been replayed before; `refused` is not to be replayed; `failed` was not
            acknowledged by the cluster.
        why: for the last three.
    """

    letter: DeadLetter
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a letter is not replayed.

    Attributes:
        max_replays: so often at most.
        force: also more often, and also when it was replayed from this place before.
    """

    max_replays: int = 3
    force: bool = False


def judge(stored: Stored, rules: Rules, kafka: KafkaSettings) -> list[Result]:
    """What is to be done with each letter: `would_replay`, or not and why not."""
    sources = {kafka.topic(name) for name, topic in topics().items() if name != TOPIC and topic.model}
    return [_judged(letter, stored.replayed.get(letter.position), rules, sources) for letter in stored.letters]


def _judged(letter: DeadLetter, replayed: str | None, rules: Rules, sources: set[str]) -> Result:
    source, left_out = letter.error.get("topic", ""), letter.error.get("value", "")
    if source not in sources:
        return Result(letter, "refused", f"it came from {source or 'nowhere'}, which is no topic of articles here")
    if left_out:
        lies = f"{source}:{letter.error.get('partition')}:{letter.error.get('offset')}"
        return Result(letter, "refused", f"its contents are not here ({left_out}): see {lies}")
    if rules.force:
        return Result(letter, "would_replay")
    if replayed is not None:
        return Result(letter, "skipped", f"replayed before, {replayed}")
    if letter.replays >= rules.max_replays:
        return Result(letter, "refused", f"it came back after {letter.replays} replays; --force replays it again")
    return Result(letter, "would_replay")


def replay(kafka: KafkaSettings, results: list[Result], told: Callable[[Result], None]) -> None:
    """Publish the letters that `judge` let pass, and wait for all acknowledgements.

    Args:
        kafka: the cluster.
        results: what `judge` said.
        told: is told what became of each letter.

    Raises:
        BadConfiguration: a setting of the connection is wrong.
        Unavailable: the cluster does not answer, or no longer.
    """
    chosen = {result.letter.position: result.letter for result in results if result.outcome == "would_replay"}
    for result in results:
        if result.outcome != "would_replay":
            told(result)
    if not chosen:
        return
    sender = _Sender(kafka, told)
    try:
        for record in _records(kafka, chosen):
            sender.send(record, chosen.pop(place_of(record)))
    finally:
        sender.finish()
    for letter in chosen.values():
        told(Result(letter, "failed", "it is no longer there"))


def replay_headers(headers: Headers, letter: DeadLetter) -> list[tuple[str, bytes | None]]:
    """The original headers with the history of replays instead of the error.

    `rasd.time` becomes the time of the article's first publication, since the record's own time is
    that of the replay (docs/topics.md).
    """
    published = letter.error.get("published")
    kept = [
        (name, value)
        for name, value in headers
        if not name.startswith((ERROR, REPLAY)) and not (name == TIME_HEADER and published)
    ]
    before = letter.replay.get("reasons")
    said = {
        f"{REPLAY}count": str(letter.replays + 1),
        f"{REPLAY}first": letter.replay.get("first") or letter.error.get("time", ""),
        f"{REPLAY}reasons": f"{before},{letter.reason}" if before else letter.reason,
        f"{REPLAY}letter": letter.position,
    }
    if published:
        said[TIME_HEADER] = published
    return kept + [(name, text[-_LONGEST_HISTORY:].encode()) for name, text in said.items()]


def _records(kafka: KafkaSettings, chosen: dict[str, DeadLetter]) -> Iterator[Message]:
    with TopicReader(kafka, [TOPIC], start="beginning") as reader:
        for record in reader.stored():
            if place_of(record) in chosen:
                yield record
            if not chosen:
                return


class _Sender:
    """Publishes letters, in the order of their topic, and marks those that were acknowledged."""

    def __init__(self, kafka: KafkaSettings, told: Callable[[Result], None]) -> None:
        self._kafka = kafka
        self._dead = kafka.topic(TOPIC)
        self._told = told
        self._marks: list[DeadLetter] = []
        self._producer = Producer(kafka.producer() | _PRODUCER)

    def send(self, record: Message, letter: DeadLetter) -> None:
        headers = replay_headers(headers_of(record), letter)
        try:
            self._publish(record, headers, letter)
        except KafkaException as error:  # larger than the client allows
            self._told(Result(letter, "failed", error.args[0].str()))
        except Unavailable as error:
            self._told(Result(letter, "failed", str(error)))
        self._mark()

    def _publish(self, record: Message, headers: Headers, letter: DeadLetter) -> None:
        topic, key, value = letter.error["topic"], record.key(), record.value()
        if names_are_text(headers):
            self._produce(topic, value, key, headers, -1, partial(self._delivered, letter))
        else:
            self._producer.flush(_SECONDS)  # what went before keeps its place
            exact_headers.publish(topic, key, value, headers, self._kafka)
            self._marks.append(letter)

    def finish(self) -> None:
        """Wait until everything is acknowledged, or was given up."""
        left = self._producer.flush(_SECONDS)
        self._mark()
        left += self._producer.flush(_SECONDS)
        if left:
            raise Unavailable(f"{left} records were not acknowledged within {_SECONDS} s; run the command again")

    def _delivered(self, letter: DeadLetter, error: KafkaError | None, _record: Message) -> None:
        if error is not None:
            self._told(Result(letter, "failed", error.str()))
        else:
            self._marks.append(letter)

    def _mark(self) -> None:
        """Leave a mark for each letter that was acknowledged, in the letter's own partition."""
        self._producer.poll(0)
        while self._marks:
            letter = self._marks.pop(0)
            at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            headers: Headers = [(REPLAYED, letter.position.encode()), (f"{REPLAYED}.time", at.encode())]
            self._produce(self._dead, b"", None, headers, letter.partition, partial(self._marked, letter))

    def _marked(self, letter: DeadLetter, error: KafkaError | None, _record: Message) -> None:
        why = "" if error is None else f"but without a mark ({error.str()}): the next replay would take it again"
        self._told(Result(letter, "replayed", why))

    def _produce(
        self, topic: str, value: bytes | None, key: bytes | None, headers: Headers, partition: int,
        done: Callable[[KafkaError | None, Message], None],
    ) -> None:  # fmt: skip
        while True:
            try:
                self._producer.produce(topic, value, key, partition, headers=list(headers), on_delivery=done)
                return
            except BufferError:
                self._producer.poll(0.5)
