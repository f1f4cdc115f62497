"""CoNLL files and their chunks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import BadMessage
from pipeline.evaluation.conll import Sentence, chunks, documents, join, parse, score, tag
from pipeline.evaluation.prediction import FoundName

FILE = """وصل O
سامر B-PERS
حداد I-PERS
إلى O
وبيروت B-LOC

قال O
حداد I-PERS
. O
"""


def test_a_file_is_read_in_sentences_with_our_types():
    first, second = parse(FILE)
    assert first.tokens == ("وصل", "سامر", "حداد", "إلى", "وبيروت")
    assert first.tags == ("O", "B-PER", "I-PER", "O", "B-LOC")
    assert second.text == "قال حداد ."


def test_more_columns_windows_lines_and_blank_lines_do_no_harm():
    assert parse("\r\n\r\nسامر NN x B-PER\r\n\r\n\r\n")[0].tags == ("B-PER",)
    assert parse("") == []


@pytest.mark.parametrize("line", ["سامر", "سامر PER", "سامر B-", "سامر E-PER", "O"])
def test_a_line_without_a_tag_is_named(line):
    with pytest.raises(BadMessage, match=r"gold\.txt: line 2"):
        parse(f"قال O\n{line}\n", "gold.txt")


@pytest.mark.parametrize(("tags", "found"), [
    ("B-PER I-PER O", [("PER", 0, 2)]),
    ("B-PER B-PER", [("PER", 0, 1), ("PER", 1, 2)]),
    ("I-PER I-PER O I-LOC", [("PER", 0, 2), ("LOC", 3, 4)]),
    ("B-PER I-ORG I-ORG", [("PER", 0, 1), ("ORG", 1, 3)]),
    ("O O", []),
    ("", []),
])  # fmt: skip
def test_chunks_as_conlleval_reads_them(tags, found):
    assert list(chunks(tags.split())) == found


@given(st.lists(st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])))
def test_chunks_cover_just_the_tagged_tokens(tags):
    inside = [i for _, start, end in chunks(tags) for i in range(start, end)]
    assert inside == [i for i, tag in enumerate(tags) if tag != "O"]


def test_figures_worked_out_by_hand():
    """Gold 4 chunks (3 PER, 1 LOC); predicted 4: two right, one with the wrong end, one with the wrong type."""
    gold = [
        Sentence(("a",) * 5, ("B-PER", "I-PER", "O", "B-LOC", "O")),
        Sentence(("b",) * 3, ("B-PER", "O", "B-PER")),
    ]
    predicted = [
        Sentence(("a",) * 5, ("B-PER", "O", "O", "B-LOC", "O")),
        Sentence(("b",) * 3, ("I-PER", "O", "B-ORG")),
    ]
    figures = score(gold, predicted)
    assert {k: figures["micro"][k] for k in ("P", "R", "F1", "n")} == {"P": 50.0, "R": 50.0, "F1": 50.0, "n": 4}
    assert figures["by_type"]["PER"] == {"P": 50.0, "R": 33.3, "F1": 40.0, "n": 3}
    assert figures["by_type"]["LOC"]["F1"] == 100.0
    assert figures["by_type"]["ORG"] == {"P": 0.0, "R": 0.0, "F1": 0.0, "n": 0}
    assert figures["macro_F1"] == 46.7
    low, high = figures["micro"]["F1_95"]
    assert low <= 50.0 <= high


def test_names_found_in_the_text_become_tags_of_whole_tokens():
    gold = parse(FILE)
    text = join(gold)
    assert text == "وصل سامر حداد إلى وبيروت\nقال حداد ."

    def name(words: str, kind: str, start: int) -> FoundName:
        at = text.index(words, start)
        return FoundName(start=at, end=at + len(words), type=kind)

    found = [name("حداد", "PER", 20), name("بيروت", "LOC", 0), name("سامر حداد", "PER", 0)]
    tagged = tag(gold, found)
    assert [sentence.tags for sentence in tagged] == [("O", "B-PER", "I-PER", "O", "B-LOC"), ("O", "B-PER", "O")]
    assert score(gold, tagged)["micro"]["F1"] == 100.0


def test_neighbouring_names_stay_two():
    gold = parse("بيروت B-LOC\nصور B-LOC\n")
    found = [FoundName(start=0, end=5, type="LOC"), FoundName(start=6, end=9, type="LOC")]
    assert tag(gold, found)[0].tags == ("B-LOC", "B-LOC")
    assert tag(gold, [])[0].tags == ("O", "O")


def test_a_name_inside_another_goes_with_it():
    gold = parse("جامعة B-ORG\nصور I-ORG\nأعلنت O\n")
    found = [FoundName(start=6, end=9, type="LOC"), FoundName(start=0, end=9, type="ORG")]
    assert tag(gold, found)[0].tags == ("B-ORG", "I-ORG", "O")


def test_texts_are_made_of_sentences_or_of_what_docstart_divides():
    many = parse("a O\n\nb O\n\nc O\n")
    assert [len(one) for one in documents(many)] == [1, 1, 1]
    assert [len(one) for one in documents(many, together=2)] == [2, 1]
    marked = parse("-DOCSTART- O\n\na O\n\nb O\n\n-DOCSTART- O\n\nc O\n")
    assert [len(one) for one in documents(marked)] == [2, 1]
