"""What a worker is at, told by its event loop and read by the thread that watches over it."""

from collections.abc import Iterator
from contextlib import contextmanager


class Pulse:
    """Which batch is underway, and why it may take its time.

    Attributes:
        batches: how many were begun so far.
        at_work: stages are at work on the articles of a batch, each within its time budget (agents/guard.py).
        waits: what is waited for, for a person; empty when for nothing.
        excused: that may take as long as it likes: a restart of this process would not bring it nearer.
        ending: a signal asked for the end; the loop may hear of it only when the article in hand is done.
    """

    def __init__(self) -> None:
        self.batches = 0
        self.at_work = False
        self.waits = ""
        self.excused = False
        self.ending = False

    def begin_batch(self) -> None:
        """Another batch; the one before is finished."""
        self.batches += 1
        self.goes_on()

    @contextmanager
    def working(self) -> Iterator[None]:
        """What is done inside is bounded by the time budget."""
        self.at_work = True
        try:
            yield
        finally:
            self.at_work = False

    def waiting(self, what: str, *, excused: bool) -> None:
        """From now on nothing happens but that `what` is waited for."""
        self.waits, self.excused = what, excused

    def goes_on(self) -> None:
        """It came."""
        self.waits, self.excused = "", False
