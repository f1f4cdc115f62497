"""What happens to an article: text in, annotations out. Knows nothing of Kafka, files or HTTP.

from pipeline import enrich
article = enrich("قال الوزير إن الاتفاق قريب.")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.contracts import EnrichedArticle, RawArticle

__all__ = ["enrich"]


def enrich(article: "RawArticle | str") -> "EnrichedArticle":
    """Everything Rasd finds in one article: blocks, sentences, entities, quotes.

    The same stages as the agents run, in one process. Loads models and word lists at the first call.
    Never raises on any text; linear in its length.

    Args:
        article: a `RawArticle`, or the bare text of one.
    """
    from pipeline.contracts import RawArticle
    from pipeline.contracts.raw import identify, replace_surrogates
    from pipeline.entities import ENTITIES
    from pipeline.quotes import QUOTES
    from pipeline.segment import SEGMENT

    if isinstance(article, str):
        article = RawArticle(text=replace_surrogates(article))
    return QUOTES(ENTITIES(SEGMENT(identify(article))))
