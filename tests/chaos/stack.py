"""What is under test: a real Kafka, the workers as processes of their own, the index.

Everything happens in the caller's thread. Workers that ended are started again by `tick`, which
`sleep` and `wait` call all the time.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

from agents import health
from service.stack.kafka import LocalKafka
from service.stack.ports import free_port
from service.stack.process import Process
from tests.chaos.index import IndexUnderTest
from tests.chaos.planted import REFUSALS_FOLDER
from tests.chaos.poison import MAX_MESSAGE_BYTES
from tests.e2e.cluster import Cluster

ROOT = Path(__file__).parents[2]
SOURCES = {"segment": "articles.raw", "entities": "articles.segmented", "quotes": "articles.entities",
           "index": "articles.enriched"}  # fmt: skip
SESSION_SECONDS = 6
START_SECONDS = 300  # what a server may take to start, on a machine that has much else to do
BUDGET_SECONDS = 8

PLANTED = (sys.executable, "-P", "-m", "tests.chaos.planted")
REAL = (sys.executable, "-P", "-m", "service", "worker")


@dataclass(slots=True)
class Worker:
    """One worker process, and what became of it.

    Attributes:
        back_at: when it is to be started again after it ended; None when it is to stay away.
        struck: the fault it is recovering from, and when that came.
    """

    stage: str
    process: Process
    health: Path
    restarts: bool = True
    back_at: float | None = None
    struck: tuple[str, float] | None = None

    @property
    def well(self) -> bool:
        """Whether it is a settled member of its group, as it says itself."""
        said = health.read(self.health)
        return self.process.alive and said is not None and said.joined


@dataclass(slots=True)
class Stack:
    """A broker with its topics, one worker of each stage, and room for second ones.

    Attributes:
        folder: for everything, logs included.
        instances: for the stages with static membership, the name of the first worker.
        overlay: a folder of packages that the workers import before the repository's own.
        program: what a worker is, but for its stage: PLANTED or REAL.
        limits: `max.message.bytes` of topics, where it is not that of configs/topics.toml.
        environment: variables of the workers, beside those that tell them where everything is.
        recoveries: by fault, the seconds from each strike until its worker had its partitions again; for the index,
            from the end of its outage until it could be used.
        endings: how often a worker ended by itself, by stage and exit code.
        feed: publishes a little more, for a stage that has run out of work; False when there is no more.
    """

    folder: Path
    instances: dict[str, str]
    index: IndexUnderTest
    overlay: Path | None = None
    program: Sequence[str] = PLANTED
    limits: Mapping[str, int] = field(default_factory=lambda: MAX_MESSAGE_BYTES)
    environment: Mapping[str, str] = field(default_factory=dict)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    endings: Counter[tuple[str, int]] = field(default_factory=Counter)
    feed: Callable[[], bool] = lambda: False
    workers: dict[str, Worker] = field(default_factory=dict)
    broker: LocalKafka = field(init=False)
    cluster: Cluster = field(init=False)

    def start(self) -> None:
        """The index, the broker, the topics with the test's limits, and one worker of each stage."""
        self.index.start()
        self.broker = LocalKafka(self.folder / "kafka", port=free_port())
        self.broker.start_seconds = START_SECONDS
        self.broker.start()
        self.cluster = Cluster(self.broker, "chaos-", self.folder)
        if self.limits:
            self._limit_topics()
        self.start_workers()

    def start_workers(self) -> None:
        """The first worker of each stage; returns when all are at work."""
        for stage in SOURCES:
            self.add(stage, stage, self.instances.get(stage))
        self.wait(lambda: all(worker.well for worker in self.workers.values()), within=120)

    def add(self, name: str, stage: str, instance: str | None = None) -> Worker:
        """Start a worker of `stage` called `name`."""
        file = self.folder / "health" / name
        command = [*self.program, stage]
        process = Process(
            name, command + (["--instance", instance] if instance else []), log=self.folder / "logs" / f"{name}.log",
            environment={**self._environment(), "RASD_WORKER__HEALTH_FILE": str(file)}, stop_s=30,
        )  # fmt: skip
        worker = self.workers[name] = Worker(stage, process, file)
        self._start(worker)
        return worker

    def strike(self, worker: Worker, number: int, fault: str, away_s: float) -> None:
        """Send a signal that ends `worker`, which comes back `away_s` after its end."""
        worker.struck = (fault, time.monotonic())
        worker.health.unlink(missing_ok=True)
        worker.process.signal(number)
        if number == signal.SIGKILL:
            worker.process.wait(10)
        worker.back_at = time.monotonic() + away_s

    def tick(self) -> None:
        """Look after every worker once."""
        for worker in self.workers.values():
            if worker.process.alive:
                self._note_recovery(worker)
            elif worker.restarts:
                self._bring_back(worker)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.wait(lambda: False, within=seconds)

    def wait(self, condition: Callable[[], bool], within: float) -> bool:
        """Whether `condition` came true in time."""
        until = time.monotonic() + within
        while not (answer := condition()) and time.monotonic() < until:
            self.tick()
            time.sleep(0.05)
        return answer

    def refuse(self, stage: str, refusal: str | None) -> None:
        """Have the producers of `stage` fail so from now on; None: no longer."""
        file = self.folder / "refusals" / stage
        file.parent.mkdir(exist_ok=True)
        if refusal is None:
            file.unlink()
        else:
            file.write_text(refusal, encoding="utf-8")

    def sent_twice(self, stage: str) -> int:
        """How many deliveries of `stage` were made although its worker was told that they had failed."""
        file = self.folder / "refusals" / f"{stage}.sent"
        return file.stat().st_size if file.exists() else 0

    def lag(self, stage: str) -> int:
        """How many records of its source the stage has not committed; -1 when Kafka does not say."""
        try:
            committed = self.cluster.committed(stage, SOURCES[stage])
            return self.cluster.ends(SOURCES[stage]) - committed if committed >= 0 else -1
        except KafkaException:
            return -1

    def stop_workers(self) -> dict[str, int | None]:
        """End every worker by SIGTERM, and say how each ended."""
        for worker in self.workers.values():
            worker.process.signal(signal.SIGTERM)
        for worker in self.workers.values():
            if not worker.process.wait(30):
                worker.process.kill()
        return {name: worker.process.exit_code for name, worker in self.workers.items()}

    def close(self) -> None:
        """Leave nothing running."""
        for worker in self.workers.values():
            worker.process.kill()
        self.broker.process.signal(signal.SIGCONT)
        self.broker.stop()
        self.index.close()

    def _environment(self) -> dict[str, str]:
        first = [str(self.overlay)] if self.overlay else []
        return {
            "PYTHONPATH": os.pathsep.join([*first, str(ROOT)]),
            "RASD_KAFKA__BOOTSTRAP_SERVERS": self.broker.address,
            "RASD_KAFKA__TOPIC_PREFIX": self.cluster.kafka.topic_prefix,
            "RASD_LOCAL__FOLDER": str(self.index.folder),
            "RASD_WORKER__SESSION_TIMEOUT": str(SESSION_SECONDS),
            "RASD_WORKER__BUDGET_SECONDS": str(BUDGET_SECONDS),
            REFUSALS_FOLDER: str(self.folder / "refusals"),
            **self.index.environment,
            **self.environment,
        }

    def _start(self, worker: Worker) -> None:
        worker.back_at = None
        worker.health.unlink(missing_ok=True)
        worker.process.start()

    def _bring_back(self, worker: Worker) -> None:
        if worker.back_at is None:
            self.endings[worker.stage, worker.process.exit_code or 0] += 1
            worker.back_at = time.monotonic()
        if time.monotonic() >= worker.back_at:
            self._start(worker)

    def _note_recovery(self, worker: Worker) -> None:
        if worker.struck and worker.well:
            fault, since = worker.struck
            self.recoveries.setdefault(fault, []).append(time.monotonic() - since)
            worker.struck = None

    def _limit_topics(self) -> None:
        admin = AdminClient(self.cluster.kafka.confluent() | {"log_level": 3})
        resources = [
            ConfigResource(ResourceType.TOPIC, self.cluster.kafka.topic(topic), incremental_configs=[
                ConfigEntry("max.message.bytes", str(most), incremental_operation=AlterConfigOpType.SET)
            ])
            for topic, most in self.limits.items()
        ]  # fmt: skip
        for future in admin.incremental_alter_configs(resources).values():
            future.result(20)
