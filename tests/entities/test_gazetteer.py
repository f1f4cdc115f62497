"""The lists: what they find, what they refuse, and how they complain."""

import pytest

from pipeline.contracts import BadConfiguration
from pipeline.entities.gazetteer import gazetteer, gender_of
from pipeline.entities.gazetteer_lists import forms_of, rows_of
from pipeline.text import tokenise


def found(text: str) -> list[tuple[str, str, str]]:
    """(words, standard name, type) of what the lists find."""
    tokens = tokenise(text)
    matches = gazetteer().find(tokens)
    return [
        (text[one.start : tokens[one.end - 1].end], one.listed[0].entry.name, one.listed[0].entry.type)
        for one in matches
    ]


@pytest.mark.parametrize(
    ("text", "words", "name", "type_"),
    [
        ("زار إيطاليا", "إيطاليا", "إيطاليا", "LOC"),
        ("بين ايطاليا وفرنسا", "فرنسا", "فرنسا", "LOC"),
        ("وباليابان", "اليابان", "اليابان", "LOC"),
        ("وفدا من المملكة المتحدة", "المملكة المتحدة", "بريطانيا", "LOC"),
        ("رسالة للولايات المتحدة", "للولايات المتحدة", "الولايات المتحدة", "LOC"),
        ("اجتماع مع ألكسندر لوكاشنكو", "ألكسندر لوكاشنكو", "ألكسندر لوكاشينكو", "PER"),
        ("كلمة عبدالمجيد تبون", "عبدالمجيد تبون", "عبد المجيد تبون", "PER"),
        ("هاتف من جوجل", "جوجل", "غوغل", "ORG"),
        ("قالت رويترز", "رويترز", "رويترز", "ORG"),
        ("قواعد حلف الناتو", "حلف الناتو", "حلف شمال الأطلسي", "ORG"),
    ],
)
def test_a_name_is_found_under_any_of_its_forms(text: str, words: str, name: str, type_: str) -> None:
    assert (words, name, type_) in found(text)


def test_the_longest_form_wins() -> None:
    assert [name for _, name, _ in found("عاد من كوريا الجنوبية")] == ["كوريا الجنوبية"]


def test_a_country_carries_its_iso_code() -> None:
    (listed,) = gazetteer().lookup("المملكة المتحدة")
    assert dict(listed.entry.links) == {"iso3166": "GB"}


def test_an_ordinary_word_is_not_certain() -> None:
    assert not any(listed.certain for listed in gazetteer().lookup("قطر"))
    assert [listed.certain for listed in gazetteer().lookup("دولة قطر")] == [True]


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("فاطمة الزهراني", "f"),
        ("عبد الله العمري", "m"),
        ("عبدالله العمري", "m"),
        ("كير ستارمر", "m"),
        ("أورسولا فون دير لاين", "f"),
        ("شي جين بينغ", "m"),
        ("نضال خوري", None),
        ("زرقفش", None),
        ("", None),
    ],
)
def test_the_gender_of_a_person(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


def test_titles_tell_kind_and_gender() -> None:
    assert gazetteer().title("وزيره الخارجيه") == ("office", "f")
    assert gazetteer().title("اللواء") == ("rank", "m")
    assert gazetteer().title("كرسي") is None


def test_heads_tell_what_belongs_to_a_name() -> None:
    assert gazetteer().stays_outside("صحيفه", "ORG")
    assert not gazetteer().stays_outside("جامعه", "ORG")


def test_forms_with_a_question_mark_are_uncertain() -> None:
    assert list(forms_of("قطر?; دولة قطر;")) == [("قطر", False), ("دولة قطر", True)]


def test_comments_and_blank_lines_are_skipped() -> None:
    (row,) = rows_of("names/cities.tsv", "# towns\n\nالرياض\tSA\n", 3)
    assert (row.line, row.cells) == (3, ("الرياض", "SA", ""))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("الرياض\tSA\t\tكثير", r"names/cities\.tsv:1: 4 columns"),
        ("# x\n\tSA", r"names/cities\.tsv:2: the first column is empty"),
        ("?\tSA", r"names/cities\.tsv:1: the first column is empty"),
    ],
)
def test_a_wrong_line_is_named(text: str, complaint: str) -> None:
    with pytest.raises(BadConfiguration, match=complaint):
        list(rows_of("names/cities.tsv", text, 3))


def test_a_wrong_cell_is_named() -> None:
    (row,) = rows_of("names/given.tsv", "هالة\tfemale", 3)
    with pytest.raises(BadConfiguration, match=r"names/given\.tsv:1: gender is 'female', must be one of -, f, m"):
        row.one_of(1, ("m", "f", "-"), "gender")
    with pytest.raises(BadConfiguration, match=r"names/given\.tsv:1: 'female' is not an ISO 3166 alpha-2 code"):
        row.country(1)
