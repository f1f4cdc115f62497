"""The language of a text by its letters and small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن الحكومة ستعلن القرار غدا من القاهرة.", "ar"),
        ("قال الوزير إن شركة MSNBC ستعلن القرار غدا.", "ar"),
        ("وزير أعلن اتفاقا مع شركة في پاريس على ڤيزا", "ar"),
        ("وزیر خارجه گفت که این تصمیم برای مردم است و از فردا اجرا می‌شود.", "fa"),
        ("وزیر اعظم نے کہا ہے کہ حکومت کے فیصلے سے عوام کو فائدہ ہوگا اور یہ میں کہتا ہوں۔", "ur"),
        ("The minister said that the government is to announce the decision.", "en"),
        ("Le ministre a dit que les citoyens de la ville et une partie des autres.", "fr"),
        ("שר החוץ אמר כי ההחלטה תפורסם מחר", "he"),
        ("Министр сообщил о решении", "ru"),
        ("大臣は決定を発表した", "ja"),
        ("123 … !", "und"),
        ("", "und"),
    ],
)
def test_the_language(text, language):
    assert language_of(text) == language


@given(st.text(max_size=60))
def test_any_text_gets_a_tag(text):
    assert language_of(text)
