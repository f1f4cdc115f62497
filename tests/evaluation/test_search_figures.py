"""Search figures worked out by hand."""

from pipeline.evaluation.search import Pair, known_item_figures, matches, pair_figures, parse_pairs

TABLE = """id\tquery\tdocument\texpected\tphenomenon
1\tأسعار\tالاسعار ترتفع\tmatch\thamza_alef
2\tسعر\tالأسعار\tmatch\tbroken_plural
3\tعمل\tعملية\tnomatch\tsuffix_radical
4\tقلب\tكلب\tnomatch\tnear_letters
"""


def analyse(text: str) -> list[str]:
    return [word.replace("أ", "ا").removeprefix("ال").removesuffix("ية") for word in text.split()]


def test_pairs_are_read_as_they_stand():
    assert parse_pairs(TABLE)[0] == Pair("أسعار", "الاسعار ترتفع", True, "hamza_alef")
    assert parse_pairs("id\n") == []


def test_a_query_matches_when_all_its_terms_do():
    assert matches(analyse, "الأسعار ترتفع", "ترتفع أسعار النفط")
    assert not matches(analyse, "أسعار الذهب", "أسعار النفط")
    assert not matches(lambda _: [], "و", "و")


def test_pairs_by_hand():
    """The first is found; the second is missed; the third is found and should not be."""
    figures = pair_figures(parse_pairs(TABLE), analyse)
    assert figures["match"] == {"P": 50.0, "R": 50.0, "F1": 50.0, "n": 2}
    assert figures["by_phenomenon"] == {
        "broken_plural": 0.0, "hamza_alef": 100.0, "near_letters": 100.0, "suffix_radical": 0.0,
    }  # fmt: skip


def test_known_items_by_hand():
    """First, second, eleventh, absent: (1 + 1/2) / 4."""
    rankings = [
        ("a", ["a", "b"]), ("a", ["b", "a"]), ("a", [*"bcdefghijk", "a"]), ("a", []),
    ]  # fmt: skip
    assert known_item_figures(rankings) == {"MRR@10": 0.375, "recall@10": 50.0, "n": 4}
    assert known_item_figures(rankings, depth=1) == {"MRR@1": 0.25, "recall@1": 25.0, "n": 4}
    assert known_item_figures([])["recall@10"] == 0.0
