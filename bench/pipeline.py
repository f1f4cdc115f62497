"""Words per second of each stage on one core, where the time goes, start-up and memory.

    taskset -c 1 python -m bench.pipeline                        # the seeds, repeated
    taskset -c 1 python -m bench.pipeline NEWS.jsonl.xz …        # or .jsonl, or a folder of .txt files
    taskset -c 1 python -m bench.pipeline --top 20 NEWS.jsonl    # and the functions that cost most, by a profiler
    taskset -c 1 python -m bench.pipeline --backend onnx --model FOLDER NEWS.jsonl   # with another recogniser

Each line of a jsonl file is an object with `text` and, if there is one, `title`. Times are processor time; a figure
means something beside another one of the same run only.
"""

import argparse
import cProfile
import lzma
import pstats
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

_SEEDS = Path(__file__).parents[1] / "seeds"
_REPEATED = 40  # times the seeds, to have something to measure
_WARM = 20  # articles read before measuring


def articles(path: Path) -> Iterator[str]:
    """The texts in a jsonl file, packed or not, or in the .txt files of a folder; seeds/alhurra.txt is one too."""
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            yield file.read_text(encoding="utf-8")
    elif path.suffix == ".txt":
        yield path.read_text(encoding="utf-8")
    else:
        with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as lines:
            for line in lines:
                record = orjson.loads(line)
                yield f"{record.get('title') or ''}\n\n{record['text']}".strip()


def run(texts: Sequence[str], backend: str = "rasd", model: Path | None = None) -> dict[str, float]:
    """Seconds of processor time that each stage spends on the articles."""
    from pipeline.contracts import RawArticle
    from pipeline.contracts.raw import identify
    from pipeline.entities import EntitiesSettings, entities_stage
    from pipeline.quotes import QUOTES
    from pipeline.segment import SEGMENT

    entities = entities_stage(EntitiesSettings(backend=backend, model=model))
    spent = {"segment": 0.0, "entities": 0.0, "quotes": 0.0}
    for text in texts:
        message: Any = identify(RawArticle(text=text))
        for stage in (SEGMENT, entities, QUOTES):
            began = time.process_time()
            message = stage(message)  # type: ignore[operator]  # the three stages have three types
            spent[stage.name] += time.process_time() - began
    return spent


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", nargs="*", type=Path, default=[_SEEDS])
    parser.add_argument("--limit", type=int, default=500, metavar="N", help="articles of each file")
    parser.add_argument("--top", type=int, default=0, metavar="N", help="functions to list")
    parser.add_argument("--backend", default="rasd", help="recogniser, as the setting entities.backend")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="its model, as the setting entities.model")
    options = parser.parse_args(arguments)
    measured = partial(run, backend=options.backend, model=options.model)
    began = time.process_time()
    measured(["قال الوزير سامر الحداد إن الحل قريب."])
    print(f"start-up to the first article: {time.process_time() - began:.2f} s, {_memory():.0f} MiB")
    texts = [text for path in options.news for text in islice(articles(path), options.limit)]
    texts = texts * _REPEATED if options.news == [_SEEDS] else texts
    words = sum(len(text.split()) for text in texts)
    measured(texts[:_WARM])
    spent = measured(texts)
    for name, seconds in [*spent.items(), ("all", sum(spent.values()))]:
        print(f"{name:10} {words / seconds:10,.0f} words/s  {seconds / words * 1e6:6.1f} us a word")
    print(f"{len(texts)} articles, {words} words; {_memory():.0f} MiB at most")
    if options.top:
        profiler = cProfile.Profile()
        profiler.runcall(measured, texts)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(options.top)


def _memory() -> float:
    """The most memory this process has had, MiB (Linux counts KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
