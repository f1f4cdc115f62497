"""Which change counts: the version rules of an article's life, the same for every engine.

An older version never overwrites a newer one. Of equal versions the later wins, except that nothing
but a higher version revives a withdrawn article.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.contracts import EnrichedArticle
from pipeline.contracts.article import IndexOutcome

Outcome: TypeAlias = IndexOutcome


@dataclass(frozen=True, slots=True)
class Change:
    """One article version for the index.

    Attributes:
        article: the enriched article, or None when it is withdrawn; one whose status is `canceled`
            withdraws it too, and of its fields only the id and the version are kept.
    """

    article_id: str
    version: int
    article: EnrichedArticle | None = None

    @property
    def withdraws(self) -> bool:
        """Whether this change takes the article back."""
        return self.article is None or self.article.withdrawn


@dataclass(frozen=True, slots=True)
class Held:
    """What the index holds of an article: the version, and whether that is a stub."""

    version: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A batch after the rules: the outcome of each change in order, and the last that counts per article."""

    outcomes: list[Outcome]
    accepted: dict[str, Change]


def outcome(change: Change, held: Held | None) -> Outcome:
    """What becomes of `change` when the index holds `held` of its article."""
    if held and change.version < held.version:
        return "stale"
    if change.withdraws:
        return "withdrawn"
    if held and held.withdrawn and change.version == held.version:
        return "stale"
    return "indexed"


def settle(changes: Iterable[Change], held_of: Callable[[str], Held | None]) -> Settled:
    """Apply the rules to a batch: each change meets what the changes before it have left.

    Args:
        changes: in the order of their arrival.
        held_of: what the index holds of an article id; asked once per id.
    """
    held: dict[str, Held | None] = {}
    settled = Settled([], {})
    for change in changes:
        article_id = change.article_id
        if article_id not in held:
            held[article_id] = held_of(article_id)
        result = outcome(change, held[article_id])
        settled.outcomes.append(result)
        if result != "stale":
            held[article_id] = Held(change.version, change.withdraws)
            settled.accepted[article_id] = change
    return settled
