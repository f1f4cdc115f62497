"""Bodies and papers are called in full as far as the article tells it, and phrases end where they end."""

import pytest

from pipeline.quotes import QUOTES
from tests.quotes.articles import article

SAMER = "PER:سامر الحداد|الحداد"


def speakers(text: str, *names: str) -> list[list[str | None]]:
    return [[speaker.name for speaker in quote.speakers] for quote in QUOTES(article(text, names)).quotes]


@pytest.mark.parametrize(
    "told",
    [
        "وقالت وزارة النقل في بيان إن الجسر مغلق.",
        "وأصدرت وزارة النقل بيانها السنوي.",
        "وفي بيان، قالت وزارة النقل إن الجسر مغلق.",
    ],
)
def test_a_paper_is_whose_who_gave_it_out(told: str) -> None:
    assert speakers(f"{told} وأضاف البيان أن الطريق مفتوح.")[-1] == ["بيان وزارة النقل"]


def test_a_paper_has_its_adjectives() -> None:
    text = "ونشر المركز بيانا. وهذا بيان إعلامي جديد. وأضاف البيان أن الطريق مفتوح."
    assert speakers(text) == [["بيان إعلامي جديد"]]


def test_a_body_has_the_one_adjective_of_the_article() -> None:
    text = "وصلت الشرطة الساحلية إلى المرفأ. وقالت الشرطة إن الطريق مفتوح."
    assert speakers(text) == [["الشرطة الساحلية"]]


def test_of_two_bodies_of_a_kind_none_is_meant() -> None:
    text = "وصلت الشرطة الساحلية والشرطة الجبلية إلى المرفأ. وقالت الشرطة إن الطريق مفتوح."
    assert speakers(text) == [["الشرطة"]]


def test_a_form_of_address_is_no_name() -> None:
    text = "وقال سماحة المفتي العام الشيخ عادل نجم إن الطريق مفتوح."
    assert speakers(text, "PER:سماحة", "PER:عادل نجم") == [["عادل نجم"]]


def test_the_accused_does_not_speak() -> None:
    text = "وقال سامر الحداد إن الجسر مغلق. كما اتهم حزب الغد بأنه يعرقل العمل."
    assert speakers(text, SAMER, "ORG:حزب الغد") == [["سامر الحداد"], ["سامر الحداد"]]


def test_who_accuses_has_the_accused_behind_him() -> None:
    text = "واتهم سامر الحداد حزب الغد بأنه يعرقل العمل."
    assert speakers(text, SAMER, "ORG:حزب الغد") == [["سامر الحداد"]]


def test_a_phrase_ends_before_a_verb_that_no_list_knows() -> None:
    text = "ووفقا لآخر تعداد رسمي يعود إلى الربيع، فإن الطريق مفتوح."
    assert speakers(text) == [["آخر تعداد رسمي"]]


def test_people_of_a_city_speak_in_a_relative_clause() -> None:
    text = "وتطبق المدينة اللوائح التي قال مسؤولو المدينة إنها ناجحة."
    assert speakers(text) == [["مسؤولو المدينة"]]


def test_a_body_is_known_by_how_its_name_begins() -> None:
    text = "وصل وفد صندوق المرفأ الدولي أمس. ويقول صندوق المرفأ إن الطريق مفتوح."
    assert speakers(text, "ORG:صندوق المرفأ الدولي") == [["صندوق المرفأ الدولي"]]


def test_a_club_is_known_by_its_kind() -> None:
    text = "أعلن نادي ضفاف الورد ضم اللاعب. وذكر النادي الفرنسي أن الطريق مفتوح."
    assert speakers(text, "ORG:نادي ضفاف الورد") == [["نادي ضفاف الورد"]]


def test_whom_a_sentence_begins_with_speaks_in_it() -> None:
    text = "وكان الجسر مغلقا طوال الشتاء، بحسب سامر الحداد. واحتفل يزن القيسي بالعيد وقال إن الطريق مفتوح."
    assert speakers(text, SAMER, "PER:يزن القيسي")[-1] == ["يزن القيسي"]


def test_both_sides_speak() -> None:
    text = "وأكد الجانبان رفضهما التأخير، وشددا على أن الجسر مغلق."
    assert speakers(text) == [["الجانبان"]]


def test_what_stands_before_the_preposition_of_a_verb_is_its_subject() -> None:
    text = "وأشارت المجموعة إلى أرباحها، قائلة: «إن الجسر مفتوح أمام الجميع»."
    assert speakers(text) == [["المجموعة"]]
