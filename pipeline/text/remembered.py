"""What is worked out from a word alone is worked out once, and what is kept of it is bounded."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_MOST = 16_384  # words kept by each function: more cost 50 MB, and win no time on news
_LONGEST = 40  # letters of a word kept: a text may be one word of 200,000, and the next text another

Made = TypeVar("Made")


def remembered(work: Callable[[str], Made]) -> Callable[[str], Made]:
    """`work`, its results for the words met last kept; a word longer than any real one is worked out each time."""
    kept = lru_cache(maxsize=_MOST)(work)

    @wraps(work)
    def recall(word: str) -> Made:
        return kept(word) if len(word) <= _LONGEST else work(word)

    return recall
