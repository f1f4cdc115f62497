"""The same articles give the same result on every run, in every process and in every order."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import orjson
import pytest

CHALLENGE = Path(__file__).parents[1] / "quotes" / "challenge.jsonl"
TEXTS_AN_ARTICLE = 8
PROGRAM = """
import sys, orjson
from random import Random
from pipeline import enrich

articles = orjson.loads(sys.stdin.buffer.read())
order = list(articles)
if sys.argv[1] == "backwards":
    order.reverse()
elif sys.argv[1] == "shuffled":
    Random(sys.argv[1]).shuffle(order)
if sys.argv[1] == "twice":
    order += order
for name in order:
    print(name, enrich(articles[name]).model_dump_json(exclude={"provenance"}), sep="\\t")
"""
RUNS = [("0", "forwards"), ("1", "backwards"), ("1789", "shuffled"), ("4294967295", "twice")]


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """Texts with every pattern of reporting, some to an article, so that people, offices and sources meet in them."""
    texts = [json.loads(line)["text"] for line in CHALLENGE.read_text("utf-8").splitlines()]
    Random(7).shuffle(texts)
    starts = range(0, len(texts), TEXTS_AN_ARTICLE)
    return {f"a{start}": "\n".join(texts[start : start + TEXTS_AN_ARTICLE]) for start in starts}


def test_neither_hash_seed_nor_order_nor_repetition_matters(articles: dict[str, str]) -> None:
    """No order of a set decides anything, and no cache or list of words remembers an article.

    Every run is a process of its own: Python orders its sets anew in each. Each begins with another article, so that
    what one finds with warm caches another finds with cold ones.
    """
    first, *others = [_run(articles, seed, order) for seed, order in RUNS]
    assert len(first) == len(articles)
    for other, (seed, order) in zip(others, RUNS[1:], strict=True):
        assert other == first, f"PYTHONHASHSEED={seed}, {order}"
    assert sum(result.count('"cue":{') for result in first.values()) > len(articles), "there was something to find"


def _run(articles: dict[str, str], seed: str, order: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, order], input=orjson.dumps(articles), capture_output=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )  # fmt: skip
    results: dict[str, str] = {}
    for line in done.stdout.decode().splitlines():
        name, _, result = line.partition("\t")
        assert results.setdefault(name, result) == result, f"{name} differs from itself a moment ago"
    return results
