"""The indexer: finished articles into the index of room `search`, and a receipt for each."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TypeAlias

import structlog

from agents.agent import outgoing
from agents.dead import Failure
from agents.delivery import Attempt, Delivery
from agents.finished import change_of, restored
from agents.rebuild import nothing_read, rebuild
from agents.record import Outgoing, Record
from agents.settings import AgentSettings, KafkaSettings
from pipeline.contracts import BadConfiguration, BadMessage, Receipt, Unavailable
from search import Change, Index, IndexMissing, IndexOutdated, IndexSettings, Outcome, open_index

log = structlog.get_logger(__name__)

_LONGEST_WAIT = 10.0

Written: TypeAlias = tuple[Change, Outcome | None, list[Outgoing]]
"""A change, what became of it (None: it is the index's own word), and what has to be published again because of it."""


def agent(settings: AgentSettings) -> "IndexAgent":
    """`articles.enriched` -> the index, and `articles.indexed`."""
    if settings.index is None:
        raise BadConfiguration("index.path: the index agent needs to know where its index is")
    return IndexAgent(settings.index, settings.kafka)


class IndexAgent:
    """Writes each batch in one commit. An index that is away is waited for, which holds back the topic."""

    name = "index"
    source = "articles.enriched"
    _index: Index

    def __init__(self, settings: IndexSettings, kafka: KafkaSettings) -> None:
        self._settings = settings
        self._kafka = kafka
        # The index commits in a thread of its own, so that the group hears from us meanwhile.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="index")

    def load(self) -> None:
        """Open the index. One that is lost, broken or of another format is made from the topic first."""
        try:
            # OpenSearch keeps the index elsewhere, and cannot be rebuilt from here yet.
            self._index = open_index(self._settings, create=bool(self._settings.url))
        except (IndexMissing, IndexOutdated) as unfit:
            if isinstance(unfit, IndexOutdated) or not nothing_read(self._kafka, self.name):
                log.warning("rebuilding the index", reason=str(unfit))
                done = rebuild(self._kafka, self._settings)
                log.info("rebuilt the index", records=done.records, articles=done.articles, seconds=done.seconds)
            self._index = open_index(self._settings)

    async def process(self, records: Sequence[Record], delivery: Delivery) -> None:
        """Read the batch, write it, send the receipts."""
        attempts = await delivery.attempt(records, change_of, as_one=True)
        written: list[Attempt[Sequence[Outgoing]]] = [
            Attempt(attempt.record, None, attempt.failure, attempt.crashes) for attempt in attempts if attempt.failure
        ]
        for batch in _batches(attempts):
            written += await self._write(batch, delivery)
        await delivery.deliver(written)

    async def _write(self, batch: Sequence[Attempt[Change]], delivery: Delivery) -> list[Attempt[Sequence[Outgoing]]]:
        """The receipts of one batch. When the index refuses it, article by article: only one is to blame."""
        try:
            outcomes = await self._outcomes(batch, delivery)
        except IndexOutdated:  # rebuilt with other word lists: the next process reads them, this one ends
            raise
        except Exception as error:
            if len(batch) > 1:
                return [done for attempt in batch for done in await self._write([attempt], delivery)]
            return [Attempt(batch[0].record, None, _refused(error))]
        return [
            Attempt(attempt.record, [*again, *([receipt(attempt.record, written, outcome)] if outcome else [])])
            for attempt, (written, outcome, again) in zip(batch, outcomes, strict=True)
        ]

    async def _outcomes(self, batch: Sequence[Attempt[Change]], delivery: Delivery) -> list[Written]:
        """What the index made of the batch; waits for it as long as it is away."""
        records = [attempt.record for attempt in batch]
        changes = [attempt.result for attempt in batch if attempt.result is not None]
        tries = 0
        while True:
            try:
                # What an article does to the process it does at the first try; after that it only waits.
                with nullcontext() if tries else delivery.marks.in_flight(records):
                    written = await asyncio.get_running_loop().run_in_executor(
                        self._thread, self._put, changes, records
                    )
                delivery.pulse.goes_on()
                return written
            except Unavailable as error:
                tries += 1
                delivery.pulse.waiting(f"waiting for the index: {error}", excused=True)
                log.warning("waiting for the index", record=records[0].place, tries=tries, reason=str(error))
                await asyncio.sleep(min(0.25 * 2 ** min(tries, 10), _LONGEST_WAIT))

    def _put(self, changes: Sequence[Change], records: Sequence[Record]) -> list[Written]:
        """Write, and where the last word on an article is not what the index holds, bring that into the topics again.

        That is a late version, or one that was restored after a late version, when another text of the
        same version had already come behind it.
        """
        outcomes = self._settled(changes, records)
        last = {change.article_id: change for change in changes}
        doubtful = [
            outcome in (None, "stale") and last[change.article_id] is change
            for change, outcome in zip(changes, outcomes, strict=True)
        ]
        held = self._index.newest(change.article_id for change, doubt in zip(changes, doubtful, strict=True) if doubt)
        return [
            (change, outcome, _again(change, held.get(change.article_id), record) if doubt else [])
            for change, outcome, doubt, record in zip(changes, outcomes, doubtful, records, strict=True)
        ]

    def _settled(self, changes: Sequence[Change], records: Sequence[Record]) -> list[Outcome | None]:
        """What became of each change. None: the index, from which it came, has it or something newer already.

        It has not when it was made anew meanwhile; then that is a change like any other.
        """
        arrived = list(zip(changes, records, strict=True))
        held = self._index.newest(change.article_id for change, record in arrived if record.restored)
        own = [record.restored and _has(held, change) for change, record in arrived]
        fresh = [change for change, ours in zip(changes, own, strict=True) if not ours]
        outcomes = iter(self._index.write(fresh) if fresh else ())
        return [None if ours else next(outcomes) for ours in own]


def _has(held: Mapping[str, Change], change: Change) -> bool:
    """Whether what the index holds is `change` or something newer."""
    return change.article_id in held and held[change.article_id].version >= change.version


def _again(change: Change, held: Change | None, record: Record) -> list[Outgoing]:
    """What the index holds, for the topics, where that is not what `change` says."""
    if held is None or held == change:
        return []
    return [restored(held.article_id, held.version, held.article, record)]


def receipt(record: Record, written: Change, outcome: Outcome) -> Outgoing:
    """The word to the publisher that the index has it."""
    message = Receipt(id=written.article_id, version=written.version, outcome=outcome, at=datetime.now(UTC))
    return outgoing("articles.indexed", written.article_id, written.version, message, record)


def _refused(error: Exception) -> Failure:
    if isinstance(error, BadMessage):
        return Failure.of(error)
    return Failure("undeliverable", type(error).__name__, f"the index does not take it: {error}")


def _batches(attempts: Sequence[Attempt[Change]]) -> Iterator[list[Attempt[Change]]]:
    """The good ones in order: together, but one by one those that were in flight when the process died.

    So the next crash tells which of them it is.
    """
    together: list[Attempt[Change]] = []
    for attempt in attempts:
        if attempt.failure:
            continue
        if together and (attempt.crashes or together[-1].crashes):
            yield together
            together = []
        together.append(attempt)
    if together:
        yield together
