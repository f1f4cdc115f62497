"""How much to take at a time: as much as is worth a quarter of a second, not a number of messages."""

from typing import Self


class BatchBound(int):
    """The size of a batch for `Stream.take_events`, measured in work instead of messages.

    Faust asks `len(buffer) >= bound` after every message it puts into the buffer. This bound answers
    yes once the bytes in the buffer are worth `seconds` of work at the pace learned from the batches
    before, and in any case at `most` messages, or when they would take too much memory. (An int because
    Faust wants one; being a subclass, its `__le__` is asked first.)
    """

    _FIRST_GUESS = 1e-6  # seconds per byte, 1 ms per KB: slow enough that the first batch is short
    _LEARN = 0.3
    _MOST_BYTES = 4 * 1024 * 1024  # read into articles they take ten times that
    _MESSAGE_BYTES = 200  # what a message costs whatever its size, e.g. a withdrawal

    seconds: float
    pace: float
    taken: float

    def __new__(cls, most: int, seconds: float) -> Self:
        """A bound of `seconds` of work and `most` messages."""
        bound = super().__new__(cls, most)
        bound.seconds = seconds
        bound.pace = cls._FIRST_GUESS
        bound.taken = 0
        return bound

    def count(self, value: bytes | None) -> bytes | None:
        """A stream processor: one more message lies in the buffer."""
        self.taken += self._MESSAGE_BYTES + len(value or b"")
        return value

    def learn(self, values: list[bytes | None], seconds: float) -> None:
        """The batch of `values` left the buffer, and took `seconds` of work."""
        size = sum(self._MESSAGE_BYTES + len(value or b"") for value in values)
        self.pace += self._LEARN * (seconds / size - self.pace)
        self.taken = max(0, self.taken - size)  # the next message may have been counted already

    def __le__(self, messages: int) -> bool:
        """Whether so many messages are a batch."""
        full = self.taken * self.pace >= self.seconds or self.taken >= self._MOST_BYTES
        return full or messages >= int(self)
