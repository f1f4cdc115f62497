"""A newsroom's own names in an article: they go before the recogniser and the shipped lists."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import Entity, SegmentedArticle, Sentence
from pipeline.entities import EntitiesSettings, entities_stage
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.own_lists import OwnLists, own_lists
from pipeline.entities.own_names import OwnNames
from tests.entities.marked import page, read

ROWS = """name\ttype\taliases\tid
نورلاب\tORG\tنور لاب;Norlab\twikidata:Q1
زمهر القندول\tPER\tأبو جلنار\tdesk:7
مسؤول البيلسان\tMISC
القندول الصغير\tPER
الهيثمة\tLOC
قندس\tPER
ليد\tORG
أمل?\tORG
حي الهيثمة الشرقي\tLOC
الاتفاق البنفسجي\tnever
الشرق الأوسط\tMISC\tالمنطقة الوسطى
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("lists")
    (made / "names.tsv").write_text(ROWS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def own(folder) -> OwnLists:
    return own_lists(folder)


@pytest.fixture(scope="module")
def found(folder):
    stage = entities_stage(EntitiesSettings(lists=folder))

    def entities(text: str) -> list[Entity]:
        sentences = [Sentence(start=0, end=len(text), block=0)] if text else []
        return stage(SegmentedArticle(id="a", version=1, text=text, sentences=sentences)).entities

    return entities


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("وصل القندول الصغير أمس.", ["PER القندول الصغير"]),
        ("اتفق وزمهر القندول فنورلاب وبالهيثمة.", ["PER زمهر القندول", "ORG نورلاب", "LOC الهيثمة"]),
        ("قال لزمهر القندول كلاما كنورلاب ثم عاد للهيثمة.", ["PER زمهر القندول", "ORG نورلاب", "LOC للهيثمة"]),
        ("رأى مسئول البيلسان ذلك في الهيثمه مع ابوجلنار.", ["MISC مسئول البيلسان", "LOC الهيثمه", "PER ابوجلنار"]),
        ("أعلن {PER نورلاب} و{LOC زمهر القندول}.", ["ORG نورلاب", "PER زمهر القندول"]),
        ("أعلن {ORG ونورلاب} ذلك.", ["ORG نورلاب"]),
        ("قال {PER زمهر} و{LOC القندول} ثم زمهر {ORG القندول}.", ["PER زمهر", "LOC القندول", "PER زمهر القندول"]),
        ("قال {PER سامر زمهر} القندول.", ["PER زمهر القندول"]),
        ("قال {PER زمهر القندول أمس}.", ["PER زمهر القندول"]),
        ("قالت {ORG شركة نورلاب} أمس.", ["ORG نورلاب"]),
        ("في {LOC حي الهيثمة} و{LOC حي الهيثمة} الشرقي.", ["LOC الهيثمة", "LOC حي الهيثمة الشرقي"]),
        ("كتب زمهر القندول الصغير.", ["PER زمهر القندول"]),
    ],
)
def test_an_own_name_has_its_exact_place_and_type(own, marked, names) -> None:
    text, recognised = read(marked)
    made = OwnNames(page(text), own).overrule(recognised, gazetteer())
    assert [f"{one.type} {text[one.start : one.end]}" for one in made] == names


@pytest.mark.parametrize(
    "marked",
    [
        "درس في {ORG جامعة الهيثمة} سنة.",  # another type
        "جاء {PER سامر قندس} أمس.",  # one name of a person
        "جاء {PER زمهر القندول الحداد} أمس.",  # other names around it
        "جاء {PER محمد زمهر القندول} أمس.",
        "نشرت {ORG الشرق الأوسط} و{ORG صحيفة الشرق الأوسط} ذلك.",
    ],
)
def test_a_longer_name_of_another_thing_stays_whole(own, marked) -> None:
    text, recognised = read(marked)
    made = OwnNames(page(text), own).overrule(recognised, gazetteer())
    assert recognised[-1] in made


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("تحدث عن {MISC الاتفاق البنفسجي} أمس.", []),
        ("تحدث عن {MISC الاتفاق} و{ORG بالاتفاق} {PER البنفسجي}.", ["الاتفاق"]),
        ("جاءت {ORG لجنة الاتفاق البنفسجي} أمس.", ["لجنة الاتفاق البنفسجي"]),
    ],
)
def test_what_is_never_a_name_is_none(own, marked, names) -> None:
    text, recognised = read(marked)
    assert [text[one.start : one.end] for one in OwnNames(page(text), own).overrule(recognised, gazetteer())] == names


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("على أمل اللقاء.", []),
        ("قالت {PER أمل} ذلك.", ["ORG أمل"]),
        ("جاء وليد وحده.", []),
        ("جاء {PER وليد} وحده.", ["PER وليد"]),
        ("جاءت {ORG ليد} و{ORG ليد}.", ["ORG ليد", "ORG ليد"]),
    ],
)
def test_a_form_that_may_be_another_word_wants_the_recogniser(own, marked, names) -> None:
    text, recognised = read(marked)
    made = OwnNames(page(text), own).overrule(recognised, gazetteer())
    assert [f"{one.type} {text[one.start : one.end]}" for one in made] == names


def test_a_name_does_not_go_on_in_the_next_sentence(own) -> None:
    text = "جاء زمهر\nالقندول غادر."
    halves = [Sentence(start=0, end=8, block=0), Sentence(start=9, end=len(text), block=0)]
    whole = page(text)
    apart = type(whole)(text, whole.tokens, halves, [0, 0, 1, 1, 1])
    assert OwnNames(apart, own).overrule([], gazetteer()) == []


def test_aliases_are_one_entity_under_the_listed_name(found) -> None:
    text = "وصل أبو جلنار إلى الهيثمة. وقال زمهر القندول إن نور لاب باقية، وNorlab معه."
    entities = {one.name: one for one in found(text)}
    person, company = entities["زمهر القندول"], entities["نورلاب"]
    assert [mention.text for mention in person.mentions] == ["أبو جلنار", "زمهر القندول"]
    assert company.mentions[0].text == "نور لاب"
    assert (person.type, person.links) == ("PER", {"desk": "7"})
    assert (company.type, company.links, company.confidence) == ("ORG", {"wikidata": "Q1"}, 1.0)
    assert [one.name for one in found("غادر أبو جلنار.")] == ["زمهر القندول"]


def test_two_own_people_stay_two_though_one_is_short_for_the_other(found) -> None:
    names = [one.name for one in found("حضر زمهر القندول، وحضر القندول الصغير. وتكلم قندس.")]
    assert names == ["زمهر القندول", "القندول الصغير", "قندس"]


def test_a_person_listed_returns_by_the_family_name(found) -> None:
    (person,) = (one for one in found("حضر قيس زمهر القندول. وقال القندول.") if "القندول" in one.name)
    assert person.type == "PER"


def test_no_list_changes_nothing(folder) -> None:
    assert entities_stage(EntitiesSettings()).run is entities_stage(EntitiesSettings()).run
    assert entities_stage(EntitiesSettings(lists=folder)).run is not entities_stage(EntitiesSettings()).run


WORDS = st.sampled_from(
    [*"،.\n()و", "زمهر", "القندول", "وزمهر", "نورلاب", "شركة", "الاتفاق", "البنفسجي", "للهيثمة", "حي", "الشرقي", "أبو",
     "جلنار", "محمد", "بن", "قال", "جو بايدن", "أمل", "Norlab", "لل"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_text_gives_spans_that_hold(found, text: str) -> None:
    mentions = sorted((one.start, one.end, one.text) for entity in found(text) for one in entity.mentions)
    assert all(text[start:end] == words != "" for start, end, words in mentions)
    assert all(one[1] <= other[0] for one, other in pairwise(mentions))
