"""Where a name begins and ends: words that a recogniser draws into names and that are never part of one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.model_forms import KNOWN, forms, is_imperfect
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_WORD = re.compile(r"\S+")
_LONGEST_TAIL = 3  # words of a phrase behind a name: رحمه الله
_LONGEST_TITLE = 2
_FULL = 2  # words of a name
_PUNCTUATION = '،؛,;.:»«"()'
_LEAST_STEM = 3  # letters
_COMMON = 6  # frequency class of a common noun
_SONS = frozenset({"بن", "ابن", "بنت", "ال", "ابو", "ام", "عبد"})
_IN_THE = "بال"
_BARE_PROCLITICS = frozenset("بلكوف")  # before a mark: ميشال بـ"…"
_FUTURES = frozenset({"سي", "ست", "لي"})
_INDEFINITE = frozenset(
    {"office", "rank", "profession", "honorific"}
)  # titles that may also stand without their article


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    norm: str


def shorten(text: str, name: Name, lists: Gazetteer) -> Name | None:
    """The name without the words around it that belong to the sentence; None if nothing is left of it.

    سامر الحداد قال -> سامر الحداد, الملازم سامر الحداد -> سامر الحداد, جامعة الوادي بالمدينة -> جامعة الوادي,
    نووياً -> None. A listed name stays as it is.
    """
    words = _words(text, name)
    if lists.lookup(text[name.start : name.end]):
        return name
    if name.type == "PER":
        words = words[_title(words, lists) :]
        while words and (_is_future(words[0].norm, lists) or _is_label(words) or _is_thing(words, lists)):
            words = words[1:]
        words = words[: next((i for i in range(1, len(words)) if words[i].norm.startswith("لل")), len(words))]
        words = words[: _office(text, words, lists)]
    if name.type == "ORG" and _starts_late(words, lists):
        words = words[1:]
    if name.type == "LOC" and len(words) > 1 and _is_of_capital(words, lists):
        words = words[1:]
    while words and (cut := _tail(words, name, lists)):
        words = words[:-cut]
    return name.between(words[0].start, words[-1].end) if words else None


def part(text: str, name: Name, lists: Gazetteer) -> Iterator[Name]:
    """The names that were taken for one: الاتحاد الوطني والحزب الجديد are two, كلية الاقتصاد والإدارة is one.

    Another begins where و stands before a word for an organisation that is definite if the first is, or that is
    hardly ever anything but the head of a name; and where both sides of و are listed.
    """
    words = _words(text, name)
    first, start = 0, name.start
    if len(words) > 1 and not lists.lookup(text[name.start : name.end]):
        for i in range(1, len(words)):
            if words[i].norm[:1] == "و" and _is_another(words[first:i], words[i:], name, lists):
                yield name.between(start, words[i - 1].end)
                first, start = i, words[i].start + 1
    yield name.between(start, name.end)


def _words(text: str, name: Name) -> list[_Word]:
    return [_Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text, name.start, name.end)]


def _is_another(before: Sequence[_Word], after: Sequence[_Word], name: Name, lists: Gazetteer) -> bool:
    first, second = (" ".join(word.norm for word in words) for words in (before, after))
    if before[0].start > name.start:  # itself a part behind و
        first = first[1:]
    head = first.partition(" ")[0]
    if name.type == "ORG" and len(before) > 1 and _head(head, lists):
        return _heads_another(head, after[0].norm[1:], lists)
    return bool(lists.lookup(first) and lists.lookup(second[1:]))


def _head(word: str, lists: Gazetteer) -> str:
    """How a word, with or without its article, heads an organisation's name; empty if it does not."""
    place = lists.head_place(word.removeprefix("ال"), "ORG")
    return place if place in ("institution", "inside") else ""


def _heads_another(first: str, word: str, lists: Gazetteer) -> bool:
    alike = first.startswith("ال") == word.startswith("ال")
    place = _head(word, lists)
    return place == "institution" or (place == "inside" and alike)


def _starts_late(words: Sequence[_Word], lists: Gazetteer) -> bool:
    """Whether a word that heads nothing stands before a definite head: تنظمه الجمعية الوطنية, not أمانة الجامعة."""
    if len(words) <= _LONGEST_TITLE or words[0].norm.startswith("ال") or lists.is_head(words[0].norm):
        return False
    return words[1].norm.startswith("ال") and _head(words[1].norm, lists) == "institution"


def _title(words: Sequence[_Word], lists: Gazetteer) -> int:
    """How many words of a definite title stand before the rest of a name: الملازم أول."""
    for count in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        title = " ".join(word.norm for word in words[:count])
        if lists.title(title) and not lists.is_given(title) and _may_be_title(title, lists):
            return count
    return 0


def _office(text: str, words: Sequence[_Word], lists: Gazetteer) -> int:
    """How many words stand before the office behind a full name: سامر نديم الحداد [شيخ قبيلة], سامر الحداد [أمين عام].

    An office has its genitive behind it; a family name that is called so has none.
    """
    for place in range(_FULL, len(words)):
        word = words[place]
        if lists.title(word.norm) is None or word.norm.startswith("ال") or words[place - 1].norm in _SONS:
            continue
        behind = _WORD.match(text, word.end + 1)
        genitive = fold(behind[0]).strip(_PUNCTUATION) if behind and text[word.end] == " " else ""
        heads = lists.is_head(genitive) and not lists.is_given(genitive)
        definite = genitive.startswith("ال") and not lists.is_family(genitive) and not lists.is_demonym(genitive)
        if heads or definite or lists.title(f"{word.norm} {genitive}") is not None or _is_noun(genitive, lists):
            return place
    return len(words)


def _may_be_title(title: str, lists: Gazetteer) -> bool:
    """Whether a listed title is no name here: الملازم أول, طبيب; not أمير, and not عميد that is a family's name."""
    if title.startswith("ال"):
        return True
    kind, _ = lists.title(title) or ("", "")
    return kind in _INDEFINITE and not lists.is_family(title) and not lists.lookup(title)


def _is_label(words: Sequence[_Word]) -> bool:
    """Whether a Latin word stands before an Arabic name, such as the label of a button: Next زيد الكاملي."""
    return words[0].text.isascii() and words[0].text.isalpha() and not words[-1].text.isascii()


def _is_future(word: str, lists: Gazetteer) -> bool:
    """Whether a word is an imperfect behind س or ل that news knows of both genders: سيرأس, ليرأس."""
    return word[:2] in _FUTURES and not _is_listed(word, lists) and is_imperfect(word[1:])


def _is_imperfect(word: str, lists: Gazetteer) -> bool:
    """Whether a word is an imperfect, with or without س or ل: يعزي, سيرأس."""
    return not _is_listed(word, lists) and (is_imperfect(word) or (word[:2] in _FUTURES and is_imperfect(word[1:])))


def _is_weak_perfect(word: _Word, lists: Gazetteer) -> bool:
    """Whether a word in ى is the perfect of an imperfect in ي that news knows: روى, for it knows يروي and تروي."""
    return word.text.endswith("ى") and not _is_listed(word.norm, lists) and is_imperfect(f"ي{word.norm}")


def _is_listed(word: str, lists: Gazetteer) -> bool:
    return lists.is_given(word) or lists.is_family(word) or bool(lists.lookup(word))


def _tail(words: Sequence[_Word], name: Name, lists: Gazetteer) -> int:
    """How many words at the end of a name are no part of it."""
    last = words[-1]
    if _is_accusative(last, lists):
        return 1
    if len(words) == 1 or name.type == "MISC":
        return 0
    if name.type in ("LOC", "ORG") and _is_nationality(words, name, lists):
        return 1
    if name.type == "LOC" and _is_of_another(words, lists):
        return 1
    if name.type == "ORG" and last.norm[:1] == "ب" and _is_place(last.norm[1:], lists):
        return 1
    if name.type in ("PER", "LOC") and words[-2].norm not in _SONS and _is_noun(last.norm, lists):
        return 1
    if last.norm.startswith(_IN_THE) and not lists.is_family(last.norm):
        return 1
    if name.type != "PER":
        return 0
    if _is_imperfect(last.norm, lists) or _is_weak_perfect(last, lists) or last.norm in _BARE_PROCLITICS:
        return 1
    if last.norm[:1] == "ل" and lists.title(last.norm[1:]):
        return 1
    for count in range(min(_LONGEST_TAIL, len(words) - 1), 0, -1):
        if lists.is_tail(" ".join(word.norm for word in words[-count:])):
            return count
    return 0


def _is_nationality(words: Sequence[_Word], name: Name, lists: Gazetteer) -> bool:
    """Whether a listed place, or a club, has the adjective of its country behind it: الأحساء السعودية, أريس القبرصي."""
    last = words[-1].norm
    if not lists.is_demonym(last):
        return False
    if name.type == "LOC":
        rest = " ".join(word.norm for word in words[:-1])
        return any(listed.entry.type == "LOC" for listed in lists.lookup(rest))
    first = words[0].norm
    indefinite = not first.startswith("ال") and not lists.is_head(first)
    return len(words) == 2 and indefinite and last.startswith("ال") and last.endswith("ي")


def _is_noun(word: str, lists: Gazetteer) -> bool:
    """Whether a word in no list is a noun that news often has, with the article as well: عبد العزيز [أيام] عيد الفطر.

    Definite ones are so by their plural: [المصابين].
    """
    if _is_listed(word, lists) or len(word) <= _LEAST_STEM:
        return False
    known = forms().frequency
    if word.startswith("ال"):
        return word.endswith("ين") and min(known(word), known(word[:-2]), known(f"{word[:-2]}ون")) >= KNOWN
    return known(word) >= _COMMON and known(f"ال{word}") >= _COMMON


def _is_thing(words: Sequence[_Word], lists: Gazetteer) -> bool:
    """Whether a noun stands before a person's name, as in قبيلة ابن مهنا, or for a name: فيروس كرونا."""
    return len(words) > 1 and lists.title(words[0].norm) is None and _is_noun(words[0].norm, lists)


def _is_place(word: str, lists: Gazetteer) -> bool:
    return any(listed.certain and listed.entry.type == "LOC" for listed in lists.lookup(word))


def _is_of_another(words: Sequence[_Word], lists: Gazetteer) -> bool:
    """Whether a word behind a listed place belongs to a noun before it: ريف [الرقة] الغربي, طريق [سيهات] للقطيف."""
    last, rest = words[-1].norm, " ".join(word.norm for word in words[:-1])
    masculine = last.startswith("ال") and not last.endswith(("ه", "ا", "اء"))
    if not masculine and not last.startswith("لل"):
        return False
    return any(listed.entry.type == "LOC" for listed in lists.lookup(rest))


def _is_of_capital(words: Sequence[_Word], lists: Gazetteer) -> bool:
    """Whether the adjective of a country stands before its city: العاصمة السعودية الرياض."""
    rest = " ".join(word.norm for word in words[1:])
    return lists.is_demonym(words[0].norm) and any(listed.entry.type == "LOC" for listed in lists.lookup(rest))


def _is_accusative(word: _Word, lists: Gazetteer) -> bool:
    """Whether a word is indefinite and accusative by its letters, as no name is: نووياً, مزدوجا.

    Without the mark it must be what news knows as an adjective with its article, of both genders: المزدوج, المزدوجة.
    A given name may be declined: محمداً.
    """
    stem = word.norm.removesuffix("ا")
    if lists.is_given(stem) or lists.is_given(word.norm) or lists.is_family(word.norm) or lists.lookup(word.norm):
        return False
    if word.text.endswith(("ً", "ًا")):
        return True
    if stem == word.norm or len(stem) < _LEAST_STEM or word.norm.startswith("ال"):
        return False
    return all(forms().frequency(form) >= KNOWN for form in (f"ال{stem}", f"ال{stem}ه"))
