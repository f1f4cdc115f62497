"""Where the lists overrule or complete the recogniser."""

import pytest

from pipeline.entities.forms import add_short_forms
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.gazetteer_decision import decide
from tests.entities.marked import page, read


def decided(marked: str) -> list[tuple[str, str]]:
    text, names = read(marked)
    return [(text[one.start : one.end], one.type) for one in decide(page(text), names, gazetteer())]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("اتفقت البرتغال مع كندا.", [("البرتغال", "LOC"), ("كندا", "LOC")]),
        ("خسرت {ORG فرنسا} المباراة.", [("فرنسا", "LOC")]),
        ("فاز {ORG برشلونة} بهدفين.", [("برشلونة", "ORG")]),
        ("وصف {LOC البيت الأبيض} القرار بأنه متسرع.", [("البيت الأبيض", "MISC")]),
        ("قال {PER الرئيس} كلمته.", []),
        ("لقاء مع رئيس {LOC الولايات} أمس.", [("الولايات", "LOC")]),
        ("دعت {ORG المتحدة} والأمم المتحدة.", [("المتحدة", "ORG"), ("الأمم المتحدة", "ORG")]),
        ("دعت الأمم {ORG المتحدة} إلى الهدوء.", [("الأمم المتحدة", "ORG")]),
        ("نشرت {ORG صحيفة لوموند} الخبر.", [("لوموند", "ORG")]),
        ("رفع {ORG البنك المركزي} الفائدة.", [("البنك المركزي", "ORG")]),
        ("رسم {PER الشريف} الورد.", [("الشريف", "PER")]),
        ("فاز {ORG السد} القطري.", [("السد", "ORG")]),
        ("تجارب الشباب السعودي.", []),
        ("عاد إلى {LOC دولة قطر} صباحا.", [("قطر", "LOC")]),
    ],
)
def test_lists_complete_and_correct(marked: str, names: list[tuple[str, str]]) -> None:
    assert decided(marked) == names


@pytest.mark.parametrize(
    "text",
    [
        "قطر الدائرة متران.",  # diameter
        "سار بحماس نحو الباب.",  # with zeal, and the door
        "سأل جده عن البيت القديم.",  # his grandfather is not Jeddah
        "أجرت البنوك تسهيلات لغات كثيرة.",
        "زرعوا أمل الناس في الغد.",
        "ما أودى بحياة الورد في التدريبات الصباحية.",
    ],
)
def test_ordinary_words_stay_ordinary(text: str) -> None:
    assert decided(text) == []


def short_forms(marked: str) -> list[str]:
    text, names = read(marked)
    return [text[one.start : one.end] for one in add_short_forms(page(text), names, gazetteer())]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("التقى {PER مارك روته} الصحفيين، وقال روته إن اللقاء مثمر.", ["مارك روته", "روته"]),
        ("تحدث {PER كير ستارمر}. ووفقا لستارمر انتهى الأمر.", ["كير ستارمر", "ستارمر"]),
        ("زار {PER كيم جونغ أون} المصنع. وعاد كيم مساء.", ["كيم جونغ أون", "كيم"]),
        ("جاء {PER سامي الشاهد} وقال الشاهد في المحكمة.", ["سامي الشاهد"]),
        ("قال روته شيئا، ثم وصل {PER مارك روته}.", ["مارك روته"]),
        ("اجتمع {PER علي صالح} بهم. هذا اقتراح صالح للنقاش.", ["علي صالح"]),
    ],
)
def test_a_family_name_comes_back(marked: str, names: list[str]) -> None:
    assert short_forms(marked) == names
