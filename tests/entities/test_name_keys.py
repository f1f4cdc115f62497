"""Spellings of one name have one key, different names have different keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.keys import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("غوغل", "جوجل"),
        ("مسعود البارزاني", "مسعود بارزاني"),
        ("عبد الله الثاني", "عبدالله الثاني"),
        ("أبو ظبي", "أبوظبي"),
        ("أحمد ابن عيسى", "احمد بن عيسي"),
        ("سوريا", "سورية"),
        ("مُحَمَّد", "محمد"),
        ("سي.أن.أن", "سي أن أن"),
        ("الولايات المتحدة", "للولايات المتحدة"),
        ("مؤيد اللامي", "مءيد اللامي"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("حسن", "حسين"), ("جميل", "جمال"), ("عمر", "عمرو"), ("محمد بن سلمان", "سلمان بن محمد"), ("قاسم", "جاسم")],
)
def test_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text() | st.text("ابتةهلجغقوي أإىء.", max_size=12))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
