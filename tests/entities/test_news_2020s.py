"""News of this decade, from which neither the model nor the lists were made: sixty sentences of tests' own."""

import tomllib
from collections import Counter
from pathlib import Path

from pipeline.contracts import SegmentedArticle, Sentence
from pipeline.entities import find_entities
from tests.entities.marked import read

SENTENCES = Path(__file__).with_name("news_2020s.toml")
LEAST_F1 = 90.0


def found(text: str) -> set[tuple[int, int, str]]:
    article = SegmentedArticle(
        id="a", version=1, text=text, sentences=[Sentence(start=0, end=len(text), block=0)], language="ar"
    )
    entities = find_entities(article).entities
    return {
        (mention.start, mention.end, entity.type)
        for entity in entities
        for mention in entity.mentions
        if mention.form in ("name", "short")
    }


def test_names_of_the_decade() -> None:
    counts: Counter[str] = Counter()
    wrong = []
    fields = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["fields"]
    for marked in (sentence for field in fields for sentence in field["sentences"]):
        text, names = read(marked)
        wanted = {(name.start, name.end, name.type) for name in names}
        mine = found(text)
        counts.update(right=len(wanted & mine), found=len(mine), wanted=len(wanted))
        wrong += [(kind, text[start:end]) for start, end, kind in wanted ^ mine]
    f1 = 200 * counts["right"] / (counts["found"] + counts["wanted"])
    assert counts["wanted"] == 237
    assert f1 >= LEAST_F1, f"{f1:.1f}: {wrong}"
