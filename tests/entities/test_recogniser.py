"""What a newsroom sees of the recogniser: names in plain sentences, nothing from nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import Span
from pipeline.entities.recogniser import Name, load


def names(text: str) -> list[Name]:
    return load().recognise(text, [Span(start=0, end=len(text))])


def found(text: str) -> set[tuple[str, str]]:
    return {(text[name.start : name.end], name.type) for name in names(text)}


def test_a_president_and_a_capital() -> None:
    assert found("وصل الرئيس الأمريكي باراك أوباما إلى القاهرة أمس.") == {("باراك أوباما", "PER"), ("القاهرة", "LOC")}


def test_proclitics_are_outside() -> None:
    assert {("روسيا", "LOC"), ("ألمانيا", "LOC")} <= found("أعلنت فرنسا وروسيا الاتفاق مع الصين وألمانيا.")


def test_a_bank_keeps_its_head_word() -> None:
    assert ("البنك الدولي", "ORG") in found("قال البنك الدولي إن النمو في مصر سيرتفع.")


@pytest.mark.parametrize("text", ["", "   ", "1, 2, 3…", "The minister went to Paris.", "Привет, мир", "🙂🙂", "ـــــ"])
def test_text_that_is_not_arabic_names_nobody(text: str) -> None:
    assert names(text) == []


def test_text_outside_the_sentences_is_not_read() -> None:
    text = "باراك أوباما. زار القاهرة."
    found = load().recognise(text, [Span(start=14, end=len(text))])
    assert [text[name.start : name.end] for name in found] == ["القاهرة"]


@given(st.text(st.one_of(st.characters(), st.sampled_from("ابتوفلك نمي\u064e\u0640«».،")), max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_gives_ordered_names_with_letters_at_both_ends(text: str) -> None:
    last = 0
    for name in names(text):
        assert last <= name.start < name.end <= len(text)
        assert not text[name.start].isspace() and not text[name.end - 1].isspace()
        assert 0 <= name.confidence <= 1
        last = name.end


def test_a_word_of_a_hundred_thousand_letters_is_read() -> None:
    assert len(names("زار " + "ب" * 100_000 + " القاهرة")) <= 2


def test_a_sentence_without_an_end_is_read_to_its_end() -> None:
    text = "وقال المتحدث إن " * 3000 + "باراك أوباما في القاهرة"
    assert text[names(text)[-1].start :] == "القاهرة"


def test_a_name_said_in_full_is_known_by_its_last_word() -> None:
    text = "قال الرئيس جو بايدن إن الاتفاق قريب. وأضاف بايدن أن العمل مستمر."
    assert [text[name.start : name.end] for name in names(text) if name.type == "PER"] == ["جو بايدن", "بايدن"]


def test_people_of_today_are_known_with_their_proclitics() -> None:
    text = "ورحب فلاديمير بوتين بكامالا هاريس وبنيامين نتنياهو في بيونغ يانغ."
    assert {
        ("فلاديمير بوتين", "PER"),
        ("كامالا هاريس", "PER"),
        ("بنيامين نتنياهو", "PER"),
        ("بيونغ يانغ", "LOC"),
    } == found(text)


def test_the_recogniser_is_named_for_provenance() -> None:
    assert load().name.startswith("names-")
