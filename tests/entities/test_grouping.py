"""Mentions become entities: who is who, under which name, of which type."""

import pytest

from pipeline.contracts import Entity
from pipeline.entities.epithets import add_roles
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.grouping import group
from pipeline.entities.own_lists import OwnLists
from pipeline.entities.own_names import OwnNames
from tests.entities.marked import page, read


def entities(marked: str) -> list[Entity]:
    text, names = read(marked)
    return group(text, names, gazetteer(), OwnNames(page(text), OwnLists()))


def grouped(marked: str) -> list[tuple[str, str, list[str]]]:
    return [(one.name, one.type, [mention.text for mention in one.mentions]) for one in entities(marked)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "قال {PER رامي الأسمر} إن {PER الأسمر} باق، وأيده {PER رامي}.",
            [("رامي الأسمر", "PER", ["رامي الأسمر", "الأسمر", "رامي"])],
        ),
        (
            "بدأ {PER البارزاني} جولة. والتقى {PER مسعود بارزاني} الوفد.",
            [("مسعود بارزاني", "PER", ["البارزاني", "مسعود بارزاني"])],
        ),
        (
            "{PER منى حداد} و{PER كريم حداد} حضرا. وقال {PER حداد} كلمة.",
            [("منى حداد", "PER", ["منى حداد"]), ("كريم حداد", "PER", ["كريم حداد", "حداد"])],
        ),
        (
            "وزير {PER عبدالرحمن الفاسي} و{PER عبد الرحمن الفاسي}.",
            [("عبدالرحمن الفاسي", "PER", ["عبدالرحمن الفاسي", "عبد الرحمن الفاسي"])],
        ),
        (
            "أعلنت {ORG غوغل} أن {ORG جوجل} ستغلق التطبيق.",
            [("غوغل", "ORG", ["غوغل", "جوجل"])],
        ),
        (
            "انتخب {ORG حزب البيئة الموحد} رئيسا، و{ORG حزب البيئة} حديث النشأة.",
            [("حزب البيئة الموحد", "ORG", ["حزب البيئة الموحد", "حزب البيئة"])],
        ),
        (
            "قالت {ORG هيئة الموانئ الجديدة} ({ORG همج}) إن {ORG همج} ستعمل.",
            [("هيئة الموانئ الجديدة", "ORG", ["هيئة الموانئ الجديدة", "همج", "همج"])],
        ),
        (
            "في {LOC غزة} وفي {LOC قطاع غزة}.",
            [("غزة", "LOC", ["غزة"]), ("قطاع غزة", "LOC", ["قطاع غزة"])],
        ),
        (
            "{LOC للولايات المتحدة} دور، وترى {LOC أميركا} ذلك.",
            [("الولايات المتحدة", "LOC", ["للولايات المتحدة", "أميركا"])],
        ),
    ],
)
def test_mentions_of_one_thing_are_together(marked: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert grouped(marked) == expected


def test_type_by_vote() -> None:
    (one,) = entities("زار {LOC مرسوك}، ثم غادر {LOC مرسوك}، وقالت {ORG مرسوك}.")
    assert one.type == "LOC"


def test_ids_follow_the_text_and_countries_are_linked() -> None:
    first, second = entities("من {LOC الأردن} إلى {LOC سلوان}.")
    assert (first.id, second.id) == ("e1", "e2")
    assert first.links == {"iso3166": "JO"}
    assert second.links == {}


def test_a_short_form_is_marked_so() -> None:
    (one,) = entities("قال {PER رامي الأسمر} ثم قال {PER الأسمر}.")
    assert [mention.form for mention in one.mentions] == ["name", "short"]


def test_a_listed_person_known_by_one_name_gets_the_full_one() -> None:
    (one,) = entities("دعا {PER أتاتورك} إلى ذلك.")
    assert one.name == "مصطفى كمال أتاتورك"


def roles(marked: str) -> list[tuple[str, str]]:
    text, names = read(marked)
    found = add_roles(page(text), group(text, names, gazetteer(), OwnNames(page(text), OwnLists())), gazetteer())
    return [(one.name, mention.text) for one in found for mention in one.mentions if mention.form == "role"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "وصل الرئيس التشيلي {PER غابرييل بوريك}. وقال الرئيس التشيلي إنه سعيد.",
            [("غابرييل بوريك", "الرئيس التشيلي")],
        ),
        ("وصلت الوزيرة {PER هالة نصار}. ثم غادرت الوزيرة على عجل.", [("هالة نصار", "الوزيرة")]),
        ("حضر السفير، {PER سمير نصار}، وتحدث. وللسفير رأي آخر.", [("سمير نصار", "للسفير")]),
        ("حضر الوزير {PER سمير نصار} والوزير {PER فادي كرم}. وقال الوزير كلمته.", []),
        ("حضر الوزير {PER سمير نصار}. وقال الوزير {PER فادي كرم} كلمته.", []),
        ("حضر الوزير {PER سمير نصار}. وقال الوزير السابق كلمته.", []),
        ("قال الوزير شيئا. ثم حضر الوزير {PER سمير نصار}.", []),
        ("حضرت نائبة الرئيس {PER هالة نصار}. وقال الرئيس كلمة.", []),
    ],
)
def test_roles_only_when_they_mean_one_person(marked: str, expected: list[tuple[str, str]]) -> None:
    assert roles(marked) == expected
