"""Where the words of a query stand in a text, and the stretch of an article that shows them best.

The places come from the same analysis as the index, so what is marked is what matched. (The engine's own
snippets count bytes of UTF-8 and know no stems.)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.contracts import EnrichedArticle, TextSpan
from search.analysis import words
from search.clauses import Clause
from search.query import Highlight

PASSAGE = 240  # code points
_BEFORE = 80  # code points of a sentence before the first match for which its beginning is still shown


def highlights(text: str, clauses: Iterable[Clause]) -> list[Highlight]:
    """Start and end of every match in `text`, in order and apart from each other; a phrase is one match."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    for clause in clauses:
        if clause.wanted:
            wanted.setdefault(clause.stems[0], []).append(clause.stems)
    found: list[Highlight] = []
    if not wanted:
        return found
    at = words(text)
    for index, word in enumerate(at):
        for stems in wanted.get(word.stem, ()):
            match = at[index : index + len(stems)]
            if tuple(word.stem for word in match) == stems:
                _add(found, (match[0].start, match[-1].end))
    return found


def passage(article: EnrichedArticle, found: Sequence[Highlight]) -> TextSpan:
    """The stretch of at most PASSAGE code points with the most matches, else the beginning of the text."""
    best = _densest(found)
    start = _beginning(article, found[best][0]) if found else len(article.text) - len(article.text.lstrip())
    end = _ending(article.text, start)
    return TextSpan(start=start, end=end, text=article.text[start:end])


def _add(found: list[Highlight], match: Highlight) -> None:
    """Append a match; one that overlaps its predecessor makes it longer."""
    if found and match[0] < found[-1][1]:
        found[-1] = (found[-1][0], max(found[-1][1], match[1]))
    else:
        found.append(match)


def _densest(found: Sequence[Highlight]) -> int:
    """The first match of the stretch that holds most of them."""
    best, most, last = 0, 0, 0
    for first, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + PASSAGE - _BEFORE:
            last += 1
        if last - first > most:
            best, most = first, last - first
    return best


def _beginning(article: EnrichedArticle, match: int) -> int:
    """Where its sentence begins, or the line, if that is near enough, else the first word near enough."""
    starts = [sentence.start for sentence in article.sentences]
    before = bisect_right(starts, match)
    line = article.text.rfind("\n", 0, match) + 1
    start = max(starts[before - 1] if before else 0, line)
    if match - start <= _BEFORE:
        return start
    return _word_after(article.text, match - _BEFORE, match)


def _word_after(text: str, start: int, end: int) -> int:
    """The beginning of the first word after `start`, at most `end`."""
    for at in range(start, end):
        if text[at - 1].isspace() and not text[at].isspace():
            return at
    return end


def _ending(text: str, start: int) -> int:
    """The end of the last whole word within the passage."""
    end = min(start + PASSAGE, len(text))
    if end < len(text) and not text[end].isspace():
        blank = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = blank if blank > start else end
    return start + len(text[start:end].rstrip())


def within(found: Sequence[Highlight], span: TextSpan) -> list[Highlight]:
    """The matches that lie wholly inside `span`."""
    starts = [start for start, _ in found]
    inside = found[bisect_left(starts, span.start) : bisect_right(starts, span.end)]
    return [(start, end) for start, end in inside if end <= span.end]
