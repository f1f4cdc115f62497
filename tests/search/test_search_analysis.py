"""Which words are one word to a searcher, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs import read_lines
from pipeline.text import fold
from search.analysis import analyse, name_terms, words
from search.stemmer import dictionary, forms, key, readings, stem


def stems(text: str) -> list[str]:
    return analyse(text).stems


def same(*texts: str) -> None:
    """All texts have the same stems."""
    found = {text: stems(text) for text in texts}
    assert len({tuple(terms) for terms in found.values()}) == 1, found


def apart(*texts: str) -> None:
    found = [tuple(stems(text)) for text in texts]
    assert len(set(found)) == len(texts), found


@pytest.mark.parametrize(
    "spellings",
    [
        ["شؤون", "شئون"],
        ["شاطئ", "شاطىء"],
        ["بيئة", "بيئه"],
        ["مُدُن", "مـــدن", "مدن"],
        ["قرى", "قري"],
        ["٢٠١٩", "2019"],
        ["2,500", "2500", "٢٬٥٠٠"],
        ["ﻻعب", "لاعب"],
        ["NATO", "nato"],
    ],
)
def test_spelling_does_not_matter(spellings: list[str]) -> None:
    same(*spellings)


@pytest.mark.parametrize(
    "inflected",
    [
        ["مصنع", "المصنع", "والمصنع", "بالمصنع", "للمصنع", "مصنعه", "مصنعها", "مصنعهم", "مصنعين"],
        ["مدرسة", "المدرسة", "مدرستنا", "ومدرستهم", "المدرستين", "لمدرستها"],
        ["حركة", "الحركات", "بحركتها"],
        ["مراقب", "مراقبون", "المراقبين", "مراقبو"],
        ["يؤكد", "ويؤكد", "سيؤكد", "وسيؤكد", "يؤكدون"],
        ["رفض", "رفضت", "ورفضوا", "فرفض"],
        ["كبير", "كبيرة", "الكبار"],
        ["قرار", "قرارا", "قراراً", "القرارات", "بقراراتها"],
        ["وزن", "الوزن", "بوزنه"],
        ["بيان", "ببيان", "البيان"],
        ["كتاب", "ككتاب", "الكتب", "كتبه"],
    ],
)
def test_forms_of_one_word_are_one(inflected: list[str]) -> None:
    same(*inflected)


@pytest.mark.parametrize("plural", [["فندق", "الفنادق"], ["قصر", "وقصورها"], ["أزمة", "أزمات"], ["طريق", "بالطرق"]])
def test_broken_plurals_are_their_singular(plural: list[str]) -> None:
    same(*plural)


@pytest.mark.parametrize(
    "adjective", [["اليابان", "اليابانية", "ياباني", "اليابانيون"], ["صناعة", "الصناعية"], ["دستور", "دستوري"]]
)
def test_a_place_or_field_is_its_adjective(adjective: list[str]) -> None:
    same(*adjective)


@pytest.mark.parametrize(
    "different",
    [
        ["وردة", "ردة"],  # و is the word's own
        ["بلد", "لد"],
        ["كنوز", "نوز"],
        ["سفارة", "فارة"],
        ["فهم", "هم"],
        ["لوحة", "وحة"],
        ["ألوان", "وان"],
        ["دراسة", "دراس"],
        ["غزة", "غز"],
        ["رمضان", "رمض"],
        ["مروان", "مرو"],
        ["فلسطين", "فلسط"],
        ["الحياة", "الحي"],
        ["كتابة", "كاتب"],
        ["سياسة", "سائس"],
        ["محمد", "محمود"],
        ["مساعدة", "مساعد"],
        ["عملية", "عمل"],
    ],
)
def test_words_that_only_look_alike_stay_apart(different: list[str]) -> None:
    apart(*different)


@pytest.mark.parametrize(
    "name",
    [
        ["عبد الرحمن", "عبدالرحمن", "لعبد الرحمن"],
        ["أبو بكر", "أبي بكر", "أبوبكر"],
        ["صلاح الدين", "صلاحالدين"],
        ["نصر الله", "نصرالله"],
        ["هونغ كونغ", "هونغكونغ"],
        ["رأس مال", "برأسمال"],
    ],
)
def test_a_name_written_as_one_word_or_two_is_one(name: list[str]) -> None:
    same(*name)


@pytest.mark.parametrize("name", [["غورباتشوف", "جورباتشوف"], ["مانشستر", "مانشيستر"], ["هامبورغ", "هامبورج"]])
def test_foreign_names_are_one_in_each_spelling(name: list[str]) -> None:
    same(*name)


def test_a_new_name_is_found_behind_a_proclitic_and_in_another_spelling() -> None:
    """No list knows it, and every name is new once."""
    assert key("بنسلڤرمان") not in dictionary()
    same("زرنوبيسكي", "وزرنوبيسكي", "لزرنوبسكي", "زرنوبيسكى")
    same("بلزنوكر", "وبلزنوكر", "لبلزنوكر")


def test_titles_and_their_short_forms_are_one() -> None:
    same("د. سعاد", "الدكتور سعاد")
    same("م. خالد", "المهندس خالد")


def test_a_ligature_of_several_words_is_these_words() -> None:
    same("ﷺ", "صلى الله عليه وسلم")
    assert words("قال ﷺ كذا")[1][:2] == (4, 5)


def test_names_lose_nothing_but_the_article() -> None:
    assert name_terms("بايدن") == ["بايدن"]
    assert name_terms("السيسي") == name_terms("سيسي")
    assert name_terms("عبد الفتاح السيسي") == name_terms("عبدالفتّاح السيسى")


_ARABIC = st.text(st.characters(min_codepoint=0x61F, max_codepoint=0x6D5), max_size=14)


@given(st.one_of(_ARABIC, st.text(max_size=14), st.sampled_from(sorted(dictionary()))))
def test_the_stem_of_a_stem_is_itself(word: str) -> None:
    once = stem(fold(word))
    assert stem(once) == once


@given(st.text(max_size=80))
def test_any_text_has_terms_and_each_has_its_place(text: str) -> None:
    terms = analyse(text)
    assert all(term and not any(map(str.isspace, term)) for term in (*terms.exact, *terms.stems))
    found = words(text)
    assert [word.stem for word in found] == terms.stems
    assert all(0 <= word.start < word.end <= len(text) for word in found)


@given(st.lists(st.sampled_from("وفبلكسال"), max_size=60).map("".join))
def test_a_word_of_nothing_but_proclitics_has_few_readings(word: str) -> None:
    """Each is tried against the dictionary, so their number must not grow with the word."""
    assert sum(1 for _ in readings(word)) < 400


def test_every_form_is_listed_once_and_leads_to_a_word_that_is_none() -> None:
    listed = [
        key(form)
        for name in ("search_forms.txt", "search_names.txt")
        for line in read_lines(name)
        for form in line.split()[1:]
    ]
    assert sorted(listed) == sorted(set(listed))
    assert not [form for form, word in forms().items() if word in forms()]


def test_every_dictionary_word_is_its_own_stem_unless_a_form_list_names_it() -> None:
    assert not [word for word in dictionary() if word not in forms() and stem(word) != word and not word.endswith("يء")]
