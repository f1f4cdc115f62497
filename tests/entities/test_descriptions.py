"""Descriptions that were taken for names are dropped."""

import pytest

from pipeline.entities.descriptions import without_descriptions
from pipeline.entities.gazetteer import gazetteer
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("آلمه {LOC الرباط} الصليبي", []),
        ("يصب في {PER صالح} الفريق", []),
        ("وصل إلى {LOC الرباط} أمس", ["الرباط"]),
        ("زوروا {ORG zawraq}.com اليوم", []),
        ("زوروا www.{ORG zawraq} اليوم", []),
        ("قال {ORG ZWQ}. ثم مضى", ["ZWQ"]),
        ("لقي جنديا {LOC تركيا} هناك", []),
        ("غنى 12 {LOC سوريا} معا", []),
        ("وصل إلى {LOC سوريا} أمس", ["سوريا"]),
        ("عن الوردة {LOC السعودية} أمس", []),
        ("زار {LOC السعودية} أمس", ["السعودية"]),
    ],
)
def test_without_descriptions(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    kept = without_descriptions(page(text), found, gazetteer())
    assert [text[one.start : one.end] for one in kept] == names
