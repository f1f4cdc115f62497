"""The fields of the embedded index, and the mark that tells which form of them a folder holds."""

import os
from pathlib import Path

import orjson
import tantivy

from search.analysis import analysis_mark
from search.documents import NAME_TYPES, Document, name_field
from search.index import IndexOutdated

FORMAT = 2  # raise it whenever the fields or their meaning change
MARK = "rasd-index.json"

_KEYS = ("article", "role", "kind", "source", "section", "entity_type", "speaker_type")
_NUMBERS = ("version", "visible_from", "published")
_TEXTS = ("exact", "stem")
_NAMES = tuple(name_field(role, type_) for role in ("entity", "speaker") for type_ in NAME_TYPES)


def schema() -> tantivy.Schema:
    """The fields; words arrive analysed and are split at spaces only."""
    builder = tantivy.SchemaBuilder()
    for name in _KEYS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (*_TEXTS, *_NAMES):
        builder.add_text_field(name, tokenizer_name="whitespace")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def tantivy_document(fields: Document) -> tantivy.Document:
    """A document in the engine's own form."""
    document = tantivy.Document()
    for name, values in fields.items():
        for value in values:
            if isinstance(value, str):
                document.add_text(name, value)
            elif isinstance(value, int):
                document.add_integer(name, value)
            else:
                document.add_bytes(name, value)
    return document


def write_mark(folder: Path) -> None:
    """Say in `folder` which format it holds; done before the first document, in one step."""
    temporary = folder / f"{MARK}.{os.getpid()}"
    temporary.write_bytes(orjson.dumps(_mark()))
    temporary.replace(folder / MARK)


def check_mark(folder: Path) -> None:
    """Make sure that `folder` holds an index of this format.

    Raises:
        IndexOutdated: naming what it holds and the remedy.
    """
    try:
        found = orjson.loads((folder / MARK).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        found = None
    if found != _mark():
        raise IndexOutdated(f"{folder} holds {_described(found)}, this Rasd needs {_described(_mark())}")


def _mark() -> dict[str, object]:
    # e.g. "tantivy v0.27.0, index_format v7"; missing in tantivy's stubs.
    engine: str = tantivy.__version__  # type: ignore[attr-defined]
    return {"format": FORMAT, "engine": engine.rpartition(" ")[2], "analysis": analysis_mark()}


def _described(mark: object) -> str:
    if not isinstance(mark, dict):
        return "no index of Rasd's"
    return f"index format {mark.get('format')} (tantivy {mark.get('engine')}, analysis {mark.get('analysis')})"
