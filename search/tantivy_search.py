"""One search in the embedded index: run, put in order, cut to the page."""

import time
from itertools import groupby
from typing import TypeAlias

import tantivy

from pipeline.contracts import EnrichedArticle, QuoteSet, Unavailable, decode
from search.clauses import Clause, clauses
from search.hits import article_hit, quote_hit
from search.query import Hit, Query, Results
from search.tantivy_query import QueryBuilder

Scored: TypeAlias = tuple[float, tantivy.DocAddress]

_NEWEST = "published"


def search(searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query) -> Results:
    """The answer to `query`: best first, of equals the newer, of equals the lesser id."""
    parsed = clauses(query.text)
    built = QueryBuilder(schema).build(query, parsed, now=time.time_ns() // 1_000_000)
    by_score = any(clause.wanted for clause in parsed)
    found, total = _found(searcher, built, query.offset + query.limit, by_score)
    page = _ordered(searcher, found, by_score)[query.offset : query.offset + query.limit]
    return Results(total=total, hits=[_hit(searcher, scored, query, parsed) for scored in page])


def count(found: tantivy.SearchResult) -> int:
    """How many documents matched, also beyond the page."""
    return int(found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def _found(searcher: tantivy.Searcher, query: tantivy.Query, least: int, by_score: bool) -> tuple[list[Scored], int]:
    """At least the best `least` documents with all that tie with the last of them, and the number of all.

    The engine breaks ties by where a document happens to lie, which changes as it is rewritten.
    """
    limit = least + 10
    while True:
        try:
            found = searcher.search(query, limit, order_by_field=None if by_score else _NEWEST)
        except (ValueError, OSError) as error:
            raise Unavailable(f"the index cannot be searched: {error}") from error
        hits: list[Scored] = found.hits
        if len(hits) < limit or least == 0 or hits[-1][0] != hits[least - 1][0]:
            return hits, count(found)
        limit = min(limit * 4, count(found) + 1)


def _ordered(searcher: tantivy.Searcher, found: list[Scored], by_score: bool) -> list[Scored]:
    """`found` with its ties broken by date and id."""
    published = searcher.fast_field_values(_NEWEST, [address for _, address in found])
    dated = sorted(zip(found, published, strict=True), key=lambda hit: (-hit[0][0], -int(hit[1] or 0)))
    ordered: list[Scored] = []
    for _, group in groupby(dated, key=lambda hit: (hit[0][0], hit[1])):
        equals = [(scored if by_score else (0.0, scored[1])) for scored, _ in group]
        if len(equals) > 1:
            equals.sort(key=lambda scored: str(searcher.doc(scored[1])["key"][0]))
        ordered += equals
    return ordered


def _hit(searcher: tantivy.Searcher, scored: Scored, query: Query, parsed: list[Clause]) -> Hit:
    score, address = scored
    stored = bytes(searcher.doc(address)["stored"][0])
    if query.quotes:
        return quote_hit(decode(stored, QuoteSet), score, parsed)
    return article_hit(decode(stored, EnrichedArticle), score, parsed)
