"""The topics: configs/topics.toml as a table, made and compared on the cluster."""

import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its stubs do not export what it exports
    AdminClient,
    ClusterMetadata,
    ConfigResource,
    NewTopic,
    ResourceType,
)
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.cluster import whole_cluster
from agents.connection import reach
from agents.settings import KafkaSettings
from configs import read_toml
from pipeline.contracts.errors import BadConfiguration, Unavailable

_DAY_MS = 24 * 60 * 60 * 1000
_PATIENCE = 5.0  # seconds for an answer of the cluster


class Topic(BaseModel):
    """One topic: its name without prefix, its policy, and who writes and reads what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z]+(\.[a-z]+)*$")
    about: str
    model: str | None = None
    writer: str
    readers: list[str]
    partitions: int = Field(ge=1)
    replication_factor: int = Field(ge=1)
    retention_days: int = Field(ge=1)
    compact: bool
    compact_within_days: int = Field(ge=1)
    max_message_mb: int = Field(ge=1)

    @property
    def config(self) -> dict[str, str]:
        """The topic's settings under Kafka's own names."""
        kept = str(self.retention_days * _DAY_MS)
        policy = {
            "cleanup.policy": "compact",
            "delete.retention.ms": kept,
            "max.compaction.lag.ms": str(self.compact_within_days * _DAY_MS),
        } if self.compact else {"cleanup.policy": "delete", "retention.ms": kept}  # fmt: skip
        # The limit of articles.raw is for values; keys, headers and framing need a little room beside them.
        return policy | {"max.message.bytes": str(self.max_message_mb * 1024 * 1024 + 65536)}


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its name, in the order an article passes them.

    Raises:
        BadConfiguration: naming the topic and the field.
    """
    table = read_toml("topics.toml")
    found = {}
    for row in table.get("topic", []):
        try:
            topic = Topic.model_validate(table.get("defaults", {}) | row)
        except ValidationError as error:
            first = error.errors()[0]
            place = f"{row.get('name', '?')}.{'.'.join(map(str, first['loc']))}"
            raise BadConfiguration(f"configs/topics.toml: {place}: {first['msg']}") from error
        found[topic.name] = topic
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not on the cluster as configs/topics.toml says."""

    topic: str
    what: str
    missing: bool = False


def create_topics(kafka: KafkaSettings) -> list[str]:
    """Make the topics that are not there yet; those that are there are left as they are.

    Returns:
        The names in Kafka of the topics that were made.

    Raises:
        BadConfiguration: a setting of the connection is wrong.
        Unavailable: the cluster does not answer, or does not allow it.
    """
    client = _client(kafka)
    there = whole_cluster(client, kafka)
    missing = {kafka.topic(name): topic for name, topic in topics().items() if kafka.topic(name) not in there.topics}
    if _in_memory(there):  # cannot be told, but makes what it is asked for
        return [name for name in missing if client.list_topics(name, timeout=_PATIENCE).topics]
    wanted = [
        NewTopic(name, topic.partitions, topic.replication_factor, config=topic.config)
        for name, topic in missing.items()
    ]
    futures = client.create_topics(wanted, operation_timeout=_PATIENCE) if wanted else {}
    made = [name for name, future in futures.items() if _was_made(name, future)]
    until = time.monotonic() + _PATIENCE
    while not set(made) <= set(whole_cluster(client, kafka).topics) and time.monotonic() < until:
        time.sleep(0.05)  # the controller has them, the brokers hear of them a moment later
    return made


def check_topics(kafka: KafkaSettings) -> list[Difference]:
    """How the cluster differs from configs/topics.toml: missing topics, partitions, policies.

    Raises:
        BadConfiguration: a setting of the connection is wrong.
        Unavailable: the cluster does not answer.
    """
    client = _client(kafka)
    there = whole_cluster(client, kafka)
    differences, present = [], {}
    for short, topic in topics().items():
        name = kafka.topic(short)
        if name not in there.topics:
            differences.append(Difference(name, "is missing", missing=True))
            continue
        present[name] = topic
        found = len(there.topics[name].partitions)
        if found != topic.partitions:
            differences.append(Difference(name, f"{found} partitions instead of {topic.partitions}"))
    return differences if _in_memory(there) else differences + _other_settings(client, present)


def _client(kafka: KafkaSettings) -> AdminClient:
    """A client that writes nothing to stderr by itself: what fails is raised."""
    reach(kafka)
    return AdminClient(kafka.confluent() | {"log_level": 0})


def _in_memory(cluster: ClusterMetadata) -> bool:
    """Whether it is librdkafka's in-memory broker, whose controller does not exist."""
    return cluster.controller_id not in cluster.brokers


def _was_made(name: str, future: "Future[None]") -> bool:
    try:
        future.result()
    except KafkaException as error:
        if error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS:  # someone else was faster
            return False
        raise Unavailable(f"topic {name} could not be made: {error.args[0].str()}") from error
    return True


def _other_settings(client: AdminClient, present: Mapping[str, Topic]) -> list[Difference]:
    resources = [ConfigResource(ResourceType.TOPIC, name) for name in present]
    differences: list[Difference] = []
    for resource, future in client.describe_configs(resources, request_timeout=_PATIENCE).items() if resources else ():
        try:
            found = future.result()
        except KafkaException:  # not allowed to look
            continue
        for name, wanted in present[resource.name].config.items():
            if name in found and found[name].value != wanted:
                differences.append(Difference(resource.name, f"{name} is {found[name].value} instead of {wanted}"))
    return differences
