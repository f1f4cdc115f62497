"""The real Kafka that `rasd up` runs: keeps what it was given, and leaves nothing behind."""

import os
import signal
import subprocess
import sys

import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from pipeline.contracts.errors import Unavailable
from service.stack import kafka, server
from service.stack.ports import free_port
from service.stack.process import wait_until


def create(address, name):
    client = AdminClient({"bootstrap.servers": address})  # a client nobody holds drops its requests
    client.create_topics([NewTopic(name, 1, 1)])[name].result(20)


def publish(address, topic, value):
    delivered = []
    producer = Producer({"bootstrap.servers": address})
    producer.produce(topic, value, on_delivery=lambda error, message: delivered.append(error))
    producer.flush(20)
    assert delivered == [None]


def read_one(address, topic):
    consumer = Consumer({"bootstrap.servers": address, "group.id": topic, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    try:
        return consumer.poll(30).value()
    finally:
        consumer.close()


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_an_acknowledged_record_survives_kill_9_of_the_broker(broker, prefix):
    topic = f"{prefix}kept"
    create(broker.address, topic)
    publish(broker.address, topic, "قال الوزير".encode())
    broker.process.kill()
    broker.restart()
    assert read_one(broker.address, topic) == "قال الوزير".encode()


def test_topics_are_not_created_by_a_slip_of_the_pen(broker, prefix):
    client = AdminClient({"bootstrap.servers": broker.address})
    client.list_topics(f"{prefix}slip", timeout=10)
    assert f"{prefix}slip" not in client.list_topics(timeout=10).topics


def test_a_second_broker_on_the_same_folder_is_refused(broker, monkeypatch):
    monkeypatch.setattr(server, "_LOCK_SECONDS", 0.2)
    with pytest.raises(Unavailable, match="another Kafka uses"):
        kafka.LocalKafka(broker.folder, port=free_port()).start()
    assert kafka.answers(broker.address)


def test_a_taken_port_is_named(broker, tmp_path):
    port = int(broker.address.rpartition(":")[2])
    with pytest.raises(Unavailable, match=f"port {port} is taken"):
        kafka.LocalKafka(tmp_path, port=port).start()


def test_the_broker_ends_with_the_process_that_started_it(broker, tmp_path):
    # `broker` is asked for so that a machine without Java skips, and the jars are there.
    script = (
        "import sys, time; from pathlib import Path; from service.stack.kafka import LocalKafka\n"
        "from service.stack.ports import free_port\n"
        "kafka = LocalKafka(Path(sys.argv[1]), port=free_port()); kafka.start()\n"
        "print(kafka.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    assert wait_until(lambda: gone(pid), seconds=60)
    # And its folder can be used again.
    with kafka.LocalKafka(tmp_path, port=free_port()) as again:
        assert kafka.answers(again.address)
