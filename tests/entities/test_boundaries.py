"""Where a name begins and ends: proclitics and marks outside, radicals inside."""

import pytest

from pipeline.entities.boundaries import Labelled, names_of, proclitic_length
from pipeline.text import tokenise


def split(word: str, *, seen: set[str] = frozenset(), listed: bool = False) -> str:
    (token,) = tokenise(word)
    return word[proclitic_length(token, seen, listed=listed) :]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("وروسيا", "روسيا"),
        ("بالقاهرة", "القاهرة"),
        ("وبالقاهرة", "القاهرة"),
        ("لتونس", "تونس"),
        ("كالهلال", "الهلال"),
        ("فأوباما", "أوباما"),
        ("وَروسيا", "روسيا"),
    ],
)
def test_proclitics_stay_outside(word: str, name: str) -> None:
    assert split(word) == name


@pytest.mark.parametrize(
    "word", ["وائل", "بوتين", "كوريا", "لبنان", "فلسطين", "بايدن", "باريس", "فرنسا", "ليبيا", "كوبا", "وليد", "كيم"]
)
def test_radicals_stay_inside(word: str) -> None:
    assert split(word) == word


def test_the_article_hidden_in_lam_is_not_cut() -> None:
    assert split("للولايات") == "للولايات"
    assert split("وللولايات") == "للولايات"


def test_an_unknown_name_loses_its_waw_when_it_stands_bare_in_the_article() -> None:
    assert split("وزقنطيري", seen={"زقنطيري"}) == "زقنطيري"
    assert split("وزقنطيري") == "وزقنطيري"


def test_an_unknown_name_after_another_name_is_joined_by_waw() -> None:
    assert split("وزقنطيري", listed=True) == "زقنطيري"


def spell(text: str, *labels: str) -> list[tuple[str, str]]:
    tokens = tokenise(text)
    labelled = Labelled(tokens, labels, [1.0] * len(tokens), [0.0] * len(tokens))
    seen = {token.norm for token in tokens}
    return [(text[name.start : name.end], name.type) for name in names_of(labelled, seen)]


def test_marks_at_the_edges_are_outside() -> None:
    assert spell("قناة «الشروق»", "O", "B-ORG", "I-ORG", "I-ORG") == [("الشروق", "ORG")]


def test_two_people_joined_by_waw_are_two_names() -> None:
    found = spell("التقى سلمان وأوباما أمس", "O", "B-PER", "I-PER", "O")
    assert found == [("سلمان", "PER"), ("أوباما", "PER")]


def test_a_label_that_continues_nothing_opens_a_name() -> None:
    assert spell("زار عمان", "O", "I-LOC") == [("عمان", "LOC")]


def test_a_name_of_marks_alone_is_no_name() -> None:
    assert spell("« »", "B-ORG", "I-ORG") == []
