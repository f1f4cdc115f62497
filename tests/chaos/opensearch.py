"""OpenSearch as the index under test: a real one of one node, and before it a proxy that can be in a bad way."""

import json
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.request import urlopen

from search import Index, IndexSettings, open_index
from service.stack.opensearch import LocalOpenSearch
from tests.chaos.stack import START_SECONDS
from tests.e2e.opensearch_proxy import JSON, Proxy

PATIENCE_S = 4.0
"""How long the index worker waits for an answer."""

_SLOW_S = 1.5
_ONE_IN = 3  # of the articles in a request, when it is refused in part

Answer = tuple[int, bytes, str]
Forward = Callable[..., Answer]


def _refusal(status: int, type_: str) -> Answer:
    error = {"type": type_, "reason": "planted"}
    return status, json.dumps({"error": error, "status": status}).encode(), JSON


def _overloaded(path: str, body: bytes, forward: Forward) -> Answer:
    return _refusal(429, "rejected_execution_exception")


def _overloaded_in_part(path: str, body: bytes, forward: Forward) -> Answer:
    """Some articles of a request are refused, the others written."""
    if not path.startswith("/_bulk"):
        return forward()
    lines = body.splitlines(keepends=True)
    pairs = [b"".join(lines[start : start + 2]) for start in range(0, len(lines), 2)]
    taken = [pair for number, pair in enumerate(pairs) if number % _ONE_IN]
    status, answered, kind = forward(b"".join(taken)) if taken else (200, b'{"items": []}', JSON)
    if status != 200:
        return status, answered, kind
    items = iter(json.loads(answered)["items"])
    rejected = {"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "planted"}}}
    all_items = [next(items) if number % _ONE_IN else rejected for number in range(len(pairs))]
    return 200, json.dumps({"errors": True, "items": all_items}).encode(), JSON


def _unavailable(path: str, body: bytes, forward: Forward) -> Answer:
    """From OpenSearch itself, or from what stands before it."""
    if len(body) % 2:
        return 503, b"<html>Service Unavailable</html>", "text/html"
    return _refusal(503, "cluster_manager_not_discovered_exception")


def _slow(path: str, body: bytes, forward: Forward) -> Answer:
    time.sleep(_SLOW_S)
    return forward()


def _late(path: str, body: bytes, forward: Forward) -> Answer:
    """It is done, but the answer comes when nobody waits for it any more."""
    answer = forward()
    time.sleep(PATIENCE_S + 1)
    return answer


_MOODS: Mapping[str, Callable[[str, bytes, Forward], Answer]] = {
    "429": _overloaded, "429 in part": _overloaded_in_part, "503": _unavailable, "slow": _slow,
    "answers too late": _late,
}  # fmt: skip
_DOWN, _PAUSED, _KILLED = "down", "paused", "kill -9"


class ProxiedOpenSearch:
    """See `tests.chaos.index.IndexUnderTest`."""

    outages = (*_MOODS, _DOWN, _PAUSED, _KILLED)
    kind = "OpenSearch, behind a proxy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workers"
        self._server = LocalOpenSearch(folder / "opensearch")
        self._server.start_seconds = START_SECONDS
        self._proxy: Proxy

    @property
    def environment(self) -> Mapping[str, str]:
        return {"RASD_INDEX__URL": self._proxy.url, "RASD_INDEX__TIMEOUT_SECONDS": str(PATIENCE_S)}

    def start(self) -> None:
        self.folder.mkdir(parents=True)
        self._server.start()
        self._proxy = Proxy(self._server.url)
        self._proxy.up()

    def suffer(self, outage: str, writer: int | None) -> None:
        if outage == _KILLED:
            self._server.process.kill()
        elif outage == _PAUSED:
            self._server.process.signal(signal.SIGSTOP)
        elif outage == _DOWN:
            self._proxy.down()
        else:
            self._proxy.mood = _MOODS[outage]

    def recover(self, outage: str, writer: int | None) -> None:
        if outage == _KILLED:
            self._server.restart()
        elif outage == _PAUSED:
            self._server.process.signal(signal.SIGCONT)
        elif outage == _DOWN:
            self._proxy.up()
        else:
            self._proxy.mood = None

    def open(self) -> Index:
        return open_index(IndexSettings(path=self.folder, url=self._server.url), create=False)

    def known(self) -> int:
        with urlopen(f"{self._server.url}/rasd/_count", timeout=30) as answer:  # quotes, which are nested, do not count
            return int(json.load(answer)["count"])

    def close(self) -> None:
        self._proxy.down()
        self._server.stop()
