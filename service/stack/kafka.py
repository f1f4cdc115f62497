"""A real Apache Kafka, one node, on this machine: run from Maven artefacts, without Docker.

KRaft mode, loopback only, no security: for a developer's machine and for tests, not for a network.
"""

import base64
import socket
import subprocess
import uuid
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from pipeline.contracts.errors import Unavailable
from service.stack.folders import data_folder
from service.stack.jars import find_java, find_maven
from service.stack.ports import HOST, free_port, is_free
from service.stack.server import JavaServer

KAFKA_VERSION = "4.1.1"
DEFAULT_PORT = 9092
_JARS = f"kafka-{KAFKA_VERSION}"
_COORDINATES = [
    f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.1",
    "org.apache.logging.log4j:log4j-core:2.25.1",
]
_FORMAT_SECONDS = 60

# One node, so every internal topic has one replica; few partitions and short sessions, so that it is
# up again quickly, also after kill -9 (7 s instead of 15 s).
_PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "auto.create.topics.enable": "false",
}

_LOGGING = """<Configuration status="WARN" shutdownHook="disable">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ISO8601} %p %c{1}: %m%n"/></Console></Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="out"/></Root>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
  </Loggers>
</Configuration>
"""


def check() -> None:
    """Whether Kafka can run here: Java 17+, and the jars or the Maven to fetch them.

    Raises:
        Unavailable: naming what is missing.
    """
    find_java()
    find_maven(_JARS)


class LocalKafka(JavaServer):
    """A Kafka of one node.

    with LocalKafka(folder) as kafka:
        Producer({"bootstrap.servers": kafka.address})
    """

    title = "Kafka"
    jars = _JARS
    coordinates = _COORDINATES
    start_seconds = 60
    advice = "stop the other `rasd up` first"
    durable = True

    def __init__(self, folder: Path | None = None, *, port: int | None = None, max_memory: str = "512m") -> None:
        """As `JavaServer`; by default in `kafka` in the user's data folder, and on 9092 if that is free."""
        super().__init__(folder or data_folder() / "kafka", port=port, max_memory=max_memory)

    def _choose_port(self) -> int:
        wanted = self._wanted_port
        if wanted is None:
            return DEFAULT_PORT if is_free(DEFAULT_PORT) else free_port()
        if not is_free(wanted):
            raise Unavailable(f"port {wanted} is taken; choose another one, or leave it out for any free one")
        return wanted

    def _may_try_again(self, port: int) -> bool:
        return not is_free(port)  # somebody has taken it between the look and the start

    def _answers(self) -> bool:
        return _listens(self.address) and answers(self.address)

    def _prepare(self, java: list[str], port: int) -> list[str]:
        self.address = f"{HOST}:{port}"
        self._configure(java, port, free_port())
        logging = f"-Dlog4j2.configurationFile={self.folder / 'log4j2.xml'}"
        return [java[0], logging, *java[1:], "kafka.Kafka", str(self.folder / "server.properties")]

    def _configure(self, java: list[str], port: int, controller: int) -> None:
        data = self.folder / "data"
        settings = _PROPERTIES | {
            "controller.quorum.voters": f"1@{HOST}:{controller}",
            "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
            "log.dirs": str(data),
        }
        lines = (f"{name}={value}\n" for name, value in settings.items())
        properties = self.folder / "server.properties"
        properties.write_text("".join(lines), encoding="utf-8")
        (self.folder / "log4j2.xml").write_text(_LOGGING, encoding="utf-8")
        if not (data / "meta.properties").is_file():  # written last: without it nothing was ever stored
            self._format(java, properties)

    def _format(self, java: list[str], properties: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # With "=", since one id in 64 begins with a dash and would be taken for an option.
        tool = [
            *java, "kafka.tools.StorageTool", "format", "--ignore-formatted",
            f"--cluster-id={cluster}", "-c", str(properties),
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - our own command line
            tool, capture_output=True, text=True, timeout=_FORMAT_SECONDS, check=False
        )
        if done.returncode != 0:
            told = (done.stderr or done.stdout).strip().splitlines()
            raise Unavailable(f"Kafka could not prepare {self.folder}: {told[-1] if told else done.returncode}")


def answers(address: str, *, seconds: float = 5) -> bool:
    """Whether a broker at `address` answers a request for metadata within `seconds`."""
    client = AdminClient({"bootstrap.servers": address, "log_level": 0, "socket.timeout.ms": int(seconds * 1000)})
    try:
        return bool(client.list_topics(timeout=seconds).brokers)
    except KafkaException:
        return False


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True
