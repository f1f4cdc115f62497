"""The forms under which a name comes back: its family name, its given name, its letters.

A second pass over the article finds short forms that the recogniser missed: بايدن after جو بايدن.
"""

from collections.abc import Sequence

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.keys import name_key
from pipeline.entities.recogniser import Name
from pipeline.text import fold, offset_after, split_proclitics

SHORT_CONFIDENCE = 0.7
_LEAST = 4  # letters of a family name that is taken up again without the recogniser
_SURE = 0.6
_BEFORE = frozenset({"", "و", "ف", "ب", "ل", "ول", "وب"})
_PARTICLES = frozenset({"بن", "ابن", "بنت", "ولد", "ال", "دي", "دا", "فان", "فون", "دو", "لو", "لا", "دير", "ديل"})


def add_short_forms(page: Page, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` and the family names of people named in full, wherever they stand alone: قال بايدن. Linear."""
    families = _families(page, names, lists)
    if not families:
        return list(names)
    owner = owners(page.tokens, names)
    found = []
    for i, token in enumerate(page.tokens):
        if owner[i] >= 0 or page.inside[i] < 0 or token.kind != "word":
            continue
        for proclitic, rest in split_proclitics(token.norm) if len(token.norm) <= 40 else ():
            if proclitic in _BEFORE and rest in families and token.start > families[rest]:
                found.append(Name(offset_after(token, proclitic), token.end, "PER", SHORT_CONFIDENCE))
                break
    return sorted([*names, *found], key=lambda name: name.start)


def _families(page: Page, names: Sequence[Name], lists: Gazetteer) -> dict[str, int]:
    """Folded family name -> where the person is first named in full; none that is also an ordinary word."""
    families: dict[str, int] = {}
    for name in names:
        words = fold(page.text[name.start : name.end]).split()
        if name.type != "PER" or len(words) < 2 or name.confidence < _SURE:
            continue
        if lists.comes_first(words[0]):
            families.setdefault(words[0], name.start)
            continue
        last = words[-1]
        if len(last) >= _LEAST and (lists.is_plain_family(last) or not _may_be_a_word(last, lists)):
            families.setdefault(last, name.start)
    return families


def _may_be_a_word(word: str, lists: Gazetteer) -> bool:
    """A word with the article, a title, a demonym, or listed as ambiguous; an unknown word may be a foreign name."""
    return (
        word.startswith("ال")
        or lists.is_family(word)
        or lists.is_given(word)
        or lists.title(word) is not None
        or lists.is_demonym(word)
        or lists.is_never(word)
    )


def words_of(name: str) -> list[str]:
    """The words of a name as keys, without particles that come and go: محمد بن سلمان -> محمد, سلمان."""
    return [word for word in name_key(name).split() if word not in _PARTICLES]


def is_short_form(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of `short` stand in `full` in the same order: (محمد, سعود) in (محمد, سلمان, سعود)."""
    if not short or len(short) > len(full):
        return False
    rest = iter(full)
    return all(word in rest for word in short)


def fit(short: Sequence[str], full: Sequence[str], *, given: bool = False) -> int:
    """How well a short form fits a full one: 3 family name, 2 given name, 1 in between, 0 not at all.

    Args:
        short: its words.
        full: the words of the full name.
        given: whether the short form begins with a given name, as before بن: سلمان بن سعد is not نايف بن سلمان بن سعد.
    """
    if not is_short_form(short, full) or (given and short[0] != full[0]):
        return 0
    if short[-1] == full[-1]:
        return 3
    return 2 if short[0] == full[0] else 1


def is_acronym(letters: str, name: str) -> bool:
    """Whether Latin letters abbreviate a Latin name: KCNA, Korean Central News Agency."""
    initials = "".join(word[0] for word in name.split() if word[:1].isupper())
    return len(letters) > 1 and letters.isupper() and letters == initials
