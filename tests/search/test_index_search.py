"""What a searcher finds, in which order, and what stays hidden from him."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.contracts import EnrichedArticle
from search import Index, Query
from tests.search.index_articles import article, change, entity, index_in, quote, withdrawal

BIDEN = "قال جو بايدن إن الهدنة قريبة جدا، وأضاف بايدن أن المفاوضات تتقدم."
MINISTER = "أكدت وزيرة الخارجية أن الحكومة سترسل مساعدات إلى غزة."


def biden() -> EnrichedArticle:
    names = [entity(BIDEN, "جو بايدن", "PER", forms=("جو بايدن", "بايدن"))]
    quotes = [
        quote(BIDEN, "الهدنة قريبة جدا", "جو بايدن", type="PER", entity="e1"),
        quote(BIDEN, "المفاوضات تتقدم", "بايدن", kind="mixed", id_="q2", type="PER", entity="e1"),
    ]
    return article("biden", text=BIDEN, entities=names, quotes=quotes, source="الحرة", section="سياسة")


def minister() -> EnrichedArticle:
    names = [entity(MINISTER, "غزة", "LOC")]
    said = [quote(MINISTER, "الحكومة سترسل مساعدات إلى غزة", "وزيرة الخارجية", type="GROUP")]
    when = datetime(2024, 7, 6, 9, 30, tzinfo=UTC)
    return article("minister", text=MINISTER, entities=names, quotes=said, source="Reuters", published_at=when)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with index_in(tmp_path) as made:
        made.write([change(biden()), change(minister())])
        yield made


def found(index: Index, text: str = "", **filters: object) -> list[str]:
    results = index.search(Query(text=text, **filters))
    assert results.total == len(results.hits)
    return [hit.id for hit in results.hits]


@pytest.mark.parametrize("text", ["حكومة", "للحكومة", "الحُكومـــة", "حكومه", "مساعدة", "وزير الخارجيه"])
def test_other_forms_and_spellings_of_a_word_find_it(index: Index, text: str) -> None:
    assert found(index, text) == ["minister"]


def test_a_word_that_is_not_there_finds_nothing(index: Index) -> None:
    assert found(index, "زلزال") == []


def test_two_words_must_both_be_there(index: Index) -> None:
    assert found(index, "الحكومة المفاوضات") == []


def test_of_three_words_one_may_be_missing(index: Index) -> None:
    assert found(index, "حكومة مساعدات زلزال") == ["minister"]


def test_a_phrase_is_its_words_in_their_order(index: Index) -> None:
    assert found(index, '"وزيرة الخارجية"') == ["minister"]
    assert found(index, "«الخارجية وزيرة»") == []


def test_a_minus_leaves_out(index: Index) -> None:
    assert found(index, "-الهدنة") == ["minister"]
    assert found(index, '-"وزيرة الخارجية"') == ["biden"]


def test_stop_words_do_not_narrow_a_search_but_can_be_searched(index: Index) -> None:
    assert found(index, "المساعدات التي في غزة") == ["minister"]
    assert found(index, "إلى") == ["minister"]


def test_without_words_the_newest_come_first(index: Index) -> None:
    assert found(index) == ["minister", "biden"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"speaker": "بايدن"}, ["biden"]),
        ({"speaker": "جو بايدن"}, ["biden"]),
        ({"speaker": "بايدن جو"}, []),
        ({"speaker": "وزيرة الخارجيه"}, ["minister"]),
        ({"speaker": "؟!"}, []),
        ({"entity": "غزه"}, ["minister"]),
        ({"entity": "غزة", "type": "LOC"}, ["minister"]),
        ({"entity": "غزة", "type": "PER"}, []),
        ({"type": "PER"}, ["biden"]),
        ({"source": "الحره"}, ["biden"]),
        ({"source": "reuters"}, ["minister"]),
        ({"section": "سياسة"}, ["biden"]),
        ({"kind": "mixed"}, ["biden"]),
        ({"kind": "direct"}, []),
        ({"since": "2024-07-06"}, ["minister"]),
        ({"until": "2024-07-05T10:00:00Z"}, ["biden"]),
        ({"since": "2024-07-05T10:00:01Z", "until": "2024-07-06T09:29:59Z"}, []),
        ({"speaker": "بايدن", "source": "Reuters"}, []),
    ],
)
def test_every_filter_must_hold(index: Index, filters: dict[str, str], expected: list[str]) -> None:
    assert found(index, **filters) == expected


@pytest.mark.parametrize(
    ("text", "filters", "expected"),
    [
        ("", {}, ["minister:q1", "biden:q1", "biden:q2"]),
        ("المفاوضات", {}, ["biden:q2"]),
        ("قال", {}, []),  # not in the quote itself
        ("", {"speaker": "جو بايدن"}, ["biden:q1", "biden:q2"]),  # q2 says بايدن only
        ("", {"kind": "mixed"}, ["biden:q2"]),
        ("", {"entity": "غزة"}, ["minister:q1"]),
        ("", {"entity": "بايدن"}, []),  # he speaks, he is not spoken of
        ("", {"type": "PER"}, ["biden:q1", "biden:q2"]),
        ("", {"speaker": "بايدن", "type": "ORG"}, []),
    ],
)
def test_quotes_are_found_by_what_is_in_them(
    index: Index, text: str, filters: dict[str, str], expected: list[str]
) -> None:
    assert found(index, text, quotes=True, **filters) == expected


def test_a_name_is_found_in_any_spelling(tmp_path: Path) -> None:
    text = "التقى أحمد أبو الغيط عبد الله الثاني وعبدالفتاح السيسي في عمان."
    people = [entity(text, name, "PER", id_=name) for name in ("أحمد أبو الغيط", "عبد الله الثاني", "عبدالفتاح السيسي")]
    with index_in(tmp_path) as index:
        index.write([change(article(text=text, entities=people))])
        for name in ("احمد ابو الغيط", "أحمد أبوالغيط", "عبدالله الثاني", "سيسي", "عبد الفتاح السيسي"):
            assert found(index, entity=name) == ["a1"], name
        assert found(index, entity="الغيط عبد الله") == []  # the end of one name, the beginning of another


def test_a_quote_hit_says_who_said_what_and_where(index: Index) -> None:
    hit = index.search(Query(text="هدنة", quotes=True)).hits[0]
    assert (hit.article_id, hit.speakers, hit.source) == ("biden", ["جو بايدن"], "الحرة")
    assert hit.quote == biden().quotes[0]
    assert BIDEN[hit.passage.start : hit.passage.end] == hit.passage.text == "الهدنة قريبة جدا"
    assert [BIDEN[start:end] for start, end in hit.highlights] == ["الهدنة"]


def test_an_article_hit_shows_the_stretch_that_answers(tmp_path: Path) -> None:
    filler = "هذه جملة طويلة لا علاقة لها بالموضوع الذي يبحث عنه القارئ. " * 20
    text = filler + "\nثم وصلت المساعدات الطبية إلى الميناء صباح الأحد.\n" + filler
    with index_in(tmp_path) as index:
        index.write([change(article(text=text))])
        hit = index.search(Query(text="مساعدات الميناء")).hits[0]
    assert hit.passage.text.startswith("ثم وصلت المساعدات")
    assert text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert len(hit.passage.text) <= 240
    assert [text[start:end] for start, end in hit.highlights] == ["المساعدات", "الميناء"]
    assert hit.headline.endswith("…")


def test_highlights_count_code_points_of_the_text_as_written(tmp_path: Path) -> None:
    text = "😀 أعلنتِ الحكومـــةُ أنّ عبد الله وصل، 👩‍👩‍👧 والحكومة ترحب."
    with index_in(tmp_path) as index:
        index.write([change(article(text=text))])
        hit = index.search(Query(text="حكومة عبدالله")).hits[0]
    assert [text[start:end] for start, end in hit.highlights] == ["الحكومـــةُ", "عبد الله", "والحكومة"]


def test_equals_are_ordered_by_date_then_id_over_all_pages(tmp_path: Path) -> None:
    day = datetime(2024, 1, 1, tzinfo=UTC)
    made = [article(f"a{n:02}", text="خبر عن الزلزال", published_at=day + timedelta(days=n % 3)) for n in range(40)]
    made.append(article("undated", text="خبر عن الزلزال", published_at=None))
    expected = [one.id for one in sorted(made[:-1], key=lambda one: (-one.published_at.timestamp(), one.id))] + [
        "undated"
    ]
    with index_in(tmp_path) as index:
        for one in reversed(made):
            index.write([change(one)])
        for text in ("زلزال", ""):
            pages = [index.search(Query(text=text, limit=7, offset=offset)) for offset in range(0, 42, 7)]
            assert [hit.id for page in pages for hit in page.hits] == expected
            assert {page.total for page in pages} == {41}
        assert index.search(Query(text="زلزال", limit=0)).total == 41
        assert index.search(Query(offset=500)).hits == []
        assert index.search(Query(until="2030-01-01")).total == 40  # what has no date is in no span of time


def test_what_is_withheld_or_under_embargo_is_left_out(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    said = "أن النتائج جاهزة"
    text = f"وأعلن الوزير {said}."
    by = [quote(text, said, "الوزير")]
    with index_in(tmp_path) as index:
        index.write([
            change(article("open", text=text, quotes=by, embargo_until=now - timedelta(minutes=1))),
            change(article("later", text=text, quotes=by, embargo_until=now + timedelta(hours=1))),
            change(article("never", text=text, quotes=by, status="withheld")),
        ])  # fmt: skip
        assert found(index, "النتائج") == ["open"]
        assert found(index, "النتائج", quotes=True) == ["open:q1"]
        assert found(index, include_withheld=True) == ["later", "never", "open"]
        assert found(index, quotes=True, include_withheld=True) == ["later:q1", "never:q1", "open:q1"]
        assert index.count() == 3


def test_a_newer_version_takes_its_predecessors_words_and_quotes_along(index: Index) -> None:
    index.write([change(article("biden", 2, "نفى البيت الأبيض الخبر.", published_at=biden().published_at))])
    assert found(index, "الهدنة") == found(index, speaker="بايدن") == []
    assert found(index, quotes=True) == ["minister:q1"]
    assert found(index, "الأبيض") == ["biden"]


def test_a_withdrawn_article_and_its_quotes_are_found_by_nothing(index: Index) -> None:
    index.write([withdrawal("biden", 1)])
    for hidden in (False, True):
        assert found(index, include_withheld=hidden) == ["minister"]
        assert found(index, quotes=True, include_withheld=hidden) == ["minister:q1"]
        assert found(index, "الهدنة", include_withheld=hidden) == []


_PIECES = st.sampled_from(
    ['"', "«", "»", "“", "”", "-", "--", " ", "(", ")", "*", "?", ":", "AND", "OR", "\\", "^2", "~"]
)
_ANYTHING = st.lists(st.one_of(_PIECES, st.text(max_size=8), st.sampled_from(["الحكومة", "غزة", "في"])), max_size=12)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_in(tmp_path_factory.mktemp("index")) as made:
        made.write([change(biden()), change(minister())])
        yield made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=_ANYTHING, quotes=st.booleans(), speaker=st.none() | st.text(max_size=10))
def test_any_string_is_a_query_and_any_count_agrees_with_its_list(
    lasting: Index, pieces: list[str], quotes: bool, speaker: str | None
) -> None:
    results = lasting.search(Query(text="".join(pieces), quotes=quotes, speaker=speaker, limit=1000))
    assert results.total == len(results.hits)
    for hit in results.hits:
        text = BIDEN if hit.article_id == "biden" else MINISTER
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert all(hit.passage.start <= start < end <= hit.passage.end for start, end in hit.highlights)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(text=st.text(min_size=1, max_size=60), name=st.text(max_size=20))
def test_any_text_can_be_indexed_and_is_found_by_itself(lasting: Index, text: str, name: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    made = article("any", text=text, source=name.encode("utf-8", "ignore").decode())
    assert lasting.write([change(made)]) == ["indexed"]
    assert lasting.get("any") == made
    shown = lasting.search(Query(text=f'"{text}"', source=made.source, limit=1000)).hits
    assert all(text[hit.passage.start : hit.passage.end] == hit.passage.text for hit in shown if hit.id == "any")
    lasting.write([change(article("any", text=""))])
