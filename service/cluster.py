"""The first word with a cluster, in one line when it fails."""

import socket

from confluent_kafka import Consumer, KafkaException, Producer

from agents.settings import KafkaSettings
from pipeline.contracts.errors import Unavailable

_SECONDS = 10


def reach(client: Producer | Consumer, kafka: KafkaSettings) -> None:
    """Make sure that the cluster answers `client`.

    Raises:
        Unavailable: it does not.
    """
    if not any(map(_accepts, kafka.servers)):
        raise Unavailable(_line(kafka, "connection refused"))
    try:
        client.list_topics(timeout=_SECONDS)
    except KafkaException as error:
        raise Unavailable(_line(kafka, error.args[0].str())) from error


def _line(kafka: KafkaSettings, reason: str) -> str:
    return (
        f"no broker answers at {kafka.bootstrap_servers} ({reason}); "
        "start one with `rasd up`, or set kafka.bootstrap_servers"
    )


def _accepts(server: str) -> bool:
    """Whether somebody listens at `host:port`: librdkafka would try for the whole time before it said no."""
    host, _, port = server.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS).close()
    except (OSError, ValueError):
        return False
    return True
