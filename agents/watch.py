"""The thread that watches over a worker: it writes the health file, and ends a process that has fallen ill.

A thread, because neither a long article nor an event loop that hangs shall keep it from telling. It ends
the process itself, because whoever runs workers starts again what has ended: `rasd up`, Docker, systemd
and Kubernetes alike; what is merely unhealthy Docker leaves running.
"""

import logging
import os
import threading
import time

import faust
import structlog

from agents.connection import reach
from agents.guard import CrashMarks
from agents.health import EVERY, Health, HealthFile
from agents.pulse import Pulse
from agents.settings import AgentSettings
from agents.standstill import Standstill, look
from pipeline.contracts.errors import RasdError, Unavailable

log = structlog.get_logger(__name__)

EXIT_ILL = 74
_LOOK_EVERY = 15.0
_WHY_SECONDS = 3.0  # the file must not get stale meanwhile
_LOOKS = 4  # at the least, before a worker is called ill
_NEVER = -(10**6)  # no offset that Kafka tells


class Watch(threading.Thread):
    """Watches over one worker from its start to its end."""

    def __init__(self, settings: AgentSettings, pulse: Pulse) -> None:
        super().__init__(name="watch", daemon=True)
        self._settings = settings
        self._pulse = pulse
        self._file = HealthFile(settings.worker.health_file) if settings.worker.health_file else None
        self._member: _Member | None = None

    def follow(self, app: faust.App, topic: str, marks: CrashMarks) -> None:
        """The worker has all it needs, and is about to join its group.

        Args:
            app: the worker's.
            topic: what it reads, as Kafka calls it.
            marks: to be cleared when the process is ended: no article is to blame.
        """
        self._marks = marks
        self._member = _Member(app, topic, self._settings, self._pulse)

    def run(self) -> None:
        """Tell, again and again."""
        while True:
            health = self._member.health() if self._member else Health("starting", self._pulse.waits)
            if self._file:
                self._file.tell(health)
            if health.state == "ill":
                self._end(health.reason)
            time.sleep(EVERY)

    def _end(self, reason: str) -> None:
        log.critical("ill, ending the process; what is in flight will come again", error=reason)
        self._marks.clear()
        logging.shutdown()
        os._exit(EXIT_ILL)


class _Member:
    """How a worker that joins, or has joined, its group is."""

    def __init__(self, app: faust.App, topic: str, settings: AgentSettings, pulse: Pulse) -> None:
        self._app = app
        self._topic = topic
        self._kafka = settings.kafka
        self._patience = settings.worker.standstill_seconds
        self._longest_join = self._patience + settings.worker.rebalance_timeout  # others may have to finish a batch
        self._pulse = pulse
        self._standstill = Standstill(pulse)
        self._still = 0.0
        self._away = ""
        self._settled_at = self._looked_at = time.monotonic()

    def health(self) -> Health:
        """Now."""
        now = time.monotonic()
        if self._pulse.ending or self._app.should_stop:
            return Health("draining")
        if not (self._app.consumer_generation_id > 0 and not self._app.rebalancing):
            return self._joining(now)
        self._settled_at = now
        partitions = {partition.partition for partition in self._app.consumer.assignment()}
        return self._ready(partitions, now) if partitions else Health("spare")

    def _joining(self, now: float) -> Health:
        if self._is_time_to_look(now) and not self._look({0}):
            self._settled_at = now
        if now - self._settled_at >= self._longest_join:
            return Health("ill", f"in no group for {now - self._settled_at:.0f} s, though Kafka answers")
        return Health("joining", self._away)

    def _ready(self, partitions: set[int], now: float) -> Health:
        if self._is_time_to_look(now):
            self._look(partitions)
        stands = f"{self._topic}: records wait, and nothing was finished for {self._still:.0f} s" if self._still else ""
        if self._still >= self._patience:
            return Health("ill", stands)
        return Health("ready", self._pulse.waits or self._away or stands)

    def _is_time_to_look(self, now: float) -> bool:
        if now - self._looked_at < min(_LOOK_EVERY, self._patience / _LOOKS):
            return False
        self._looked_at = now
        return True

    def _look(self, partitions: set[int]) -> bool:
        """Ask the cluster; whether it answered."""
        before = {partition: self._standstill.committed.get(partition, _NEVER) for partition in partitions}
        try:
            seen = look(self._kafka, self._app.conf.id, self._topic, before)
        except Unavailable as error:
            self._away = f"waiting for Kafka: {self._why() or error}"
            self._standstill.forget()
            self._still = 0.0
            return False
        self._away = ""
        self._still = self._standstill.judge(seen, time.monotonic())
        return True

    def _why(self) -> RasdError | None:
        """What the client that was told nothing cannot say: a password that was changed, a certificate that expired."""
        try:
            reach(self._kafka, seconds=_WHY_SECONDS)
        except RasdError as error:
            return error
        return None
