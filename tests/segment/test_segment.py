"""The segment stage as a whole."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.contracts import RawArticle, decode, encode
from pipeline.contracts.article import SegmentedArticle
from pipeline.segment import SEGMENT, distance

SEEDS = Path(__file__).parents[2] / "seeds"
MANIFEST = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))
BODY = "قال الوزير أمس في القاهرة إن الطريق الجديد سيفتح قبل نهاية العام وإن الأعمال تسير كما يجب."


def seed(name):
    document = (SEEDS / MANIFEST["file"]).read_bytes().decode("utf-8")
    entry = next(entry for entry in MANIFEST["article"] if name in entry["id"])
    return document[entry["start"] : entry["end"]], entry


@pytest.mark.parametrize("name", ["putin", "biden"])
def test_the_manifest_cuts_the_seed_document_into_its_articles(name):
    text, entry = seed(name)
    assert hashlib.sha256(text.encode()).hexdigest() == entry["sha256"]
    assert text == text.strip()


def test_the_articles_are_the_whole_document():
    document = (SEEDS / MANIFEST["file"]).read_bytes().decode("utf-8")
    between = [
        document[one["end"] : other["start"]]
        for one, other in zip(MANIFEST["article"], MANIFEST["article"][1:], strict=False)
    ]
    assert between == ["\n\n"]
    assert MANIFEST["article"][0]["start"] == 0 and MANIFEST["article"][-1]["end"] == len(document)


def blocks_of(name):
    article = SEGMENT(RawArticle(id=name, text=seed(name)[0]))
    return article, [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_the_putin_article_is_laid_out_as_a_reader_sees_it():
    article, blocks = blocks_of("putin")
    special = [(kind, text) for kind, text in blocks if kind != "paragraph"]
    assert [kind for kind, _ in special] == ["credit", "caption", "subhead", "subhead"]
    assert special[1:] == [
        ("caption", "كانت آخر مرة زار فيها بوتين كوريا الشمالية عام 2000"),
        ("subhead", '"هدف مزدوج"'),
        ("subhead", "تعميق خطوط الصدع"),
    ]
    assert len(blocks) == 30
    assert len(article.sentences) == 30
    assert article.language == "ar"


def test_the_biden_article_is_laid_out_as_a_reader_sees_it():
    article, blocks = blocks_of("biden")
    assert [(kind, text) for kind, text in blocks if kind != "paragraph"] == [
        ("caption", "بايدن وكامالا هاريس"),
        ("caption", "بايدن وكامالا هاريس"),
        ("subhead", "خيار هاريس غير محسوم"),
        ("subhead", "مخاوف"),
        ("subhead", "نحو انتخابات تمهيدية مصغّرة؟"),
    ]
    assert len(blocks) == 34
    assert len(article.sentences) == 40
    assert article.text == seed("biden")[0]


@pytest.mark.parametrize("name", ["putin", "biden"])
def test_block_spans_are_the_lines_of_the_document(name):
    text, _ = seed(name)
    assert [block for _, block in blocks_of(name)[1]] == [line.strip() for line in text.splitlines() if line.strip()]


def test_a_headline_is_set_above_the_body():
    article = SEGMENT(RawArticle(id="a", text=BODY, headline="طريق جديد"))
    assert article.text == f"طريق جديد\n\n{BODY}"
    assert (article.blocks[0].kind, article.blocks[0].start, article.blocks[0].end) == ("headline", 0, 9)


def test_a_body_that_begins_with_its_headline_is_left_alone():
    text = f"«طريقٌ» جديد .\n{BODY}"
    article = SEGMENT(RawArticle(id="a", text=text, headline='"طريق" جديد'))
    assert article.text == text
    assert [block.kind for block in article.blocks] == ["headline", "paragraph"]
    assert article.text[article.blocks[0].start : article.blocks[0].end] == "«طريقٌ» جديد ."


def test_a_headline_that_the_first_sentence_repeats_is_no_block_of_its_own():
    article = SEGMENT(RawArticle(id="a", text=BODY, headline="قال الوزير أمس"))
    assert article.text == BODY
    assert [block.kind for block in article.blocks] == ["paragraph"]


def test_the_metadata_goes_through():
    raw = RawArticle(id="a", version=3, text=BODY, source="s", authors=["هدى"], section="x", language="ar-EG", desk="d")
    article = SEGMENT(raw)
    assert (article.id, article.version, article.source, article.language) == ("a", 3, "s", "ar-EG")
    assert article.extra == {"desk": "d"}
    assert decode(encode(article), SegmentedArticle) == article
    assert [entry.stage for entry in article.provenance] == ["segment"]


def test_a_withdrawn_article_is_empty():
    article = SEGMENT(RawArticle(id="a", text=BODY, headline="طريق جديد", status="canceled"))
    assert (article.text, article.blocks, article.sentences, article.fingerprint) == ("", [], [], "")
    assert article.withdrawn


def test_another_language_is_marked():
    text = "The minister said that the road to the coast is open to all in the spring."
    assert SEGMENT(RawArticle(id="a", text=text)).language == "en"


def test_the_fingerprint_sees_the_story_not_its_dress():
    story, _ = seed("biden")
    paragraphs = story.split("\n\n")
    plain = SEGMENT(RawArticle(id="a", text=story)).fingerprint
    dressed = SEGMENT(RawArticle(id="b", text="\n\n".join(paragraphs[1:]), headline="عنوان من عند الصحيفة")).fingerprint
    spelled = SEGMENT(RawArticle(id="c", text=story.replace("أن", "ان").replace("إلى", "الى"))).fingerprint
    cut = SEGMENT(RawArticle(id="d", text="\n\n".join(paragraphs[:-2]))).fingerprint
    other = SEGMENT(RawArticle(id="e", text=seed("putin")[0])).fingerprint
    assert len(plain) == 16
    assert dressed == spelled == plain
    assert distance(plain, cut) < distance(plain, other)


ANY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from('"«»().:؟!…-\n\r \u200f\u00a0ابوقال.م5<p>&')), max_size=160
)


@example("\ud800", "\ud800", "text/html")
@given(ANY, st.one_of(st.none(), ANY), st.sampled_from(["text/plain", "text/html"]))
def test_any_article_is_segmented_and_nothing_visible_is_lost(text, headline, content_type):
    article = SEGMENT(RawArticle(id="a", text=text, headline=headline, content_type=content_type))
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end
        inside = article.text[block.start : block.end]
        assert inside == inside.strip()
        end = block.end
    for index, block in enumerate(article.blocks):
        mine = [sentence for sentence in article.sentences if sentence.block == index]
        position = block.start
        for sentence in mine:
            assert article.text[position : sentence.start].strip() == ""
            assert sentence.start < sentence.end
            position = sentence.end
        assert position == block.end
    encode(article)


def test_a_line_of_blanks_and_marks_alone_is_no_block():
    assert SEGMENT(RawArticle(id="a", text="\u200f\n \u00a0 \n\u202b")).blocks == []
