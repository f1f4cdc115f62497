"""What was found, as a person is shown it."""

from collections.abc import Sequence
from typing import Any

from pipeline.contracts import EnrichedArticle, QuoteSet
from pipeline.contracts.article import ArticleHeader
from search.clauses import Clause
from search.highlights import highlights, passage, within
from search.query import Hit

_HEADLINE = 100  # code points of a first line that stands in for a headline


def article_hit(article: EnrichedArticle, score: float, clauses: Sequence[Clause]) -> Hit:
    """An article with the stretch that answers best."""
    found = highlights(article.text, clauses)
    shown = passage(article, found)
    return Hit(
        id=article.id, headline=article.headline or _first_line(article.text), passage=shown,
        highlights=within(found, shown), **_shared(article, score),
    )  # fmt: skip


def quote_hit(found: QuoteSet, score: float, clauses: Sequence[Clause]) -> Hit:
    """The one quote of `found`, whole."""
    quote = found.quotes[0]
    inside = [(start + quote.start, end + quote.start) for start, end in highlights(quote.text, clauses)]
    return Hit(
        id=quote_id(found.id, quote.id), headline=found.headline or "", passage=quote, highlights=inside, quote=quote,
        speakers=[speaker.name for speaker in quote.speakers if speaker.name], **_shared(found, score),
    )  # fmt: skip


def quote_id(article_id: str, quote: str) -> str:
    """The name of a quote among all articles' quotes."""
    return f"{article_id}:{quote}"


def _shared(header: ArticleHeader, score: float) -> dict[str, Any]:
    return {
        "article_id": header.id, "version": header.version, "score": score, "source": header.source,
        "section": header.section, "url": header.url, "published_at": header.published_at, "status": header.status,
        "embargo_until": header.embargo_until,
    }  # fmt: skip


def _first_line(text: str) -> str:
    line = text.lstrip().partition("\n")[0].strip()
    if len(line) <= _HEADLINE:
        return line
    return line[:_HEADLINE].rpartition(" ")[0] + "…" if " " in line[:_HEADLINE] else line[:_HEADLINE] + "…"
