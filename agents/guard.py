"""What keeps one bad article from stopping the others: a time budget, and a memory of crashes."""

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from types import FrameType
from typing import ClassVar, TypeVar

import structlog

from agents.record import Record
from pipeline.contracts.errors import BadConfiguration, TimeBudgetExceeded

log = structlog.get_logger(__name__)
T = TypeVar("T")
M = TypeVar("M")

CRASHES_IN_A_ROW = 3


class _Alarm(BaseException):
    """Not an `Exception`, which code inside a stage may catch and go on."""


class TimeBudget:
    """Interrupts work that takes too long, by SIGALRM. For the main thread of a process only.

    The alarm interrupts Python code, and `re`. Code in C that does not come back is ended with the
    whole process by `last_resort` (faulthandler's thread, which needs no Python to run); the article
    is found again by `CrashMarks`. `run` is for use inside `last_resort`.

    Time in which the process gets no work done is not the article's fault: it was stopped, its machine stood
    still, or others have the processor. So an alarm that finds little work done is let pass, up to a limit.
    """

    _REPEAT = 1.0  # seconds: a bare `except:` inside the stage may swallow the first alarm, not all
    _WORKED = 0.5  # of the budget, in time of the processor: then it is the article that takes it
    _PATIENCE = 3  # budgets, and alarms, after which it is interrupted however little was done: it may wait for ever

    def __init__(self, stage: str, seconds: float) -> None:
        self._stage = stage
        self._seconds = seconds
        self._armed = False
        self._alarms = 0
        self._armed_at = self._worked_at = 0.0
        self._watched_since: float | None = None
        signal.signal(signal.SIGALRM, self._interrupt)

    def run(self, work: Callable[[M], T], message: M) -> T:
        """`work(message)`.

        Raises:
            TimeBudgetExceeded: it was interrupted.
        """
        try:
            try:
                self._arm()
                return work(message)
            finally:
                self._disarm()
        except _Alarm as alarm:
            self._disarm()  # the alarm may have struck inside the line above
            # With the alarm's traceback: it tells which code did not end.
            raise TimeBudgetExceeded(self._stage, self._seconds).with_traceback(alarm.__traceback__) from None

    @contextmanager
    def last_resort(self) -> Iterator[None]:
        """End the process, with a traceback, when one `run` inside hangs when even patience is at an end."""
        self._watch()
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            self._watched_since = None

    def _watch(self) -> None:
        self._watched_since = time.monotonic()
        last = self._PATIENCE * (self._seconds + self._REPEAT) + self._REPEAT
        faulthandler.dump_traceback_later(last, exit=True, file=sys.__stderr__ or sys.stderr)

    def _arm(self) -> None:
        if self._watched_since is not None and time.monotonic() - self._watched_since > self._seconds / 2:
            self._watch()  # anew, but not for every article: it takes 0.3 ms
        self._alarms, self._armed_at, self._worked_at = 0, time.monotonic(), time.thread_time()
        self._armed = True
        signal.setitimer(signal.ITIMER_REAL, self._seconds, self._REPEAT)

    def _disarm(self) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if not self._armed:  # it came in time, and the signal a moment late
            return
        self._alarms += 1
        worked = time.thread_time() - self._worked_at >= self._WORKED * self._seconds
        waited = time.monotonic() - self._armed_at >= self._PATIENCE * self._seconds
        if worked or (waited and self._alarms >= self._PATIENCE):
            raise _Alarm


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands in the file of a partition; offsets inclusive, -1 for none."""

    first: int = -1  # in flight now
    last: int = -1
    suspect_first: int = -1  # in flight when the process died
    suspect_last: int = -1
    crashes: int = 0

    _WIDTH: ClassVar[int] = 5 * 20

    @classmethod
    def read(cls, descriptor: int) -> "_Mark":
        numbers = os.pread(descriptor, cls._WIDTH, 0).split()
        # An empty file, or one torn by a full disk, is no mark.
        return cls(*map(int, numbers)) if len(numbers) == len(fields(cls)) else cls()

    def write(self, descriptor: int) -> None:
        numbers = (self.first, self.last, self.suspect_first, self.suspect_last, self.crashes)
        os.pwrite(descriptor, "".join(f"{number:<20}" for number in numbers).encode(), 0)

    def after_crash(self) -> "_Mark":
        """What was in flight is now the suspect; its crashes add up while it is the same again."""
        if self.first < 0:
            return self
        again = self.suspect_first <= self.first and self.last <= self.suspect_last
        return _Mark(-1, -1, self.first, self.last, self.crashes + 1 if again else 1)

    def suspects(self, offset: int) -> bool:
        return self.suspect_first <= offset <= self.suspect_last


class CrashMarks:
    """Remembers across crashes of the process which records were in flight.

    One small file for each partition, so that whichever worker on this machine has the partition next
    finds it. A mark is 100 bytes in the system's cache, which a killed process cannot take back. With
    reading it that is 22 µs a record: so every record is marked, not only when something is wrong already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, int], int] = {}
        self._in_flight: Sequence[Record] = ()
        self._condemned: dict[tuple[str, int], set[int]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".writable").touch()
        except OSError as error:
            raise BadConfiguration(f"worker.data_dir: {error}") from error

    def crashes(self, record: Record) -> int:
        """How often in a row the process died with `record` in flight.

        What has come to CRASHES_IN_A_ROW stays there until its offset is committed: else two such
        records in one batch would have the process die for ever, each making the other forgotten.
        """
        with _best_effort():
            if record.offset in self._condemned_in(record):
                return CRASHES_IN_A_ROW
            mark = _Mark.read(self._file(record.topic, record.partition)).after_crash()
            crashes = mark.crashes if mark.suspects(record.offset) else 0
            if crashes >= CRASHES_IN_A_ROW:
                self._condemn(record)
            return crashes
        return 0

    @contextmanager
    def in_flight(self, records: Sequence[Record]) -> Iterator[None]:
        """What is done inside is done to these records: if the process dies, they did it."""
        self._begin(records)
        try:
            yield
        finally:
            self.clear()

    def clear(self) -> None:
        """Nothing is in flight any more. Also for an exit that is no record's fault."""
        records, self._in_flight = self._in_flight, ()
        with _best_effort():
            for descriptor, _, _ in self._ranges(records):
                mark = _Mark.read(descriptor)
                _Mark(-1, -1, mark.suspect_first, mark.suspect_last, mark.crashes).write(descriptor)

    def _begin(self, records: Sequence[Record]) -> None:
        with _best_effort():
            for descriptor, first, last in self._ranges(records):
                mark = _Mark.read(descriptor).after_crash()
                if first > mark.suspect_last:  # the partition has been read past the suspect
                    mark = _Mark()
                _Mark(first, last, mark.suspect_first, mark.suspect_last, mark.crashes).write(descriptor)
        self._in_flight = records

    def _condemn(self, record: Record) -> None:
        self._condemned_in(record).add(record.offset)
        with _best_effort(), self._condemned_file(record).open("a", encoding="utf-8") as file:
            file.write(f"{record.offset}\n")

    def _condemned_in(self, record: Record) -> set[int]:
        """The offsets in the partition of `record`, the first of it that is asked for in this process's life."""
        place = (record.topic, record.partition)
        if place not in self._condemned:
            file = self._condemned_file(record)
            offsets = file.read_text(encoding="utf-8").split() if file.is_file() else ()
            known = self._condemned[place] = {int(offset) for offset in offsets}
            if known and max(known) < record.offset:  # where reading starts all before is committed
                file.unlink()
        return self._condemned[place]

    def _condemned_file(self, record: Record) -> Path:
        return self._folder / f"{record.topic}-{record.partition}.condemned"

    def _ranges(self, records: Sequence[Record]) -> Iterator[tuple[int, int, int]]:
        """The first and last offset in each partition, with its file."""
        offsets: dict[tuple[str, int], list[int]] = {}
        for record in records:
            offsets.setdefault((record.topic, record.partition), []).append(record.offset)
        for place, found in offsets.items():
            yield self._file(*place), min(found), max(found)

    def _file(self, topic: str, partition: int) -> int:
        descriptor = self._files.get((topic, partition))
        if descriptor is None:
            path = self._folder / f"{topic}-{partition}.mark"
            descriptor = self._files[topic, partition] = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        return descriptor


@contextmanager
def _best_effort() -> Iterator[None]:
    """A full disk costs the marks, not the articles."""
    try:
        yield
    except OSError as error:
        log.warning("no crash mark", error=str(error))
