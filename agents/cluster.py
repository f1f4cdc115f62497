"""What a client of confluent-kafka hears of the cluster; `agents.connection.reach` has gone before."""

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its stubs do not export what it exports
    AdminClient,
    ClusterMetadata,
    TopicMetadata,
)

from agents.connection import no_answer
from agents.settings import KafkaSettings
from pipeline.contracts.errors import Unavailable

_SECONDS = 10.0


def whole_cluster(client: AdminClient | Consumer | Producer, kafka: KafkaSettings) -> ClusterMetadata:
    """The brokers and all topics.

    Asked for all topics at once: asking for one by name would make it, on a cluster that allows that.

    Raises:
        Unavailable: there is no answer.
    """
    try:
        return client.list_topics(timeout=_SECONDS)
    except KafkaException as error:
        raise Unavailable(no_answer(kafka, error.args[0].str())) from error


def topic(client: Consumer | Producer, kafka: KafkaSettings, name: str) -> TopicMetadata:
    """The partitions of the topic that configs/topics.toml calls `name`.

    Raises:
        Unavailable: there is no answer, no such topic, or it is not for us.
    """
    full = kafka.topic(name)
    try:
        found: TopicMetadata = client.list_topics(full, timeout=_SECONDS).topics[full]
    except KafkaException as error:
        raise Unavailable(no_answer(kafka, error.args[0].str())) from error
    if found.error is None:
        return found
    if found.error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
        who = kafka.sasl_username or "this client"
        raise Unavailable(f"the cluster does not let {who} see the topic {full}; give it the right (an ACL) to")
    raise Unavailable(f"the cluster has no topic {full}; make it with: rasd topics create")
