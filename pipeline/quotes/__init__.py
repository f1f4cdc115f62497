"""Who said what: statements, the word that says so, their speaker and the medium they came through.

    from pipeline.quotes import QUOTES
    enriched = QUOTES(article)          # EntitiesArticle -> EnrichedArticle

Language data is in configs/cues.toml and is read at the first call. How it works: docs/quotes.md.
"""

from pipeline.contracts import EnrichedArticle, EntitiesArticle
from pipeline.contracts.stage import Stage

__all__ = ["QUOTES", "find_quotes"]


def find_quotes(article: EntitiesArticle) -> EnrichedArticle:
    """The article with its statements. Never raises on any text; linear in its length."""
    from pipeline.quotes.find import find

    return find(article)


QUOTES = Stage("quotes", EntitiesArticle, EnrichedArticle, find_quotes)
