"""Headers whose names are no UTF-8, where confluent-kafka reads and publishes: byte for byte.

At such a name `Message.headers()` leaves an error behind and gives a list with holes, which nobody may
touch; to publish one ends the process. So these records, which are few, are read once more with
aiokafka, and published with it (agents/header_names.py).
"""

import asyncio
import operator
from collections.abc import Coroutine, Sequence
from typing import Any

from confluent_kafka import Message

from agents.record import RawHeaders
from agents.settings import KafkaSettings
from pipeline.contracts.errors import Unavailable

_SECONDS = 30
_LARGEST = 9_500_000  # bytes: what `articles.dead` takes, and a little more


def complete(messages: Sequence[Message], kafka: KafkaSettings) -> None:
    """Make `headers()` of all `messages` give all headers; names that are no UTF-8 are a `HeaderName`.

    Raises:
        Unavailable: the cluster does not give them a second time.
    """
    incomplete = [message for message in messages if not _complete(message)]
    if incomplete:
        _run(_read(incomplete, kafka), f"cannot read headers at {kafka.bootstrap_servers}")


def publish(topic: str, key: bytes | None, value: bytes | None, headers: RawHeaders, kafka: KafkaSettings) -> None:
    """Publish one record; returns when it is acknowledged.

    Raises:
        Unavailable: it was not.
    """
    _run(_publish(topic, key, value, headers, kafka), f"cannot publish at {kafka.bootstrap_servers}")


_headers = operator.methodcaller("headers")
"""Looks for an error that a method has left behind; a plain call, once Python has sped it up, does not."""


def _complete(message: Message) -> bool:
    try:
        _headers(message)
    except (SystemError, UnicodeDecodeError):  # the second is what it means
        return False
    return True


def _run(work: Coroutine[Any, Any, None], failed: str) -> None:
    from aiokafka.errors import KafkaError  # type: ignore[import-untyped]  # aiokafka ships no types

    try:
        # Not `asyncio.run`, which would leave the thread without the event loop that Faust asks for later.
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runner.run(work)
    except (KafkaError, TimeoutError) as error:
        raise Unavailable(f"{failed}: {type(error).__name__}: {error}") from error


async def _read(messages: Sequence[Message], kafka: KafkaSettings) -> None:
    """Give `messages` their headers; those that were deleted meanwhile have none."""
    from aiokafka import AIOKafkaConsumer, TopicPartition  # type: ignore[import-untyped]

    from agents import header_names

    header_names.accept_all()
    wanted: dict[Any, dict[int, Message]] = {}
    for message in messages:
        message.set_headers([])
        place = TopicPartition(message.topic(), message.partition())
        wanted.setdefault(place, {})[message.offset() or 0] = message
    async with AIOKafkaConsumer(**_connection(kafka), enable_auto_commit=False) as consumer:
        consumer.assign(list(wanted))
        for place, here in wanted.items():
            consumer.seek(place, min(here))
        while wanted:
            found = await consumer.getmany(*wanted, timeout_ms=_SECONDS * 1000)
            if not found:
                raise TimeoutError(f"no answer for {_SECONDS} s")
            for place, records in found.items():
                for record in records:
                    if record.offset in wanted[place]:
                        wanted[place][record.offset].set_headers(list(record.headers))
                if records[-1].offset >= max(wanted[place]):
                    del wanted[place]


async def _publish(
    topic: str, key: bytes | None, value: bytes | None, headers: RawHeaders, kafka: KafkaSettings
) -> None:
    from aiokafka import AIOKafkaProducer

    from agents import header_names

    async with AIOKafkaProducer(**_connection(kafka), acks="all", request_timeout_ms=_SECONDS * 1000) as producer:
        await (await header_names.send(producer, topic, key, value, headers, largest=_LARGEST))


def _connection(kafka: KafkaSettings) -> dict[str, Any]:
    from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

    return {"bootstrap_servers": kafka.servers, **credentials_to_aiokafka_auth(kafka.credentials())}
