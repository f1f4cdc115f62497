"""Descriptions that were taken for names are dropped or cut off."""

import pytest

from pipeline.entities.descriptions import without_descriptions
from pipeline.entities.gazetteer import gazetteer
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("أكد {PER سياسيون} يمنيون أن", []),
        ("قال {PER سياسي أوغندي} أمس", []),
        ("يحاول {PER منافسو الكاملي} أن", ["الكاملي"]),
        ("وأضاف: أنا {PER سعيد} هنا", []),
        ("وقال {PER سعيد} هنا", ["سعيد"]),
        ("كيف {PER يا بلادي} تمضين", []),
        ("قطع في {LOC الرباط} الصليبي", []),
        ("وصل إلى {LOC الرباط} أمس", ["الرباط"]),
        ("إن جنديا {LOC تركيا} قتل", []),
        ("إن 12 {LOC سوريا} قتلوا", []),
        ("وصل إلى {LOC سوريا} أمس", ["سوريا"]),
        ("في العاصمة {LOC السعودية} أمس", []),
        ("زار {LOC السعودية} أمس", ["السعودية"]),
        ("الحوثي {LOC يرسلون} إلى", []),
        ("يعمل في {ORG منظمة دولية} هناك", []),
        ("لجنة التعليم {ORG الأهلي} أمس", []),
        ("فاز {ORG الأهلي} أمس", ["الأهلي"]),
    ],
)
def test_without_descriptions(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    kept = without_descriptions(page(text), found, gazetteer())
    assert [text[one.start : one.end] for one in kept] == names
