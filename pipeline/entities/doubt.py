"""Names that nothing speaks for: in no list, in no longer name, doubted by the recogniser wherever they stand."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_LEAST = 0.75  # confidence that a name must reach once in the article


def believed(text: str, names: Sequence[Name], lists: Gazetteer) -> list[Name]:
    """`names` without the doubtful ones; a word of a longer name in the article, and a listed name, is kept. Linear."""
    spoken_for: defaultdict[str, float] = defaultdict(float)
    for name in names:
        folded = fold(text[name.start : name.end])
        words = folded.split()
        spoken_for[folded] = max(spoken_for[folded], name.confidence)
        if len(words) > 1 and name.confidence >= _LEAST:
            spoken_for.update(dict.fromkeys(words, 1.0))
    return [name for name in names if _is_believed(fold(text[name.start : name.end]), spoken_for, lists)]


def _is_believed(folded: str, spoken_for: dict[str, float], lists: Gazetteer) -> bool:
    return spoken_for[folded] >= _LEAST or bool(lists.lookup(folded))
