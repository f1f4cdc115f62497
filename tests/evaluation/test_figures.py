"""Figures worked out by hand on two small articles (conftest tells what is right and wrong in each)."""

import orjson
import pytest

from pipeline.contracts import BadMessage
from pipeline.evaluation import parse_gold, parse_prediction, score
from pipeline.evaluation.bootstrap import f1_interval
from pipeline.evaluation.prediction import Prediction
from pipeline.evaluation.rates import Counts


@pytest.fixture
def figures(golds, predictions):
    return score(list(golds.values()), predictions)


def rates(figure: dict) -> tuple:
    return figure["P"], figure["R"], figure["F1"]


def test_quotes_end_to_end(figures):
    """6 gold; 8 predicted, 2 of them ignored; 4 found, 2 of them with the speaker in full, 3 with any form."""
    quotes = figures["quotes"]
    assert (quotes["gold"], quotes["predicted"], quotes["ignored"], quotes["false_positives"]) == (6, 8, 2, 2)
    assert quotes["false_positives_on_marks"] == 1
    assert rates(quotes["span"]) == (66.7, 66.7, 66.7)
    assert rates(quotes["end_to_end_strict"]) == (33.3, 33.3, 33.3)
    assert rates(quotes["end_to_end_lenient"]) == (50.0, 50.0, 50.0)
    assert quotes["exact_span_recall"] == 66.7
    low, high = quotes["end_to_end_strict"]["F1_95"]
    assert low <= 33.3 <= high


def test_quotes_by_kind_and_link(figures):
    by_kind, by_link = figures["quotes"]["recall_by_kind"], figures["quotes"]["recall_by_link"]
    assert by_kind["direct"] == {"n": 2, "found": 2, "R": 100.0, "end_to_end_R": 100.0}
    assert by_kind["indirect"] == {"n": 4, "found": 2, "R": 50.0, "end_to_end_R": 0.0}
    assert by_kind["mixed"] == {"n": 0, "found": 0, "R": None, "end_to_end_R": None}
    assert by_link == {
        "dropped": {"n": 1, "found": 0, "R": 0.0, "end_to_end_R": 0.0},
        "explicit": {"n": 5, "found": 4, "R": 80.0, "end_to_end_R": 40.0},
    }


def test_what_is_judged_on_the_quotes_found(figures):
    """Of 4: cues 2 (one is the complementizer, one is missing), kinds 1 or 3, mentions 3; one has a source."""
    assert figures["quotes"]["on_matched"] == {
        "n": 4, "source_n": 1, "strict": 50.0, "lenient": 75.0, "mention": 75.0, "cue": 50.0,
        "kind_strict": 25.0, "kind_lenient": 75.0, "source": 0.0, "source_lenient": 100.0,
    }  # fmt: skip


def test_coverage_counts_every_prediction_and_forgives_the_long(figures):
    """5 of 6 covered by 8: P 62.5, R 83.3."""
    assert figures["quotes"]["covered_F1"] == {"0.3": 71.4, "0.8": 71.4}


def test_names(figures):
    """7 gold, one optional beside them; 5 predicted that count: 4 in place, 3 with the right type."""
    names = figures["names"]
    assert names["span"] == {"P": 80.0, "R": 57.1, "F1": 66.7, "n": 7}
    assert rates(names["typed"]) == (60.0, 42.9, 50.0)
    assert rates(names["by_type"]["PER"]) == (100.0, 25.0, 40.0)
    assert rates(names["by_type"]["ORG"]) == (50.0, 50.0, 50.0)
    assert rates(names["by_type"]["LOC"]) == (100.0, 100.0, 100.0)
    assert names["by_type"]["MISC"] == {"P": 0.0, "R": 0.0, "F1": 0.0, "n": 0}
    low, high = names["typed"]["F1_95"]
    assert low <= 50.0 <= high


def test_blocks(figures):
    """The English credit line is right as a credit; a subhead was taken for a paragraph."""
    blocks = figures["blocks"]
    assert rates(blocks["caption"]) == (100.0, 100.0, 100.0)
    assert rates(blocks["subhead"]) == (0.0, 0.0, 0.0)
    assert rates(blocks["paragraph"]) == (66.7, 100.0, 80.0)
    assert "credit" not in blocks


def test_per_article(figures):
    assert figures["per_article"]["harbour"] == {
        "gold": 4, "found": 2, "false_positives": 2, "span_F1": 50.0, "end_to_end_F1": 25.0,
    }  # fmt: skip
    assert figures["per_article"]["fishers"]["end_to_end_F1"] == 50.0


def test_gold_against_itself_is_perfect(golds, gold_folder):
    own = {name: parse_prediction((gold_folder / f"{name}.json").read_bytes()) for name in golds}
    quotes = score(list(golds.values()), own)["quotes"]
    assert rates(quotes["end_to_end_strict"]) == (100.0, 100.0, 100.0)
    assert quotes["end_to_end_strict"]["F1_95"] == (100.0, 100.0)
    assert quotes["exact_span_recall"] == 100.0
    assert {share for name, share in quotes["on_matched"].items() if not name.endswith("n")} == {100.0}


def test_an_article_without_a_prediction_has_no_quotes_and_is_named(golds, predictions):
    figures = score(list(golds.values()), {"harbour": predictions["harbour"]})
    assert figures["missing_predictions"] == ["fishers"]
    assert figures["quotes"]["recall_by_kind"]["direct"]["R"] == 50.0
    assert figures["names"]["span"]["n"] == 2


def test_nothing_predicted_scores_nothing(golds):
    figures = score(list(golds.values()), {})
    assert rates(figures["quotes"]["end_to_end_strict"]) == (0.0, 0.0, 0.0)
    assert figures["quotes"]["on_matched"]["strict"] is None
    assert "names" not in figures and "blocks" not in figures


def test_a_scare_quote_with_the_wrong_owner_is_a_false_positive(golds, fishers):
    fishers["quotes"][3]["canonical_speaker"] = "نور عيسى"
    quotes = score([golds["fishers"]], {"fishers": Prediction.model_validate(fishers)})["quotes"]
    assert (quotes["ignored"], quotes["false_positives"], quotes["false_positives_on_marks"]) == (1, 1, 1)


def test_a_quote_predicted_twice_counts_once(golds, fishers):
    fishers["quotes"] = fishers["quotes"][:1] * 2
    quotes = score([golds["fishers"]], {"fishers": Prediction.model_validate(fishers)})["quotes"]
    assert rates(quotes["span"]) == (50.0, 50.0, 50.0)


def test_a_mention_where_gold_has_none_is_wrong(golds, harbour):
    said = harbour["quotes"][1] | {"start": harbour["quotes"][1]["start"] + 3}
    for speaker, right in ((None, 100.0), ({"start": 57, "end": 68}, 0.0)):
        prediction = Prediction.model_validate({"quotes": [said | {"speaker": speaker}]})
        assert score([golds["harbour"]], {"harbour": prediction})["quotes"]["on_matched"]["mention"] == right


def test_a_longer_name_that_is_accepted_swallows_its_neighbour():
    text = "جامعة الساحل في صور أعلنت"
    names = [
        {"start": 0, "end": 12, "type": "ORG", "tok_start": 0, "end_alts": [19]},
        {"start": 16, "end": 19, "type": "LOC", "tok_start": 16},
    ]
    gold = parse_gold(orjson.dumps({"id": "a", "text": text, "entities": names}))
    whole = Prediction.model_validate({"entities": [{"start": 0, "end": 19, "type": "ORG"}]})
    assert rates(score([gold], {"a": whole})["names"]["typed"]) == (100.0, 100.0, 100.0)


def test_a_prediction_for_another_text_is_refused(golds, harbour):
    other = Prediction.model_validate(harbour | {"text": "عنوان\n\n" + golds["harbour"].text})
    with pytest.raises(BadMessage, match="without its headline"):
        score([golds["harbour"]], {"harbour": other})


def test_the_interval_is_of_articles_and_always_the_same():
    assert f1_interval([[(1, 1, 1)], [(0, 0, 1)]]) == (0.0, 100.0)  # a quarter of the samples is all of one
    assert f1_interval([[(1, 1, 1), (0, 0, 1)]] * 30) == f1_interval([[(1, 1, 1), (0, 0, 1)]] * 30)
    assert f1_interval([[], []]) == f1_interval([]) == (0.0, 0.0)
    few, many = (f1_interval([[(1, 1, 1)], [(0, 1, 1)]] * n) for n in (3, 60))
    assert many[1] - many[0] < few[1] - few[0]


def test_rates_of_nothing_are_nothing():
    assert Counts().figures() == {"P": 0.0, "R": 0.0, "F1": 0.0, "n": 0}
    assert (Counts(1, 2, 4) + Counts(1, 2, 4)).figures() == {"P": 50.0, "R": 25.0, "F1": 33.3, "n": 8}
