"""Search scored: does the analyser bring the forms of one word together, and is the wanted article on top?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluation.rates import Counts, percent

Analyser = Callable[[str], Sequence[str]]
"""A text's index terms."""

Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a document, and whether a newsroom searcher wants the one to find the other.

    Attributes:
        phenomenon: what the pair is about, such as hamza_alef, broken_plural, same_root.
    """

    query: str
    document: str
    match: bool
    phenomenon: str


def parse_pairs(table: str) -> list[Pair]:
    """Pairs from tab-separated lines under a heading: id, query, document, match or nomatch, phenomenon."""
    rows = (line.split("\t") for line in table.split("\n")[1:] if line)
    return [Pair(query, document, expected == "match", about) for _, query, document, expected, about in rows]


def matches(analyse: Analyser, query: str, document: str) -> bool:
    """Whether the query has terms and all of them are among the document's."""
    wanted = set(analyse(query))
    return bool(wanted) and wanted <= set(analyse(document))


def pair_figures(pairs: Iterable[Pair], analyse: Analyser) -> Figures:
    """Precision, recall and F1 of matching in per cent, and the share judged rightly by phenomenon."""
    total = Counts()
    judged: dict[str, list[bool]] = {}
    for pair in pairs:
        found = matches(analyse, pair.query, pair.document)
        total += Counts(int(found and pair.match), int(found), int(pair.match))
        judged.setdefault(pair.phenomenon, []).append(found == pair.match)
    shares = {name: percent(sum(right) / len(right)) for name, right in sorted(judged.items())}
    return {"match": total.figures(), "by_phenomenon": shares}


def known_item_figures(rankings: Iterable[tuple[str, Sequence[str]]], depth: int = 10) -> Figures:
    """How high the one wanted article stands.

    Args:
        rankings: for each query the wanted article's id, and the ids found, best first.
        depth: how far down a reader looks.

    Returns:
        Mean reciprocal rank (0 to 1; 0 for what is not within `depth`), recall in per cent, and n.
    """
    ranks = [(list(found[:depth]).index(wanted) + 1) if wanted in found[:depth] else 0 for wanted, found in rankings]
    n = max(len(ranks), 1)
    mean = round(sum(1 / rank for rank in ranks if rank) / n, 3)
    return {f"MRR@{depth}": mean, f"recall@{depth}": percent(sum(map(bool, ranks)) / n), "n": len(ranks)}
