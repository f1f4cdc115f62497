"""The table of what goes wrong with names."""

import pytest

from pipeline.evaluation import score as scored
from pipeline.evaluation.conll import Sentence, score
from pipeline.evaluation.mistakes import CLASSES, Labelled, Mistake, of_article, of_unpaired, table
from pipeline.evaluation.names import judge
from pipeline.evaluation.prediction import FoundName


def sentence(*tagged: str) -> Sentence:
    """From `token/tag`."""
    tokens, tags = zip(*(one.split("/") for one in tagged), strict=True)
    return Sentence(tokens, tags)


GOLD = [
    sentence("قال/O", "زمهر/B-PER", "القندول/I-PER", "في/O", "بيروت/B-LOC", "والهند/B-LOC"),
    sentence("دعا/O", "حزب/B-ORG", "البيلسان/I-ORG", "و/O", "صور/B-LOC", "الأحد/O"),
]
FOUND = [
    sentence("قال/O", "زمهر/O", "القندول/O", "في/O", "بيروت/B-ORG", "والهند/O"),
    sentence("دعا/O", "حزب/O", "البيلسان/B-ORG", "و/O", "صور/B-PER", "الأحد/I-PER"),
]
EXPECTED = {
    "wrong type": ("بيروت", "LOC"),
    "boundary": ("حزب البيلسان", "ORG"),
    "boundary, type": ("صور", "LOC"),
    "missed, unseen": ("زمهر القندول", "PER"),
    "missed, listed": ("والهند", "LOC"),
}


def test_each_class_of_a_conll_file() -> None:
    mistakes = score(GOLD, FOUND)["mistakes"]
    for kind, (text, type_) in EXPECTED.items():
        assert mistakes[kind] == {"n": 1, "by_type": {type_: 1}, "examples": [text]}
    assert set(mistakes) == set(EXPECTED)


@pytest.mark.parametrize(("text", "kind"), [("الهند", "missed, listed"), ("زمهر القندول", "missed, unseen")])
def test_a_missed_name_is_listed_or_unseen(text: str, kind: str) -> None:
    gold = [Labelled((0, len(text)), "PER", text)]
    assert list(of_unpaired(gold, [])) == [Mistake(kind, "PER", text)]


def test_a_name_cut_in_two_is_one_boundary_and_one_spurious() -> None:
    gold = [Labelled((0, 12), "PER", "سامر بن حداد")]
    found = [Labelled((0, 4), "LOC", "سامر"), Labelled((8, 12), "PER", "حداد")]
    assert list(of_unpaired(gold, found)) == [
        Mistake("boundary", "PER", "سامر بن حداد"),
        Mistake("spurious", "LOC", "سامر"),
    ]


def test_mistakes_of_an_article_leave_out_what_gold_accepts(golds) -> None:
    gold = golds["fishers"]
    right = [FoundName(start=name.start, end=name.end, type=name.type) for name in gold.names]
    assert of_article(gold.text, judge(gold, right)) == []
    kinds = {mistake.kind for mistake in of_article(gold.text, judge(gold, []))}
    assert kinds <= {"missed, listed", "missed, unseen"} and kinds


def test_the_mistakes_and_the_figures_add_up(golds, predictions) -> None:
    """Gold 7; what is not right is missed, mistyped or badly cut."""
    figures = scored(list(golds.values()), predictions)
    found = figures["names"]["mistakes"]
    counts = {kind: found.get(kind, {"n": 0})["n"] for kind in CLASSES}
    right = round(figures["names"]["typed"]["R"] * 7 / 100)
    assert right + sum(n for kind, n in counts.items() if kind != "spurious") == 7


def test_the_table_is_in_order_and_shows_the_names_most_often_concerned() -> None:
    made = table([Mistake("spurious", "LOC", "ب"), *[Mistake("boundary", "PER", text) for text in "ااجدهـ"]])
    assert list(made) == ["boundary", "spurious"]
    assert made["boundary"]["examples"] == ["ا", "ج", "د"]
