"""`rasd schema`: the JSON Schemas of the topics and the AsyncAPI document, printed or written to files."""

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.contracts.errors import RasdError


def schema(
    topic: Annotated[str | None, typer.Argument(help="A topic, e.g. articles.enriched; all when not given.")] = None,
    asyncapi: Annotated[bool, typer.Option("--asyncapi", help="Print the AsyncAPI 3 document instead.")] = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write all of them below DIR, as committed in docs.")
    ] = None,
) -> None:
    """Print the JSON Schema of a topic's messages."""
    if write is not None:
        for name, content in files().items():
            _write(write / name, content)
        return
    typer.echo(_pretty(_document() if asyncapi else _one_or_all(topic)).decode(), nl=False)


def files() -> dict[str, bytes]:
    """What `--write docs` writes: contents by path below the folder."""
    schemas = {f"schemas/{name}.json": _pretty(found) for name, found in _schemas().items()}
    return schemas | {"asyncapi.json": _pretty(_document())}


def _one_or_all(topic: str | None) -> dict[str, Any]:
    found = _schemas()
    if topic is None:
        return found
    if topic not in found:
        known = ", ".join(found)
        raise RasdError(f"no schema for the topic {topic}: the messages with one are {known}")
    return found[topic]


def _document() -> dict[str, Any]:
    from agents.asyncapi import document  # here and below, so that other commands need not wait for it

    return document()


def _schemas() -> dict[str, dict[str, Any]]:
    from agents.topics import topics
    from pipeline.contracts.schemas import topic_schema

    return {topic.name: topic_schema(topic.name, topic.model) for topic in topics().values() if topic.model}


def _pretty(value: dict[str, Any]) -> bytes:
    import orjson

    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise RasdError(f"{path} cannot be written: {error.strerror}; name another folder with --write") from error
