"""The entities stage: who and what an article names."""

from pipeline.contracts import EntitiesArticle, SegmentedArticle
from pipeline.contracts.spans import Entity
from pipeline.entities.descriptions import without_descriptions
from pipeline.entities.epithets import add_roles
from pipeline.entities.forms import add_short_forms
from pipeline.entities.full_names import complete
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.gazetteer_decision import decide, page_of
from pipeline.entities.grouping import group
from pipeline.entities.own_lists import OwnLists
from pipeline.entities.own_names import OwnNames
from pipeline.entities.recogniser import load
from pipeline.entities.settings import EntitiesSettings
from pipeline.text import tokenise


def find_entities(article: SegmentedArticle, own: OwnLists, settings: EntitiesSettings) -> EntitiesArticle:
    """`article` with its people, places and organisations; none in a language other than Arabic."""
    fields = {name: getattr(article, name) for name in SegmentedArticle.model_fields}
    return EntitiesArticle(**fields, **(article.model_extra or {}), entities=_entities(article, own, settings))


def _entities(article: SegmentedArticle, own_lists: OwnLists, settings: EntitiesSettings) -> list[Entity]:
    if not article.text or (article.language or "ar").partition("-")[0].lower() != "ar":
        return []
    lists = gazetteer()
    page = page_of(article.text, tokenise(article.text), article.sentences)
    own = OwnNames(page, own_lists)
    names = load(settings).recognise(article.text, page.sentences)
    names = without_descriptions(page, decide(page, names, lists), lists)
    names = own.overrule(names, lists)  # so that who is listed is known when he returns by his family name
    names = add_short_forms(page, complete(page, names), lists)
    names = own.overrule(names, lists)
    return add_roles(page, group(article.text, names, lists, own), lists)
