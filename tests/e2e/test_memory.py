"""The in-memory broker keeps little: publishing waits for receipts, so that nothing falls out unread."""

import json
import threading

from confluent_kafka import Producer

from agents.settings import KafkaSettings
from agents.topics import create_topics
from pipeline.contracts.raw import Limits
from service.inputs import articles
from service.publisher import Publisher
from service.publishing import Watchers, publish
from service.reader import TopicReader
from service.receipts import Receipts
from service.stack.memory import MemoryBroker
from tests.e2e.sockets import is_local, listening


def give_receipts(kafka, seen, enough, stop):
    """Stand for the workers: read every article, and say on `articles.indexed` that it was read."""
    producer = Producer(kafka.producer())
    with TopicReader(kafka, ["articles.raw"], start="beginning") as reader:
        while len(seen) < enough and not stop.is_set():
            for record in reader.poll(0.1):
                article = json.loads(record.value())["id"]
                seen.append(article)
                receipt = {"id": article, "version": record.timestamp()[1], "outcome": "indexed"}
                receipt["at"] = "2026-01-01T00:00:00Z"
                producer.produce("articles.indexed", json.dumps(receipt), key=article)
            producer.flush(5)


def test_thirty_megabytes_go_through_partitions_of_five(tmp_path):
    lines = "".join(json.dumps({"id": f"a-{n}", "text": "نص قصير.", "pad": "x" * 300_000}) + "\n" for n in range(100))
    path = tmp_path / "many.jsonl"
    path.write_text(lines, encoding="utf-8")
    with MemoryBroker(tmp_path) as broker:
        listeners = [address for address, _port in listening(broker.process.pid)]
        assert listeners
        assert all(map(is_local, listeners)), listeners
        kafka = KafkaSettings(bootstrap_servers=broker.address)
        create_topics(kafka)
        seen, stop = [], threading.Event()
        workers = threading.Thread(target=give_receipts, args=(kafka, seen, 100, stop))
        workers.start()
        silent = Watchers(refused=print, ended=lambda fate: None, progress=lambda run: None)
        try:
            with Receipts(kafka) as receipts:
                publisher = Publisher(kafka, Limits())
                found = articles([str(path)], Limits())
                run = publish(found, publisher, receipts, silent, seconds=120, durable=False)
        finally:
            stop.set()
            workers.join()
    assert str(run) == "100 of 100 acknowledged, 100 indexed"
    assert len(set(seen)) == 100


def test_the_address_is_told_and_nothing_is_left(tmp_path):
    broker = MemoryBroker(tmp_path)
    broker.start()
    assert broker.process.alive
    broker.stop()
    assert not broker.process.alive
