"""Markup that costs a parser the square of its length is made flat before it; everything else stays as it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline.segment import markup, plain_text, tags

PAGE = """<!DOCTYPE html><html lang="ar"><head><title>خبر</title><style>p>a{x:y}</style>
<script>document.write("<div>")</script></head><body class="a b">
<nav><ul><li><a href="/">الرئيسية</a></li></ul></nav><article><header><h1>عنوان <b>الخبر</b></h1></header>
<figure><img src="a.jpg" alt="صورة > x"><figcaption>الوزير في مكتبه</figcaption></figure>
<p title='>"'>قال <a href=x>الوزير</a>: &quot;5 < 6&quot;<br>وأضاف&nbsp;<p>ثان</p><!-- <p>لا --><h2>ماذا بعد</h2>
<ul><li>أول<li>ثان</ul><table><tr><td>واحد</td><td>اثنان</td></tr></table>
<div><form action=x>بحث<button>ابحث</button></div><svg><title>شعار</title><path d="M0"/></svg>
<blockquote>تغريدة</blockquote>&mdash; حساب</article></body></html>"""


def measure(html):
    """The depth of the tree that a parser makes of it, and its elements."""
    node, entering, depth, deepest, count = LexborHTMLParser(html).root, True, 0, 0, 0
    while node is not None:
        count += entering
        if entering and node.first_child is not None:
            node, depth = node.first_child, depth + 1
            deepest = max(deepest, depth)
        elif node.next is not None:
            node, entering = node.next, True
        else:
            node, entering, depth = node.parent, False, depth - 1
    return deepest, count


@pytest.mark.parametrize("html", [PAGE.replace('<script>document.write("<div>")</script>', ""), "<p>قال" * 500])
def test_a_page_stays_as_it_is(html):
    assert tags.shallow(html) is html


def test_a_flat_page_has_the_same_words_and_the_same_blocks(monkeypatch):
    monkeypatch.setattr(markup, "shallow", lambda html: html)
    parsed = plain_text(PAGE)
    monkeypatch.setattr(markup, "shallow", tags.shallow)
    monkeypatch.setattr(tags, "DEEPEST", 0)
    assert plain_text(PAGE) == parsed
    assert [kind for _, _, kind in parsed.known] == ["headline", "caption", "subhead"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>" * 10_000 + "قال <b>الوزير</b>" + "</div>" * 10_000 + "<p>وأضاف", "قال الوزير\n\nوأضاف"),
        ("<ul><li>" * 5_000 + "قال<br>نعم", "قال\nنعم"),
        ("<i>" * 10_000 + "1 < 2 <" + "</i>b>", "1 < 2 <b>"),
        ("<div>" * 1_000 + "قال<nav>لا</nav> نعم<p><form>لا<p>لا</form> بلى", "قال نعم\n\nبلى"),
        ("<div>" * 1_000 + "<script>if (a<b) '<p>لا</p>'</script>قال<textarea>لا</textarea>", "قال"),
        ("<svg><![CDATA[<p>]]></svg>" + "<b>" * 1_000 + "قال", "قال"),
        ("<p " + " ".join(f"a{number}='>'" for number in range(5_000)) + ">قال", "قال"),
    ],
)  # fmt: skip
def test_the_words_of_a_flat_page(html, text):
    assert plain_text(html).text == text


PIECES = [
    "div", "p", "b", "a", "span", "table", "tr", "td", "caption", "li", "ul", "dt", "h1", "svg", "math",
    "title", "style", "script", "foreignObject", "link", "br", "select", "option", "template", "form", "button",
    "object", "nobr", "frameset", "head", "body", "textarea", "noscript", "plaintext",
]  # fmt: skip
HIDES = ["<!--", "-->", "<![CDATA[", "]]>", "x", "<script><!--<script>", "</script>", '<a b="', '">', "/>", "<"]


def nested(dice, names, depth):
    """A stretch of markup that looks as if everything in it were closed."""
    if depth == 0 or dice.random() < 0.2:
        return dice.choice(HIDES)
    name = dice.choice(names)
    inside = "".join(nested(dice, names, depth - 1) for _ in range(dice.randint(0, 2)))
    return f"<{name} a={dice.randint(0, 99)}>{inside}</{name}>"


@given(st.integers(0, 2**32))
def test_no_markup_makes_a_deep_tree(seed):
    dice = random.Random(seed)
    names = dice.sample(PIECES, dice.randint(1, 5))
    html = "".join(f"<{name}>" for name in dice.sample(PIECES, 3)) + (nested(dice, names, 3) * 400)
    deepest, _ = measure(tags.shallow(html))
    assert deepest <= 2 * tags.DEEPEST


def test_an_end_that_a_parser_passes_over_does_not_count():
    """The form ends within a table that it was not opened in: to a parser the outer one is open for ever."""
    html = "<form><table><form></form></table></form><form>قال</form>" * 2_000
    assert measure(html)[0] > 1_000
    assert measure(tags.shallow(html))[0] <= tags.DEEPEST


def test_what_is_opened_again_at_every_paragraph_is_bounded():
    def page(times):
        left_open = "".join(f"<b a={number}>" for number in range(10 * times))
        return f"<p>{left_open}</p>" + "<p>قال</p>" * (20 * times)

    few, many = (measure(tags.shallow(page(times)))[1] for times in (50, 200))
    assert many < 5 * few
