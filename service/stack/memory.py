"""librdkafka's in-memory broker in a child process, for a first look where there is no Java.

What it lacks against a real broker: it forgets everything when it ends; it keeps only the newest 5 MB
or so of each partition, so that a publisher must wait for receipts; it has no topic administration (a
topic appears, with 4 partitions, when somebody asks for it) and knows one worker per group at a time.
"""

import os
import signal
import sys
from pathlib import Path

from confluent_kafka import Producer

from pipeline.contracts.errors import Unavailable
from service.stack.folders import data_folder
from service.stack.process import Process, wait_until
from service.stack.server import Server

_START_SECONDS = 20


class MemoryBroker(Server):
    """The in-memory broker, with the face of `LocalKafka`."""

    durable = False

    def __init__(self, folder: Path | None = None) -> None:
        """Describe a broker; nothing runs yet.

        Args:
            folder: for its log and the file it writes its address to.
        """
        self.folder = folder or data_folder() / "memory"
        self.log = self.folder / "broker.log"
        self.address = ""
        self._told = self.folder / "address"
        command = [sys.executable, "-m", __name__, str(self._told)]
        self.process = Process("broker", command, log=self.log, stop_s=5)

    def start(self) -> None:
        """Start and wait until it has told its address.

        Raises:
            Unavailable: it ended instead; with the last line of its log.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._told.unlink(missing_ok=True)
        self.process.start()
        came = wait_until(lambda: self._told.is_file() or not self.process.alive, seconds=_START_SECONDS, step_s=0.02)
        if not (came and self._told.is_file()):
            self.process.stop()
            raise Unavailable(f"the in-memory broker did not start: {self.process.last_line()[:300]} (see {self.log})")
        self.address = self._told.read_text(encoding="utf-8")

    def relaunch(self) -> None:
        """Refused: another one would have another address and no data."""
        raise Unavailable("the in-memory broker ended, and its data with it; start again")

    def stop(self) -> None:
        """End it; its data is gone."""
        self.process.stop()
        self._told.unlink(missing_ok=True)


def _serve(told: Path) -> None:
    """Be the broker until SIGTERM, and write its address to the file `told`."""
    ended = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, ended)
    producer = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "in-process", "log_level": 3})
    broker = next(iter(producer.list_topics(timeout=10).brokers.values()))
    scratch = told.with_name(f"{told.name}.{os.getpid()}")
    scratch.write_text(f"{broker.host}:{broker.port}", encoding="utf-8")
    scratch.rename(told)  # at once: a reader sees all of it or nothing
    signal.sigwait(ended)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
