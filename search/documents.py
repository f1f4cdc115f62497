"""An article as the documents an index holds, for any engine: one for it, one for each of its quotes.

All documents of an article carry its id in `article`, so that they come and go together. A withdrawn
article is one stub: its id and version, nothing else.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pipeline.contracts import EnrichedArticle, Entity, Quote, QuoteSet, Speaker, encode
from search.analysis import analyse, name_terms
from search.hits import quote_id
from search.query import milliseconds
from search.versions import Change

Value: TypeAlias = str | int | bytes
Document: TypeAlias = dict[str, list[Value]]

NEVER = 2**62  # later than any instant: when a withheld article becomes visible
UNDATED = -(2**62)  # earlier than any instant: when an article without a date was published
NAME_TYPES = ("PER", "LOC", "ORG", "MISC", "GROUP", "ANON", "NONE")
_NAMED = ("name", "short")


def documents(change: Change) -> Iterator[Document]:
    """The documents of one change."""
    article = change.article
    identity: Document = {"article": [change.article_id], "version": [change.version]}
    if article is None or change.withdraws:
        yield {"role": ["stub"], **identity, "key": [change.article_id]}
        return
    shared = {**identity, **_shared(article)}
    yield {**shared, **_article(article), "key": [article.id], "stored": [encode(article)]}
    header = QuoteSet.of(article)
    for quote in article.quotes:
        stored = encode(header.model_copy(update={"quotes": [quote]}))
        yield {**shared, **_quote(article, quote), "key": [quote_id(article.id, quote.id)], "stored": [stored]}


def field_key(value: str) -> str:
    """A source or section as it is compared, e.g. العربيّة and العربيه alike."""
    return " ".join(name_terms(value))


def name_field(role: str, type_: str | None) -> str:
    """The field that holds the names of `role` (entity, speaker) and type, e.g. `speaker_per`."""
    return f"{role}_{(type_ or 'NONE').lower()}"


def _shared(article: EnrichedArticle) -> Document:
    """What the article and its quotes are both filtered and ordered by."""
    visible_from = milliseconds(article.embargo_until) if article.embargo_until else 0
    fields: Document = {"visible_from": [NEVER if article.status == "withheld" else max(visible_from, 0)]}
    fields["published"] = [milliseconds(article.published_at) if article.published_at else UNDATED]
    if article.source:
        fields["source"] = [field_key(article.source)]
    if article.section:
        fields["section"] = [field_key(article.section)]
    return fields


def _article(article: EnrichedArticle) -> Document:
    speakers = (speaker for quote in article.quotes for speaker in quote.speakers)
    return {
        "role": ["article"],
        "kind": [*sorted({quote.kind for quote in article.quotes})],
        **_words(article.text),
        **_names("entity", _of_entities(article.entities)),
        **_names("speaker", _of_speakers(article, speakers)),
    }


def _quote(article: EnrichedArticle, quote: Quote) -> Document:
    inside = (
        entity for entity in article.entities
        if any(quote.start <= mention.start and mention.end <= quote.end for mention in entity.mentions)
    )  # fmt: skip
    return {
        "role": ["quote"],
        "kind": [quote.kind],
        **_words(quote.text),
        **_names("entity", _of_entities(inside)),
        **_names("speaker", _of_speakers(article, quote.speakers)),
    }


def _words(text: str) -> Document:
    terms = analyse(text)
    return {"exact": [" ".join(terms.exact)], "stem": [" ".join(terms.stems)]}


def _of_entities(entities: Iterable[Entity]) -> Iterator[tuple[str | None, str]]:
    """Every form under which the entities are named, with their type."""
    for entity in entities:
        yield entity.type, entity.name
        for mention in entity.mentions:
            if mention.form in _NAMED:
                yield entity.type, mention.text


def _of_speakers(article: EnrichedArticle, speakers: Iterable[Speaker]) -> Iterator[tuple[str | None, str]]:
    """Every name of the speakers: as the quote gives it, and as the article names them elsewhere."""
    by_id = {entity.id: entity for entity in article.entities}
    for speaker in speakers:
        if speaker.name:
            yield speaker.type, speaker.name
        entity = by_id.get(speaker.entity or "")
        if entity:
            yield from _of_entities([entity])


def _names(role: str, names: Iterable[tuple[str | None, str]]) -> Document:
    fields: Document = {f"{role}_type": []}
    for type_, name in dict.fromkeys(names):
        if type_ and type_ not in fields[f"{role}_type"]:
            fields[f"{role}_type"].append(type_)
        terms = " ".join(name_terms(name))
        values = fields.setdefault(name_field(role, type_), [])
        if terms and terms not in values:
            values.append(terms)
    return fields
