"""`rasd search`: find articles, and who said what, in the index."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from service.cli.output import emit, say
from service.cli.session import session
from service.terminal import CONTROL

if TYPE_CHECKING:
    from rich.text import Text

    from search import Hit, Results

_Type = Literal["PER", "LOC", "ORG", "MISC", "GROUP", "ANON"]
_Kind = Literal["direct", "mixed", "indirect"]


def search(
    ctx: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(help='Words; "…" for words in this order, -word to leave out.')
    ] = None,
    quotes: Annotated[bool, typer.Option("--quotes", help="Statements instead of articles.")] = False,
    speaker: Annotated[str | None, typer.Option(help="Who said it; part of the name is enough.")] = None,
    entity: Annotated[str | None, typer.Option(help="Who or what is named; part of the name is enough.")] = None,
    type_: Annotated[_Type | None, typer.Option("--type", help="Of --entity, else of --speaker, else of any.")] = None,
    source: Annotated[str | None, typer.Option(help="The publisher.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Published on this day or later: 2024-07-05, or with a time.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or earlier.")] = None,
    kind: Annotated[_Kind | None, typer.Option(help="The kind of statement.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=100_000, help="How many are left out before.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Find articles, or with --quotes statements, by any form of their words. Without words: the newest.

    Example: `rasd search --quotes "وقف إطلاق النار" --speaker بايدن --since 2024-07-01`
    """
    from search import Query, open_index

    settings, _ = session(ctx).connect()
    asked = Query(
        text=" ".join(query or ()), quotes=quotes, speaker=speaker, entity=entity, type=type_, source=source, kind=kind,
        since=_instant(since, "--since", time.min), until=_instant(until, "--until", time.max),
        limit=limit, offset=offset,
    )  # fmt: skip
    with open_index(settings.index, create=False) as index:
        results = index.search(asked)
    if json:
        for hit in results.hits:
            emit(hit.model_dump(mode="json"))
    else:
        _show(results, offset, "statement" if quotes else "article")


def _instant(given: str | None, option: str, of_day: time) -> datetime | None:
    """A time as given; of a bare day, its first or last moment. Without a zone: UTC."""
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(given.strip())
    except ValueError:
        raise typer.BadParameter(
            f"{given} is no date; write 2024-07-05 or 2024-07-05T10:00", param_hint=option
        ) from None
    if len(given.strip()) <= len("2024-07-05"):
        at = datetime.combine(at.date(), of_day)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _show(results: "Results", offset: int, what: str) -> None:
    """The hits for a person: where from, what, the stretch that answers with its matches in bold."""
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    for hit in results.hits:
        console.print(_origin(hit), _title(hit), _passage(hit), sep="\n", end="\n\n")
    last = offset + len(results.hits)
    shown = f"{offset + 1}-{last} of " if results.hits and len(results.hits) < results.total else ""
    more = f"; more with --offset {last}" if results.hits and last < results.total else ""
    say(f"{shown}{results.total} {what}{'' if results.total == 1 else 's'}{more}.")


def _origin(hit: "Hit") -> "Text":
    from rich.text import Text

    day = f"{hit.published_at:%Y-%m-%d %H:%M}" if hit.published_at else None
    kind = hit.quote.kind if hit.quote else None
    return Text(_clean("  ".join(filter(None, [hit.id, hit.source, day, kind]))), style="dim")


def _title(hit: "Hit") -> "Text":
    from rich.text import Text

    return Text(_clean("، ".join(hit.speakers) or "?" if hit.quote else hit.headline), style="cyan")


def _passage(hit: "Hit") -> "Text":
    from rich.text import Text

    passage = Text(_clean(hit.passage.text))
    for start, end in hit.highlights:
        passage.stylize("bold", start - hit.passage.start, end - hit.passage.start)
    return passage


def _clean(text: str) -> str:
    """`text` on one line, code point for code point."""
    return text.translate(CONTROL)
