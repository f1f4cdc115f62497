"""The rules of the delivery core that a broker cannot be made to break on demand: order, waiting, giving up."""

import asyncio
import signal

import pytest
from aiokafka import errors
from faust.exceptions import ProducerSendError

from agents.delivery import Attempt, Delivery, Undeliverable
from agents.guard import CrashMarks, TimeBudget
from agents.pace import BatchBound
from agents.pulse import Pulse
from agents.record import Outgoing, Record


@pytest.fixture(autouse=True)
def alarms_as_before():
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.signal(signal.SIGALRM, before)


class Producer:
    """Accepts what it is given, after the failures planned for a value."""

    def __init__(self, plan=()):
        self.plan = {value: list(failures) for value, failures in dict(plan).items()}
        self.accepted = []

    async def __call__(self, outgoing):
        answer = asyncio.get_running_loop().create_future()
        failures = self.plan.get((outgoing.topic, outgoing.value), [])
        failure = failures.pop(0) if failures else None
        if isinstance(failure, ProducerSendError | AssertionError):
            raise failure
        asyncio.get_running_loop().call_later(0.01, self.answer, answer, outgoing, failure)
        return answer

    def answer(self, future, outgoing, failure):
        if failure:
            future.set_exception(failure)
        else:
            self.accepted.append(outgoing)
            future.set_result(None)


@pytest.fixture
def deliver(tmp_path):
    def run(producer, attempts):
        core = Delivery("quotes", producer, TimeBudget("quotes", 5), CrashMarks(tmp_path), BatchBound(10, 1), Pulse())
        asyncio.run(core.deliver(attempts))
        return [(outgoing.topic, outgoing.key, outgoing.value) for outgoing in producer.accepted]

    return run


def made(number, key, *values, topics=("articles.enriched", "quotes")):
    record = Record("articles.entities", 0, number, key, b"original")
    return Attempt(record, [Outgoing(topic, key, value, []) for topic, value in zip(topics, values, strict=False)])


def test_a_delivery_that_is_tried_again_is_not_overtaken_by_a_later_version(deliver):
    producer = Producer({("articles.enriched", b"v1"): [errors.RequestTimedOutError(), errors.KafkaTimeoutError()]})
    accepted = deliver(producer, [made(1, b"a", b"v1"), made(2, b"a", b"v2"), made(3, b"b", b"other")])
    assert accepted[0][1] == b"b", "other articles do not wait"
    assert [value for _, key, value in accepted if key == b"a"] == [b"v1", b"v2"]


def test_all_topics_have_a_version_before_any_has_the_next(deliver):
    accepted = deliver(Producer(), [made(1, b"a", b"v1", b"q1"), made(2, b"a", b"v2", b"q2")])
    assert [value for _, _, value in accepted] == [b"v1", b"q1", b"v2", b"q2"]


def test_what_can_never_be_delivered_is_a_dead_letter_and_the_rest_of_it_is_not_sent(deliver):
    producer = Producer({("articles.enriched", b"v1"): [errors.MessageSizeTooLargeError("10 MB")]})
    accepted = deliver(producer, [made(1, b"a", b"v1", b"q1"), made(2, b"a", b"v2", b"q2")])
    assert accepted == [
        ("articles.dead", b"a", b"original"),
        ("articles.enriched", b"a", b"v2"),
        ("quotes", b"a", b"q2"),
    ]
    assert dict(producer.accepted[0].headers)["rasd.error.reason"] == b"undeliverable"


def test_an_original_too_large_for_the_dead_letters_is_left_out_of_its_letter(deliver):
    error = ProducerSendError("while sending")
    error.__cause__ = errors.MessageSizeTooLargeError("10 MB")
    producer = Producer({("articles.enriched", b"v1"): [AssertionError()], ("articles.dead", b"original"): [error]})
    assert deliver(producer, [made(1, b"a", b"v1")]) == [("articles.dead", b"a", b"")]


def test_missing_topics_and_rights_are_waited_for(deliver):
    failures = [errors.UnknownTopicOrPartitionError(), errors.TopicAuthorizationFailedError("x")] * 3
    producer = Producer({("articles.enriched", b"v1"): failures})
    assert len(deliver(producer, [made(1, b"a", b"v1")])) == 1


def test_a_record_refused_again_and_again_for_no_reason_is_a_dead_letter(deliver):
    producer = Producer({("articles.enriched", b"v1"): [errors.UnknownError()] * 9})
    accepted = deliver(producer, [made(1, b"a", b"v1")])
    assert accepted == [("articles.dead", b"a", b"original")]


@pytest.mark.parametrize(
    "plan",
    [
        {("articles.enriched", b"v1"): [errors.KafkaError("Unexpected error during batch delivery")] * 9},
        {("articles.enriched", b"v1"): [AssertionError()], ("articles.dead", b"original"): [AssertionError()],
         ("articles.dead", b""): [AssertionError()]},
    ],
)  # fmt: skip
def test_when_neither_it_nor_its_dead_letter_can_be_delivered_the_batch_does_not_end_well(deliver, plan):
    with pytest.raises((errors.KafkaError, Undeliverable)):
        deliver(Producer(plan), [made(1, b"a", b"v1")])


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr("agents.delivery._LONGEST_WAIT", 0.05)
