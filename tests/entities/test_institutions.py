"""Institutions whose names are made of common words, and heads that belong to a name."""

import pytest

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.gazetteer_institutions import add_heads, add_institutions
from tests.entities.marked import page, read


def found(marked: str) -> list[tuple[str, str]]:
    text, names = read(marked)
    added = add_institutions(page(text), add_heads(page(text), names, gazetteer()), gazetteer())
    return [(text[one.start : one.end], one.type) for one in added]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("أعلنت هيئة الطرق والجسور الكينية ذلك.", [("هيئة الطرق والجسور الكينية", "ORG")]),
        ("وقالت الجمعية النرويجية للطيور البحرية إن العدد قل.", [("الجمعية النرويجية للطيور البحرية", "ORG")]),
        ("اللجنة العليا للحدائق العامة الدكتور سمير حضر.", [("اللجنة العليا للحدائق العامة", "ORG")]),
        ("وأكد الجيش الإسباني النبأ.", [("الجيش الإسباني", "ORG")]),
        ("بالمخابرات التشيلية ضابط.", [("المخابرات التشيلية", "ORG")]),
        ("تخرج في جامعة {LOC نيروبي} أمس.", [("جامعة نيروبي", "ORG")]),
        ("وقع مع شركة {PER سمير نصار} العقد.", [("شركة سمير نصار", "ORG")]),
        ("عرض متحف {LOC نيروبي} لوحة.", [("نيروبي", "LOC")]),
    ],
)
def test_an_institution_is_named(marked: str, names: list[tuple[str, str]]) -> None:
    assert found(marked) == names


@pytest.mark.parametrize(
    "text",
    [
        "انتظرت اللجنة العليا القرار.",
        "عقدت هيئة المحكمة جلسة.",
        "تقدم الجيش في الليل.",
        "زارت الجمعية التي أسسها.",
        "قرأ الكتاب الإسباني كله.",
    ],
)
def test_common_words_stay_common(text: str) -> None:
    assert found(text) == []
