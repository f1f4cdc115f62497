"""Articles like a day's news for the memory test: ordinary length, and words that nobody has read before."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from random import Random

from pipeline.contracts import encode
from pipeline.contracts.raw import read
from pipeline.entities import ENTITIES
from pipeline.quotes import QUOTES
from pipeline.segment import SEGMENT

_PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PATTERNS = (
    "{}ا{}{}",
    "م{}{}و{}",
    "ت{}{}ي{}",
    "ال{}{}{}",
    "است{}{}{}",
    "و{}{}{}ات",
    "{}{}{}ي",
    "ب{}{}ا{}ة",
    "{}{}{}وا",
)
_ORDINARY = range(8, 25)  # sentences: 1,700 letters on average


def raw(random: Random, article_id: str, sentences: int | None = None, *, rest: int = 0) -> bytes:
    """The record of an article of so many sentences; `rest` bytes beside its text are carried through every topic."""
    count = sentences or random.choice(_ORDINARY)
    body: dict[str, object] = {"id": article_id, "source": "soak", "headline": _sentence(random)}
    body["text"] = "\n\n".join(_sentence(random) for _ in range(count))
    if rest:
        body["rest"] = "x" * rest
    return json.dumps(body, ensure_ascii=False).encode()


def on_its_way(record: bytes, article_id: str) -> Mapping[str, bytes]:
    """What the article of `record` is in the source topic of each stage."""
    segmented = SEGMENT(read(record, key=article_id.encode(), timestamp_ms=1))
    entities = ENTITIES(segmented)
    return {
        "articles.raw": record,
        "articles.segmented": encode(segmented),
        "articles.entities": encode(entities),
        "articles.enriched": encode(QUOTES(entities)),
    }


def _sentence(random: Random) -> str:
    statement = f"{random.choice(_PHRASES['statements'])} {' '.join(_word(random) for _ in range(4))}"
    return random.choice(_PHRASES["sentences"]).format(
        role=random.choice(_PHRASES["roles"]), place=random.choice(_PHRASES["places"]), statement=statement,
        name=f"{random.choice(_PHRASES['names']).split()[0]} {_word(random)}",
    )  # fmt: skip


def _word(random: Random) -> str:
    return random.choice(_PATTERNS).format(*random.choices(_LETTERS, k=3))
