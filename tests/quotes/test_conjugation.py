"""A verb of saying is given by root and pattern; its newspaper forms follow by rule."""

import pytest

from pipeline.quotes.conjugation import conjugate, principal_parts
from pipeline.quotes.lexicon import lexicon
from pipeline.text import fold


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("قال", "قال قالت قالا قالوا قلن يقول تقول يقولون سيقول قائلا قائلة قائلين قوله قولها قولهم"),
        ("أكد", "أكد أكدت أكدوا يؤكد تؤكد يؤكدون مؤكدا مؤكدة تأكيده"),
        ("أشار", "أشار أشارت يشير تشير يشيرون مشيرا مشيرة إشارته"),
        ("أوضح", "أوضح أوضحت يوضح توضح موضحا موضحة إيضاحه"),
        ("نفى", "نفى نفت نفوا ينفي تنفي ينفون نافيا نافية نفيه"),
        ("دعا", "دعا دعت دعوا يدعو تدعو يدعون داعيا داعية داعين دعوته"),
        ("رأى", "رأى رأت رأوا يرى ترى يرون"),
        ("اعتبر", "اعتبر اعتبرت يعتبر تعتبر معتبرا معتبرة اعتباره"),
        ("تساءل", "تساءل تساءلت يتساءل متسائلا متسائلة"),
        ("ادعى", "ادعى ادعت يدعي مدعيا ادعاءه ادعائه ادعاؤه"),
        ("استبعد", "استبعد استبعدت يستبعد مستبعدا مستبعدة استبعاده"),
    ],
)
def test_forms_of_the_configured_verbs(lemma: str, forms: str) -> None:
    known = lexicon().forms
    missing = [form for form in forms.split() if lemma not in {cue.lemma.text for cue in known.get(fold(form), ())}]
    assert missing == []


def test_forms_tell_whom_they_agree_with() -> None:
    pattern = {"perfect": "أ1ا3", "imperfect": "1ي3", "participle": "م1ي3", "noun": "إ1ا3ة"}
    forms = {form.written: form for form in conjugate(principal_parts("ضيف", pattern, {}))}
    assert (forms["أضافت"].gender, forms["أضافت"].number) == ("f", "s")
    assert (forms["أضافوا"].gender, forms["أضافوا"].number) == ("m", "p")
    assert (forms["أضافا"].gender, forms["أضافا"].number) == ("m", "d")
    assert forms["مضيفة"].shape == "participle"
    assert forms["نضيف"].person == 1


def test_an_irregular_stem_overrides_its_pattern() -> None:
    parts = principal_parts("رأي", {"perfect": "12ى", "imperfect": "12ي"}, {"imperfect": "رى"})
    assert (parts.perfect, parts.imperfect) == ("رأى", "رى")


@pytest.mark.parametrize(
    ("imperfect", "shortened"),
    [("قول", "يقل تقل"), ("شير", "يشر تشر"), ("نفي", "ينف تنف"), ("روي", "يرو ترو"), ("ؤكد", ""), ("تناول", "")],
)
def test_lam_shortens_a_long_vowel(imperfect: str, shortened: str) -> None:
    forms = conjugate(principal_parts("قول", {"perfect": "1ا3"}, {"imperfect": imperfect}))
    assert [form.written for form in forms if form.after_lam] == shortened.split()
