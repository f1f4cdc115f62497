"""Servers that this process runs: started before use, stopped after it. Those in Java come from Maven artefacts."""

import os
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from pipeline.contracts.errors import Unavailable
from service.stack import lock
from service.stack.jars import fetch, find_java
from service.stack.process import Process

_LOCK_SECONDS = 15
_STOP_SECONDS = 10
_ATTEMPTS = 3

# For one small node: starting quickly (Kafka in 3.4 s instead of 5.2 s) matters more than the last of throughput.
_JAVA_FLAGS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"]


class Server(ABC):
    """Something that `with` starts and stops."""

    @abstractmethod
    def start(self) -> None:
        """Start and wait until it answers."""

    @abstractmethod
    def stop(self) -> None:
        """End it."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class JavaServer(Server):
    """A server of one node. Its data stays in its folder from one start to the next.

    Start it from the main thread. It ends with the process that started it.
    """

    title: ClassVar[str]  # for people
    jars: ClassVar[str]  # the folder of its jars in the cache
    coordinates: ClassVar[list[str]]  # what Maven calls them
    start_seconds: ClassVar[int]
    advice: ClassVar[str] = "stop that one first"  # when another one has the folder

    def __init__(self, folder: Path, *, port: int | None, max_memory: str) -> None:
        """Describe a server; nothing runs yet.

        Args:
            folder: for data, settings and log.
            port: the one to listen on, refused when it is taken; None for one that is free.
            max_memory: of the Java heap, as in -Xmx.
        """
        self.folder = folder
        self.log = folder / f"{self.title.lower()}.log"
        self.address = ""  # where it answers
        self._wanted_port = port
        self._java_options = [*_JAVA_FLAGS, f"-Xmx{max_memory}"]
        self._process: Process | None = None
        self._lock: int | None = None

    @property
    def process(self) -> Process:
        """The Java process, for a supervisor. Only after `start`."""
        if self._process is None:
            raise RuntimeError(f"{self.title} has not been started")
        return self._process

    def start(self) -> None:
        """Start and wait until it answers: some 5 s, and once about 10 s to fetch the jars.

        Raises:
            Unavailable: naming what is missing, or the log and its last line.
        """
        java = find_java()
        jars = fetch(self.jars, self.coordinates)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        busy = f"another {self.title} uses {self.folder}; {self.advice}"
        # Handed on to Java: held until the server is gone, even if this process went before it. The wait
        # is for such an orphan to finish.
        self._lock = lock.take(self.folder / "lock", wait_s=_LOCK_SECONDS, held=busy)
        try:
            self._start_on_some_port([java, *self._java_options, "-cp", f"{jars}/*"])
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

    @abstractmethod
    def _choose_port(self) -> int:
        """The port to listen on.

        Raises:
            Unavailable: the wanted one is taken.
        """

    @abstractmethod
    def _prepare(self, java: list[str], port: int) -> list[str]:
        """Write the settings for `port`, set `address`, and give the command: `java`, then class and arguments."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it answers at `address`."""

    @abstractmethod
    def _may_try_again(self, port: int) -> bool:
        """Whether another port may help, after it did not start on this one."""

    def _start_on_some_port(self, java: list[str]) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            port = self._choose_port()
            self._process = Process(
                self.title.lower(), self._prepare(java, port), log=self.log, stop_s=_STOP_SECONDS
            )  # fmt: skip
            self.relaunch()
            try:
                return self._wait()
            except Unavailable:
                self._process.stop()
                if attempt == _ATTEMPTS or not self._may_try_again(port):
                    raise

    def _wait(self) -> None:
        deadline = time.monotonic() + self.start_seconds
        while not self._answers():
            if not self.process.alive:
                told = self.process.last_line()[:300]
                raise Unavailable(f"{self.title} ended while starting: {told} (all of it in {self.log})")
            if time.monotonic() > deadline:
                late = f"did not answer at {self.address} within {self.start_seconds} s"
                raise Unavailable(f"{self.title} {late}; see {self.log}")
            time.sleep(0.05)
