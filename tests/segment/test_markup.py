"""HTML bodies: the words and their paragraphs, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import RawArticle
from pipeline.segment import SEGMENT, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>قال الوزير</p><p>وأضاف</p>", "قال الوزير\n\nوأضاف"),
        ("<p>قال\n   <b>الوزير</b> إنه\tهنا</p>", "قال الوزير إنه هنا"),
        ("قال<br>وأضاف", "قال\nوأضاف"),
        ("قال<br><br/>وأضاف", "قال\n\nوأضاف"),
        ("<ul><li>أول</li><li>ثان</li></ul>", "أول\n\nثان"),
        ("<table><tr><td>أول</td><td>ثان</td></tr></table>", "أول\n\nثان"),
        ("<p>قال &quot;نعم&quot; &amp; مضى&nbsp;&#1593;اليوم</p>", 'قال "نعم" & مضى\u00a0عاليوم'),
        ("<p>قال</p><script>var a = 'لا';</script><style>p {}</style><p>وأضاف</p>", "قال\n\nوأضاف"),
        ("<p>قال <a href='x'>الوزير</a>، أمس</p>", "قال الوزير، أمس"),
        ("<p>قال<p>وأضاف", "قال\n\nوأضاف"),
        ("<p>قال <b>الوزير</p></div></b> أمس", "قال الوزير\n\nأمس"),
        ("بلا وسوم", "بلا وسوم"),
        ("5 < 6 و 7 > 6", "5 < 6 و 7 > 6"),
        ("", ""),
    ],
)
def test_the_text(html, text):
    assert plain_text(html).text == text


def test_tags_tell_headings_and_captions():
    html = (
        "<h1>عنوان الخبر</h1><figure><img src='a.jpg'><figcaption>الوزير في مكتبه.</figcaption></figure>"
        "<p>قال الوزير أمس في القاهرة إن الطريق الجديد سيفتح قبل نهاية العام.</p><h2>ماذا بعد.</h2><p>لا شيء.</p>"
    )
    article = SEGMENT(RawArticle(id="a", text=html, content_type="text/html"))
    assert [block.kind for block in article.blocks] == ["headline", "caption", "paragraph", "subhead", "paragraph"]


def test_an_article_has_one_headline():
    body = "<p>قال الوزير أمس في القاهرة إن الطريق الجديد سيفتح قبل نهاية العام.</p>"
    article = SEGMENT(RawArticle(id="a", text=f"<h1>خبر</h1>{body}<h1>قسم</h1>{body}", content_type="text/html"))
    assert [block.kind for block in article.blocks] == ["headline", "paragraph", "subhead", "paragraph"]


def test_a_given_headline_stands_above_an_html_body():
    article = SEGMENT(RawArticle(id="a", text="<p>قال الوزير.</p>", content_type="text/html", headline="خبر جديد"))
    assert article.text == "خبر جديد\n\nقال الوزير."
    assert [block.kind for block in article.blocks] == ["headline", "paragraph"]


def test_markup_nested_deeper_than_any_stack_is_read():
    assert plain_text("<div>" * 50_000 + "قال").text == "قال"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>/&;pbrhdiv1=\"' \nقال")), max_size=100))
def test_any_markup_gives_text(html):
    plain = plain_text(html)
    for start, end, _ in plain.known:
        assert 0 <= start < end <= len(plain.text)
