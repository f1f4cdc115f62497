"""What happens to an article: text in, annotations out. Knows nothing of Kafka, files or HTTP.

from pipeline import enrich
article = enrich("قال الوزير إن الاتفاق قريب.")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.contracts import EnrichedArticle, RawArticle
    from pipeline.entities import EntitiesSettings

__all__ = ["enrich"]


def enrich(article: "RawArticle | str", *, entities: "EntitiesSettings | None" = None) -> "EnrichedArticle":
    """Everything Rasd finds in one article: blocks, sentences, entities, quotes.

    The same stages as the agents run, in one process. Loads models and word lists at the first call.
    Raises on no text; linear in its length.

    Args:
        article: a `RawArticle`, or the bare text of one.
        entities: how names are found: a newsroom's own lists, another recogniser.

    Raises:
        BadConfiguration: own lists or a recogniser that cannot be used.
    """
    from pipeline.contracts import RawArticle
    from pipeline.contracts.raw import identify, replace_surrogates
    from pipeline.entities import EntitiesSettings, entities_stage
    from pipeline.quotes import QUOTES
    from pipeline.segment import SEGMENT

    if isinstance(article, str):
        article = RawArticle(text=replace_surrogates(article))
    find_entities = entities_stage(entities or EntitiesSettings())
    return QUOTES(find_entities(SEGMENT(identify(article))))
