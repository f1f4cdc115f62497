"""What may be cut from the head of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import fold, offset_after, split_proclitics, strip_conjunction, strip_known, tokenise


@pytest.mark.parametrize(
    ("word", "proclitic", "rest"),
    [
        ("والوزير", "وال", "وزير"),
        ("وبالقاهره", "وبال", "قاهره"),
        ("ببغداد", "ب", "بغداد"),
        ("لموسكو", "ل", "موسكو"),
        ("للرئيس", "لل", "رئيس"),
        ("وللرئيس", "ولل", "رئيس"),
        ("كالعراق", "كال", "عراق"),
        ("سيقول", "س", "يقول"),
        ("وستعلن", "وس", "تعلن"),
        ("فقال", "ف", "قال"),
    ],
)
def test_a_reading_is_among_the_splits(word, proclitic, rest):
    assert (proclitic, rest) in split_proclitics(word)


def test_the_whole_word_comes_first_and_the_longest_proclitic_last():
    assert [split.rest for split in split_proclitics("وبالقاهره")] == ["وبالقاهره", "بالقاهره", "القاهره", "قاهره"]


@pytest.mark.parametrize("word", ["ول", "سعيد", "سلام", "من", "كل"])
def test_no_reading_leaves_half_a_word(word):
    assert all(len(split.rest) > 1 for split in split_proclitics(word))
    assert ("س", word[1:]) not in split_proclitics(word)


def test_a_lexicon_tells_a_minister_from_a_conjunction():
    words = {"وزير", "قال", "رئيس"}
    assert strip_known("وزير", words.__contains__) == ("", "وزير")
    assert strip_known("وقال", words.__contains__) == ("و", "قال")
    assert strip_known("وللرئيس", words.__contains__) == ("ولل", "رئيس")
    assert strip_known("كلام", words.__contains__) is None


def test_a_cue_verb_behind_a_conjunction():
    assert strip_conjunction(fold("وأضاف")) == "اضاف"
    assert strip_conjunction("فقال") == "قال"
    assert strip_conjunction("قال") == "قال"
    assert strip_conjunction("ول") == "ول"


@pytest.mark.parametrize(("written", "proclitic", "rest"), [("بـالقاهرة", "ب", "القاهرة"), ("وَقالَ", "و", "قالَ")])
def test_where_the_rest_begins_in_the_text(written, proclitic, rest):
    text = f"زيد {written}"
    token = tokenise(text)[1]
    assert text[offset_after(token, proclitic) : token.end] == rest


@given(st.text(max_size=20))
def test_every_split_puts_the_word_together_again(word):
    splits = split_proclitics(fold(word))
    assert all(split.proclitic + split.rest == fold(word) for split in splits)
    assert len(set(splits)) == len(splits)
