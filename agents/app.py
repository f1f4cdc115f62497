"""A Faust app for one agent, made on demand: nothing lives at module level, so every test has its own."""

from collections.abc import Awaitable
from typing import Any, cast

import faust
from faust.tables.manager import TableManager
from faust.types import StreamT

from agents import header_names
from agents.agent import Agent
from agents.delivery import Delivery
from agents.guard import CrashMarks, TimeBudget
from agents.pace import BatchBound
from agents.prefetch import FETCHED, MESSAGES, App
from agents.pulse import Pulse
from agents.record import Outgoing, names_are_text
from agents.settings import AgentSettings, KafkaSettings, WorkerSettings
from agents.topics import topics

_HEARTBEAT = 1.0  # seconds: so long it takes until the others hear that a worker has come or gone
_BROKER_PATIENCE = 60.0  # a broker that was killed needs up to 16 s to come back
_LOOK_AGAIN_MS = 5000
# A worker that waits, for its index or for a right to write, reads nothing. After this time it would leave its
# group, and join it only when it reads again, which it does not outside of it: it would stand still for ever.
_A_YEAR = 365 * 24 * 3600.0


def create_app(agent: Agent, settings: AgentSettings, marks: CrashMarks, pulse: Pulse) -> faust.App:
    """The Faust app that runs `agent`. To be called in the main thread, where the time budget lives."""
    kafka, worker = settings.kafka, settings.worker
    header_names.accept_all()
    app = App(
        kafka.group(agent.name),
        **_connection(kafka),
        **_membership(worker),
        **_producing(),
        broker_commit_interval=worker.commit_interval,
        stream_buffer_maxsize=MESSAGES,
        datadir=worker.data_dir / f"faust-{agent.name}",  # Faust makes no parents
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,  # topics are made by `rasd topics create`, with their policies
        table_standby_replicas=0,
        TableManager=_NoTables,
        autodiscover=False,
    )
    delivery = Delivery(
        agent.name, _Sender(app, kafka), TimeBudget(agent.name, worker.budget(agent.name)), marks,
        BatchBound(worker.batch_max, worker.batch_seconds), pulse,
    )  # fmt: skip

    async def consume(stream: StreamT[bytes]) -> None:
        await delivery.consume(cast(faust.Stream[bytes], stream), lambda records: agent.process(records, delivery))

    # Raw bytes: what Faust cannot decode it would skip. Concurrency 1: more of it commits past unfinished work.
    source = app.topic(
        kafka.topic(agent.source), key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
    )
    app.agent(source, name=agent.name, concurrency=1)(consume)
    return app


def _connection(kafka: KafkaSettings) -> dict[str, Any]:
    return {
        "broker": [f"aiokafka://{server}" for server in kafka.servers],
        "broker_credentials": kafka.credentials(),
        "broker_request_timeout": 90.0,
        "consumer_max_fetch_size": FETCHED,
        "broker_max_poll_records": MESSAGES,  # the records of a batch that unpacks to millions come a few at a time
        "consumer_auto_offset_reset": "earliest",
        # A broker that comes back names its topics a moment after its groups. A worker that leads its group in
        # that moment assigns no partitions, and stands still until it looks again: by default 5 minutes.
        "consumer_metadata_max_age_ms": _LOOK_AGAIN_MS,
    }


def _membership(worker: WorkerSettings) -> dict[str, Any]:
    return {
        "broker_session_timeout": worker.session_timeout,
        "broker_heartbeat_interval": _HEARTBEAT,
        "broker_rebalance_timeout": worker.rebalance_timeout,
        "broker_max_poll_interval": _A_YEAR,
        "consumer_group_instance_id": worker.instance,
    }


def _producing() -> dict[str, Any]:
    return {
        "producer_acks": -1,
        "producer_max_request_size": _largest_record(),  # each topic's own limit is the broker's to apply
        "producer_max_batch_size": 256 * 1024,
        "producer_request_timeout": _BROKER_PATIENCE,
    }


def _largest_record() -> int:
    return max(int(topic.config["max.message.bytes"]) for topic in topics().values())


class _NoTables(TableManager):
    """Faust's waits a second for tables to be declared before it joins the group; there are none."""

    async def on_start(self) -> None:
        await self._update_channels()
        await self.recovery.start()


class _Sender:
    """`delivery.Send` over the app's producer, without `Topic.send`, whose failures are only logged."""

    def __init__(self, app: faust.App, kafka: KafkaSettings) -> None:
        self._app = app
        self._kafka = kafka

    async def __call__(self, outgoing: Outgoing) -> Awaitable[object]:
        producer = await self._app.maybe_start_producer()
        if not names_are_text(outgoing.headers):
            return await self._send_any_names(producer, outgoing)
        sent: Awaitable[object] = await producer.send(
            self._kafka.topic(outgoing.topic),
            outgoing.key,
            outgoing.value,
            None,
            outgoing.timestamp,
            list(outgoing.headers),
        )
        return sent

    async def _send_any_names(self, producer: Any, outgoing: Outgoing) -> Awaitable[object]:
        """A dead letter, the only record with headers that others have named: its own time is now."""
        return await header_names.send(
            producer._ensure_producer(), self._kafka.topic(outgoing.topic),
            outgoing.key, outgoing.value, outgoing.headers, largest=_largest_record(),
        )  # fmt: skip
