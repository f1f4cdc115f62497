"""Descriptions that were taken for names are dropped or cut off."""

import pytest

from pipeline.entities.descriptions import without_descriptions
from pipeline.entities.gazetteer import gazetteer
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("صافح {PER سياسيون} جدد نديما", []),
        ("زارها {PER شاعر كيني} أمس", []),
        ("غاب {PER منافسو الكاملي} أمس", ["الكاملي"]),
        ("غنت: إنه {PER سعيد} هنا", []),
        ("غنى {PER سعيد} هنا", ["سعيد"]),
        ("سيري {PER يا سفينة} بنا", []),
        ("آلمه {LOC الرباط} الصليبي", []),
        ("وصل إلى {LOC الرباط} أمس", ["الرباط"]),
        ("لقي جنديا {LOC تركيا} هناك", []),
        ("غنى 12 {LOC سوريا} معا", []),
        ("وصل إلى {LOC سوريا} أمس", ["سوريا"]),
        ("عن الوردة {LOC السعودية} أمس", []),
        ("زار {LOC السعودية} أمس", ["السعودية"]),
        ("الصيادون {LOC يرسلون} الورد", []),
        ("أسس {ORG منظمة دولية} للورد", []),
        ("عن المسرح {ORG الأهلي} أمس", []),
        ("فاز {ORG الأهلي} أمس", ["الأهلي"]),
    ],
)
def test_without_descriptions(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    kept = without_descriptions(page(text), found, gazetteer())
    assert [text[one.start : one.end] for one in kept] == names
