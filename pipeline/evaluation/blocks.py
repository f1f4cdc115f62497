"""Blocks scored: is what is no paragraph (caption, subhead, credit …) known as such?"""

from collections import Counter

from pipeline.evaluation.gold import GoldArticle, GoldBlock
from pipeline.evaluation.prediction import FoundBlock
from pipeline.evaluation.rates import Counts
from pipeline.evaluation.spans import pair, similarity

ALIKE = 0.8


def judge(gold: GoldArticle, predicted: list[FoundBlock]) -> dict[str, Counts]:
    """Counts by kind for one article: a block is right when it is 80 % alike and of the right kind."""
    pairs = pair(
        [block.trimmed(gold.text) for block in predicted],
        [[block.trimmed(gold.text)] for block in gold.blocks],
        similarity,
        lambda share: share >= ALIKE,
    )
    right = {i: gold.blocks[j].kind for i, j in pairs.items() if _same_kind(predicted[i], gold.blocks[j])}
    made = Counter(right.get(i, block.kind) for i, block in enumerate(predicted))
    wanted = Counter(block.kind for block in gold.blocks)
    hits = Counter(right.values())
    return {kind: Counts(hits[kind], made[kind], wanted[kind]) for kind in made | wanted}


def _same_kind(found: FoundBlock, gold: GoldBlock) -> bool:
    """The English credit line under a picture, which gold calls a caption, may be a caption or a credit."""
    credit = gold.kind == "caption" and gold.lang == "en" and found.kind == "credit"
    return credit or found.kind == gold.kind
