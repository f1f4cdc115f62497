"""The stage as a reader of `articles.entities` sees it."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import EntitiesArticle, SegmentedArticle, Sentence
from pipeline.entities import ENTITIES, find_entities
from pipeline.entities.recogniser import load

LETTERS = "ابتثجحخدرسشصعغفقكلمنهويةىأإ ءؤئ"
WORDS = st.sampled_from(
    [*"،.\n()و", '"', "جو بايدن", "بايدن", "الرئيس", "الأميركي", "وقال", "للولايات المتحدة", "روسيا", "وروسيا", "دولة",
     "مدينة", "قطر", "محمد", "بن", "سلمان", "عبد", "الله", "KCNA", "ـــ", "سي.أن.أن", "\u200f", "😀", "لل"]
)  # fmt: skip


def article(text: str, language: str | None = "ar") -> SegmentedArticle:
    sentences = [Sentence(start=0, end=len(text), block=0)] if text else []
    return SegmentedArticle(id="a", version=1, text=text, sentences=sentences, language=language)


def test_an_article_with_its_people_and_places() -> None:
    found = find_entities(
        article("قال الرئيس الأميركي جو بايدن إن الولايات المتحدة تدعم أوكرانيا. وأضاف بايدن أنه متفائل.")
    )
    assert [(one.id, one.name, one.type) for one in found.entities] == [
        ("e1", "جو بايدن", "PER"),
        ("e2", "الولايات المتحدة", "LOC"),
        ("e3", "أوكرانيا", "LOC"),
    ]
    assert [mention.text for mention in found.entities[0].mentions] == ["جو بايدن", "بايدن"]
    assert found.entities[2].links == {"iso3166": "UA"}


@pytest.mark.parametrize("language", ["en", "fa", "en-GB"])
def test_no_names_are_invented_in_other_languages(language: str) -> None:
    assert find_entities(article("روسيا Joe Biden", language)).entities == []


def test_a_regional_arabic_is_arabic() -> None:
    assert [one.name for one in find_entities(article("زار كندا أمس.", "ar-EG")).entities] == ["كندا"]


def test_unknown_fields_are_handed_on() -> None:
    message = SegmentedArticle.model_validate({"id": "a", "version": 1, "text": "نص", "desk": "world"})
    assert find_entities(message).model_extra == {"desk": "world"}


def test_the_stage_signs() -> None:
    made = ENTITIES(article("زار كندا."))
    assert [(one.stage, one.model) for one in made.provenance] == [("entities", ENTITIES.model)]


def check(made: EntitiesArticle) -> None:
    spans = []
    for number, entity in enumerate(made.entities, 1):
        assert entity.id == f"e{number}"
        assert entity.name
        assert entity.mentions == sorted(entity.mentions, key=lambda mention: mention.start)
        for mention in entity.mentions:
            assert made.text[mention.start : mention.end] == mention.text != ""
            spans.append((mention.start, mention.end))
    spans.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    firsts = [entity.mentions[0].start for entity in made.entities]
    assert firsts == sorted(firsts)


@settings(deadline=None)
@given(st.text(max_size=200) | st.text(LETTERS, max_size=300) | st.lists(WORDS, max_size=60).map(" ".join))
def test_any_text_gives_spans_that_hold(text: str) -> None:
    made = find_entities(article(text))
    check(made)
    assert find_entities(article(text)) == made


def test_importing_the_room_reads_no_model_and_no_list() -> None:
    heavy = ("onnxruntime", "numpy", "pipeline.entities.gazetteer")
    code = f"import sys, pipeline.entities; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_provenance_names_the_model_in_use() -> None:
    assert ENTITIES.model == load().name
