"""Every record of the corpus, read: refused for exactly its reason, or accepted and enriched."""

from collections import Counter

import pytest

from pipeline import enrich
from pipeline.contracts import BadMessage, EnrichedArticle, RawArticle, decode, encode
from pipeline.contracts.raw import REASONS, read
from tests.corpus.bad_messages import ACCEPTED, Case, all_cases

CASES = [case for case in all_cases() if case.value is not None]
REFUSED = [case for case in CASES if case.expected != ACCEPTED]
TAKEN = [case for case in CASES if case.expected == ACCEPTED]


def by_name(cases):
    return pytest.mark.parametrize("case", cases, ids=[case.name.encode("ascii", "replace").decode() for case in cases])


def article(case: Case) -> RawArticle:
    return read(case.value, key=case.key, content_type=case.content_type, timestamp_ms=1_720_173_600_000)


@by_name(REFUSED)
def test_it_is_refused_for_its_reason_in_one_line(case):
    with pytest.raises(BadMessage) as caught:
        article(case)
    assert caught.value.reason == case.expected
    line = str(caught.value)
    assert line.isprintable() and 0 < len(line) < 300
    assert "سامر" not in line, "an error never quotes the article"


@by_name(TAKEN)
def test_it_is_accepted_and_enriched_with_spans_that_hold(case):
    raw = article(case)
    assert case.id is None or raw.id == case.id
    assert case.text is None or raw.text == case.text
    assert 0 < len(raw.id) <= 512
    enriched = decode(encode(enrich(raw)), EnrichedArticle)  # as it goes from topic to topic
    assert (enriched.id, enriched.version) == (raw.id, raw.version)
    for span in enriched.spans():
        assert enriched.text[span.start : span.end] == span.text != ""
    for block in enriched.blocks:
        assert 0 <= block.start < block.end <= len(enriched.text)
    for sentence in enriched.sentences:
        block = enriched.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
    if raw.content_type == "text/plain" and not raw.headline:
        assert enriched.text == raw.text, "the body is untouched"


def test_markup_never_becomes_text():
    for case in TAKEN:
        if case.name in ("html: a script", "html: a style", "html: a comment"):
            text = enrich(article(case)).text
            assert "سامر" in text
            assert not any(code in text for code in ("var a", "color", "<", "--"))


def test_texts_of_nothing_to_read_have_nothing_found_in_them():
    for case in TAKEN:
        if case.name.startswith("invisible:") or case.name in ("text: only punctuation", "text: only marks"):
            enriched = enrich(article(case))
            assert (enriched.entities, enriched.quotes) == ([], []), case.name


def test_the_corpus_is_what_it_says():
    cases = all_cases()
    assert [name for name, count in Counter(case.name for case in cases).items() if count > 1] == []
    assert {case.expected for case in cases} == {*REASONS, "no_key", ACCEPTED}
    assert len(cases) >= 200
