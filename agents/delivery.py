"""The promise: what was taken from a topic is delivered, or a dead letter, before its offset is committed.

Faust acknowledges a batch when the agent asks for the next one, and also when the agent raises or is
cancelled; what is acknowledged gets committed within half a second. So a message is lost exactly when
the body of a batch ends before all of it is delivered. Here that cannot be: `consume` leaves the body
only after Kafka has acknowledged every delivery, or ends the process on the spot, which commits
nothing, so that the whole batch comes again.

    attempt   the stage's work on each record, guarded; an error becomes a `Failure` of that record alone
    deliver   the results, or the dead letter of those that failed; returns when all are acknowledged

Order: the deliveries of one batch run together, but those of one article one after the other, each
sent only when the one before it has been acknowledged. Batches follow one another. So a delivery that
has to be tried again can neither overtake an earlier version of its article nor be overtaken.
"""

import asyncio
import os
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Generic, NoReturn, Protocol, TypeVar

import aiokafka.errors as kafka_errors  # type: ignore[import-untyped]  # aiokafka ships no types
import structlog
from faust import Stream
from faust.exceptions import ProducerSendError

from agents.dead import Failure, dead_letter, without_contents
from agents.guard import CRASHES_IN_A_ROW, CrashMarks, TimeBudget
from agents.pace import BatchBound
from agents.pulse import Pulse
from agents.record import Outgoing, Record, Unreadable
from pipeline.contracts.errors import BadMessage

log = structlog.get_logger(__name__)
T = TypeVar("T")

EXIT_UNDELIVERED = 70

WITHIN = 0.05
"""How long a batch waits to be filled, seconds."""

_LONGEST_WAIT = 5.0
_TRIES_WHEN_IN_DOUBT = 5

_MALFORMED = (TypeError, ValueError, AssertionError)  # aiokafka's own checks of what it is to send
_NEVER = (
    kafka_errors.MessageSizeTooLargeError,
    kafka_errors.RecordListTooLargeError,
    kafka_errors.InvalidTimestampError,
    *_MALFORMED,
)
"""This very record is refused however often it is sent."""

_REFUSED = (kafka_errors.UnknownError, kafka_errors.CorruptRecordException)
"""The broker refuses without a reason that aiokafka knows: refused again and again, it is the record."""

_MENDED = (
    kafka_errors.TopicAuthorizationFailedError,
    kafka_errors.ClusterAuthorizationFailedError,
    kafka_errors.InvalidTopicError,
)
"""A person has to mend the cluster; neither the record nor this process is at fault."""

_LATER = (kafka_errors.KafkaTimeoutError, *_MENDED)
"""Not called retriable by aiokafka, but the fault is not the record's."""


class Undeliverable(BadMessage):
    """A record that its topic will never take."""

    def __init__(self, topic: str, cause: BaseException) -> None:
        super().__init__("undeliverable", f"{topic} does not take it: {type(cause).__name__}: {cause}")


class Send(Protocol):
    """Puts a record into the producer's queue; what it returns is done when the broker has it."""

    def __call__(self, outgoing: Outgoing, /) -> Awaitable[Awaitable[object]]:
        """Returns when it is in the queue."""


@dataclass(frozen=True, slots=True)
class Attempt(Generic[T]):
    """What became of one record: a result, or the failure that makes it a dead letter.

    Attributes:
        crashes: how often in a row the process died before with this record in flight.
    """

    record: Record
    result: T | None
    failure: Failure | None = None
    crashes: int = 0


class Delivery:
    """The delivery core of one stage's worker."""

    def __init__(
        self, stage: str, send: Send, budget: TimeBudget, marks: CrashMarks, bound: BatchBound, pulse: Pulse
    ) -> None:
        self.stage = stage
        self.marks = marks
        self.pulse = pulse
        self._send = send
        self._budget = budget
        self._bound = bound

    async def consume(self, stream: Stream[bytes], process: Callable[[list[Record]], Awaitable[None]]) -> None:
        """The body of every agent: batches, each processed to its end before Faust may acknowledge it.

        Args:
            stream: the agent's.
            process: attempts and delivers the records of one batch.
        """
        stream.add_processor(self._bound.count)
        async for events in stream.take_events(self._bound, within=WITHIN):
            self.pulse.begin_batch()
            try:
                await process([Record.of(event) for event in events])
            except BaseException as error:  # also a cancellation: Faust would acknowledge the batch all the same
                end_process(error)

    async def attempt(
        self, records: Sequence[Record], work: Callable[[Record], T], *, as_one: bool = False
    ) -> list[Attempt[T]]:
        """`work` on each record, in order, each within the time budget. No error of one touches another.

        Args:
            records: one batch.
            work: what is done with each.
            as_one: they are not marked as in flight one by one, because more is to be done with the
                whole batch; those of which one may have crashed the process before still are.
        """
        attempts, worked = [], 0.0
        with self._budget.last_resort(), self.pulse.working():
            for record in records:
                began = time.monotonic()
                attempts.append(self._attempt(record, work, as_one))
                worked += time.monotonic() - began
                await asyncio.sleep(0)  # commits and the group go on during a batch
        self._bound.learn([record.value for record in records], worked)
        return attempts

    def _attempt(self, record: Record, work: Callable[[Record], T], as_one: bool) -> Attempt[T]:
        crashes = self.marks.crashes(record)
        try:
            if crashes >= CRASHES_IN_A_ROW:
                raise BadMessage("crash", f"the process died {crashes} times in a row on it")
            if isinstance(record.value, Unreadable):
                raise BadMessage("too_large", record.value.why)
            with nullcontext() if as_one and not crashes else self.marks.in_flight([record]):
                return Attempt(record, self._budget.run(work, record), crashes=crashes)
        except (Exception, SystemExit) as error:  # a library may think that it is a program
            failure = Failure.of(error)
            log.warning("failed", record=record.place, reason=failure.reason, error=failure.error_class, at=_at(error))
            return Attempt(record, None, failure, crashes)

    async def deliver(self, attempts: Sequence[Attempt[Sequence[Outgoing]]]) -> None:
        """Deliver all results and dead letters; returns when Kafka has acknowledged every one."""
        lanes: dict[object, list[Attempt[Sequence[Outgoing]]]] = {}
        for attempt in attempts:
            article = attempt.result[0].key if attempt.result else attempt.record.key
            lanes.setdefault(article if article is not None else attempt.record.place, []).append(attempt)
        await asyncio.gather(*[self._lane(lane) for lane in lanes.values()])

    async def _lane(self, attempts: Sequence[Attempt[Sequence[Outgoing]]]) -> None:
        for attempt in attempts:
            await self._settle(attempt)

    async def _settle(self, attempt: Attempt[Sequence[Outgoing]]) -> None:
        """All results of one record, the first one first, or else its dead letter."""
        failure = attempt.failure
        try:
            for outgoing in attempt.result or ():
                await self._delivered(outgoing, attempt.record)
        except Undeliverable as error:
            failure = Failure.of(error)
        if failure:
            await self._bury(attempt.record, failure, max(attempt.crashes, 1))

    async def _bury(self, record: Record, failure: Failure, attempts: int) -> None:
        try:
            await self._delivered(dead_letter(record, failure, stage=self.stage, attempts=attempts), record)
        except Undeliverable:
            await self._delivered(without_contents(record, failure, stage=self.stage, attempts=attempts), record)
        log.error("dead letter", record=record.place, reason=failure.reason, error=failure.error_class)

    async def _delivered(self, outgoing: Outgoing, record: Record) -> None:
        """Returns when the broker has acknowledged `outgoing`; waits as long as that may yet happen.

        Raises:
            Undeliverable: it never will.
            KafkaError: this producer is broken.
        """
        tries = 0
        while True:
            try:
                await (await self._send(outgoing))
                if tries:
                    self.pulse.goes_on()
                return
            except (ProducerSendError, kafka_errors.KafkaError, *_MALFORMED) as error:
                cause = error.__cause__ or error
            tries += 1
            _give_up(cause, outgoing.topic, tries)
            kind = type(cause).__name__
            self.pulse.waiting(f"waiting to deliver to {outgoing.topic}: {kind}", excused=isinstance(cause, _MENDED))
            log.warning("waiting to deliver", record=record.place, to=outgoing.topic, tries=tries, error=kind)
            await asyncio.sleep(min(0.1 * 2 ** min(tries, 10), _LONGEST_WAIT))


def _give_up(cause: BaseException, topic: str, tries: int) -> None:
    """Raise when trying again is no use: see the kinds of errors above."""
    if isinstance(cause, _NEVER) or (isinstance(cause, _REFUSED) and tries >= _TRIES_WHEN_IN_DOUBT):
        raise Undeliverable(topic, cause)
    later = getattr(cause, "retriable", False) or isinstance(cause, (*_LATER, *_REFUSED))
    if not later and tries >= _TRIES_WHEN_IN_DOUBT:
        raise cause


def end_process(error: BaseException) -> NoReturn:
    """Leave at once, committing nothing. `sys.exit` in an agent would not end a Faust worker."""
    log.critical("ending the process, the batch will come again", error=type(error).__name__, at=_at(error))
    os._exit(EXIT_UNDELIVERED)


def _at(error: BaseException) -> str:
    """The innermost place of a traceback, without values: an article's text must not reach the log."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.name != "_interrupt"]
    return f"{frames[-1].filename}:{frames[-1].lineno} {frames[-1].name}" if frames else ""
