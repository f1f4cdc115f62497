"""Small enriched articles to fill an index with."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.contracts import EnrichedArticle, Entity, Mention, Quote, Speaker, TextSpan
from search import Change, Index, IndexSettings, open_index


def index_in(folder: Path, *, create: bool = True) -> Index:
    return open_index(IndexSettings(path=folder, writer_heap_mb=15), create=create)


def article(
    article_id: str = "a1", version: int = 1, text: str = "وصل الوزير إلى بغداد.", **fields: Any
) -> EnrichedArticle:
    fields.setdefault("published_at", datetime(2024, 7, 5, 10, tzinfo=UTC))
    return EnrichedArticle(id=article_id, version=version, text=text, **fields)


def change(made: EnrichedArticle) -> Change:
    return Change(made.id, made.version, made)


def withdrawal(article_id: str, version: int) -> Change:
    return Change(article_id, version)


def entity(text: str, name: str, type_: str, *, forms: tuple[str, ...] = (), id_: str = "e1") -> Entity:
    """An entity mentioned wherever one of `forms` (its name, if none is given) first stands in `text`."""
    mentions = []
    for form in forms or (name,):
        start = text.index(form)
        mentions.append(
            Mention(start=start, end=start + len(form), text=form, form="name" if form == name else "short")
        )
    return Entity(id=id_, name=name, type=type_, mentions=mentions)


def quote(text: str, words: str, speaker: str | None, *, kind: str = "indirect", id_: str = "q1", **of: Any) -> Quote:
    """A quote of `words`, which stand in `text`, by `speaker`; `of` goes to the speaker."""
    start = text.index(words)
    mention = None
    if speaker and speaker in text:
        at = text.index(speaker)
        mention = TextSpan(start=at, end=at + len(speaker), text=speaker)
    return Quote(
        id=id_, start=start, end=start + len(words), text=words, kind=kind,
        speakers=[Speaker(name=speaker, mention=mention, **of)],
    )  # fmt: skip
