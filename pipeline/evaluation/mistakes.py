"""What goes wrong with names, by class: the table that says where to work next.

    wrong type       the stretch is right, the type is not
    boundary         the type is right, the stretch overlaps gold's but is another
    boundary, type   neither, but they overlap
    missed, listed   nothing overlaps the gold name, though the name lists know it
    missed, unseen   and they do not: an unseen person, place …
    spurious         nothing that is left in gold overlaps what was found

After the error types in Nadeau and Sekine, "A survey of named entity recognition and classification" (2007).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.entities.gazetteer import gazetteer
from pipeline.evaluation.names import ArticleNames
from pipeline.evaluation.spans import Stretch, shared
from pipeline.text import tokenise

Figures = dict[str, object]

CLASSES = ("wrong type", "boundary", "boundary, type", "missed, listed", "missed, unseen", "spurious")
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A name as gold or a prediction has it."""

    stretch: Stretch
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error.

    Attributes:
        kind: one of CLASSES.
        type: gold's; of a spurious name its own.
        text: gold's name, or the spurious one.
    """

    kind: str
    type: str
    text: str


def of_article(text: str, names: ArticleNames) -> list[Mistake]:
    """The mistakes in one article, as it was judged."""
    matched = {id(gold) for _, gold in names.pairs}
    mistyped = [
        Mistake("wrong type", gold.type, text[gold.start : gold.end])
        for found, gold in names.pairs
        if found.type not in [gold.type, *gold.alt_types]
    ]
    missed = [gold for gold in names.gold if id(gold) not in matched]
    return mistyped + list(
        of_unpaired(
            [Labelled((gold.start, gold.end), gold.type, text[gold.start : gold.end]) for gold in missed],
            [Labelled((one.start, one.end), str(one.type), text[one.start : one.end]) for one in names.wrong],
        )
    )


def of_unpaired(gold: Sequence[Labelled], found: Sequence[Labelled]) -> Iterator[Mistake]:
    """The mistakes among names whose stretches have no equal on the other side, each counted once.

    A gold name goes with the first name left over that overlaps it, one of its type first.
    """
    left = list(found)
    for name in gold:
        near = [one for one in left if shared(one.stretch, name.stretch)]
        match = next((one for one in near if one.type == name.type), near[0] if near else None)
        if match is None:
            yield Mistake("missed, listed" if _is_listed(name.text) else "missed, unseen", name.type, name.text)
            continue
        left.remove(match)
        yield Mistake("boundary" if match.type == name.type else "boundary, type", name.type, name.text)
    yield from (Mistake("spurious", one.type, one.text) for one in left)


def _is_listed(text: str) -> bool:
    """Whether the lists know all of a name, which in a CoNLL file has its proclitics: والهند."""
    tokens = tokenise(text)
    found = gazetteer().at(tokens, 0) if tokens else None
    return found is not None and found.end == len(tokens)


def table(mistakes: Iterable[Mistake]) -> Figures:
    """How many there are by class and type, and the names most often concerned.

    Returns:
        class -> `{"n", "by_type", "examples"}`, classes without any left out.
    """
    by_class: defaultdict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        by_class[mistake.kind].append(mistake)
    return {kind: _row(by_class[kind]) for kind in CLASSES if kind in by_class}


def _row(mistakes: Sequence[Mistake]) -> Figures:
    types = Counter(mistake.type for mistake in mistakes)
    texts = Counter(mistake.text for mistake in mistakes)
    return {
        "n": len(mistakes),
        "by_type": {kind: types[kind] for kind in sorted(types)},
        "examples": [text for text, _ in texts.most_common(_EXAMPLES)],
    }
