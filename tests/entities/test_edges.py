"""Words of the sentence that stand behind a name stay outside."""

import pytest

from pipeline.entities.edges import parts
from pipeline.entities.gazetteer import gazetteer
from tests.entities.marked import read


def kept(marked: str) -> list[tuple[str, str]]:
    text, names = read(marked)
    return [(text[one.start : one.end], one.type) for name in names for one in parts(text, name, gazetteer())]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("يدرس في {ORG معهد الزهور بالمدينة} منذ عام", ["معهد الزهور"]),
        ("رأى {PER سامر الحداد مسرعاً} نحوه", ["سامر الحداد"]),
        ("برنامجا {MISC نووياً} كاملا", []),
        ("حوارا {PER مزدوجا} بينهما", []),
        ("كان {PER محمداً} هناك", ["محمداً"]),
        ("زار {LOC روسيا} ثم {LOC ليبيا} و{LOC سوريا}", ["روسيا", "ليبيا", "سوريا"]),
        ("قال {PER سامر بن نديم} أمس", ["سامر بن نديم"]),
        # an office behind a full name, with its genitive where it may be a name
        ("قال {PER سامر نديم الحداد أمين} عام المجلس", ["سامر نديم الحداد"]),
        ("قال {PER سامر عادل شيخ} القبيلة", ["سامر عادل"]),
        ("قال {PER سامر الحداد محامي}، نديم", ["سامر الحداد"]),
        ("قال {PER سامر عادل أمين} إنه راض", ["سامر عادل أمين"]),
        ("قال {PER سامر أمين} الجديد", ["سامر أمين"]),
        # adjectives that belong to another noun
        ("زار {LOC الأحساء السعودية} أمس", ["الأحساء"]),
        ("فاز {ORG زورق القبرصي} أمس", ["زورق"]),
        ("لقي {PER رشا} و{PER دينا} و{PER عطا}", ["رشا", "دينا", "عطا"]),
    ],
)
def test_what_is_no_part_of_a_name(marked: str, names: list[str]) -> None:
    assert [name for name, _ in kept(marked)] == names


def test_a_place_behind_an_organisation_is_a_name_too() -> None:
    assert kept("في {ORG محكمة الورود بتونس} أمس") == [("محكمة الورود", "ORG"), ("تونس", "LOC")]
