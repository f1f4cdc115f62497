"""What the network is told of the name lists."""

from pipeline.entities.model_lists import COLUMNS, Lists, lists, readings
from pipeline.text import tokenise

NAMES = [("person", "جو بايدن", 1.0), ("place", "كوريا الشماليه", 1.0), ("given", "امل", 0.5), ("title", "الرئيس", 1.0)]


def columns(text: str) -> dict[str, dict[str, float]]:
    tokens = tokenise(text)
    made = Lists(iter(NAMES)).columns(tokens)
    return {
        token.text: {COLUMNS[i]: float(row[i]) for i in row.nonzero()[0]}
        for token, row in zip(tokens, made, strict=True)
    }


def test_a_full_name_is_marked_from_its_first_word_to_its_last() -> None:
    found = columns("الرئيس جو بايدن")
    assert found["جو"] == {"person": 1.0}
    assert found["بايدن"]["person+"] == 1.0
    assert found["الرئيس"] == {"title": 1.0}


def test_a_last_word_alone_may_be_a_family_name() -> None:
    assert columns("قال بايدن")["بايدن"] == {"family": 0.5}


def test_proclitics_hide_no_name() -> None:
    assert columns("وكوريا الشمالية")["وكوريا"] == {"place": 1.0}


def test_a_word_with_other_meanings_counts_half() -> None:
    assert columns("أمل")["أمل"] == {"given": 0.5}


def test_half_a_name_is_no_name() -> None:
    assert columns("كوريا الجنوبية")["كوريا"] == {}


def test_readings_undo_the_article_in_lam() -> None:
    assert (1, "الكرملين") in set(readings("وللكرملين"))


def test_the_lists_that_ship_know_presidents_and_capitals() -> None:
    assert "بايدن" in lists() and "القاهره" in lists()
    assert "الرئيس" not in lists()
    assert lists().is_common("الرئيس")
