"""People's names that the recogniser saw in full once and cut short elsewhere.

Found once, found each time: قال نديم الكاملي … وأكد نديم [الكاملي]. And a first letter that was taken for "like":
قال نديم كامل … وأضاف ك[امل].
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_FULL, _LONGEST = 2, 8  # words of a name that is looked for again
_SURE = 0.6
_RETURN_CONFIDENCE = 0.8


def complete(page: Page, names: Sequence[Name]) -> list[Name]:
    """`names`, those of people as they stand in full elsewhere in the article, in order of the text. Linear."""
    return _with_returns(page, _with_first_letters(page, names))


def _with_first_letters(page: Page, names: Sequence[Name]) -> list[Name]:
    """كامل for امل, where somebody in the article is called so in full: فؤاد كامل."""
    people = [name for name in names if name.type == "PER"]
    words = [fold(page.text[name.start : name.end]).split() for name in people]
    last_words = {one[-1] for one in words if len(one) > 1}
    token_at = {token.end: token for token in page.tokens}
    whole = []
    for name in names:
        token = token_at.get(name.end)
        cut = name.type == "PER" and token and token.start < name.start and token.norm in last_words
        whole.append(replace(name, start=token.start) if token and cut else name)
    return whole


def _with_returns(page: Page, names: Sequence[Name]) -> list[Name]:
    """The names, and those people's full names wherever they return: what is found once is found each time."""
    known: dict[str, Name] = {}
    longest: dict[str, int] = {}  # first word -> most words of a name that begins with it
    for name in names:
        words = fold(page.text[name.start : name.end]).split()
        if name.type == "PER" and _FULL <= len(words) <= _LONGEST and name.confidence >= _SURE:
            known.setdefault(" ".join(words), name)
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    if not known:
        return list(names)
    owner = owners(page.tokens, names)
    dropped: set[int] = set()
    added: list[Name] = []
    for place, token in enumerate(page.tokens):
        end = _return_end(page, place, known, longest.get(token.norm, 0))
        if end is None or (added and added[-1].end > token.start):
            continue
        stop = page.tokens[end - 1].end
        inside = set(owner[place:end]) - {-1}
        if all(token.start <= names[one].start and names[one].end <= stop for one in inside):
            dropped |= inside
            added.append(Name(token.start, stop, "PER", _RETURN_CONFIDENCE))
    kept = [name for number, name in enumerate(names) if number not in dropped]
    return sorted([*kept, *added], key=lambda name: name.start)


def _return_end(page: Page, place: int, known: Mapping[str, Name], longest: int) -> int | None:
    """The token behind the longest known name that stands at a token, in one sentence."""
    for count in range(longest, _FULL - 1, -1):
        tokens = page.tokens[place : place + count]
        if len(tokens) == count and " ".join(token.norm for token in tokens) in known:
            same = page.inside[place] == page.inside[place + count - 1] >= 0
            return place + count if same else None
    return None
