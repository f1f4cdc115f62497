"""Names scored: their stretches and types."""

from collections import Counter
from dataclasses import dataclass

from pipeline.evaluation.bootstrap import Unit
from pipeline.evaluation.gold import GoldArticle, GoldName
from pipeline.evaluation.prediction import FoundName
from pipeline.evaluation.rates import Counts


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """The names of one article, judged.

    Attributes:
        pairs: predicted and gold names of which the stretch is right, optional ones left out.
        wrong: predictions that are no name.
        gold: the names that were to be found.
    """

    pairs: tuple[tuple[FoundName, GoldName], ...]
    wrong: tuple[FoundName, ...]
    gold: tuple[GoldName, ...]

    @property
    def spans(self) -> Counts:
        """Names found, whatever their type."""
        return Counts(len(self.pairs), len(self.pairs) + len(self.wrong), len(self.gold))

    @property
    def typed(self) -> Counts:
        """Names found and rightly typed."""
        return Counts(sum(_typed(*found) for found in self.pairs), self.spans.predicted, self.spans.gold)

    def by_type(self) -> dict[str, Counts]:
        """Typed counts by type. An accepted other type counts for gold's own."""
        right = Counter(gold.type for found, gold in self.pairs if _typed(found, gold))
        mistyped = [found.type for found, gold in self.pairs if not _typed(found, gold)]
        wrong = Counter(str(kind) for kind in [*mistyped, *(found.type for found in self.wrong)])
        wanted = Counter(gold.type for gold in self.gold)
        return {kind: Counts(right[kind], right[kind] + wrong[kind], wanted[kind]) for kind in right | wrong | wanted}

    def units(self) -> list[Unit]:
        """Names found, missed and made up, for the interval of typed F1."""
        missed = max(len(self.gold) - len(self.pairs), 0)
        found: list[Unit] = [(int(_typed(*pair)), 1, 1) for pair in self.pairs]
        return found + [(0, 0, 1)] * missed + [(0, 1, 0)] * len(self.wrong)


def judge(gold: GoldArticle, predicted: list[FoundName]) -> ArticleNames:
    """The predicted names of one article against gold, both in the order given.

    A start and an end are right when gold accepts them (the name without its proclitic, or the whole
    token; with or without a generic head). A longer accepted form may swallow a neighbouring name,
    which then need not be found. Optional names are ignored.
    """
    used: set[int] = set()
    swallowed: set[int] = set()
    pairs, wrong = [], []
    for found in predicted:
        stretch = found.trimmed(gold.text)
        hit = next((i for i, name in enumerate(gold.names) if i not in used and name.admits(stretch)), None)
        if hit is None:
            wrong.append(found)
            continue
        inside = {i for i, name in enumerate(gold.names) if i != hit and name.inside(stretch)}
        used |= inside | {hit}
        swallowed |= inside
        if not gold.names[hit].optional:
            pairs.append((found, gold.names[hit]))
    wanted = [name for i, name in enumerate(gold.names) if i not in swallowed and not name.optional]
    return ArticleNames(tuple(pairs), tuple(wrong), tuple(wanted))


def _typed(found: FoundName, gold: GoldName) -> bool:
    return found.type in [gold.type, *gold.alt_types]
