"""Gold and predictions read from JSON."""

import orjson
import pytest

from pipeline.contracts import BadMessage, EnrichedArticle, encode
from pipeline.evaluation import parse_gold, parse_prediction, predict, score


def test_every_span_of_the_test_articles_is_what_it_says(gold_folder):
    for path in gold_folder.iterdir():
        article = orjson.loads(path.read_bytes())
        spans = [*article["entities"], *article["quotes"], *article["optional_quotes"], *article["not_quotes"]]
        for span in [*spans, *article.get("structure", [])]:
            assert article["text"][span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(("value", "complaint"), [
    (b"{", "a.json"),
    (b"[]", "a.json"),
    (b'{"id": "a"}', "a.json: text"),
    (b'{"id": "a", "text": "b", "quotes": [{"id": "q", "start": 0}]}', "quotes.0.end"),
    (b'{"id": "a", "text": "b", "text_sha256": "00"}', "differs"),
])  # fmt: skip
def test_what_is_no_gold_article_is_refused_in_one_line(value, complaint):
    with pytest.raises(BadMessage, match=complaint):
        parse_gold(value, "a.json")


@pytest.mark.parametrize("value", [b"", b"[1]", b'{"quotes": [{"start": 1}]}', b'{"sentences": []}'])
def test_what_is_no_prediction_is_refused(value):
    with pytest.raises(BadMessage, match=r"a\.json"):
        parse_prediction(value, "a.json")


def enriched(gold) -> EnrichedArticle:
    """What a pipeline that finds everything in `fishers` but one short name would say."""
    text = gold.text

    def span(start: int, end: int) -> dict:
        return {"start": start, "end": end, "text": text[start:end]}

    people = [
        {"id": "e1", "name": "سامر حداد", "type": "PER", "mentions": [
            span(32, 41), span(118, 122) | {"form": "short"}, span(7, 13) | {"form": "role"}]},
        {"id": "e2", "name": "نور عيسى", "type": "PER", "mentions": [span(131, 139)]},
    ]  # fmt: skip
    first, second = gold.quotes
    return EnrichedArticle(
        id=gold.id, version=1, text=text, entities=people,
        blocks=[{"kind": "paragraph", "start": 0, "end": 112}],
        quotes=[
            span(first.start, first.end) | {
                "id": "q1", "kind": "direct", "cue": span(0, 4) | {"class": "speech"},
                "speakers": [{"name": "سامر حداد", "mention": span(32, 41)}], "source": {"name": "بيان اتحاد الصيادين"},
            },
            span(second.start, second.end) | {
                "id": "q2", "kind": "indirect",
                "speakers": [{"name": "سامر حداد", "mention": span(118, 122)}, {"name": "نور عيسى"}, {"name": None}],
            },
        ],
    )  # fmt: skip


def test_our_own_articles_are_scored_as_they_are(golds):
    gold = golds["fishers"]
    article = enriched(gold)
    prediction = predict(article)
    assert [(name.start, name.entity) for name in prediction.names] == [(32, "e1"), (118, "e1"), (131, "e2")]
    figures = score([gold], {gold.id: prediction})
    quotes = figures["quotes"]
    assert quotes["end_to_end_strict"]["F1"] == 100.0
    assert quotes["on_matched"] | {"cue": None} == {
        "n": 2, "source_n": 1, "strict": 100.0, "lenient": 100.0, "mention": 100.0, "cue": None,
        "kind_strict": 100.0, "kind_lenient": 100.0, "source": 100.0, "source_lenient": 100.0,
    }  # fmt: skip
    assert quotes["on_matched"]["cue"] == 50.0
    assert figures["names"]["typed"] | {"F1_95": None} == {"P": 100.0, "R": 60.0, "F1": 75.0, "n": 5, "F1_95": None}
    assert figures["grouping"]["F1"] == 100.0
    assert parse_prediction(encode(article)) == prediction
