"""How much hostile text costs, next to ordinary news, in one run on one core.

    taskset -c 1 python -m bench.adversarial            # every kind of bench/hostile.py, some ten minutes
    python -m bench.adversarial marks cue               # the kinds whose name holds one of these words
    python -m bench.adversarial colons --sizes 100000 300000

For each text: CPU time per code point of each stage at the largest size, and how many times that of ordinary news in
the same run; the same of all stages together, at the size where it is most; and the growth of the worst stage between
the smallest and the largest size, the exponent x of size^x, 1 when linear. Exits with 1 when a text costs over three
times what news costs, or a stage grows faster than its text.

Each round meets its text for the first time: what the pipeline keeps of words and texts is forgotten before. Of
several rounds the best one counts. Two things are not taken for growth. A stage that takes less than a tenth of the
whole cost of news: no text has more than 200,000 code points, so that it would take a fifth there even if it grew with
the square; and tests/properties/test_linear.py, which counts the work, finds such a loop. And what costs in steps:
the collector, and memory and room in caches that only a large text has to ask for. So a text that grows too fast is
measured once more without the collector, at twice and eight times the largest size: the steps are taken there, and
only a loop goes on to grow. Times are processor time, not the clock's.
"""

import argparse
import gc
import math
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.hostile import HTML, KINDS
from pipeline.contracts import RawArticle
from pipeline.contracts.article import ContentType
from pipeline.contracts.raw import identify, replace_surrogates
from pipeline.entities import ENTITIES
from pipeline.quotes import QUOTES
from pipeline.segment import SEGMENT

STAGES = (SEGMENT, ENTITIES, QUOTES)
SIZES = (10_000, 100_000)  # code points
MOST = 3.0  # times the cost of news
STEEPEST = 1.25  # growth exponent: 1 is linear, the rest is the caches'
_FURTHER = (2, 8)  # times the largest size
_ROUNDS = 2  # at least
_ENOUGH = 0.2  # seconds of processor time for one figure
_SMALL = 0.1  # of the whole cost of news: a cheaper stage is not judged by its growth
_SEEDS = Path(__file__).parents[1] / "seeds" / "alhurra.txt"

_KEPT = type(lru_cache(len))

Costs = tuple[float, ...]  # microseconds per code point, one for each stage


def news(size: int) -> str:
    """Ordinary news: the paragraphs of the seeds, over and over in a random order."""
    paragraphs = [line for line in _SEEDS.read_text(encoding="utf-8").splitlines() if line.strip()]
    shuffled = random.Random(1)
    text = ""
    while len(text) < size:
        shuffled.shuffle(paragraphs)
        text += "\n\n".join(paragraphs) + "\n\n"
    return text[:size]


def costs(text: str, content_type: ContentType = "text/plain", *, collecting: bool = True) -> Costs:
    """Microseconds of processor time per code point of `text`, for each stage: the least of some rounds."""
    rounds: list[Costs] = []
    while len(rounds) < _ROUNDS or sum(map(sum, rounds)) * len(text) / 1e6 < _ENOUGH:
        _forget()
        gc.collect()
        article: Any = identify(RawArticle(text=replace_surrogates(text), content_type=content_type, language="ar"))
        spent = []
        (gc.enable if collecting else gc.disable)()
        for stage in STAGES:
            began = time.process_time()
            article = stage(article)
            spent.append((time.process_time() - began) / len(text) * 1e6)
        gc.enable()
        rounds.append(tuple(spent))
    return tuple(map(min, zip(*rounds, strict=True)))


def _forget() -> None:
    """Empty what is kept of words and texts; models and lists, whose caches have no limit, stay."""
    for thing in gc.get_objects():
        if isinstance(thing, _KEPT) and thing.cache_parameters()["maxsize"] is not None:
            thing.cache_clear()


def growth(small: Costs, large: Costs, times: float, ordinary: Costs) -> float:
    """The steepest exponent among the stages that cost anything to speak of; `times` as long is the large text."""
    least = _SMALL * sum(ordinary)
    steep = [1 + math.log(b / a) / math.log(times) for a, b in zip(small, large, strict=True) if a > 0 and b > least]
    return max(steep, default=1.0)


def measure(name: str, build: Callable[[int], str], content_type: ContentType, usual: Mapping[int, Costs]) -> bool:
    """Print one line of the table; whether the text is within the limits. `usual`: the cost of news at each size."""
    here = {size: costs(build(size), content_type) for size in usual}
    smallest, largest = min(here), max(here)
    ratios = [cost / ordinary for cost, ordinary in zip(here[largest], usual[largest], strict=True)]
    whole = max(sum(here[size]) / sum(usual[size]) for size in usual)
    exponent = growth(here[smallest], here[largest], largest / smallest, usual[largest])
    if exponent > STEEPEST:
        least, most = (costs(build(times * largest), content_type, collecting=False) for times in _FURTHER)
        exponent = growth(least, most, _FURTHER[-1] / _FURTHER[0], usual[largest])
    fine = whole <= MOST and exponent <= STEEPEST
    stages = " ".join(f"{cost:7.2f} ({ratio:5.2f})" for cost, ratio in zip(here[largest], ratios, strict=True))
    print(f"{name:34} {stages} {whole:6.2f} {exponent:6.2f} {'' if fine else ' <-- over'}", flush=True)
    return fine


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the kinds asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only kinds whose name holds one of these")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="code points")
    given = parser.parse_args(arguments)
    costs(news(2_000))  # models and lists are read once
    print(
        f"{'microseconds per code point (x news)':34} "
        + " ".join(f"{stage.name:>15}" for stage in STAGES)
        + "    all  growth"
    )
    usual = {size: costs(news(size)) for size in given.sizes}
    measure("ordinary news", news, "text/plain", usual)
    kinds = [(name, build, "text/plain") for name, build in KINDS.items()]
    kinds += [(f"HTML: {name}", build, "text/html") for name, build in HTML.items()]
    chosen = [kind for kind in kinds if not given.words or any(word in kind[0] for word in given.words)]
    over = [name for name, build, type_ in chosen if not measure(name, build, type_, usual)]  # type: ignore[arg-type]
    print(f"{len(chosen)} kinds, {len(over)} over the limits" + (f": {', '.join(over)}" if over else ""))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
