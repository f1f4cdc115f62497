"""Which language a text is written in, guessed from its letters and smallest words.

Only sure enough to keep other languages from being read as Arabic: no model, a few words of each (configs/text.toml).
"""

import re
from collections import Counter
from functools import cache

from configs import read_toml
from pipeline.text.letters import fold
from pipeline.text.tokens import ARABIC_LETTERS

_SAMPLE = 8_000  # code points; a language shows itself long before
_ARABIC_SHARE = 0.3  # an Arabic list of films or a table of shares has more Latin letters than Arabic ones
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "Arab": re.compile(rf"[{ARABIC_LETTERS}]"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "am": re.compile(r"[\u1200-\u137f]"),
    "hy": re.compile(r"[\u0530-\u058f]"),
    "ka": re.compile(r"[\u10a0-\u10ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}


def language_of(text: str) -> str:
    """A BCP 47 tag: "ar", "fa", "ur", "en" …; "und" when there are no letters to tell by.

    The script that has most letters decides; within Arabic and Latin script the words and letters of each language
    are counted. Arabic script with no sign of another language is "ar".
    """
    sample = text[:_SAMPLE]
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    script = max(counts, key=counts.__getitem__)
    if not counts[script]:
        return "und"
    if counts["Arab"] >= _ARABIC_SHARE * sum(counts.values()):
        script = "Arab"
    if script == "zh" and counts["ja"]:
        return "ja"
    if script == "Arab":
        return _best(sample, ("ar", "fa", "ur", "ps", "ug", "ckb"), default="ar")
    if script == "Latn":
        return _best(sample, ("en", "fr", "de", "es", "tr"), default="und")
    return script


def _best(sample: str, languages: tuple[str, ...], default: str) -> str:
    """The language most of whose words and letters occur; `default` on a tie or without any."""
    words = Counter(map(fold, _WORD.findall(sample)))
    letters = Counter(sample)
    scores: dict[str, float] = {}
    for language in languages:
        known, own = _signs(language)
        scores[language] = sum(words[word] for word in known) + sum(letters[letter] for letter in own) / 2
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > scores.get(default, 0) else default


@cache
def _signs(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The folded words and the letters that speak for a language."""
    data = read_toml("text.toml")["language"]
    return frozenset(map(fold, data["words"].get(language, ()))), frozenset(data["letters"].get(language, ""))
