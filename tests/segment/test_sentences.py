"""Where a sentence ends."""

import pytest

from pipeline.contracts import RawArticle
from pipeline.segment import SEGMENT


def sentences(text):
    article = SEGMENT(RawArticle(id="a", text=text))
    return [article.text[sentence.start : sentence.end] for sentence in article.sentences]


@pytest.mark.parametrize(
    "parts",
    [
        ["انتهى الاجتماع مساء.", "وغادر الوزير القاهرة."],
        ["هل يعود الوزير؟", "لا أحد يعرف."],
        ["يا لها من مفاجأة!", "لم يتوقعها أحد."],
        ['قال الوزير: "انتهى الأمر."', "وغادر القاعة."],
        ["قال الوزير: «انتهى الأمر.»", "وغادر القاعة."],
        ['وسأل: "متى نعود؟".', "ولم يجبه أحد."],
        ["بدأ اللقاء (في موعده.)", "وحضره الجميع."],
        ["انتظرنا طويلا ..", "وأضاف أن الصبر نفد."],
        ["ولد عام 1436 هـ.", "وعاش في مكة."],
        ["ولد عام 2015م.", "وعاش في مكة."],
        ["ارتفعت 5.", "وهبطت غيرها."],
        ["لماذا؟!", "لا ندري."],
    ],
)
def test_two_sentences(parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "التقى د. سامر حداد أ.د. ليلى مراد في الجامعة.",
        "قالت شبكة سي.أن.أن إن اللقاء تأجل.",
        "بلغ السعر 2.75 دولار للبرميل.",
        "زار م. فارس الموقع أمس.",
        "راجع ص. 12 من التقرير.",
        "كتب محمد س. علي مقالا.",
        "وصل George W. Bush إلى بغداد.",
        "التقى مسؤولين من U.S. Steel أمس.",
        "زوروا موقع example.org للمزيد.",
        "كنا ننتظر... ثم جاء القرار.",
        "انتظرنا طويلا .. ثم عدنا.",
        "انتظرنا طويلا… ثم عدنا.",
        "جاء الخبر؛ فغادر الجميع.",
        'حضر ندوة "من نحن؟" التي نظمتها الجامعة.',
        '"هل نعود؟" سأل الوزير نائبه.',
        '"هل نعود؟"، هكذا سأل الوزير.',
        'زار معرض "بيت. نافذة. باب" في القاهرة.',
        "حضر اللقاء (عقد أمس. في القاهرة) عدد من الوزراء.",
        "فاز الفريق (!) في المباراة.",
        "1. فتح الطريق.",
    ],
)
def test_one_sentence(text):
    assert sentences(text) == [text]


def test_a_stop_without_a_blank_behind_it():
    assert sentences("وهذا ما قاله الوزير.وأضاف أن الطريق طويل.") == ["وهذا ما قاله الوزير.", "وأضاف أن الطريق طويل."]


def test_a_long_quotation_is_divided():
    first = 'وقال: "نحن نعمل منذ سنوات على هذا الطريق الذي يربط الجبل بالساحل ويخدم كل من يعيش هناك من أهلنا وضيوفنا.'
    second = 'وسنواصل العمل حتى النهاية".'
    assert sentences(f"{first} {second}") == [first, second]


def test_sentences_name_their_block():
    article = SEGMENT(RawArticle(id="a", text="انتهى اللقاء. وغادر الوزير.\n\nوعاد الوفد."))
    assert [sentence.block for sentence in article.sentences] == [0, 0, 1]
