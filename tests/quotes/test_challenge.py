"""Short texts for every pattern of Arabic reporting, with what should be found in them.

challenge.jsonl was written before the rules. An entry with `open` is one the rules do not solve yet, and why. A
statement has to be right in all of words, kind, cue, speakers, link, source and parent (the place of the outer one in
the list). What the annotation rules accept besides stands under content_alts, kind_alts and so on.
"""

import json
from itertools import zip_longest
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
    found = _found(entry)
    assert [_as_expected(quote, wanted) for quote, wanted in zip_longest(found, entry["expect"], fillvalue={})] == [
        {"parent": None, **wanted} for wanted in entry["expect"]
    ]


def test_nine_texts_in_ten_are_wholly_right() -> None:
    open_ones = sum("open" in entry for entry in ENTRIES)
    assert len(ENTRIES) >= 150
    assert open_ones / len(ENTRIES) <= 0.1


def test_every_pattern_has_an_entry() -> None:
    assert {entry["pattern"] for entry in ENTRIES} == PATTERNS


def _found(entry: dict[str, Any]) -> list[dict[str, Any]]:
    quotes = QUOTES(article(entry["text"], entry["entities"], entry.get("blocks"))).quotes
    places = {quote.id: place for place, quote in enumerate(quotes)}
    return [
        {
            "content": quote.text,
            "kind": quote.kind,
            "cue": quote.cue.text if quote.cue else None,
            "speakers": [speaker.name for speaker in quote.speakers],
            "link": quote.speakers[0].link,
            "source": quote.source.name if quote.source else None,
            "parent": places[quote.parent] if quote.parent else None,
        }
        for quote in quotes
    ]


def _as_expected(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What was found, an accepted alternative replaced by what is expected first."""
    alike = {key: wanted[key] if value in wanted.get(f"{key}_alts", ()) else value for key, value in found.items()}
    return alike | {key: value for key, value in wanted.items() if key.endswith("_alts")}
