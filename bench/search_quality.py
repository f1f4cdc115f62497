"""How well and how fast Arabic search works, on pairs of words and on known articles.

    python bench/search_quality.py --pairs pairs.tsv --known known_item.tsv NEWS.jsonl.xz …

`pairs` and `known` are tables as `pipeline.evaluation.search` reads them; each line of the news is an object
with `id`, `title` and `text`. The news are indexed into a folder that is removed at the end.
"""

import argparse
import lzma
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import orjson

from pipeline.contracts import EnrichedArticle
from pipeline.evaluation.search import known_item_figures, pair_figures, parse_pairs
from search import Change, Index, IndexSettings, Query, open_index
from search.analysis import analyse

BATCH = 200


def main() -> None:
    """Print the figures, one JSON object a line."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pairs", type=Path, required=True)
    options.add_argument("--known", type=Path, required=True)
    options.add_argument("news", type=Path, nargs="+")
    asked = options.parse_args()
    show(pair_figures(parse_pairs(asked.pairs.read_text(encoding="utf-8")), lambda text: analyse(text).stems))
    queries = [line.split("\t") for line in asked.known.read_text(encoding="utf-8").splitlines()[1:]]
    with tempfile.TemporaryDirectory() as folder, open_index(IndexSettings(path=Path(folder))) as index:
        show(fill(index, articles(asked.news)))
        began = time.perf_counter()
        rankings = [(item, [hit.id for hit in index.search(Query(text=query)).hits]) for query, item in queries]
        took = time.perf_counter() - began
        show({"queries_per_second": round(len(queries) / took, 1), **known_item_figures(rankings)})


def articles(paths: Iterable[Path]) -> Iterator[EnrichedArticle]:
    """The articles of these files, with their titles as first lines."""
    for path in paths:
        with lzma.open(path) as lines:
            for line in lines:
                row = orjson.loads(line)
                yield EnrichedArticle(
                    id=row["id"], version=1, text=f"{row['title']}\n{row['text']}", headline=row["title"]
                )


def fill(index: Index, found: Iterable[EnrichedArticle]) -> dict[str, object]:
    """Index the articles in batches; the time is that of analysis and writing."""
    took, worked, count = 0.0, time.process_time(), 0
    rest = iter(found)
    while changes := [Change(article.id, article.version, article) for article in islice(rest, BATCH)]:
        began = time.perf_counter()
        index.write(changes)
        took += time.perf_counter() - began
        count += len(changes)
    worked = time.process_time() - worked
    return {
        "articles": count,
        "articles_per_second": round(count / took, 1),
        "articles_per_cpu_second": round(count / worked, 1),  # reading and decoding the news included
    }


def show(figures: dict[str, object]) -> None:
    """One line of JSON."""
    print(orjson.dumps(figures).decode())


if __name__ == "__main__":
    main()
