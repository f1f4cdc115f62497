"""A `Query` in the engine's own form."""

from collections.abc import Iterable, Iterator, Sequence

import tantivy
from tantivy import FieldType, Occur

from search.analysis import name_terms
from search.clauses import Clause
from search.documents import NAME_TYPES, UNDATED, field_key, name_field
from search.query import Query, milliseconds

EXACT_BOOST = 0.05
"""What the searcher's own spelling adds to a match by stem. More of it ranks inflected matches too low."""
ALL_UP_TO = 2
"""Of so many words, all must be there; of more, one may be missing."""


class QueryBuilder:
    """Makes the engine's queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def build(self, query: Query, clauses: Sequence[Clause], now: int) -> tantivy.Query:
        """Everything that must hold, the words giving the score.

        Args:
            query: its filters.
            clauses: its text, parsed.
            now: milliseconds since 1970; what is embargoed beyond it is left out.
        """
        parts = [(Occur.Must, tantivy.Query.const_score_query(part, 0.0)) for part in self._filters(query, now)]
        parts += [(Occur.MustNot, self._words("stem", clause.stems)) for clause in clauses if not clause.wanted]
        wanted = [self._clause(clause) for clause in clauses if clause.wanted]
        if wanted:
            least = len(wanted) if len(wanted) <= ALL_UP_TO else len(wanted) - 1
            either = [(Occur.Should, clause) for clause in wanted]
            parts.append((Occur.Must, tantivy.Query.boolean_query(either, minimum_number_should_match=least)))
        return tantivy.Query.boolean_query(parts)

    def _clause(self, clause: Clause) -> tantivy.Query:
        exact = tantivy.Query.boost_query(self._words("exact", clause.exact), EXACT_BOOST)
        return tantivy.Query.boolean_query([(Occur.Must, self._words("stem", clause.stems)), (Occur.Should, exact)])

    def _filters(self, query: Query, now: int) -> Iterator[tantivy.Query]:
        yield self._is("role", "quote" if query.quotes else "article")
        if not query.include_withheld:
            yield self._between("visible_from", None, now)
        if query.kind:
            yield self._is("kind", query.kind)
        for field, value in (("source", query.source), ("section", query.section)):
            if value is not None:
                yield self._is(field, field_key(value))
        if query.since or query.until:
            since = milliseconds(query.since) if query.since else UNDATED + 1
            yield self._between("published", since, milliseconds(query.until) if query.until else None)
        yield from self._names(query)

    def _names(self, query: Query) -> Iterator[tantivy.Query]:
        """The filters by name and type. The type is that of the entity, else of the speaker, that is named."""
        types = [query.type] if query.type else NAME_TYPES
        if query.entity is not None:
            yield self._name("entity", query.entity, types)
        if query.speaker is not None:
            yield self._name("speaker", query.speaker, NAME_TYPES if query.entity is not None else types)
        if query.type and query.entity is None and query.speaker is None:
            yield self._is("speaker_type" if query.quotes else "entity_type", query.type)

    def _name(self, role: str, name: str, types: Iterable[str]) -> tantivy.Query:
        terms = name_terms(name)
        if not terms:
            return tantivy.Query.empty_query()
        either = [(Occur.Should, self._words(name_field(role, type_), terms)) for type_ in types]
        return tantivy.Query.boolean_query(either)

    def _words(self, field: str, terms: Sequence[str]) -> tantivy.Query:
        """The word, or the words in this order."""
        if len(terms) == 1:
            return tantivy.Query.term_query(self._schema, field, terms[0])
        return tantivy.Query.phrase_query(self._schema, field, list(terms))

    def _is(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "basic")

    def _between(self, field: str, low: int | None, high: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, field, FieldType.Integer, low, high)
