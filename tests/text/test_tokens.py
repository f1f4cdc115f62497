"""Tokens: what stays whole, what is cut, and where each piece stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import fold, tokenise


def shown(text):
    return [(token.kind, token.text) for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("وأَعلنَتِ الحكومـــةُ", ["وأَعلنَتِ", "الحكومـــةُ"]),
        ("كو\u200cفيد", ["كو\u200cفيد"]),
        ("قناة سي.أن.أن تبث", ["قناة", "سي.أن.أن", "تبث"]),
        ("وكالة أ.ف.ب.", ["وكالة", "أ.ف.ب", "."]),
        ("قال د. سامر", ["قال", "د.", "سامر"]),
        ("أ.د. ليلى", ["أ.د.", "ليلى"]),
        ("ص. 12", ["ص.", "12"]),
        ("عام 320 ق.م تقريبا", ["عام", "320", "ق.م", "تقريبا"]),
        ("قال.وأضاف", ["قال", ".", "وأضاف"]),
        ("وصل الآن.كما قال", ["وصل", "الآن", ".", "كما", "قال"]),
        ("شبكة MSNBC", ["شبكة", "MSNBC"]),
        ("مقاتلات F-16 الأميركية", ["مقاتلات", "F-16", "الأميركية"]),
        ("Korea's U.S. ally", ["Korea's", "U.S.", "ally"]),
        ("Dr. Smith", ["Dr.", "Smith"]),
        ("2,500.75 ٪", ["2,500.75", "٪"]),
        ("٢٬٥٠٠٫٧٥", ["٢٬٥٠٠٫٧٥"]),
        ("19أغسطس", ["19", "أغسطس"]),
        ('بـ"العلاقة"', ["بـ", '"', "العلاقة", '"']),
        ("``نعم''", ["``", "نعم", "''"]),
        ("((نعم))", ["((", "نعم", "))"]),
        ("(نعم)", ["(", "نعم", ")"]),
    ],
)
def test_the_pieces(text, tokens):
    assert [token.text for token in tokenise(text)] == tokens


def test_every_kind_is_told_apart():
    text = "قال Biden «نعم» 5 € ، ــــ"
    assert [kind for kind, _ in shown(text)] == [
        "word", "latin", "mark", "word", "mark", "number", "symbol", "punct", "symbol",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark", ['"', "“", "”", "„", "‟", "«", "»", "‹", "›", "'", "‘", "’", "‚", "``", "''", "((", "))"]
)
def test_every_quotation_mark_is_a_mark(mark):
    assert ("mark", mark) in shown(f"قال {mark} نعم")


def test_an_apostrophe_inside_a_word_is_no_mark():
    assert all(kind != "mark" for kind, _ in shown("North Korea's ما'رب"))


def test_the_norm_is_the_folded_slice():
    token = tokenise("وأَعلنَتِ")[0]
    assert token.norm == "واعلنت"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ابو.،\"'(َـ \u200f\u200c1٢aé\u0301")), max_size=80))
def test_tokens_are_slices_in_order_and_cover_what_is_visible(text):
    tokens = tokenise(text)
    position = 0
    for token in tokens:
        assert token.start < token.end
        assert text[token.start : token.end] == token.text
        assert token.norm == fold(token.text)
        assert fold(text[position : token.start]) == "", "only blanks and invisible marks lie between tokens"
        position = token.end
    assert fold(text[position:]) == ""
