"""Stretches compared, and predictions paired with gold."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.spans import coverage, pair, similarity, trim

STRETCH = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda two: (min(two), max(two)))


def at_least_half(share):
    return share >= 0.5


def test_marks_stops_and_spaces_at_the_ends_are_not_judged():
    text = 'قال: "الأمر انتهى".\n'
    assert text[slice(*trim(text, 4, len(text)))] == "الأمر انتهى"
    assert trim(text, -5, 999) == (0, 17)
    assert trim(' ".', 0, 3) == (3, 3)


def test_a_question_mark_belongs_to_the_words():
    assert trim("هل انتهى؟", 0, 9) == (0, 9)


def test_too_short_and_too_long_are_alike_bad_but_coverage_forgives_the_long():
    assert similarity((0, 10), (0, 5)) == similarity((0, 5), (0, 10)) == 0.5
    assert coverage((0, 10), (0, 5)) == 1.0
    assert coverage((0, 5), (0, 10)) == 0.5
    assert similarity((0, 5), (5, 10)) == similarity((3, 3), (3, 3)) == 0


def test_the_most_alike_are_paired_first_and_each_once():
    predicted = [(0, 10), (0, 8), (20, 24)]
    assert pair(predicted, [[(0, 8)], [(1, 10)]], similarity, at_least_half) == {1: 0, 0: 1}


def test_among_equals_the_earlier_comes_first():
    assert pair([(0, 4), (0, 4)], [[(0, 4)]], similarity, at_least_half) == {0: 0}
    assert pair([(0, 4)], [[(0, 4)], [(0, 4)]], similarity, at_least_half) == {0: 0}


def test_any_accepted_scope_will_do():
    assert pair([(5, 9)], [[(0, 9), (5, 9)]], similarity, lambda share: share == 1) == {0: 0}


@given(st.lists(STRETCH, max_size=6), st.lists(st.lists(STRETCH, min_size=1, max_size=3), max_size=6))
def test_pairs_are_one_to_one_and_good_enough(predicted, gold):
    pairs = pair(predicted, gold, similarity, at_least_half)
    assert len(set(pairs.values())) == len(pairs)
    for i, j in pairs.items():
        assert max(similarity(predicted[i], right) for right in gold[j]) >= 0.5
    lonely = set(range(len(predicted))) - pairs.keys()
    for i in lonely:  # nothing that would have made a pair is left over
        for j in set(range(len(gold))) - set(pairs.values()):
            assert max(similarity(predicted[i], right) for right in gold[j]) < 0.5
