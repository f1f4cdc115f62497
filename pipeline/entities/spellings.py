"""How a listed form may be written: the proclitics before it, and عبد or أبو as part of the next word."""

from collections.abc import Iterator

from pipeline.text import remembered, split_proclitics

_BEFORE_NAMES = frozenset({"", "و", "ف", "ب", "ك", "ل", "لل", "وب", "وك", "ول", "ولل", "فب", "فك", "فل", "فلل"})
_JOINED = ("عبد ", "ابو ")  # عبد الله is also written عبدالله, أبو ظبي أبوظبي


@remembered
def openings(word: str) -> tuple[tuple[str, str], ...]:
    """`(proclitic, word)` for each way to read a folded word as a name; after لل the word gets its ال back."""
    return tuple(
        (proclitic, "ال" + rest if proclitic.endswith("لل") else rest)
        for proclitic, rest in split_proclitics(word)
        if proclitic in _BEFORE_NAMES
    )


def visible(proclitic: str) -> str:
    """What of a proclitic stands before a name: nothing of لل in للولايات, for the article is part of it."""
    return proclitic.removesuffix("لل")


def spellings(form: str) -> Iterator[str]:
    """A folded form, and it with عبد and أبو written onto the next word."""
    yield form
    joined = form
    for first in _JOINED if any(first in form for first in _JOINED) else ():
        joined = joined.replace(" " + first, " " + first.strip())
        if joined.startswith(first):
            joined = first.strip() + joined[len(first) :]
    if joined != form:
        yield joined
