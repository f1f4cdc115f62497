"""Institutions and places that are called after a person, and papers that are called like a place."""

import pytest

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.namesakes import add_namesakes
from pipeline.entities.quoted_media import as_media
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("زار مركز الأمير {PER نديم} الثقافي أمس", ["ORG مركز الأمير نديم الثقافي"]),
        (
            "من مركز الأمير {PER نديم} للورد والأشجار النادرة في",
            ["ORG مركز الأمير نديم للورد والأشجار"],
        ),
        ("وفي شارع {PER محمد الخامس} أمس", ["LOC محمد الخامس"]),
        ("على طريق الملك {PER عبد العزيز} أمس", ["LOC الملك عبد العزيز"]),
        ("نال جائزة الملك {PER فيصل} العالمية", ["MISC جائزة الملك فيصل العالمية"]),
        ("استقبل مكتب الملك {PER فهد} أمس", ["PER فهد"]),
        ("وقال الملك {PER فهد} أمس", ["PER فهد"]),
    ],
)
def test_add_namesakes(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    made = add_namesakes(page(text), found, gazetteer())
    assert [f"{one.type} {text[one.start : one.end]}" for one in made] == names


@pytest.mark.parametrize(
    ("marked", "types"),
    [('حديث لـ"{LOC الرياض}" أمس', ["ORG"]), ("حديث في {LOC الرياض} أمس", ["LOC"]), ('في "{LOC عدن}" أمس', ["LOC"])],
)
def test_a_paper_in_marks(marked: str, types: list[str]) -> None:
    text, found = read(marked)
    assert [one.type for one in as_media(text, found, gazetteer())] == types
