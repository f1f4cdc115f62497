"""What each line of an article is."""

import pytest

from pipeline.contracts import RawArticle
from pipeline.segment import SEGMENT

LEAD = "أعلنت الحكومة في بلد بعيد أمس أنها ستفتح طريقا جديدا بين الجبل والساحل قبل نهاية هذا العام."
MORE = "وأضافت في بيان أن الأعمال تبدأ في الربيع المقبل وأن كلفتها تزيد على عشرين مليونا من الدنانير."


def kinds(*lines, gap="\n\n", **article):
    text = gap.join(lines)
    segmented = SEGMENT(RawArticle(id="a", text=text, **article))
    return [block.kind for block in segmented.blocks]


def test_paragraphs():
    assert kinds(LEAD, MORE) == ["paragraph", "paragraph"]
    assert kinds(LEAD, MORE, gap="\n") == ["paragraph", "paragraph"]


def test_a_caption_that_stands_twice():
    text = f"الوزير ونائبه\nالوزير ونائبه\n\n{LEAD}"
    assert kinds(text) == ["caption", "caption", "paragraph"]


def test_a_picture_agency_line_and_the_caption_beside_it():
    credit = "A road in the mountains, June 3, 2021. (Photo by A. Person / Agency)"
    assert kinds(f"{credit}\nالطريق القديم في الجبل قبل عام\n\n{LEAD}") == ["credit", "caption", "paragraph"]


@pytest.mark.parametrize("line", ["صورة أرشيفية للطريق", "الوزير في مكتبه (أرشيف)", "من اليمين: سالم وماهر"])
def test_a_line_that_speaks_of_its_picture(line):
    assert kinds(LEAD, line, MORE) == ["paragraph", "caption", "paragraph"]


@pytest.mark.parametrize("line", ["تصوير: هدى سالم", "المصدر: رويترز", "// انتهى //", "Getty Images"])
def test_a_credit(line):
    assert kinds(LEAD, MORE, line) == ["paragraph", "paragraph", "credit"]


def test_an_agency_signs_off_with_the_hour():
    assert kinds(LEAD, "// انتهى //", "19:59 ت م") == ["paragraph", "credit", "credit"]


@pytest.mark.parametrize(
    "line", ["كتب: سامي حداد", "بقلم هدى سالم", "إعداد – هدى سالم وماهر علي", "huda@example.org", "هدى سالم – الخرمة"]
)
def test_a_byline(line):
    assert kinds(line, LEAD, MORE) == ["byline", "paragraph", "paragraph"]


@pytest.mark.parametrize("line", ["متابعة يومية للطريق", "ترجمة الكتب القديمة"])
def test_a_heading_that_begins_like_a_byline(line):
    assert kinds(LEAD, line, MORE) == ["paragraph", "subhead", "paragraph"]


def test_the_authors_name_alone_is_a_byline():
    assert kinds("هدى سالم", LEAD, authors=["هدى سالم"]) == ["byline", "paragraph"]


def test_a_writers_note_at_the_end_is_a_byline():
    assert kinds(LEAD, MORE, "* كاتبة من الساحل")[-1] == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "القاهرة - رويترز",
        "(أ ف ب)",
        "لندن: هدى سالم",
        "هدى سالم – صنعاء",
        "بغداد 3 رجب 1440 هـ الموافق 10 مارس 2019 م واس",
    ],
)
def test_a_dateline(line):
    assert kinds(line, LEAD, MORE) == ["dateline", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "dateline", ["الرياض - واس:", "القاهرة (رويترز) -", "واس – الرياض :", "هدى سالم- سبق- جدة:", "رويترز:"]
)
def test_a_dateline_at_the_head_of_a_paragraph_is_cut_off(dateline):
    article = SEGMENT(RawArticle(id="a", text=f"{dateline} {LEAD}\n\n{MORE}"))
    first, second, third = article.blocks
    assert article.text[first.start : first.end] == dateline
    assert article.text[second.start : second.end] == LEAD
    assert [block.kind for block in (first, second, third)] == ["dateline", "paragraph", "paragraph"]


def test_every_section_may_have_its_dateline():
    assert kinds("خبر أول من الجبل", f"لندن - رويترز: {LEAD}", "خبر ثان", f"دبي - وام: {MORE}") == [
        "headline", "dateline", "paragraph", "subhead", "dateline", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "opening", ["قال الوزير في القاهرة:", "وزير الخارجية - وهو أيضا نائب -", "القاهرة:", "بحسب رويترز:"]
)
def test_a_paragraph_that_only_looks_dated_stays_whole(opening):
    assert kinds(f"{opening} {LEAD}") == ["paragraph"]


@pytest.mark.parametrize("line", ["مخاوف", "خيار غير محسوم", '"هدف مزدوج"', "ماذا بعد الطريق؟", "الطريق × الجبل"])
def test_a_subhead(line):
    assert kinds(LEAD, line, MORE) == ["paragraph", "subhead", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "وأضاف الوزير:",  # leads into the next line
        "وقتل ثلاثة من العمال في حادث سابق قرب الجبل",  # a sentence without its stop
        "- طريق الجبل",  # an item of a list
        "انتهى العمل أمس.",
        "قال الوزير في بيان",
        "الطريق الأول،",
    ],
)
def test_a_short_line_that_belongs_to_the_text(line):
    assert kinds(LEAD, line, MORE) == ["paragraph", "paragraph", "paragraph"]


def test_lines_of_a_poem_are_no_subheads():
    verse = ["يا طريق الجبل البعيد", "متى نعود إلى الساحل", "ونرى البيوت البيضاء"]
    assert kinds(LEAD, *verse, MORE) == ["paragraph"] * 5


def test_the_first_line_is_the_headline_when_none_is_given():
    assert kinds("طريق جديد بين الجبل والساحل", LEAD, MORE) == ["headline", "paragraph", "paragraph"]


def test_with_a_headline_given_the_lone_first_line_is_a_caption():
    assert kinds("طريق الجبل القديم", LEAD, headline="الحكومة تفتح طريقا") == ["headline", "caption", "paragraph"]


def test_an_english_article_is_not_all_credits():
    line = "The government said that it would open a new road to the coast of the country in the spring of this year."
    assert kinds(line, line.replace("road", "bridge")) == ["paragraph", "paragraph"]


def test_blocks_leave_out_blanks_and_invisible_marks_at_their_edges():
    article = SEGMENT(RawArticle(id="a", text=f"\u200f  {LEAD} \u00a0\n \u200f \n{MORE}\u200f\n"))
    assert [article.text[block.start : block.end] for block in article.blocks] == [LEAD, MORE]
