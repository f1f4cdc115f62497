"""How right it is: predictions scored against articles that people annotated.

    from pipeline.evaluation import parse_gold, predict, score
    gold = parse_gold(path.read_bytes())
    figures = score([gold], {gold.id: predict(enrich(gold.text))})

The protocol is the annotation's own (arabic-news-gold/2); docs/accuracy.md tells it in full.
"""

from pipeline.evaluation.gold import GoldArticle, parse_gold
from pipeline.evaluation.prediction import Prediction, parse_prediction, predict
from pipeline.evaluation.report import score

__all__ = ["GoldArticle", "Prediction", "parse_gold", "parse_prediction", "predict", "score"]
