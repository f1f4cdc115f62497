"""A paper or channel called like a place: in quotation marks it is the paper, in حديث لـ"الرياض"."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.recogniser import Name

_OPEN, _CLOSED = frozenset("\"«“”'‘"), frozenset("\"»”“'’")
_HEADS = ("صحيفة", "قناة", "جريدة")


def as_media(text: str, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names`, places in quotation marks that are also listed as media as organisations. Linear."""
    return [replace(name, type="ORG") if _is_medium(text, name, lists) else name for name in names]


def _is_medium(text: str, name: Name, lists: Gazetteer) -> bool:
    before, after = text[name.start - 1 : name.start], text[name.end : name.end + 1]
    if name.type != "LOC" or before not in _OPEN or after not in _CLOSED:
        return False
    written = text[name.start : name.end]
    return any(listed.entry.type == "ORG" for head in _HEADS for listed in lists.lookup(f"{head} {written}"))
