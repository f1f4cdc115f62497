"""Where camel-tools has a rule of its own, ours is the same and only adds to it."""

import pytest
from camel_tools.tokenizers.word import simple_word_tokenize
from camel_tools.utils.charsets import AR_DIAC_CHARSET, AR_LETTERS_CHARSET
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import fold, tokenise

ARABIC = st.text(alphabet=st.sampled_from([*sorted(AR_LETTERS_CHARSET - set("ـپچڤگ") | AR_DIAC_CHARSET), " "]))


@given(ARABIC)
def test_folding_is_its_dediacritisation_and_normalisation(text):
    camel = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text))))
    assert fold(text) == " ".join(camel.split())


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير: «سنعود غدا»، ثم غادر القاهرة.",
        'هل يعود (الوزير) إلى "بيته" في 2024؟ لا!',
        "شبكة MSNBC الأميركية؛ وغيرها",
    ],
)
def test_plain_sentences_have_its_tokens(text):
    assert [token.text for token in tokenise(text)] == simple_word_tokenize(text)
