"""Where one speaker's words end because the next one takes his turn, and verbs of saying that nobody says."""

import pytest

from pipeline.quotes import QUOTES
from tests.quotes.articles import article

SAMER, MONA, YAZAN = "PER:سامر الحداد|الحداد", "PER:منى الصباغ", "PER:يزن القيسي"


def statements(text: str, *names: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speakers[0].name) for quote in QUOTES(article(text, names)).quotes]


@pytest.mark.parametrize(
    "turn", ["ويتفق مع هذا الرأي يزن القيسي", "وعزز الرأي ذاته يزن القيسي", "ويلتقط طرف الحديث يزن القيسي"]
)
def test_who_takes_up_the_word_speaks_on(turn: str) -> None:
    text = f"وقال سامر الحداد إن الجسر آمن. {turn}، ويضيف أن الطريق مفتوح."
    assert statements(text, SAMER, YAZAN) == [("الجسر آمن", "سامر الحداد"), ("الطريق مفتوح", "يزن القيسي")]


def test_the_talk_of_something_ends_the_words() -> None:
    text = "وقالت منى الصباغ إن الجسر آمن، كما تحدثت عن افتتاح القاعة."
    assert statements(text, MONA) == [("الجسر آمن", "منى الصباغ")]


@pytest.mark.parametrize("text", ["وتم إبلاغه بأن الجسر مغلق أمام الجميع.", "ويتم إخبارها بأن الجسر مغلق."])
def test_a_passive_noun_of_saying_is_nobodys(text: str) -> None:
    assert statements(f"زار سامر الحداد المرفأ. {text}", SAMER) == []


@pytest.mark.parametrize("led", ["مما", "بما"])
def test_what_a_thing_shows_nobody_says(led: str) -> None:
    text = f"وفتح سامر الحداد الجسر أمام الشاحنات {led} يؤكد أن الطريق مفتوح."
    assert statements(text, SAMER) == []


def test_a_paper_of_a_court_is_no_part_of_the_speaker() -> None:
    text = "وقال أهالي القرية في مستندات دعوى قضائية إن الجسر مغلق."
    assert statements(text) == [("الجسر مغلق", "أهالي القرية")]


def test_a_number_with_a_mark_of_direction_in_it_is_one() -> None:
    text = "وقالت منى الصباغ إن المؤشر تراجع إلى 7.\u200f53 نقطة في الشهر."
    assert statements(text, MONA) == [("المؤشر تراجع إلى 7.\u200f53 نقطة في الشهر", "منى الصباغ")]
