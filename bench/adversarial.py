"""How much hostile text costs, next to ordinary news, in one run on one core.

    taskset -c 1 python -m bench.adversarial            # every kind of bench/hostile.py, some minutes
    python -m bench.adversarial marks cue               # the kinds whose name holds one of these words

For each text: CPU time per code point of each stage and of all three, as a multiple of ordinary news in the same run,
and the growth of the slowest-growing-worst stage between the sizes: the exponent x of size^x, 1 when linear. Exits
with 1 when a text costs over three times what news costs, or a stage grows faster than its text. Times are
processor time, not the clock's.
"""

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.hostile import HTML, KINDS
from pipeline.contracts import RawArticle
from pipeline.contracts.article import ContentType
from pipeline.contracts.raw import identify, replace_surrogates
from pipeline.entities import ENTITIES
from pipeline.quotes import QUOTES
from pipeline.segment import SEGMENT

STAGES = ("segment", "entities", "quotes")
SIZES = (10_000, 100_000)  # code points
MOST = 3.0  # times the cost of news
STEEPEST = 1.25  # growth exponent: 1 is linear, the rest is the caches' and the collector's
_ENOUGH = 0.1  # seconds of processor time for one figure
_SMALL = 0.4  # of news: a stage this cheap is not worth a growth figure
_SEEDS = Path(__file__).parents[1] / "seeds" / "alhurra.txt"

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


def costs(text: str, content_type: ContentType = "text/plain") -> Costs:
    """Microseconds of processor time per code point of `text`, for each stage."""
    spent = [0.0] * len(STAGES)
    rounds = 0
    while sum(spent) < _ENOUGH:
        rounds += 1
        raw = RawArticle(text=replace_surrogates(text), content_type=content_type, language="ar")
        segmented, spent[0] = _timed(SEGMENT, identify(raw), spent[0])
        named, spent[1] = _timed(ENTITIES, segmented, spent[1])
        _, spent[2] = _timed(QUOTES, named, spent[2])
    return tuple(seconds / rounds / len(text) * 1e6 for seconds in spent)


def _timed(stage, message, before):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 (one line for three types)
    began = time.process_time()
    made = stage(message)
    return made, before + time.process_time() - began


def growth(small: Costs, large: Costs, ordinary: Costs) -> float:
    """The steepest exponent among the stages that cost anything to speak of."""
    step = math.log(SIZES[-1] / SIZES[0])
    pairs = zip(small, large, ordinary, strict=True)
    steep = [1 + math.log(b / a) / step for a, b, usual in pairs if a > 0 and b > _SMALL * usual]
    return max(steep, default=1.0)


def measure(name: str, build: Callable[[int], str], content_type: ContentType, usual: Costs) -> bool:
    """Print one line of the table; whether the text is within the limits."""
    small, large = (costs(build(size), content_type) for size in SIZES)
    ratios = [cost / ordinary for cost, ordinary in zip(large, usual, strict=True)]
    whole = sum(large) / sum(usual)
    exponent = growth(small, large, usual)
    fine = whole <= MOST and exponent <= STEEPEST
    stages = " ".join(f"{cost:7.2f} ({ratio:5.2f})" for cost, ratio in zip(large, ratios, strict=True))
    print(f"{name:34} {stages} {whole:6.2f} {exponent:6.2f} {'' if fine else ' <-- over'}", flush=True)
    return fine


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the kinds asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only kinds whose name holds one of these")
    words = parser.parse_args(arguments).words
    costs(news(2_000))  # models and lists are read once
    print(
        f"{'microseconds per code point (x news)':34} "
        + " ".join(f"{stage:>15}" for stage in STAGES)
        + "    all  growth"
    )
    usual = costs(news(SIZES[-1]))
    measure("ordinary news", news, "text/plain", usual)
    kinds = [(name, build, "text/plain") for name, build in KINDS.items()]
    kinds += [(f"HTML: {name}", build, "text/html") for name, build in HTML.items()]
    chosen = [kind for kind in kinds if not words or any(word in kind[0] for word in words)]
    over = [name for name, build, type_ in chosen if not measure(name, build, type_, usual)]  # type: ignore[arg-type]
    print(f"{len(chosen)} kinds, {len(over)} over the limits" + (f": {', '.join(over)}" if over else ""))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
