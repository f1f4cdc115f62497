"""All figures of a set of articles, as one JSON object. Shares are in per cent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from pipeline.contracts.errors import BadMessage
from pipeline.evaluation import blocks, grouping, mistakes, names, quotes
from pipeline.evaluation.bootstrap import f1_interval
from pipeline.evaluation.gold import GoldArticle
from pipeline.evaluation.names import ArticleNames
from pipeline.evaluation.prediction import Prediction
from pipeline.evaluation.quotes import COVERED, ArticleQuotes, Row
from pipeline.evaluation.rates import Counts, percent

Figures = dict[str, Any]

KINDS = ("direct", "mixed", "indirect")
_JUDGED = ("strict", "lenient", "mention", "cue", "kind_strict", "kind_lenient", "source", "source_lenient")


def score(golds: Sequence[GoldArticle], predictions: Mapping[str, Prediction]) -> Figures:
    """Every figure that the annotations and predictions allow.

    Args:
        golds: annotated articles.
        predictions: by article id. An absent one counts as no quotes; its names are left out.

    Returns:
        `quotes` always; `names`, `grouping` and `blocks` where both sides have them; `per_article`.

    Raises:
        BadMessage: a prediction was made for another text than gold's.
    """
    both = [(gold, predictions.get(gold.id) or Prediction()) for gold in golds]
    for gold, prediction in both:
        _check_text(gold, prediction)
    judged = [quotes.judge(gold, prediction) for gold, prediction in both]
    scored = [gold for gold, one in both if gold.names and one.names is not None]
    named = [names.judge(gold, predictions[gold.id].names or []) for gold in scored]
    laid_out = [blocks.judge(gold, one.blocks) for gold, one in both if gold.blocks and one.blocks is not None]
    figures: Figures = {
        "articles": len(golds),
        "missing_predictions": [gold.id for gold in golds if gold.id not in predictions],
        "quotes": quote_figures(judged),
    }
    if named:
        wrong = (
            mistake for gold, one in zip(scored, named, strict=True) for mistake in mistakes.of_article(gold.text, one)
        )
        figures["names"] = name_figures(named) | {"mistakes": mistakes.table(wrong)}
        grouped = sum(map(grouping.judge, named), grouping.BCubed())
        figures |= {"grouping": grouped.figures()} if grouped.mentions else {}
    if laid_out:
        figures["blocks"] = _by_key(laid_out)
    figures["per_article"] = {gold.id: _article(one) for gold, one in zip(golds, judged, strict=True)}
    return figures


def quote_figures(articles: Sequence[ArticleQuotes]) -> Figures:
    """The figures of statements: end to end first, with its interval, then what they are made of."""
    rows = [row for article in articles for row in article.rows]
    strict = _sum(article.end_to_end() for article in articles)
    return {
        "gold": len(rows),
        "predicted": sum(article.predicted for article in articles),
        "end_to_end_strict": strict.figures() | {"F1_95": f1_interval([article.units() for article in articles])},
        "end_to_end_lenient": _sum(article.end_to_end("lenient") for article in articles).figures(),
        "span": _sum(article.spans for article in articles).figures(),
        "exact_span_recall": _share(rows, attrgetter("exact")) or 0.0,
        "recall_by_kind": _recalls(rows, attrgetter("kind"), KINDS),
        "recall_by_link": _recalls(rows, attrgetter("link"), sorted({row.link for row in rows})),
        "on_matched": _on_matched([row for row in rows if row.hit]),
        "covered_F1": {
            str(share): percent(_sum(article.covered[share] for article in articles).f1) for share in COVERED
        },
        "ignored": sum(article.ignored for article in articles),
        "false_positives": sum(article.wrong for article in articles),
        "false_positives_on_marks": sum(article.wrong_on_marks for article in articles),
    }


def name_figures(articles: Sequence[ArticleNames]) -> Figures:
    """The figures of names: with type, its interval, without type, and by type."""
    typed = _sum(article.typed for article in articles)
    return {
        "typed": typed.figures() | {"F1_95": f1_interval([article.units() for article in articles])},
        "span": _sum(article.spans for article in articles).figures(),
        "by_type": _by_key([article.by_type() for article in articles]),
    }


def _check_text(gold: GoldArticle, prediction: Prediction) -> None:
    if prediction.text is not None and prediction.text != gold.text:
        raise BadMessage(
            "invalid_field", "the prediction was made for another text", where=gold.id,
            remedy="enrich the gold text alone, without its headline",
        )  # fmt: skip


def _article(article: ArticleQuotes) -> Figures:
    return {
        "gold": article.spans.gold,
        "found": article.spans.right,
        "false_positives": article.wrong,
        "span_F1": percent(article.spans.f1),
        "end_to_end_F1": percent(article.end_to_end().f1),
    }


def _recalls(rows: Sequence[Row], key: Callable[[Row], str], keys: Sequence[str]) -> Figures:
    groups = {name: [row for row in rows if key(row) == name] for name in keys}
    return {
        name: {
            "n": len(group),
            "found": sum(row.hit for row in group),
            "R": _share(group, attrgetter("hit")),
            "end_to_end_R": _share(group, attrgetter("strict")),
        }
        for name, group in groups.items()
    }


def _on_matched(hits: Sequence[Row]) -> Figures:
    """Shares of the quotes found; for the source, of those that have one."""
    with_source = [row for row in hits if row.source is not None]
    shares = {name: _share(with_source if name.startswith("source") else hits, attrgetter(name)) for name in _JUDGED}
    return {"n": len(hits), "source_n": len(with_source)} | shares


def _share(rows: Sequence[Row], right: Callable[[Row], bool]) -> float | None:
    return percent(sum(map(right, rows)) / len(rows)) if rows else None


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _by_key(articles: Sequence[Mapping[str, Counts]]) -> Figures:
    keys = sorted({key for article in articles for key in article})
    return {key: _sum(article.get(key, Counts()) for article in articles).figures() for key in keys}
