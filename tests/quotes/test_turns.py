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


@pytest.mark.parametrize(
    "tail",
    [
        "، في أقوال نقلتها الصحف أمس",
        "، في تصريحات لصحيفة محلية",
        "، وذلك في بيان رسمي",
        "، كما جاء في بيان الوزارة",
        "، من دون تحديد موعد",
        "، دون أن يذكر تفاصيل",
    ],
)
def test_where_the_words_stand_and_what_they_leave_out_is_no_part_of_them(tail: str) -> None:
    assert statements(f"وقالت منى الصباغ إن الجسر مغلق{tail}.", MONA) == [("الجسر مغلق", "منى الصباغ")]


def test_a_paper_with_words_of_its_own_goes_on() -> None:
    text = "وقالت منى الصباغ إن الوزارة أكدت، في بيان رسمي، أن الجسر مغلق."
    assert statements(text, MONA)[0] == ("الوزارة أكدت، في بيان رسمي، أن الجسر مغلق", "منى الصباغ")


def test_the_words_of_a_colon_end_where_another_takes_his_turn() -> None:
    text = "وقال سامر الحداد: الجسر مغلق. والعمل مستمر. ومن جانبه، يقول يزن القيسي: الطريق مفتوح."
    assert statements(text, SAMER, YAZAN) == [
        ("الجسر مغلق. والعمل مستمر", "سامر الحداد"),
        ("الطريق مفتوح", "يزن القيسي"),
    ]


def test_the_second_between_is_no_verb() -> None:
    text = "وقال سامر الحداد: هناك فرق بين العمل في المرفأ، وبين الوظائف في البلدية."
    assert statements(text, SAMER) == [("هناك فرق بين العمل في المرفأ، وبين الوظائف في البلدية", "سامر الحداد")]


def test_sources_of_their_own_have_a_clause_of_theirs() -> None:
    assert statements("أكدت مصادر خاصة أن الجسر مغلق.") == [("الجسر مغلق", "مصادر خاصة")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وتقدر البلدية أن آلاف الزوار وصلوا.", [("آلاف الزوار وصلوا", "البلدية")]),
        ("ولا تقدر البلدية أن تفتح الجسر.", []),
        ("الجسر مغلق على ما يعتقد.", []),
        ("الجسر مغلق على ما أظن.", []),
        ("الجسر مغلق وفق ما كتبته اللوائح القديمة.", []),
    ],
)
def test_estimates_and_what_nobody_is_said_to_say(text: str, found: list[tuple[str, str]]) -> None:
    assert statements(text) == found


def test_marks_behind_the_one_spoken_to_hold_the_words() -> None:
    text = "وأعلن المتحدث باسم البلدية لوكالة «الضفاف» «لقد فتحنا الجسر أمام الجميع اليوم»."
    assert statements(text, "ORG:الضفاف") == [("لقد فتحنا الجسر أمام الجميع اليوم", "المتحدث باسم البلدية")]


def test_long_words_in_marks_behind_the_verbs_preposition_are_said() -> None:
    text = "وأشار سامر الحداد إلى «أوجه شبه كثيرة بين الجسرين»، حسبما كتب في تغريدة."
    assert statements(text, SAMER) == [("أوجه شبه كثيرة بين الجسرين", "سامر الحداد")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وأكد سامر الحداد أن الزورق غادر المرفأ و أضاف أن الجسر آمن.", ["الزورق غادر المرفأ", "الجسر آمن"]),
        ("وأكد سامر الحداد أن الأولوية لأبناء القرية داعيا للصبر.", ["الأولوية لأبناء القرية"]),
        ("وأكد سامر الحداد أن المرفأ رفض العرض مرجعا سبب ذلك لكلفته.", ["المرفأ رفض العرض"]),
        ("وأكد سامر الحداد أن الزورق كان محملا فوق طاقته.", ["الزورق كان محملا فوق طاقته"]),
        ("وأكد سامر الحداد أن القرية ستكون مقرا للمدرسة.", ["القرية ستكون مقرا للمدرسة"]),
    ],
)
def test_what_the_speaker_does_next_ends_his_words(text: str, words: list[str]) -> None:
    assert statements(text, SAMER) == [(one, "سامر الحداد") for one in words]


def test_a_plural_verb_ends_the_phrase_of_those_who_speak() -> None:
    text = "وقال مسؤولون محليون اشترطوا عدم نشر أسمائهم إن الجسر آمن."
    assert statements(text) == [("الجسر آمن", "مسؤولون محليون")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وأعلنت حملة مرشح الرئاسة سامر الحداد أنها توقفت اليوم.", "حملة مرشح الرئاسة سامر الحداد"),
        ("وقال متحدث باسم وزير النقل سامر الحداد إنها توقفت اليوم.", "متحدث باسم وزير النقل سامر الحداد"),
        ("وقال مدير مكتب وزير النقل سامر الحداد إنها توقفت اليوم.", "سامر الحداد"),
        ("وقال المتحدث باسم وزير النقل سامر الحداد إنها توقفت اليوم.", "سامر الحداد"),
    ],
)
def test_whose_campaign_or_spokesman_it_is_does_not_speak(text: str, speaker: str) -> None:
    assert statements(text, SAMER) == [("توقفت اليوم", speaker)]
