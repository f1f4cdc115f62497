"""Find names, type them, group them into people, places and organisations.

Models and lists are read at the first call, not at import.
"""

from pipeline.contracts import EntitiesArticle, SegmentedArticle
from pipeline.contracts.stage import Stage

__all__ = ["ENTITIES", "find_entities"]


def find_entities(article: SegmentedArticle) -> EntitiesArticle:
    """`article` with its people, places and organisations. Never raises on any text; linear in its length."""
    from pipeline.entities.stage import find_entities as find

    return find(article)


ENTITIES: Stage[SegmentedArticle, EntitiesArticle] = Stage(
    "entities", SegmentedArticle, EntitiesArticle, find_entities, model="names-1"
)
