"""Short texts for every pattern of Arabic reporting, with what should be found in them.

challenge.jsonl was written before the rules. An entry with `open` is one the rules do not solve yet, and why.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.quotes import QUOTES
from tests.quotes.articles import article

ENTRIES = [json.loads(line) for line in Path(__file__).with_name("challenge.jsonl").read_text("utf-8").splitlines()]
PATTERNS = {*map(str, range(1, 25)), "role", "question", "described", "not"}


def _parameters() -> list[Any]:
    return [pytest.param(entry, id=entry["id"], marks=_marks(entry)) for entry in ENTRIES]


def _marks(entry: dict[str, Any]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=entry["open"])] if "open" in entry else []


@pytest.mark.parametrize("entry", _parameters())
def test_finds_what_is_said(entry: dict[str, Any]) -> None:
    enriched = QUOTES(article(entry["text"], entry["entities"], entry.get("blocks")))
    found = [
        {
            "content": quote.text,
            "kind": quote.kind,
            "cue": quote.cue.text if quote.cue else None,
            "speakers": [speaker.name for speaker in quote.speakers],
            "link": quote.speakers[0].link,
            "source": quote.source.name if quote.source else None,
        }
        for quote in enriched.quotes
    ]
    assert found == entry["expect"]


def test_every_pattern_has_an_entry() -> None:
    assert {entry["pattern"] for entry in ENTRIES} == PATTERNS
