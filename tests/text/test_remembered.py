"""What is remembered of words has a bound, whatever words come."""

import os

import pytest

from pipeline import enrich
from pipeline.entities.keys import name_key
from pipeline.text import fold, remembered, split_proclitics
from search.stemmer import stem
from tests.chaos.memory import look

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمن"


def endless(count, letters):
    """Words of so many letters, each another one; two bytes a letter."""
    return [LETTERS[n % 24] + LETTERS[n // 24] + "كتاب" * (letters // 4) for n in range(count)]


def own_mb():
    return look(os.getpid(), 0).own


def test_a_word_is_worked_out_once_and_an_endless_one_each_time():
    asked = []
    length = remembered(lambda word: asked.append(word) or len(word))
    assert [length("قال"), length("قال"), length("ق" * 1000), length("ق" * 1000)] == [3, 3, 1000, 1000]
    assert asked == ["قال", "ق" * 1000, "ق" * 1000]


@pytest.mark.parametrize("work", [fold, split_proclitics, name_key, stem])
def test_endless_words_leave_nothing_behind(work):
    words = endless(30, 100_000)
    work(words[0])
    before = own_mb()
    for word in words:
        work(word)
    assert own_mb() - before < 3  # one of them alone has 0.2


def test_articles_of_endless_words_leave_nothing_behind():
    articles = [f"قال {word} إن الاتفاق قريب." for word in endless(32, 100_000)]
    for article in articles[:2]:
        enrich(article)
    before = own_mb()
    for article in articles[2:]:
        enrich(article)
    assert own_mb() - before < 3


def test_every_character_there_is_takes_no_more_than_those_of_a_language():
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    texts = ["".join(every[start : start + 25_000]) for start in range(0, 150_000, 25_000)]
    fold(texts[0])
    before = own_mb()
    for text in texts[1:]:
        fold(text)
    assert own_mb() - before < 8
