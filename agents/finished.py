"""The compacted topics of finished articles: what goes there, and that the newest version has the last word."""

from agents.agent import Sink, outgoing, withdrawn_id
from agents.record import Outgoing, Record
from pipeline.contracts import EnrichedArticle, MentionSet, QuoteSet, decode
from search import Change

SOURCE = "articles.entities"
SINKS = (Sink("articles.enriched"), Sink("quotes", QuoteSet.of), Sink("mentions", MentionSet.of))


def restored(article_id: str, version: int, article: EnrichedArticle | None, late: Record) -> Outgoing:
    """A version once more, after an older one came late and is now the last of its article in the topics.

    Compaction keeps the last record of a key, not the newest version: without this, an index rebuilt
    from the topics would hold the older one, and a withdrawn article would be there again. It goes the
    way of every article, through the quote agent: with a second writer the topics of finished articles
    would not hold an article's records in the same order.

    Args:
        article_id: whose.
        version: the newest, which the index holds.
        article: that version; None when it is withdrawn.
        late: the record of the older version.
    """
    time_ms = late.time_ms if article else version  # the time of a null is the version it withdraws
    record = Record(late.topic, late.partition, late.offset, late.key, None, timestamp_ms=time_ms)
    return outgoing(SOURCE, article_id, version, article, record, restored=True)


def change_of(record: Record) -> Change:
    """What one record of `articles.enriched` changes in the index.

    Raises:
        BadMessage: it is no article, or a null without key.
    """
    if record.value is None:
        return Change(withdrawn_id(record), record.time_ms or 0)
    article = decode(record.value, EnrichedArticle)
    return Change(article.id, article.version, article)
