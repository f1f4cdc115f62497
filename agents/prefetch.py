"""How much a worker reads ahead: so many messages, and so many bytes, however long the backlog is.

Faust bounds what waits for an agent by the number of messages alone; a topic takes messages of up to
8 MB. Before that queue, the consumer holds what it fetched last and what it fetches next: a fetch of
FETCHED bytes for each partition, or of one message where that is larger.
"""

from typing import Any

import faust
from mode.utils.queues import ThrowableQueue

MESSAGES = 1024
"""What may wait in the queue, if they are small. When it is nearly full, the partitions are not read on."""

BYTES = 16 * 1024 * 1024
"""What may wait in the queue, and one message more."""

FETCHED = 1024 * 1024
"""What is asked for at a time from a partition. A larger message comes alone: since version 0.10.1 Kafka
counts that limit from the second message on."""

_SLOT = BYTES // MESSAGES


class App(faust.App):
    """A Faust app whose queues are bounded by bytes too."""

    def FlowControlQueue(self, maxsize: int | None = None, *, clear_on_resume: bool = False) -> ThrowableQueue[Any]:
        """The queue of a channel; asked for by Faust."""
        return PrefetchQueue(
            maxsize=maxsize or MESSAGES, flow_control=self.flow_control, clear_on_resume=clear_on_resume
        )


class PrefetchQueue(ThrowableQueue[Any]):
    """A queue in which a large message takes the places of several.

    Its size, by which Faust judges when to stop reading and when to go on, is the number of places taken.
    """

    def qsize(self) -> int:
        """Places taken."""
        return self._taken

    def clear(self) -> None:
        """Forget what waits: after a rebalance it is read again."""
        super().clear()
        self._taken = 0

    def _init(self, maxsize: int) -> None:
        super()._init(maxsize)
        self._taken = 0

    def _put(self, item: Any) -> None:
        super()._put(item)
        self._taken += _places(item)

    def _get(self) -> Any:
        item = super()._get()
        self._taken -= _places(item)
        return item


def _places(item: Any) -> int:
    return 1 + len(item.value or b"") // _SLOT
