"""Names of people that the recogniser cut short."""

import pytest

from pipeline.entities.full_names import complete
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.grouping import group
from pipeline.entities.own_lists import OwnLists
from pipeline.entities.own_names import OwnNames
from tests.entities.marked import page, read


def completed(marked: str) -> list[str]:
    text, names = read(marked)
    return [f"{one.type} {text[one.start : one.end]}" for one in complete(page(text), names)]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        # a letter taken for "like"
        ("قال {PER نديم كامل} إن، وأضاف ك{PER امل} أن", ["PER نديم كامل", "PER كامل"]),
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
