"""Institutions and places that are called after a person, and papers that are called like a place."""

import pytest

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.namesakes import add_namesakes
from pipeline.entities.quoted_media import as_media
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("استقبل مركز الملك {PER فهد} الثقافي أمس", ["ORG مركز الملك فهد الثقافي"]),
        (
            "من مركز الملك {PER سلمان} للإغاثة والأعمال الإنسانية في",
            ["ORG مركز الملك سلمان للإغاثة والأعمال الإنسانية"],
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
