"""Names of people that the recogniser cut short or ran together."""

import pytest

from pipeline.entities.full_names import complete
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.grouping import group
from pipeline.entities.own_lists import OwnLists
from pipeline.entities.own_names import OwnNames
from tests.entities.marked import page, read


def completed(marked: str) -> list[str]:
    text, names = read(marked)
    return [f"{one.type} {text[one.start : one.end]}" for one in complete(page(text), names, gazetteer())]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        # a family name behind بن; an office is none
        ("أوضح {PER نديم بن عمر} الكاملي المشرف على المعرض", ["PER نديم بن عمر الكاملي"]),
        ("أوضح {PER نديم بن عمر} المشرف على المعرض", ["PER نديم بن عمر"]),
        ("أوضح {PER نديم عمر} الكاملي المشرف على المعرض", ["PER نديم عمر"]),
        # the fathers and the house
        ("الأمير {PER نديم بن عمر} بن عبد العزيز آل سعود", ["PER نديم بن عمر بن عبد العزيز آل سعود"]),
        ("الأمير {PER عبدالرحمن بن} مساعد", ["PER عبدالرحمن بن مساعد"]),
        # a family name that was found as another person
        ("أوضح {PER نديم بن عمر} {PER الكاملي} أن", ["PER نديم بن عمر الكاملي"]),
        # a letter taken for "like"
        ("قال {PER نديم كامل} إن، وأضاف ك{PER امل} أن", ["PER نديم كامل", "PER كامل"]),
        # what is no part of a name
        ("وقال {PER الكاملي مغرداً} إن", ["PER الكاملي"]),
        ("لصحيفة {ORG الضفاف قائلاً} إن", ["ORG الضفاف"]),
        ("دعت {ORG هيئة الغذاء إلى} اتباع", ["ORG هيئة الغذاء"]),
        ("ذكرت {ORG ان الضفاف} تسعى", ["ORG الضفاف"]),
        ("تحدث {PER المدير العام} أمس", []),
        ("حذر {PER سماحة مفتي} عام المملكة", []),
        ("حذر {PER نديم المفتي} أمس", ["PER نديم المفتي"]),
        ("صرح {PER نديم بن صالح الكاملي} الأمين العام", ["PER نديم بن صالح الكاملي"]),
        # a place before a person
        ("كشف محافظ مدينة {LOC عدن نديم الكاملي} أن", ["LOC عدن", "PER نديم الكاملي"]),
        # found once, found each time
        ("قال {PER نديم الكاملي} إن، وأكد نديم الكاملي أن", ["PER نديم الكاملي", "PER نديم الكاملي"]),
        ("قالت {PER منى الكاملي} إن، وأكدت منى {PER الكاملي} أن", ["PER منى الكاملي", "PER منى الكاملي"]),
    ],
)
def test_complete(marked: str, names: list[str]) -> None:
    assert completed(marked) == names


def grouped(marked: str) -> dict[str, int]:
    text, names = read(marked)
    return {
        entity.name: len(entity.mentions)
        for entity in group(text, names, gazetteer(), OwnNames(page(text), OwnLists()))
    }


def test_a_father_is_not_his_son() -> None:
    marked = "الملك {PER نديم بن عبدالعزيز}، والأمير {PER عادل بن نديم بن عبدالعزيز}"
    assert grouped(marked) == {"نديم بن عبدالعزيز": 1, "عادل بن نديم بن عبدالعزيز": 1}


def test_called_by_his_fathers_name() -> None:
    marked = "قال {PER نديم بن عمر آل كامل} إن، وأضاف {PER بن عمر} أن"
    assert grouped(marked) == {"نديم بن عمر آل كامل": 2}
