"""Topics made and compared on a real cluster, and on the in-memory one."""

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from agents.settings import KafkaSettings
from agents.topics import check_topics, create_topics, topics


def test_topics_are_made_once_with_their_policies(broker, prefix):
    kafka = KafkaSettings(bootstrap_servers=broker.address, topic_prefix=prefix)
    assert {difference.topic for difference in check_topics(kafka) if difference.missing} == {
        kafka.topic(name) for name in topics()
    }
    assert create_topics(kafka) == [kafka.topic(name) for name in topics()]
    assert create_topics(kafka) == []
    assert check_topics(kafka) == []


def test_what_is_different_is_told_and_left_as_it_is(broker, prefix):
    kafka = KafkaSettings(bootstrap_servers=broker.address, topic_prefix=prefix)
    client = AdminClient(kafka.confluent())
    other = NewTopic(kafka.topic("quotes"), 2, 1, config={"cleanup.policy": "delete"})
    client.create_topics([other])[other.topic].result(20)
    assert kafka.topic("quotes") not in create_topics(kafka)
    told = {difference.what for difference in check_topics(kafka)}
    assert "2 partitions instead of 4" in told
    assert "cleanup.policy is delete instead of compact" in told


def test_the_in_memory_broker_has_the_topics_it_was_asked_for():
    mock = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "x"})
    address = next(iter(mock.list_topics(timeout=10).brokers.values()))
    kafka = KafkaSettings(bootstrap_servers=f"{address.host}:{address.port}")
    assert set(create_topics(kafka)) == set(topics())
    assert [difference for difference in check_topics(kafka) if difference.missing] == []
