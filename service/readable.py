"""Messages as people read them in a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.contracts import Entity, Quote
from service.terminal import CONTROL

_LONGEST = 300
_TYPES = {"PER": "people", "LOC": "places", "ORG": "organisations", "MISC": "other names"}


def picture(title: str, entities: Iterable[Entity], quotes: Iterable[Quote]) -> RenderableType:
    """One article: who is named, and who said what."""
    return Group(Text(clean(title), style="bold"), named(entities), Text(), statements(quotes), Text())


def named(entities: Iterable[Entity]) -> RenderableType:
    """Names by their type, the most mentioned first: `جو بايدن ×5`."""
    table = Table("named", "", box=None, pad_edge=False, header_style="dim")
    by_type: dict[str, list[Entity]] = {}
    for entity in entities:
        by_type.setdefault(entity.type, []).append(entity)
    for kind, label in _TYPES.items():
        if kind in by_type:
            ranked = sorted(by_type[kind], key=lambda entity: -len(entity.mentions))
            # As Text, here and below: in a str rich would take [b] for an order to write in bold, and fail at [/b].
            table.add_row(label, Text("، ".join(_counted(entity) for entity in ranked)))
    return table if by_type else Text("no names", style="dim")


def statements(quotes: Iterable[Quote]) -> RenderableType:
    """A row for every statement: speaker, kind, how the text links the two, the words."""
    table = Table("speaker", "kind", "link", "statement", box=None, pad_edge=False, header_style="dim")
    for quote in quotes:
        link = quote.speakers[0].link if quote.speakers else ""
        table.add_row(Text(speakers(quote), style="bold"), quote.kind, link, Text(shortened(quote.text)))
    return table if table.row_count else Text("no statements", style="dim")


def statement_lines(article: str, quotes: Iterable[Quote]) -> Iterator[str]:
    """A line for every statement: `id  speaker [direct, explicit]: words`."""
    for quote in quotes:
        how = ", ".join(filter(None, [quote.kind, quote.speakers[0].link if quote.speakers else ""]))
        yield f"{clean(article)}  {speakers(quote)} [{how}]: {shortened(quote.text)}"


def speakers(quote: Quote) -> str:
    """Who said it: `بايدن`, `بوتين، كيم`, or `?` when the text does not tell; the medium in brackets."""
    names = "، ".join(speaker.name for speaker in quote.speakers if speaker.name) or "?"
    return clean(f"{names} ({quote.source.name})" if quote.source else names)


def shortened(text: str) -> str:
    """`text` on one line, cut at 300 code points."""
    line = clean(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def clean(text: str) -> str:
    """`text` on one line, without the control characters that a terminal would obey."""
    return " ".join(text.translate(CONTROL).split())


def _counted(entity: Entity) -> str:
    name = clean(entity.name)
    return f"{name} ×{len(entity.mentions)}" if len(entity.mentions) > 1 else name
