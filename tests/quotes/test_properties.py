"""What holds for any text at all."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import EnrichedArticle
from pipeline.quotes import QUOTES, find_quotes
from pipeline.quotes.reading import Reading
from pipeline.quotes.trace import tracing
from tests.quotes.articles import article

NAMES = ("PER:سامر الحداد|الحداد", "PER:منى", "ORG:الضفاف", "LOC:مصر")
PIECES = [
    "قال", "وقال", "وأضافت", "قالوا", "مشيرا", "إلى", "أن", "إن", "أنه", "بأن", "عن", "على", "من", "في", "بيان",
    "نقلت", "قوله", "وفقا", "لوكالة", "الضفاف", "بحسب", "حسبما", "أفاد", "مصدر", "الوزير", "وزير",
    "سامر الحداد", "الحداد", "ومنى", "لمصر", "الذي", "التي", "وهو", "هذا", "بعضهم", "نفس", "المصدر", "ما",
    "وصفه", "بـ", "داعيا", "تساءل", "عما", "إذا", "يذكر", "لم", '"', "«", "»", "“", "”", ":", "،", ".", "؟",
    "(", ")", "\n", "ـ", "\u0651", "\u200f", "12", "x", "🙂",
]  # fmt: skip
ARABIC = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
ANY = st.text(max_size=200)


def spans_hold(enriched: EnrichedArticle) -> None:
    for span in enriched.spans():
        assert enriched.text[span.start : span.end] == span.text
    known = [quote.id for quote in enriched.quotes]
    assert known == [f"q{number}" for number in range(1, len(known) + 1)]
    for quote in enriched.quotes:
        assert quote.text.strip() == quote.text != ""
        assert quote.speakers
        outer = next((other for other in enriched.quotes if other.id == quote.parent), None)
        assert (outer is None) == (quote.parent is None)
        assert outer is None or outer.start <= quote.start <= quote.end <= outer.end
        assert all(quote.start <= part.start <= part.end <= quote.end for part in quote.parts)


@given(st.one_of(ARABIC, ANY, st.tuples(ARABIC, ANY, ARABIC).map("".join)))
@settings(max_examples=250, deadline=None)
def test_every_span_is_its_slice_and_nothing_raises(text: str) -> None:
    spans_hold(QUOTES(article(text, NAMES)))


@given(ARABIC)
@settings(max_examples=60, deadline=None)
def test_the_same_article_gives_the_same_quotes(text: str) -> None:
    first, second = (find_quotes(article(text, NAMES)).model_dump_json() for _ in range(2))
    assert first == second


@given(ARABIC)
@settings(max_examples=60, deadline=None)
def test_the_article_is_handed_on_untouched(text: str) -> None:
    before = article(text, NAMES)
    after = find_quotes(before)
    assert {**after.model_dump(), "quotes": None} == {**before.model_dump(), "quotes": None}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often a token was looked at, as a measure of work."""
    count = [0]
    norm = Reading.norm

    def counted(self: Reading, index: int) -> str:
        count[0] += 1
        return norm(self, index)

    monkeypatch.setattr(Reading, "norm", counted)
    yield count


@pytest.mark.parametrize(
    "piece",
    ['"', "«", 'قال "', '" قال ', "قال ", "قال: ", "قال إن ", "أن ", "وفقا للوكالة، ", "الذي قال إن ", "قال ( ",
     "وقال الحداد إن الجسر آمن، مشيرا إلى أن ", "وقال بعضهم إن ", 'وقال: "هذا.\n', "نقلت الضفاف عن "],
)  # fmt: skip
def test_work_grows_with_the_text(piece: str, looked_at: list[int]) -> None:
    work = []
    for length in (4_000, 8_000):
        looked_at[0] = 0
        find_quotes(article(piece * (length // len(piece)), NAMES))
        work.append(looked_at[0])
    assert work[1] <= 2.5 * work[0] + 1_000


def test_a_hundred_thousand_marks() -> None:
    assert find_quotes(article('"' * 100_000)).quotes == []


def test_importing_the_stage_loads_no_language_data() -> None:
    program = (
        "import json, sys; import pipeline.quotes; heavy = ('pipeline.quotes.', 'pipeline.text', 'camel_tools'); "
        "print(json.dumps([name for name in sys.modules if name.startswith(heavy)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_decisions_can_be_watched() -> None:
    with tracing() as trace:
        find_quotes(article("وقال سامر الحداد لوكالة الضفاف إن الجسر آمن.", NAMES))
    decision = trace.decisions[0]
    assert (decision.cue, decision.pattern, decision.frame) == ("قال", "clause", "سامر الحداد لوكالة الضفاف")
    assert (decision.speaker, decision.link) == (("سامر الحداد",), "explicit")
    assert (decision.named, decision.candidates) == (("سامر الحداد", "الضفاف"), ())
    assert (decision.lemma, decision.agrees) == ("قال", ("m", "s"))


def test_the_candidates_for_a_missing_subject_are_told_with_what_speaks_against_them() -> None:
    with tracing() as trace:
        find_quotes(article("وقالت منى إن الجسر آمن. وقال سامر الحداد إن العمل مستمر. وأضافت أن الطريق مفتوح.", NAMES))
    last = trace.decisions[-1]
    assert (last.link, last.agrees) == ("dropped", ("f", "s"))
    assert [(one.name, one.fits) for one in last.candidates] == [("سامر الحداد", False), ("منى", True)]


def test_a_cue_that_came_to_nothing_is_told_with_the_reason() -> None:
    with tracing() as trace:
        find_quotes(article("ولم يذكر سامر الحداد أن الجسر آمن. وقال سامر الحداد كلمة.", NAMES))
    assert [(one.cue, one.lemma, one.why) for one in trace.passed] == [
        ("يذكر", "ذكر", "nobody's"),
        ("قال", "قال", "unopened"),
    ]


def test_every_statement_has_its_reason() -> None:
    text = (
        "سامر الحداد: الجسر آمن\nوقال سامر الحداد إن الطريق مفتوح. وأضاف أن العمل مستمر.\nوأغلق الجسر أمس، وفقا للضفاف."
    )
    kinds = ["headline", "paragraph", "paragraph"]
    with tracing() as trace:
        quotes = find_quotes(article(text, NAMES, kinds)).quotes
    assert {(quote.start, quote.end) for quote in quotes} == {(one.start, one.end) for one in trace.decisions}
    assert [one.pattern for one in trace.decisions] == ["headline", "clause", "clause", "according"]
