"""A test's own corner of the real Kafka: topics with a prefix, workers as processes, and what they wrote."""

import json
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from pydantic import SecretStr

from agents.settings import AgentSettings, KafkaSettings, WorkerSettings
from agents.topics import create_topics
from service.stack import leash

ROOT = Path(__file__).parents[2]
_SETTLING = (
    KafkaError.NOT_COORDINATOR, KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN,
)  # fmt: skip

# What is said of a topic that was made a moment ago.
_NEW = (KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE, KafkaError._UNKNOWN_PARTITION)


class Cluster:
    def __init__(self, broker, prefix, folder, root=ROOT, create=True):
        self.root = root
        self.broker = broker
        self.kafka = KafkaSettings(bootstrap_servers=broker.address, topic_prefix=prefix)
        self.folder = folder
        self.workers = []
        self.index = None
        if create:
            create_topics(self.kafka)

    def login(self, kafka):
        self.kafka = kafka
        create_topics(kafka)

    def settings(self, **worker):
        worker = {"data_dir": self.folder, "session_timeout": 6, "budget_seconds": 1} | worker
        return AgentSettings(kafka=self.kafka, worker=WorkerSettings(**worker), index=self.index)

    def command(self, stage="tricky", package="tests.agents.stages", **worker):
        """What starts a worker as a process of its own."""
        secrets = {name: value.get_secret_value() for name, value in self.kafka if isinstance(value, SecretStr)}
        content = self.settings(**worker).model_dump(mode="json")
        content["kafka"] |= secrets
        return [sys.executable, "-m", "tests.agents.stages", package, stage, json.dumps(content)]

    def start(self, stage="tricky", package="tests.agents.stages", **worker):
        """A worker as a process of its own. Its log is `self.log(process)`."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                leash.command(self.command(stage, package, **worker)),
                cwd=self.root, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        process.log_path = log
        self.workers.append(process)
        return process

    def log(self, process):
        return process.log_path.read_text()

    def stop(self, process, within=20):
        process.send_signal(signal.SIGTERM)
        return process.wait(within)

    def close(self):
        for process in self.workers:
            process.kill()
            process.wait()

    def publish(self, records, topic="articles.raw"):
        """`records`: (key, value), (key, value, headers) or (key, value, headers, timestamp in ms)."""
        failed = []
        producer = Producer(self.kafka.producer() | {"linger.ms": 5})
        for key, value, *more in records:
            headers = more[0] if more else None
            timestamp = more[1] if len(more) > 1 else 0
            producer.produce(
                self.kafka.topic(topic), value, key, headers=headers, timestamp=timestamp,
                on_delivery=lambda error, message: error and failed.append(error),
            )  # fmt: skip
            producer.poll(0)
        assert producer.flush(60) == 0
        assert not failed

    def read(self, topic):
        """All records of `topic`, in order within a partition."""
        name = self.kafka.topic(topic)
        consumer = Consumer(self.kafka.confluent() | {"group.id": "reader", "enable.partition.eof": True,
                                                      "enable.auto.commit": False})  # fmt: skip
        partitions = self.partitions(consumer, name)
        consumer.assign([TopicPartition(name, partition, OFFSET_BEGINNING) for partition in partitions])
        found, ended = [], 0
        while ended < len(partitions):
            message = consumer.poll(10)
            assert message is not None, f"no answer from {name}"
            if message.error():
                ended += 1
            else:
                found.append(message)
        consumer.close()
        return found

    def wait(self, condition, within=60, alive=()):
        """The first true answer of `condition`."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            answer = condition()
            if answer:
                return answer
            for process in alive:
                assert process.poll() is None, self.log(process)[-3000:]
            time.sleep(0.1)
        raise AssertionError("\n".join(self.log(process)[-1500:] for process in self.workers[-2:]))

    def wait_for(self, topic, count, within=60, alive=()):
        """All records of `topic`, once they are `count` or more."""
        self.wait(lambda: self.ends(topic) >= count, within, alive)
        return self.read(topic)

    def ends(self, topic):
        """How many records were ever written to `topic`."""
        consumer = Consumer(self.kafka.confluent() | {"group.id": "reader"})
        name = self.kafka.topic(topic)
        total = 0
        for partition in self.partitions(consumer, name):
            total += _end(consumer, TopicPartition(name, partition))
        consumer.close()
        return total

    def settled(self, sources):
        """Whether each stage of {stage: its source} has committed all there is, though they feed one another."""
        ends = {topic: self.ends(topic) for topic in sources.values()}
        done = all(self.committed(stage, topic) == ends[topic] for stage, topic in sources.items())
        return done and all(self.ends(topic) == end for topic, end in ends.items())

    def partitions(self, client, name):
        return list(client.list_topics(name, timeout=20).topics[name].partitions)

    def committed(self, stage, topic="articles.raw"):
        """The sum of the offsets that the stage's group has committed on its source topic."""
        consumer = Consumer(self.kafka.confluent() | {"group.id": self.kafka.group(stage)})
        name = self.kafka.topic(topic)
        try:
            asked = [TopicPartition(name, partition) for partition in self.partitions(consumer, name)]
            found = consumer.committed(asked, timeout=30)
        except KafkaException as error:
            if not error.args[0].retriable() and error.args[0].code() not in _SETTLING:
                raise
            return -1  # the coordinator is still being found
        finally:
            consumer.close()
        return sum(max(0, partition.offset) for partition in found)


def _end(consumer, partition):
    """How many records were ever written to one partition."""
    until = time.monotonic() + 20
    while True:
        try:
            return consumer.get_watermark_offsets(partition, timeout=20)[1]
        except KafkaException as error:
            if error.args[0].code() not in _NEW or time.monotonic() > until:
                raise
            time.sleep(0.1)


def article(number, text=None, **fields):
    """(key, value) of a small article."""
    article_id = f"a-{number}"
    return article_id, json.dumps({"id": article_id, "text": text or f"خبر رقم {number}", **fields}).encode()


def by_key(messages):
    found = defaultdict(list)
    for message in messages:
        found[(message.key() or b"").decode()].append(message)
    return found


def errors(message):
    """The `rasd.error.*` headers of a dead letter, as text."""
    return {
        name.removeprefix("rasd.error."): value.decode()
        for name, value in message.headers() or ()
        if name.startswith("rasd.error.")
    }
