"""A real Apache Kafka, one node, on this machine: run from Maven artefacts, without Docker.

KRaft mode, loopback only, no security: for a developer's machine and for tests, not for a network.
"""

import base64
import os
import socket
import subprocess
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from pipeline.contracts.errors import Unavailable
from service.stack import lock
from service.stack.folders import data_folder
from service.stack.jars import fetch, find_java, find_maven
from service.stack.process import Process

KAFKA_VERSION = "4.1.1"
DEFAULT_PORT = 9092
_JARS = f"kafka-{KAFKA_VERSION}"
_COORDINATES = [
    f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.1",
    "org.apache.logging.log4j:log4j-core:2.25.1",
]
_HOST = "127.0.0.1"
_START_SECONDS = 60
_LOCK_SECONDS = 15
_ATTEMPTS = 3

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

# For one small node: starting quickly (3.4 s instead of 5.2 s) matters more than the last of throughput.
_JAVA_FLAGS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"]

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


class LocalKafka:
    """A Kafka of one node. Its data stays in its folder from one start to the next.

        with LocalKafka(folder) as kafka:
            Producer({"bootstrap.servers": kafka.address})

    Start it from the main thread. It ends with the process that started it.
    """

    durable = True

    def __init__(self, folder: Path | None = None, *, port: int | None = None, max_memory: str = "512m") -> None:
        """Describe a broker; nothing runs yet.

        Args:
            folder: for data, settings and log; `kafka` in the user's data folder by default.
            port: the one to listen on, refused when it is taken; by default 9092 if free, else any.
            max_memory: of the Java heap, as in -Xmx.
        """
        self.folder = folder or data_folder() / "kafka"
        self.log = self.folder / "kafka.log"
        self.address = ""
        self._port = port
        self._max_memory = max_memory
        self._process: Process | None = None
        self._lock: int | None = None

    @property
    def process(self) -> Process:
        """The Java process, for a supervisor. Only after `start`."""
        if self._process is None:
            raise RuntimeError("Kafka has not been started")
        return self._process

    def start(self) -> None:
        """Start and wait until it answers: 4 s, 6 s the first time, and once about 10 s to fetch the jars.

        Raises:
            Unavailable: naming what is missing, or the log and its last line.
        """
        java = find_java()
        jars = fetch(_JARS, _COORDINATES)
        self.folder.mkdir(parents=True, exist_ok=True)
        busy = f"another Kafka uses {self.folder}; stop the other `rasd up` first"
        # Handed on to Java: held until the broker is gone, even if this process went before it. The wait
        # is for such an orphan to finish.
        self._lock = lock.take(self.folder / "lock", wait_s=_LOCK_SECONDS, held=busy)
        try:
            self._start_on_some_port([java, "-cp", f"{jars}/*"])
        except BaseException:
            self.stop()
            raise

    def relaunch(self) -> None:
        """Start it again at the same address, after it died. Does not wait until it answers."""
        self.process.start(keep_open=[self._lock] if self._lock is not None else [])

    def restart(self) -> None:
        """Start it again at the same address, after it died, and wait until it answers."""
        self.relaunch()
        self._wait()

    def stop(self) -> None:
        """SIGTERM, after 10 s SIGKILL. What was acknowledged is on disk."""
        if self._process is not None:
            self._process.stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _start_on_some_port(self, java: list[str]) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            port, controller = _choose_port(self._port), free_port()
            self.address = f"{_HOST}:{port}"
            self._configure(java, port, controller)
            self._process = Process("kafka", self._command(java), log=self.log, stop_s=10)
            self._process.start(keep_open=[self._lock] if self._lock is not None else [])
            try:
                return self._wait()
            except Unavailable:
                self._process.stop()
                # Somebody may have taken the port between the look and the start.
                if attempt == _ATTEMPTS or _is_free(port):
                    raise

    def _command(self, java: list[str]) -> list[str]:
        return [
            java[0], f"-Xmx{self._max_memory}", *_JAVA_FLAGS,
            f"-Dlog4j2.configurationFile={self.folder / 'log4j2.xml'}", *java[1:],
            "kafka.Kafka", str(self.folder / "server.properties"),
        ]  # fmt: skip

    def _configure(self, java: list[str], port: int, controller: int) -> None:
        data = self.folder / "data"
        settings = _PROPERTIES | {
            "controller.quorum.voters": f"1@{_HOST}:{controller}",
            "listeners": f"PLAINTEXT://{_HOST}:{port},CONTROLLER://{_HOST}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{_HOST}:{port}",
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
            tool, capture_output=True, text=True, timeout=_START_SECONDS, check=False
        )
        if done.returncode != 0:
            told = (done.stderr or done.stdout).strip().splitlines()
            raise Unavailable(f"Kafka could not prepare {self.folder}: {told[-1] if told else done.returncode}")

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not (_listens(self.address) and answers(self.address)):
            if not self.process.alive:
                raise Unavailable(f"Kafka ended while starting: {self.process.last_line()} (all of it in {self.log})")
            if time.monotonic() > deadline:
                raise Unavailable(f"Kafka did not answer at {self.address} within {_START_SECONDS} s; see {self.log}")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


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


def _choose_port(wanted: int | None) -> int:
    if wanted is not None:
        if not _is_free(wanted):
            raise Unavailable(f"port {wanted} is taken; choose another one, or leave it out for any free one")
        return wanted
    return DEFAULT_PORT if _is_free(DEFAULT_PORT) else free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port of the loopback interface that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port
