"""The headline's own way of reporting: سامر الحداد: لن نغلق الجسر."""

from pipeline.quotes.attribute import Attributor
from pipeline.quotes.content import Content
from pipeline.quotes.notquote import is_name
from pipeline.quotes.reading import Reading
from pipeline.quotes.statement import Statement

_LONGEST_NAME = 8  # tokens before the colon
_STOPS = (".", "،", ",", ":")


def headline_statements(reading: Reading, attributor: Attributor) -> list[Statement]:
    """A statement for each headline of the form `name: words`."""
    found = []
    for block in reading.article.blocks:
        if block.kind != "headline":
            continue
        first, last = reading.tokens_within(block.start, block.end)
        statement = _statement(reading, attributor, first, last)
        if statement is not None:
            found.append(statement)
    return found


def _statement(reading: Reading, attributor: Attributor, first: int, last: int) -> Statement | None:
    colon = next((i for i in range(first, min(first + _LONGEST_NAME, last)) if reading.norm(i) == ":"), None)
    if colon is None or colon == first:
        return None
    subject = attributor.subjects.behind(first, colon - 1)
    if subject is None or (subject.named is None and not _is_office(reading, attributor, subject.first)):
        return None
    attribution = attributor.resolver.of(subject)
    if subject.named is None and attribution.link != "role":
        return None
    content = _content(reading, attributor, colon + 1, last)
    return Statement(content, None, "speech", attribution, None, "headline") if content else None


def _is_office(reading: Reading, attributor: Attributor, index: int) -> bool:
    """Whether an office stands for its bearer, whom the article names: وزيرة الزراعة: القمح يكفي."""
    return reading.norm(index).removeprefix("ال") in attributor.lexicon.words.roles


def _content(reading: Reading, attributor: Attributor, first: int, last: int) -> Content | None:
    marked = reading.opened_at(first)
    if marked is not None and marked.ends >= last - 1 and not is_name(reading, marked, attributor.lexicon):
        start, end = reading.tokens[marked.first].start, reading.tokens[marked.last].end
        return Content(start, end, "direct", (), marked.first, marked.last)
    while last > first and reading.norm(last) in _STOPS:
        last -= 1
    if not any(reading.is_word(index) for index in range(first, last + 1)):
        return None
    return Content(reading.tokens[first].start, reading.tokens[last].end, "indirect", (), first, last)
