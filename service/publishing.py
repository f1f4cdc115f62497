"""A run of `rasd publish`: articles in, acknowledgements and, when asked for, their end out."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.contracts.errors import Unavailable
from service.inputs import Found, Refused
from service.publisher import Publisher
from service.receipts import Fate, Receipts

# The in-memory broker keeps about 5 MB of a partition and an article grows on its way: with so much on
# its way at a time nothing falls out before it is read.
_MEMORY_WINDOW = 500_000


@dataclass(slots=True)
class Run:
    """What a run of publishing came to."""

    sent: int = 0
    acknowledged: int = 0
    failed: int = 0
    reason: str = ""
    refused: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    unknown: int = 0

    @property
    def good(self) -> bool:
        """Whether every article found arrived where it should."""
        return not (
            self.refused or self.failed or self.unknown or self.ends.get("dead") or self.sent > self.acknowledged
        )

    def __str__(self) -> str:
        parts = [f"{self.acknowledged} of {self.sent} acknowledged"]
        parts += [f"{count} {outcome}" for outcome, count in sorted(self.ends.items())]
        parts += [f"{self.refused} refused"] if self.refused else []
        parts += [f"{self.failed} failed ({self.reason})"] if self.failed else []
        parts += [f"{self.unknown} without a receipt yet"] if self.unknown else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told while a run goes on."""

    refused: Callable[[Refused], None]
    ended: Callable[[Fate], None]
    progress: Callable[[Run], None]


def publish(
    found: Iterable[Found], publisher: Publisher, receipts: Receipts | None, watchers: Watchers, *,
    seconds: float, durable: bool = True,
) -> Run:  # fmt: skip
    """Publish all that was `found`, and wait for acknowledgements, and for the end when there are `receipts`.

    Args:
        found: articles, and what was refused.
        publisher: connected.
        receipts: connected before; None to wait for acknowledgements alone.
        watchers: are told how it goes on.
        seconds: how long to wait without any news.
        durable: False for the in-memory broker: then no more is on its way than that can hold.
    """
    run = Run()
    for entry in found:
        if isinstance(entry, Refused):
            run.refused += 1
            watchers.refused(entry)
            continue
        if receipts is not None:
            receipts.expect(entry.article, len(entry.value))
        publisher.send(entry)
        _note(run, publisher)
        if receipts is not None:
            _collect(
                run, receipts, watchers, seconds=seconds, until=0 if durable else _MEMORY_WINDOW, block=not durable
            )
        watchers.progress(run)
    publisher.wait(seconds)
    _note(run, publisher)
    if receipts is not None and not run.failed:
        _collect(run, receipts, watchers, seconds=seconds, until=0, block=True)
        run.unknown = receipts.waiting
    watchers.progress(run)
    return run


def _note(run: Run, publisher: Publisher) -> None:
    tally = publisher.tally
    run.sent, run.acknowledged, run.failed, run.reason = tally.sent, tally.acknowledged, tally.failed, tally.reason


def _collect(run: Run, receipts: Receipts, watchers: Watchers, *, seconds: float, until: int, block: bool) -> None:
    """Take in receipts; with `block` until no more than `until` bytes are on their way."""
    news = time.monotonic()
    while True:
        for fate in receipts.poll(0.2 if block and receipts.waiting_bytes > until else 0):
            news = time.monotonic()
            run.ends[fate.outcome] = run.ends.get(fate.outcome, 0) + 1
            watchers.ended(fate)
        if not block or receipts.waiting_bytes <= until:
            return
        if time.monotonic() - news > seconds:
            if until:
                raise Unavailable(f"no article was indexed for {seconds:g} s; do the workers run?")
            return
        watchers.progress(run)
