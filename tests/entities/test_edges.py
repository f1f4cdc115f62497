"""Words of the sentence that stand beside a name stay outside; two names that و joins are two."""

import pytest

from pipeline.entities.edges import part, shorten
from pipeline.entities.gazetteer import gazetteer
from tests.entities.marked import read


def shortened(marked: str) -> list[str]:
    text, names = read(marked)
    cut = [shorten(text, name, gazetteer()) for name in names]
    return [text[name.start : name.end] for name in cut if name]


def parts(marked: str) -> list[str]:
    text, names = read(marked)
    return [text[one.start : one.end] for name in names for one in part(text, name, gazetteer())]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("وعن {PER سامر الحداد قال} إنه راض", ["سامر الحداد"]),
        ("زار {PER سامر الحداد رحمه الله} المدينة", ["سامر الحداد"]),
        ("حضر {PER الرقيب سامر الحداد} الحفل", ["سامر الحداد"]),
        ("صرح {PER سامر الحداد لمراسل} القناة", ["سامر الحداد"]),
        ("حضر {PER السيد البدوي} الحفل", ["السيد البدوي"]),  # a given name too
        ("يدرس في {ORG معهد الزهور بالمدينة} منذ عام", ["معهد الزهور"]),
        ("وهو ما {ORG تنظمه الجمعية الوطنية للورد} هنا", ["الجمعية الوطنية للورد"]),
        ("وفد {ORG أمانة الجامعة العربية} هنا", ["أمانة الجامعة العربية"]),
        ("رأى {PER سامر الحداد مسرعاً} نحوه", ["سامر الحداد"]),
        ("برنامجا {MISC نووياً} كاملا", []),
        ("حوارا {PER مزدوجا} بينهما", []),
        ("كان {PER محمداً} هناك", ["محمداً"]),
        ("زار {LOC روسيا} ثم {LOC ليبيا} و{LOC سوريا}", ["روسيا", "ليبيا", "سوريا"]),
        # verbs, nouns, labels and indefinite titles
        ("حضر {PER سامر بن نديم ليرأس} الحفل", ["سامر بن نديم"]),
        ("زار {PER سامر الحداد يزور} المدينة", ["سامر الحداد"]),
        ("وكان {PER سامر الحداد حكى} قصته", ["سامر الحداد"]),
        ("حضر {PER سامر مصطفى} و{PER منى الهدى} أمس", ["سامر مصطفى", "منى الهدى"]),
        ("زار {PER سامر الحداد المصابين} هناك", ["سامر الحداد"]),
        ("في {PER قبيلة ابن نديم} هناك", ["ابن نديم"]),
        ("كتب {PER Next سامر الحداد} أمس", ["سامر الحداد"]),
        ("اللواء {PER طبيب سامر الحداد} أمس", ["سامر الحداد"]),
        ("قال {PER سامر بن نديم} أمس", ["سامر بن نديم"]),
        # an office with its genitive behind a full name
        ("قال {PER سامر نديم الحداد أمين} عام المجلس", ["سامر نديم الحداد"]),
        ("قال {PER سامر عادل شيخ} قبيلة الورد", ["سامر عادل"]),
        ("قال {PER سامر عادل الحداد شيخ قبيلة آل ورد} إنه", ["سامر عادل الحداد"]),
        ("قال {PER سامر عادل أمين} إنه راض", ["سامر عادل أمين"]),
        ("قال {PER سامر أمين} الجديد", ["سامر أمين"]),
        # adjectives that belong to another noun
        ("زار {LOC الأحساء السعودية} أمس", ["الأحساء"]),
        ("في ريف {LOC الرقة الغربي} أمس", ["الرقة"]),
        ("طريق {LOC سيهات للقطيف} أمس", ["سيهات"]),
        ("فاز {ORG زورق القبرصي} أمس", ["زورق"]),
        ("لقي {PER رشا} و{PER دينا} و{PER عطا}", ["رشا", "دينا", "عطا"]),
    ],
)
def test_what_is_no_part_of_a_name(marked: str, names: list[str]) -> None:
    assert shortened(marked) == names


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("اتفق {ORG الاتحاد الوطني للكرة والحزب الجديد للعمال}", ["الاتحاد الوطني للكرة", "الحزب الجديد للعمال"]),
        ("بين {ORG نقابة الصيادين ونقابة البحارة}", ["نقابة الصيادين", "نقابة البحارة"]),
        ("عميد {ORG كلية الاقتصاد والإدارة}", ["كلية الاقتصاد والإدارة"]),
        ("وفد {ORG حزب العدالة والتنمية}", ["حزب العدالة والتنمية"]),
        (
            "دعا {ORG اتحاد الصيادين واتحاد البحارة الجدد والجمعية الوطنية للورد}",
            ["اتحاد الصيادين", "اتحاد البحارة الجدد", "الجمعية الوطنية للورد"],
        ),
        ("بين {LOC السودان وتشاد} أمس", ["السودان", "تشاد"]),
    ],
)
def test_two_names_taken_for_one(marked: str, names: list[str]) -> None:
    assert parts(marked) == names
