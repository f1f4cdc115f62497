"""The lists as shipped are sound: every line can be used, and means one thing."""

from collections import Counter

import pytest

from pipeline.entities.gazetteer import gazetteer, gender_of
from pipeline.entities.gazetteer_lists import forms_of, read_rows
from pipeline.text import fold, tokenise

COLUMNS = {
    "cities.tsv": 3, "countries.tsv": 6, "family.tsv": 2, "geography.tsv": 3, "given.tsv": 3, "heads.tsv": 4,
    "media.tsv": 4, "misc.tsv": 3, "never.tsv": 2, "organisations.tsv": 4, "persons.tsv": 4, "regions.tsv": 4,
    "titles.tsv": 4,
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_no_entry_is_listed_twice(name: str) -> None:
    rows = list(read_rows(name, COLUMNS[name]))
    first = 1 if name == "countries.tsv" else 0
    kind = {"heads.tsv": 1, "geography.tsv": 1, "misc.tsv": 1, "cities.tsv": 1}.get(name)
    keys = Counter((fold(row.cells[first].rstrip("?")), row.cells[kind] if kind else "") for row in rows)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_country_has_one_code() -> None:
    codes = Counter(row.cells[0] for row in read_rows("countries.tsv", 6))
    assert len(codes) > 195
    assert [code for code, count in codes.items() if count > 1] == []


def test_cities_lie_in_listed_countries() -> None:
    countries = {row.cells[0] for row in read_rows("countries.tsv", 6)}
    assert {row.cells[1] for row in read_rows("cities.tsv", 3)} <= countries


@pytest.mark.parametrize("name", ["persons.tsv", "countries.tsv", "cities.tsv", "organisations.tsv", "media.tsv"])
def test_every_form_is_found_in_a_text(name: str) -> None:
    lists = gazetteer()
    lost = []
    for row in read_rows(name, COLUMNS[name]):
        for form, _ in forms_of(row.cells[1 if name == "countries.tsv" else 0]):
            tokens = tokenise(f"من {form} أمس")
            if not any(one.first == 1 and one.end == len(tokens) - 1 for one in lists.find(tokens)):
                lost.append(form)
    assert lost == []


def test_listed_people_have_the_gender_they_are_listed_with() -> None:
    wrong = [row.cells[0] for row in read_rows("persons.tsv", 4) if gender_of(row.cells[0].rstrip("?")) != row.cells[1]]
    assert wrong == []
