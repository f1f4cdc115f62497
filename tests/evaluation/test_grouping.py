"""B³, on its authors' own example and on articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation import score
from pipeline.evaluation.grouping import BCubed, b_cubed
from pipeline.evaluation.prediction import Prediction

GOLD = ["a"] * 5 + ["b"] * 2 + ["c"] * 5


def test_the_example_of_the_paper():
    """Three chains of 5, 2 and 5; joining the second to a five costs 4/7 + 25/7 of 7 mentions."""
    second_and_third = b_cubed(zip(["1"] * 5 + ["2"] * 7, GOLD, strict=True))
    assert second_and_third.figures() == {"P": 76.2, "R": 100.0, "F1": 86.5, "n": 12}
    first_and_third = b_cubed(zip(["1"] * 5 + ["2"] * 2 + ["1"] * 5, GOLD, strict=True))
    assert first_and_third.figures()["P"] == 58.3


def test_all_apart_is_precise_and_all_together_is_complete():
    assert b_cubed(zip(map(str, range(12)), GOLD, strict=True)).figures()["P"] == 100.0
    assert b_cubed(zip(["1"] * 12, GOLD, strict=True)).figures()["R"] == 100.0
    assert BCubed().figures() == {"P": 0.0, "R": 0.0, "F1": 0.0, "n": 0}


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("abc")), min_size=1))
def test_swapping_the_sides_swaps_precision_and_recall(mentions):
    one, other = b_cubed(mentions), b_cubed((gold, predicted) for predicted, gold in mentions)
    assert one.precision_sum == pytest.approx(other.recall_sum)
    assert 0 < one.precision_sum <= one.mentions


@pytest.mark.parametrize(("short_name_is", "expected"), [("e2", 100.0), ("e9", 80.0), ("e3", 66.7)])
def test_a_short_name_belongs_to_its_bearer(golds, fishers, short_name_is, expected):
    """سامر حداد، حداد، نور عيسى: the short name alone, or with the wrong person."""
    entities = [(32, 41, "e2"), (118, 122, short_name_is), (131, 139, "e3")]
    prediction = Prediction.model_validate(
        {"entities": [{"start": start, "end": end, "type": "PER", "entity": entity} for start, end, entity in entities]}
    )
    assert score([golds["fishers"]], {"fishers": prediction})["grouping"]["F1"] == expected
