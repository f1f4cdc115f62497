"""The compacted topics of finished articles: what goes there, and that the newest version has the last word."""

from dataclasses import replace

from agents.agent import Sink, outgoing, withdrawn_id
from agents.record import Outgoing, Record
from pipeline.contracts import EnrichedArticle, MentionSet, QuoteSet, decode
from search import Change

RESTORED_HEADER = "rasd.restored"
"""On a record that `restored` made: it says again what the index held then, and never replaces what it holds now."""

SINKS = (Sink("articles.enriched"), Sink("quotes", QuoteSet.of), Sink("mentions", MentionSet.of))


def restored(article_id: str, version: int, article: EnrichedArticle | None, late: Record) -> list[Outgoing]:
    """A version once more, after an older one came late and is now the last of its article in the topics.

    Compaction keeps the last record of a key, not the newest version: without this, an index rebuilt
    from the topics would hold the older one, and a withdrawn article would be there again.

    Args:
        article_id: whose.
        version: the newest, which the index holds.
        article: that version; None when it is withdrawn.
        late: the record of the older version.
    """
    # The time of a null is the version it withdraws.
    record = Record(late.topic, late.partition, late.offset, late.key, None, timestamp_ms=version)
    again = [outgoing(sink.topic, article_id, version, article and sink.take(article), record) for sink in SINKS]
    return [replace(one, headers=[*one.headers, (RESTORED_HEADER, b"1")]) for one in again]


def is_restored(record: Record) -> bool:
    """Whether `restored` made this record."""
    return record.header(RESTORED_HEADER) is not None


def change_of(record: Record) -> Change:
    """What one record of `articles.enriched` changes in the index.

    Raises:
        BadMessage: it is no article, or a null without key.
    """
    if record.value is None:
        return Change(withdrawn_id(record), record.time_ms or 0)
    article = decode(record.value, EnrichedArticle)
    return Change(article.id, article.version, article)
