"""Which broker: the configured cluster, a real Kafka on this machine, or the in-memory one."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from pipeline.contracts.errors import Unavailable
from service.stack import kafka
from service.stack.kafka import LocalKafka
from service.stack.memory import MemoryBroker
from service.stack.process import Process

BrokerKind = Literal["auto", "kafka", "memory"]

MEMORY_WARNING = (
    "In-memory broker: its data ends with it. The promises of delivery need a real broker: "
    "install Java 17+ and Maven, or set kafka.bootstrap_servers."
)


class LocalBroker(Protocol):
    """A broker that this process runs."""

    durable: bool
    address: str

    @property
    def process(self) -> Process:
        """The child process that it is."""

    def start(self) -> None:
        """Start and wait until it answers."""

    def relaunch(self) -> None:
        """Start again at the same address after it died, without waiting for it."""

    def stop(self) -> None:
        """End it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and the line that says so.

    Attributes:
        broker: to be started here; None for a cluster that runs elsewhere.
        line: one sentence for a person: what, and why not something better.
    """

    broker: LocalBroker | None
    line: str


def choose(
    kind: BrokerKind,
    *,
    cluster: str | None = None,
    folder: Path | None = None,
    port: int | None = None,
    max_memory: str = "512m",
) -> Choice:
    """The broker to use. Starts nothing.

    Args:
        kind: `auto`: the configured cluster if there is one, else Kafka if it can run here, else memory.
        cluster: the configured bootstrap servers.
        folder: for the local brokers' data.
        port: for Kafka; by default 9092 if free, else any.
        max_memory: for Kafka's Java heap, as in -Xmx.

    Raises:
        Unavailable: `kafka` is asked for by name and cannot run here.
    """
    if kind == "auto" and cluster:
        return Choice(None, f"Kafka at {cluster} (configured)")
    if kind == "memory":
        return Choice(_memory(folder), MEMORY_WARNING)
    try:
        kafka.check()
    except Unavailable as missing:
        if kind == "kafka":
            raise
        return Choice(_memory(folder), f"{MEMORY_WARNING} ({missing.args[0].partition(';')[0]})")
    local = LocalKafka(folder and folder / "kafka", port=port, max_memory=max_memory)
    return Choice(local, f"Apache Kafka {kafka.KAFKA_VERSION} on this machine, data in {local.folder}")


def _memory(folder: Path | None) -> MemoryBroker:
    return MemoryBroker(folder and folder / "memory")
