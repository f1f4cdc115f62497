"""The key by which a name is known across documents, whatever its spelling."""

from pipeline.text import fold, fold_seats, remembered

_SON = {"ابن": "بن", "ابنه": "بنت"}
_JOIN = frozenset({"عبد", "ابو", "ابا", "ابي", "ذو"})
_MARKS = str.maketrans(dict.fromkeys(".·-–_'’\"«»“”()", " "))
_G = str.maketrans("جگ", "غغ")  # English g; ق stands for it too, but قاسم is not جاسم
_SHORTEST = 4  # letters; الله keeps its ال
_ONLY_ARABIC = frozenset("حعصضطظذثء")  # such a word is no transliteration, its ج is its own


@remembered
def name_key(name: str) -> str:
    """One key for all spellings of a name; equal keys mean the same name, not always the same bearer.

    - folded: no harakat, أإآ = ا, ى = ي, ة = ه, digits Western; hamza on any seat is one (مؤيد, مءيد)
    - without the article of each word: البارزاني = بارزاني; للولايات = الولايات
    - ابن = بن, بنت likewise; عبد and أبو joined to the next word: عبد الله = عبدالله, أبو ظبي = أبوظبي
    - ج and گ for English g: غوغل = جوجل, in words that have no letter only Arabic knows
    - a last ا or ه is one: سوريا = سورية, أوروبا = أوروبه
    - dots, hyphens and quotation marks part words: سي.أن.أن = سي أن أن
    """
    words = [_SON.get(word, word) for word in fold_seats(fold(name)).translate(_MARKS).split()]
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _JOIN:
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(_word_key(word) for word in joined)


def _word_key(word: str) -> str:
    while word.startswith(("ال", "لل")) and len(word) > _SHORTEST:  # again, for الألباني is ألباني folded
        word = word[2:]
    if len(word) > 2 and word[-1] in "اه":
        word = word[:-1] + "ا"
    if _ONLY_ARABIC.isdisjoint(word):
        word = word.translate(_G)
    return word
