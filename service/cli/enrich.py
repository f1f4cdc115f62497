"""`rasd enrich`: the whole pipeline in this process, without Kafka."""

import hashlib
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from service.cli.output import say
from service.cli.session import session

_UNSAFE = re.compile(r"[^\w.@+-]")


def enrich(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH…|-", help="As for `rasd publish`.")],
    out: Annotated[Path | None, typer.Option(help="Write DIR/<id>.json instead of lines to standard output.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say instead of each statement how it was found and why this speaker.")
    ] = False,
) -> None:
    """Find names and statements in articles, in this process: one enriched JSON a line.

    Example: `rasd enrich article.txt | jq '.quotes[].text'`
    """
    from pipeline import enrich as run
    from pipeline.contracts import encode
    from pipeline.quotes.trace import tracing
    from service.explaining import explained
    from service.inputs import Refused, articles

    settings = session(ctx).load().settings
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    refused = 0
    for found in articles(paths, settings.limits):
        if isinstance(found, Refused):
            refused += 1
            say(f"rasd: {found}")
            continue
        with tracing() if explain else nullcontext() as trace:
            made = run(found.article, entities=settings.entities)
        if out is not None:
            (out / file_name(found.article.id)).write_bytes(encode(made) + b"\n")
        if trace is not None:
            for line in explained(made, trace):
                typer.echo(line)
        elif out is None:
            typer.echo(encode(made))
    if refused:
        say(f"{refused} refused.")
        raise typer.Exit(1)


def file_name(article_id: str) -> str:
    """`<id>.json`; with a hash for what a file name cannot carry, so that two ids never share a file."""
    safe = _UNSAFE.sub("_", article_id)[:150].lstrip(".")
    if safe != article_id:
        safe += "-" + hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{safe}.json"
