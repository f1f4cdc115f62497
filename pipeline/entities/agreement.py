"""One article, one reading of a name: what is clear in one place helps where it is not.

An article names a person in full once and by the last word after that (جو بايدن, then بايدن), and says the same name
many times. A name keeps the type that its mentions together speak for, and a place where the network hesitated is
read as the name that it repeats.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from pipeline.contracts.spans import EntityType
from pipeline.entities.boundaries import Labelled, code_points
from pipeline.entities.model_lists import lists, readings
from pipeline.entities.recogniser import Name
from pipeline.text import fold

Words = tuple[str, ...]

_HESITATION = 0.97  # below this share of O a token may still be the name that it repeats
_SUPPORT = 0.8  # how sure of a name the article must be elsewhere
_LAST_WORD = 1.0  # what a full name is worth for its last word
_LONGEST = 8  # words
_SHORTEST = 3  # letters


def agree(text: str, labelled: Sequence[Labelled], names: Sequence[Name]) -> list[Name]:
    """The names with agreed types, and those that were hesitated over, in order of the text."""
    return _Article(text, labelled, names).agreed()


class _Article:
    def __init__(self, text: str, labelled: Sequence[Labelled], names: Sequence[Name]) -> None:
        self._text = text
        self._tokens = [token for run in labelled for token in run.tokens]
        self._outside = [share for run in labelled for share in run.outside]
        self._starts = [token.start for token in self._tokens]
        self._names = names
        self._votes: defaultdict[Words, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for name in names:
            words = self._words(name)
            self._votes[words][name.type] += name.confidence
            if name.type == "PER" and len(words) > 1 and _stands_alone(words[-1]):
                self._votes[words[-1:]]["PER"] += _LAST_WORD * name.confidence

    def agreed(self) -> list[Name]:
        kept = [replace(name, type=self._type(self._words(name))) for name in self._names]
        return sorted([*kept, *self._repeated()], key=lambda name: name.start)

    def _type(self, words: Words) -> EntityType:
        votes = self._votes[words]
        return cast(EntityType, max(votes, key=votes.__getitem__))

    def _words(self, name: Name) -> Words:
        """The folded words of a name, the first without its proclitics."""
        first, end = self._place(name)
        head = fold(self._text[name.start : self._tokens[first].end])
        return (head, *(token.norm for token in self._tokens[first + 1 : end]))

    def _place(self, name: Name) -> tuple[int, int]:
        return bisect_right(self._starts, name.start) - 1, bisect_left(self._starts, name.end)

    def _repeated(self) -> Iterator[Name]:
        """Names known from elsewhere in the article at places that no name covers."""
        known = {words for words, votes in self._votes.items() if max(votes.values()) >= _SUPPORT}
        longest: dict[str, int] = {}
        for words in known:
            longest[words[0]] = max(longest.get(words[0], 0), min(len(words), _LONGEST))
        covered = {i for name in self._names for i in range(*self._place(name))}
        for i in range(len(self._tokens)):
            if i in covered or self._outside[i] >= _HESITATION:
                continue
            found = self._match(i, known, longest, covered)
            if found:
                cut, words = found
                covered.update(range(i, i + len(words)))
                yield self._name(i, cut, words)

    def _match(
        self, first: int, known: set[Words], longest: dict[str, int], covered: set[int]
    ) -> tuple[int, Words] | None:
        """`(letters before the name, its words)` of the longest known name that begins with a token."""
        for cut, form in readings(self._tokens[first].norm):
            for length in range(longest.get(form, 0), 0, -1):
                words = (form, *(token.norm for token in self._tokens[first + 1 : first + length]))
                if words in known and covered.isdisjoint(range(first, first + length)):
                    return cut, words
        return None

    def _name(self, first: int, cut: int, words: Words) -> Name:
        end = first + len(words)
        start = self._tokens[first].start + code_points(self._tokens[first].text, cut)
        share = 1 - sum(self._outside[first:end]) / len(words)
        return Name(start, self._tokens[end - 1].end, self._type(words), round(share, 3))


def _stands_alone(word: str) -> bool:
    """Whether a last word can name its bearer: بايدن, not a word that lists know as anything else."""
    return len(word) >= _SHORTEST and not lists().is_common(word)
