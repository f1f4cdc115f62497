"""The forms of a name: which names of a speaker or source are accepted as right."""

import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

_NOTHING = re.compile("[\u064b-\u0652\u0640\"«»“”‹›']")
_ALEF = re.compile("[أإآٱ]")
_SPACE = re.compile(r"\s+")


class Forms(BaseModel):
    """The forms of one speaker or source beside the full name itself.

    Attributes:
        variants: forms that are equally full: spelling, case, title or role with the full name.
        mentions: forms that need the article to be understood: short names, roles, epithets.
    """

    variants: list[str] = []
    mentions: list[str] = []


Canon = Mapping[str, Forms]
"""Forms by full name."""


def comparable(name: str | None) -> str:
    """A name as it is compared: without harakat, tatweel and marks, أإآٱ as ا, ى as ي, ة as ه."""
    plain = _ALEF.sub("ا", _NOTHING.sub("", name or "")).replace("ى", "ي").replace("ة", "ه")
    return _SPACE.sub(" ", plain).strip()


def accepted(canon: Canon, name: str, *, lenient: bool = False) -> set[str]:
    """All comparable forms that are right for `name`; short names and roles only when lenient."""
    forms = canon.get(name, Forms())
    return {comparable(form) for form in [name, *forms.variants, *(forms.mentions if lenient else [])]}


def all_named(predicted: Sequence[str | None], gold: Iterable[str], canon: Canon, *, lenient: bool = False) -> bool:
    """Whether just the gold speakers were named: every one of a joint quote, and as many as there are."""
    said = {comparable(name) for name in predicted}
    rights = [accepted(canon, name, lenient=lenient) for name in gold]
    return len(predicted) == len(rights) and all(said & right for right in rights)


def one_named(predicted: Iterable[str | None], gold: Iterable[str], canon: Canon, *, lenient: bool = False) -> bool:
    """Whether any accepted source was named."""
    said = {comparable(name) for name in predicted}
    return any(said & accepted(canon, name, lenient=lenient) for name in gold)
