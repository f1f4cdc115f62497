"""Which names of a speaker are right."""

import pytest

from pipeline.evaluation.forms import Forms, accepted, all_named, comparable, one_named

CANON = {
    "ليلى الشامي": Forms(variants=["وزيرة النقل ليلى الشامي"], mentions=["الشامي", "الوزيرة"]),
    "سامر حداد": Forms(mentions=["حداد"]),
}


@pytest.mark.parametrize(("one", "other"), [
    ("أحمد", "احمد"), ("مُحَمَّد", "محمد"), ("ليلى", "ليلي"), ("وزارة", "وزاره"), ("الحيـــاة", "الحياة"),
    ('صحيفة "المرفأ"', "صحيفة المرفأ"), (" سامر \u00a0 حداد\n", "سامر حداد"),
])  # fmt: skip
def test_spelling_is_not_judged(one, other):
    assert comparable(one) == comparable(other)


def test_different_names_stay_different():
    assert comparable("سامر") != comparable("سمير")
    assert comparable(None) == ""


@pytest.mark.parametrize(("said", "strict", "lenient"), [
    (["ليلى الشامي"], True, True),
    (["وزيرة النقل ليلى الشامي"], True, True),
    (["الشامي"], False, True),
    (["سامر حداد"], False, False),
    (["ليلى الشامي", "سامر حداد"], False, False),
    ([], False, False),
    ([None], False, False),
])  # fmt: skip
def test_one_speaker(said, strict, lenient):
    assert all_named(said, ["ليلى الشامي"], CANON) is strict
    assert all_named(said, ["ليلى الشامي"], CANON, lenient=True) is lenient


def test_every_one_of_a_joint_quote_must_be_named_in_any_order():
    both = ["ليلى الشامي", "سامر حداد"]
    assert all_named(both[::-1], both, CANON)
    assert not all_named(both[:1], both, CANON)
    assert not all_named(["ليلى الشامي", "الشامي"], both, CANON, lenient=True)


def test_nobody_is_right_only_where_there_is_nobody():
    assert all_named([], [], CANON)
    assert not all_named(["سامر حداد"], [], CANON)


def test_a_name_without_forms_is_right_as_itself():
    assert accepted(CANON, "نور عيسى") == {"نور عيسي"}
    assert one_named(["حداد"], ["سامر حداد"], CANON, lenient=True)
    assert not one_named(["حداد"], ["سامر حداد"], CANON)
