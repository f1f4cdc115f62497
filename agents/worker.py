"""One process that runs one agent: from waiting for the broker to the last commit."""

import contextlib
import importlib
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn, cast

import faust
import structlog

from agents import logs
from agents.agent import Agent
from agents.app import create_app
from agents.connection import reach
from agents.connection_errors import explained
from agents.guard import CrashMarks
from agents.heap import share_one_heap
from agents.pulse import Pulse
from agents.settings import AgentSettings
from agents.topics import check_topics
from agents.watch import Watch
from pipeline.contracts.errors import RasdError, Unavailable

log = structlog.get_logger(__name__)

EXIT_GAVE_UP = 75
_ENDING = (signal.SIGTERM, signal.SIGINT)
_RETRY_EVERY = 2.0


def run(stage: str, settings: AgentSettings, *, package: str = "agents") -> int:
    """Run the agent of module `package.stage` until SIGTERM or SIGINT; to be called in a process's main thread.

    Returns:
        The exit code: 0 drained, 1 Faust failed, 78 a setting is wrong. The process may also end
        itself with 70 (a batch could not be delivered), 74 (it stood still though records wait) or 75
        (the drain took longer than the grace period); either way nothing undelivered is committed.
    """
    share_one_heap()
    os.umask(0o077)  # marks and index hold what may be under embargo: they are nobody else's on this machine
    logs.configure(stage, lambda error: explained(error, "a broker", settings.kafka))
    signal.signal(signal.SIGTERM, _leave)  # until Faust's own handlers are there
    pulse = Pulse()
    watch = Watch(settings, pulse)
    watch.start()
    try:
        module = importlib.import_module(f"{package}.{stage}")
        agent: Agent = module.agent(settings)
        marks = CrashMarks(settings.worker.data_dir / "marks" / agent.name)
        # A login that is refused now is a mistake to be told: whoever starts a worker looks. While it runs it goes
        # on trying (docs/operations.md).
        _when_available(lambda: reach(settings.kafka), pulse)
        _when_available(agent.load, pulse)
        _when_available(lambda: _topics_are_there(settings), pulse)
        app = create_app(agent, settings, marks, pulse)
        watch.follow(app, settings.kafka.topic(agent.source), marks)
        return _run_worker(app, settings, marks, pulse)
    except RasdError as error:
        log.error("cannot start", error=str(error))
        return error.exit_code


class _Worker(faust.Worker):
    """A Faust worker that does not drain for ever."""

    def __init__(self, app: faust.App, *, grace: float, marks: CrashMarks, pulse: Pulse) -> None:
        # At a log level above INFO Faust keeps a spinner on, and builds every debug record for it.
        super().__init__(app, loglevel="INFO", redirect_stdouts=False, override_logging=False, quiet=True)
        self.spinner = None
        self._watchdog = threading.Timer(grace, self._give_up)
        self._watchdog.daemon = True
        self._grace = grace
        self._marks = marks
        self._pulse = pulse

    def install_signal_handlers(self) -> None:
        """SIGTERM and SIGINT are heard by a thread of its own, which tells the loop and starts the watchdog.

        Python's own handlers wait for the main thread, and that may be in code in C that does not come back.
        """
        ear, mouth = socket.socketpair()
        mouth.setblocking(False)
        threading.Thread(target=self._hear, args=(ear,), name="signals", daemon=True).start()
        signal.set_wakeup_fd(mouth.detach(), warn_on_full_buffer=False)  # written to by the kernel's handler itself
        for number in _ENDING:
            signal.signal(number, lambda _number, _frame: None)

    def _hear(self, ear: socket.socket) -> None:
        """Wait for the first signal to end; more of them change nothing."""
        while (number := ear.recv(1)[0]) not in _ENDING:  # the alarms of the time budget come here too
            pass
        self._pulse.ending = True
        self._watchdog.start()
        with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended by itself
            self.loop.call_soon_threadsafe(self._schedule_shutdown, signal.Signals(number))
        while ear.recv(4096):
            pass

    def _give_up(self) -> None:
        log.critical("gave up draining; what is in flight will come again", grace_seconds=self._grace)
        self._marks.clear()  # the article in flight is slow, but did not crash
        logging.shutdown()
        os._exit(EXIT_GAVE_UP)

    def _shutdown_loop(self) -> None:
        self._watchdog.cancel()  # drained and committed
        super()._shutdown_loop()

    async def _sentinel_task(self) -> None:
        """The last task of the loop; Faust's own waits for a second here."""


def _run_worker(app: faust.App, settings: AgentSettings, marks: CrashMarks, pulse: Pulse) -> int:
    worker = _Worker(app, grace=settings.worker.grace_seconds, marks=marks, pulse=pulse)
    try:
        worker.execute_from_commandline()
    except SystemExit as ended:
        return cast(int, ended.code or 0)


def _when_available(action: Callable[[], Any], pulse: Pulse) -> None:
    """`action`, again and again while what it needs is away."""
    while True:
        try:
            action()
            pulse.goes_on()
            return
        except Unavailable as error:
            pulse.waiting(str(error), excused=True)
            log.warning("waiting to start", reason=str(error))
            time.sleep(_RETRY_EVERY)


def _topics_are_there(settings: AgentSettings) -> None:
    differences = check_topics(settings.kafka)
    missing = [difference for difference in differences if difference.missing]
    for difference in differences:
        log.warning("topic differs", topic=difference.topic, what=difference.what)
    if missing:
        names = ", ".join(difference.topic for difference in missing)
        raise Unavailable(f"no such topic: {names}; run `rasd topics create`")


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
