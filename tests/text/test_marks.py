"""Pairs of quotation marks in text as it is really typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import Block
from pipeline.text import pair_marks


def pairs(text, blocks=None):
    return [(text[pair.inner_start : pair.inner_end], pair.balance) for pair in pair_marks(text, blocks)]


@pytest.mark.parametrize(
    "text",
    [
        'قال "نعم" ومضى.',
        'وقال:"نعم".',
        'وصفه بـ"نعم"، ثم مضى',
        'رد و"نعم" كانت كلمته',
        "قال «نعم» ومضى",
        "قال “نعم” ومضى",
        "قال ”نعم“ ومضى",  # swapped by a right-to-left keyboard
        "قال »نعم« ومضى",
        "قال ”نعم” ومضى",  # the same on both sides
        "قال ” نعم ” ومضى",
        "قال “ نعم “ ومضى",
        "قال „نعم“ ومضى",
        "قال ‹نعم› ومضى",
        "قال ``نعم'' ومضى",
        "قال ''نعم'' ومضى",
        "قال 'نعم' ومضى",
        "قال ((نعم)) ومضى",
        'قال " نعم " ومضى',
        'قال" نعم" ومضى',
        'قال "نعم". ومضى',
        'هل قال "نعم"؟',
        '\u200f"نعم"\u200f قال الوزير',
        '("نعم")',
    ],
)
def test_one_pair_however_it_is_typed(text):
    assert [(inner.strip(), balance) for inner, balance in pairs(text)] == [("نعم", "closed")]


def test_the_stop_inside_the_marks_stays_inside():
    assert pairs('قال "انتهى الأمر." ومضى') == [("انتهى الأمر.", "closed")]


def test_a_name_whose_closing_mark_has_its_blank_on_the_wrong_side():
    assert pairs('كان "سامر حداد "عندما عاد وزيرا للنقل.') == [("سامر حداد ", "closed")]


def test_two_pairs_in_a_sentence_are_two():
    assert [inner for inner, _ in pairs('بين "الأولى" و"الثانية" فرق')] == ["الأولى", "الثانية"]


@pytest.mark.parametrize(("text", "inner"), [('قال «نعم" ومضى', "نعم"), ('قال "نعم» ومضى', "نعم")])
def test_mixed_marks_make_a_pair(text, inner):
    assert pairs(text) == [(inner, "closed")]


def test_a_quotation_in_a_quotation():
    text = 'قال «زرت صحيفة "الأيام" أمس» ومضى'
    outer, inner = pair_marks(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[inner.inner_start : inner.inner_end] == "الأيام"
    assert text[outer.inner_start : outer.inner_end] == 'زرت صحيفة "الأيام" أمس'


def test_a_quotation_in_a_quotation_of_the_same_marks():
    assert [inner for inner, _ in pairs('قال "زرت صحيفة "الأيام" أمس" ومضى')] == ['زرت صحيفة "الأيام" أمس', "الأيام"]


def test_a_missing_close_runs_to_the_end_of_its_block():
    text = 'وقال "سنعود غدا.\nوفي القاهرة قال "نعم".'
    assert pairs(text) == [("سنعود غدا.", "close_missing"), ("نعم", "closed")]


def test_every_paragraph_of_a_long_quotation_is_reported():
    text = "وقال: «بدأنا العمل.\n\n«ثم تعبنا.\n\n«ثم عدنا»."
    assert pairs(text) == [
        ("بدأنا العمل.", "close_missing"),
        ("ثم تعبنا.", "close_missing"),
        ("ثم عدنا", "closed"),
    ]


def test_a_missing_open_begins_at_its_block_or_behind_the_pair_before():
    assert pairs("سنعود غدا». ومضى") == [("سنعود غدا", "open_missing")]
    assert pairs('قال "نعم" ثم سنعود غدا». ومضى')[1] == ("ثم سنعود غدا", "open_missing")


def test_an_unclosed_mark_does_not_disturb_the_pair_inside():
    found = pairs('قال «زرت صحيفة "الأيام" أمس')
    assert ("الأيام", "closed") in found
    assert ('زرت صحيفة "الأيام" أمس', "close_missing") in found


@pytest.mark.parametrize("text", ["قال (نعم) ومضى", "قال {نعم}", "Korea's ally", 'شاشة 32" جديدة', "(قال (نعم))"])
def test_no_marks_here(text):
    assert pairs(text) == []


def test_pairs_do_not_leave_the_blocks_they_are_given():
    text = 'عنوان "أول ثم نص" آخر'
    blocks = [Block(kind="subhead", start=0, end=10), Block(kind="paragraph", start=11, end=len(text))]
    assert [balance for _, balance in pairs(text, blocks)] == ["close_missing", "open_missing"]


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\"“”„«»‹›'‘’`(()) .،:\nابوـ\u200f1")), max_size=120)
)
def test_any_text_gives_ordered_pairs_inside_it(text):
    found = pair_marks(text)
    assert [pair.start for pair in found] == sorted(pair.start for pair in found)
    for pair in found:
        assert 0 <= pair.start <= pair.inner_start <= pair.inner_end <= pair.end <= len(text)
        assert (pair.start == pair.inner_start) == (pair.balance == "open_missing")
        assert (pair.end == pair.inner_end) == (pair.balance == "close_missing")
        assert "\n" not in text[pair.start : pair.end]
        around = [
            other
            for other in found
            if other.balance == "closed" and other.start < pair.start and pair.start < other.end
        ]
        assert pair.depth == len(around)


@given(st.text(alphabet=st.sampled_from('"«»“” .ا\n'), max_size=80))
def test_closed_pairs_never_cross(text):
    closed = [pair for pair in pair_marks(text) if pair.balance == "closed"]
    for one in closed:
        for other in closed:
            assert not one.start < other.start < one.end < other.end


def test_a_hundred_thousand_marks_are_all_looked_at():
    text = 'قال "نعم" ' * 50_000
    assert len(pair_marks(text)) == 50_000
