"""What holds for every article, whatever it says: the whole pipeline at once."""

import os
import subprocess
import sys
from random import Random

import orjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import enrich
from pipeline.contracts import BadMessage, EnrichedArticle, MentionSet, QuoteSet, RawArticle, decode, encode
from pipeline.contracts.raw import read

PIECES = [
    "قال", "وقال", "وأضافت", "مشيرا إلى", "أن", "إن", "بأن", "الذي", "وفقا لوكالة", "نقلت", "عن", "بحسب", "في", "و",
    "الرئيس", "جو بايدن", "بايدن", "وزيرة", "سامر الحداد", "الحداد", "مصر", "لمصر", "القاهرة", "حزب الله", "رويترز",
    "الأمم المتحدة", "مصدر أمني", "هو", "بيان", "Joe Biden", "AP", "2024", "٢٠", "«", "»", '"', "“", "”", "'", "(", ")",
    ":", "،", ".", "؟", "!", "-", "\n", "\n\n", "\u00a0", "\u200f", "\u202e", "\u2067",
    "\u200c", "ـ", "\u0651", "\u0301",
    "😀", "👨‍👩‍👧", "\x07", "\ufeff", "<b>", "</p>", "&quot;",
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=50).map(" ".join)
CROWDED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ANY = st.text(st.characters(), max_size=120)
TEXTS = st.one_of(NEWS, CROWDED, ANY, st.tuples(NEWS, ANY, NEWS).map(" ".join))
MARKUP = st.lists(
    st.sampled_from([*PIECES, "<p>", "<div>", "<script>", "<!--", "<a href='", ">", "&#x644;"]), max_size=40
)
ARTICLES = st.builds(
    RawArticle, id=st.just("a"), version=st.just(1), text=TEXTS, headline=st.none() | TEXTS,
    authors=st.lists(st.sampled_from(["سامر الحداد", "", "رويترز", "\ud800"]), max_size=2),
) | st.builds(
    RawArticle, id=st.just("a"), version=st.just(1), text=MARKUP.map("".join), content_type=st.just("text/html")
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False) | NEWS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FIELDS = st.dictionaries(
    st.sampled_from([*EnrichedArticle.model_fields, "uri", "bodies", "headlines", "pubStatus", "content_type"]),
    JSON, max_size=4,
)  # fmt: skip


def said(enriched: EnrichedArticle) -> dict:
    """All of it but when and how fast it was made."""
    return enriched.model_dump(exclude={"provenance": {"__all__": {"at", "took_ms"}}})


def whole(enriched: EnrichedArticle) -> None:
    text = enriched.text
    for span in enriched.spans():
        assert text[span.start : span.end] == span.text != ""
    last = 0
    for block in enriched.blocks:
        assert last <= block.start < block.end <= len(text)
        last = block.end
    last = 0
    for sentence in enriched.sentences:
        block = enriched.blocks[sentence.block]
        assert max(last, block.start) <= sentence.start < sentence.end <= block.end
        last = sentence.end
    entities = {entity.id for entity in enriched.entities}
    assert len(entities) == len(enriched.entities)
    assert all(entity.mentions and entity.name for entity in enriched.entities)
    quotes = {quote.id: quote for quote in enriched.quotes}
    assert len(quotes) == len(enriched.quotes)
    for quote in enriched.quotes:
        assert any(block.start <= quote.start < quote.end <= block.end for block in enriched.blocks)
        assert all(quote.start <= part.start < part.end <= quote.end for part in quote.parts)
        assert all(speaker.entity is None or speaker.entity in entities for speaker in quote.speakers)
        assert quote.parent is None or (quote.parent in quotes and quote.parent != quote.id)


@given(ARTICLES)
@settings(max_examples=150)
@example(RawArticle(id="a", text=""))
@example(RawArticle(id="a", text="\ud800", headline="\udfff", authors=["\ud800"]))
@example(RawArticle(id="a", text="<p>", headline="<p>", content_type="text/html"))
def test_any_article_is_enriched_and_every_span_is_its_slice(article: RawArticle) -> None:
    whole(enrich(article))


@given(st.lists(ARTICLES, min_size=2, max_size=4))
@settings(max_examples=30)
def test_what_is_found_depends_on_the_article_alone(articles: list[RawArticle]) -> None:
    """Whatever was read before: caches and word lists remember nothing of an article."""
    forwards = [said(enrich(article)) for article in articles]
    backwards = [said(enrich(article)) for article in reversed(articles)]
    assert forwards == backwards[::-1]


@given(TEXTS.filter(str.strip), FIELDS)
@settings(max_examples=120)
def test_any_json_is_refused_or_becomes_a_message_that_can_be_sent(text: str, fields: dict) -> None:
    try:
        article = read(
            orjson.dumps({"text": text.encode("utf-8", "replace").decode()} | fields), key=b"k", timestamp_ms=1
        )
    except BadMessage as refused:
        assert str(refused).isprintable()
        return
    enriched = enrich(article)
    whole(enriched)
    again = decode(encode(enriched), EnrichedArticle)
    assert encode(again) == encode(enriched)
    for part in (QuoteSet.of(enriched), MentionSet.of(enriched)):
        assert encode(decode(encode(part), type(part))) == encode(part)


@given(TEXTS)
@settings(max_examples=40)
def test_the_bare_text_and_the_article_give_the_same(text: str) -> None:
    sendable = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    assert said(enrich(text)) == said(enrich(RawArticle(text=sendable)))


def test_another_process_finds_the_same() -> None:
    """No order of a set, which differs from process to process, decides anything."""
    program = (
        "import sys, orjson; from pipeline import enrich\n"
        "for text in orjson.loads(sys.stdin.buffer.read()):\n"
        "    print(enrich(text).model_dump_json(exclude={'provenance'}))\n"
    )
    random = Random(7)
    texts = [" ".join(random.choices(PIECES, k=80)) for _ in range(25)]
    here = [enrich(text).model_dump_json(exclude={"provenance"}) for text in texts]
    there = subprocess.run(
        [sys.executable, "-c", program], input=orjson.dumps(texts), capture_output=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": "1"},
    ).stdout.decode()  # fmt: skip
    assert there.splitlines() == here
    assert there.count('"id":"q1"') > 5, "there was something to find"
