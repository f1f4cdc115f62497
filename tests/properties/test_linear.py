"""Whatever the text, the work grows as the text does, and so does the message.

The work is counted, not timed: the lines of Python that run, loops and comprehensions included. What runs in C (the
network, regular expressions) is measured by `python -m bench.adversarial`.
"""

import sys
from collections.abc import Sequence
from functools import cache
from types import FrameType
from typing import Any

import pytest

from bench.hostile import HTML, KINDS
from pipeline.contracts import EnrichedArticle, RawArticle
from pipeline.contracts.raw import identify, replace_surrogates
from pipeline.entities import ENTITIES
from pipeline.quotes import QUOTES
from pipeline.segment import SEGMENT

STAGES = (SEGMENT, ENTITIES, QUOTES)
SIZE = 2_500  # code points: more than any window that the rules look through
TIMES = 4
MOST = 5.0  # growth of the work when the text grows by TIMES; quadratic would be 16
LEAST = 20_000  # lines: below that, what is done once for every article weighs too much
MOST_OVERLAPS = 4  # statements that one word may be part of


@cache
def warm() -> None:
    """Read models and lists, so that their reading is not counted."""
    enrich("قال الوزير سامر الحداد إن «الحل» قريب، بحسب وكالة رويترز.", "text/plain")
    enrich("<p>قال الوزير", "text/html")


def enrich(
    text: str, content_type: str, lines: list[int] | None = None, stages: Sequence[Any] = STAGES
) -> EnrichedArticle:
    """The article of `text`; in `lines`, how many lines of Python each stage ran for it."""
    article: Any = identify(RawArticle(text=replace_surrogates(text), content_type=content_type, language="ar"))
    for place, stage in enumerate(stages):
        count = 0

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal count
            if event == "call" and "/pipeline/" not in frame.f_code.co_filename:
                return None
            if event == "line":
                count += 1
            return trace

        before = sys.gettrace()
        sys.settrace(trace if lines is not None else before)
        try:
            article = stage(article)
        finally:
            sys.settrace(before)
        if lines is not None:
            lines[place] = count
    return article


def grown(few: Sequence[int], many: Sequence[int]) -> list[int]:
    """The places of the stages whose work has grown faster than the text."""
    return [place for place, least in enumerate(few) if many[place] > MOST * max(least, LEAST)]


def check(build: Any, content_type: str, stages: Sequence[Any] = STAGES) -> None:
    warm()
    counts = [[0] * len(stages) for _ in range(3)]
    sizes = [SIZE * TIMES**power for power in range(3)]
    enrich(build(sizes[1]), content_type)  # word forms are kept from one article to the next
    enrich(build(sizes[0]), content_type, counts[0], stages)
    enriched = enrich(build(sizes[1]), content_type, counts[1], stages)
    if grown(*counts[:2]):
        # From some length on a text may be read in another way, as when a mark closes too far off to be a pair.
        enrich(build(sizes[2]), content_type, counts[2], stages)
        places = grown(*counts[1:])
        assert not places, [(stages[place].name, [count[place] for count in counts]) for place in places]
    assert sum(len(quote.text) for quote in enriched.quotes) <= MOST_OVERLAPS * len(enriched.text)


class Quadratic:
    """A stage that looks at every pair of words, as code of the pipeline."""

    name = "quadratic"

    def __init__(self) -> None:
        code = """def run(article):
    words = article.text.split()
    for _ in words:
        for _ in words:
            pass
    return article"""
        made: dict[str, Any] = {}
        exec(compile(code, "/pipeline/quadratic.py", "exec"), made)
        self._run = made["run"]

    def __call__(self, article: Any) -> Any:
        return self._run(article)


def test_a_quadratic_loop_is_seen() -> None:
    with pytest.raises(AssertionError, match="quadratic"):
        check(lambda size: "خبر " * (size // 4), "text/plain", (*STAGES, Quadratic()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_work_grows_as_the_text_does(kind: str) -> None:
    check(KINDS[kind], "text/plain")


@pytest.mark.parametrize("kind", HTML)
def test_the_work_grows_as_the_html_does(kind: str) -> None:
    check(HTML[kind], "text/html")
