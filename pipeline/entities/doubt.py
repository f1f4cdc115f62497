"""Names that nothing speaks for: one word, in no list, which the recogniser itself doubts wherever it stands."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_LEAST = 0.55  # confidence that a word must reach once in the article; on 16 articles 0.75 lost what 0.55 won


def believed(text: str, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` without the doubtful ones; a part of a longer name in the article, and a listed word, is kept. Linear."""
    spoken_for: defaultdict[str, float] = defaultdict(float)
    for name in names:
        folded = fold(text[name.start : name.end])
        words = folded.split()
        spoken_for[folded] = max(spoken_for[folded], name.confidence)
        if len(words) > 1:
            spoken_for.update(dict.fromkeys(words, 1.0))
    return [name for name in names if _is_believed(text[name.start : name.end], spoken_for, lists)]


def _is_believed(written: str, spoken_for: dict[str, float], lists: Gazetteer) -> bool:
    folded = fold(written)
    return len(folded.split()) > 1 or spoken_for[folded] >= _LEAST or bool(lists.lookup(folded))
