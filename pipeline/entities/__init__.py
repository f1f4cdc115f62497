"""Find names, type them, group them into people, places and organisations.

Models and lists are read at the first call, not at import.
"""

from dataclasses import replace

from pipeline.contracts import EntitiesArticle, SegmentedArticle
from pipeline.contracts.stage import Stage
from pipeline.entities.settings import EntitiesSettings

__all__ = ["ENTITIES", "EntitiesSettings", "entities_stage", "find_entities"]


def find_entities(article: SegmentedArticle) -> EntitiesArticle:
    """`article` with its people, places and organisations. Never raises on any text; linear in its length."""
    from pipeline.entities.own_lists import OwnLists
    from pipeline.entities.stage import find_entities as find

    return find(article, OwnLists(), EntitiesSettings())


ENTITIES: Stage[SegmentedArticle, EntitiesArticle] = Stage(
    "entities", SegmentedArticle, EntitiesArticle, find_entities, model=EntitiesSettings().recogniser
)
"""The stage without any settings."""


def entities_stage(settings: EntitiesSettings) -> Stage[SegmentedArticle, EntitiesArticle]:
    """The stage with these settings. Own lists are read now, once in a process, the recogniser at the first article.

    Raises:
        BadConfiguration: naming the files and lines of the own lists that cannot be used. The stage raises it at the
            first article when the recogniser cannot be loaded.
    """
    if settings == EntitiesSettings():
        return ENTITIES
    from pipeline.entities.own_lists import OwnLists, own_lists
    from pipeline.entities.stage import find_entities as find

    own = own_lists(settings.lists) if settings.lists is not None else OwnLists()
    return replace(ENTITIES, run=lambda article: find(article, own, settings), model=settings.recogniser)
