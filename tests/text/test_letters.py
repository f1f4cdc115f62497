"""Folding: one spelling for what a reader takes as one word, and the way back to the letters as written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text import fold, fold_seats, normalise

ARABIC_AND_TROUBLE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("ابتوييىةهأإآٱؤئءـًٌَُِّْٰٕٓٔﻻﷲﷺﹰﱞ کیگپ\u200c\u200f\u00ad\u00a0\n\t٣۴٫٪é\u0301İß"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آمال", "امال"),
        ("ٱلعراق", "العراق"),
        ("ا\u0653مال", "امال"),  # alef and a combining madda
        ("مستشفى", "مستشفي"),
        ("القاهرة", "القاهره"),
        ("العِرَاقُ", "العراق"),
        ("هٰذا", "هذا"),
        ("العـــراق", "العراق"),
        ("مسؤول", "مسؤول"),
        ("مسو\u0654ول", "مسؤول"),  # a hamza put onto the waw afterwards
        ("رَيِ\u0654يس", "رئيس"),  # with a kasra between
        ("ﻻﻋﺒﻮﻥ", "لاعبون"),
        ("ﷲ", "الله"),
        ("تونس\u200f", "تونس"),
        ("كو\u200cفيد", "كوفيد"),
        ("جم\u00adهورية", "جمهوريه"),
        ("کویت", "كويت"),
        ("باریس", "باريس"),
        ("پاريس", "باريس"),
        ("ڤيينا", "فيينا"),
        ("ڨفصة", "قفصه"),
        ("گلستان", "گلستان"),
        ("٢٠٢٤", "2024"),
        ("۱۴۰۳", "1403"),
        ("٢٬٥٠٠٫٧٥٪", "2,500.75%"),
        ("قال\u00a0\u2003إن\n\nالأمر", "قال ان الامر"),
        ("  قال ", "قال"),
        ("CAFÉ", "cafe"),
        ("cafe\u0301", "cafe"),
    ],
)
def test_spellings_of_one_word_fold_alike(written, folded):
    assert fold(written) == folded


def test_hamza_seats_fold_only_when_asked():
    assert fold("مسؤولون") != fold("مسئولون")
    assert fold_seats(fold("مسؤولون")) == fold_seats(fold("مسئولون"))


def test_the_offsets_lead_back_to_the_written_word():
    text = "وَأَعلنتِ  الحكومـــةُ\u200f ﻻحقا."
    normal = normalise(text)
    for word in ("واعلنت", "الحكومه", "لاحقا"):
        start = normal.text.index(word)
        written = text[slice(*normal.original(start, start + len(word)))]
        assert fold(written) == word
        assert not written.startswith(" ") and not written.endswith(" ")
    start = normal.text.index("واعلنت")
    assert text[slice(*normal.original(start, start + 1))] == "وَ"  # the fatha goes with its letter


def test_half_a_ligature_is_the_whole_ligature():
    normal = normalise("ﻻ شيء")
    assert normal.original(0, 1) == normal.original(1, 2) == normal.original(0, 2) == (0, 1)


@given(ARABIC_AND_TROUBLE)
@example("\u0654و\u0654")
@example("و\u0654\u0654")
@example("ﹰ")
@example("\ud800")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(ARABIC_AND_TROUBLE)
@example(" \u064e ")
@example("\u200f\n")
def test_offsets_are_exact(text):
    normal = normalise(text)
    assert normal.text == fold(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert normal.offsets == sorted(normal.offsets)
    assert normal.offsets[0] >= 0 and normal.offsets[-1] <= len(text)
    for index, letter in enumerate(normal.text):
        start, end = normal.original(index, index + 1)
        assert start < end
        assert letter == " " or letter in fold(text[start:end])


@given(ARABIC_AND_TROUBLE, st.data())
def test_any_folded_span_maps_to_text_that_folds_to_it(text, data):
    normal = normalise(text)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    first, last = normal.original(start, end)
    assert normal.text[start:end].strip() in fold(text[first:last])


@given(st.lists(st.sampled_from(["قال", "أَحمدُ", "ﻻعب", "٢٠٢٤", "الحكومـــة", "MSNBC", "مسو\u0654ول"]), min_size=1))
def test_every_word_of_a_sentence_maps_back_exactly(words):
    text = "  ".join(words)
    normal = normalise(text)
    position = 0
    for word in words:
        start = normal.text.index(fold(word), position)
        position = start + len(fold(word))
        assert text[slice(*normal.original(start, position))] == word
