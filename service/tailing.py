"""Records of a topic as lines: for people, or as JSON; and only those that are asked for."""

from collections.abc import Iterator
from typing import Any

import orjson
from confluent_kafka import Message

from pipeline.contracts import BadMessage, EnrichedArticle, decode
from pipeline.text import fold
from service import readable
from service.dead_letters import DeadLetter, mark_in
from service.readable import clean
from service.reader import key_text

DEAD = "articles.dead"


class Asked:
    """Which records are wanted: a speaker's, an entity's, or all. Names match in folded form, in part."""

    def __init__(self, *, speaker: str | None = None, entity: str | None = None) -> None:
        """Take the names to look for."""
        self._speaker = fold(speaker or "")
        self._entity = fold(entity or "")

    def of(self, article: EnrichedArticle) -> EnrichedArticle | None:
        """`article` with only the statements and names asked for; None when none is left."""
        if self._speaker:
            quotes = [quote for quote in article.quotes if self._speaks(quote.speakers)]
            if not quotes:
                return None
            article = article.model_copy(update={"quotes": quotes})
        if self._entity:
            entities = [entity for entity in article.entities if self._named(entity.name, entity.mentions)]
            if not entities:
                return None
            article = article.model_copy(update={"entities": entities})
        return article

    @property
    def all(self) -> bool:
        """Whether every record is wanted."""
        return not (self._speaker or self._entity)

    def _speaks(self, speakers: Any) -> bool:
        said = (text for speaker in speakers for text in (speaker.name, speaker.mention and speaker.mention.text))
        return any(text and self._speaker in fold(text) for text in said)

    def _named(self, name: str, mentions: Any) -> bool:
        return any(self._entity in fold(text) for text in (name, *(mention.text for mention in mentions)))


def json_lines(topic: str, record: Message, asked: Asked) -> Iterator[str]:
    """One record as one JSON line, the value as it is; none when it is not asked for."""
    if topic == DEAD:
        if mark_in(record) is None:
            yield orjson.dumps(DeadLetter.of(record).row()).decode()
        return
    value = record.value()
    if not asked.all and (value is None or asked.of(_article(value)) is None):
        return
    yield orjson.dumps(_as_json(record, value)).decode()


def _as_json(record: Message, value: bytes | None) -> Any:
    if value is None:
        return {"id": key_text(record), "status": "canceled"}
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:  # articles.raw also takes plain text
        return {"id": key_text(record) or None, "text": value.decode("utf-8", "replace")}


def lines(topic: str, record: Message, asked: Asked) -> Iterator[str]:
    """One record as lines for people; none when it is not asked for."""
    if topic == DEAD:
        mark = mark_in(record)
        yield clean(str(DeadLetter.of(record)) if mark is None else f"{mark}  replayed")
        return
    value = record.value()
    if value is None:
        if asked.all:
            yield clean(f"{key_text(record)}  withdrawn")
        return
    article = asked.of(_article(value, key_text(record)))
    if article is not None:
        yield from _said(topic, article)


def _said(topic: str, article: EnrichedArticle) -> Iterator[str]:
    head = f"{clean(article.id)} v{article.version}" + ("" if article.status == "usable" else f" {article.status}")
    match topic:
        case "quotes":
            yield from readable.statement_lines(article.id, article.quotes)
        case "mentions":
            yield f"{head}  {clean('، '.join(entity.name for entity in article.entities))}"
        case "articles.indexed":
            yield f"{head}  {(article.model_extra or {}).get('outcome', '')}"
        case "articles.enriched":
            yield f"{head}  {readable.shortened(article.text)[:80]}"
            yield from (f"  {line}" for line in readable.statement_lines("", article.quotes))
        case _:
            yield f"{head}  {readable.shortened(article.text)[:120]}"


def _article(value: bytes, key: str = "?") -> EnrichedArticle:
    """Any message as the widest of them; what is missing is empty. Plain text is an article's text."""
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError:
        fields = {"text": value.decode("utf-8", "replace")}
    if not isinstance(fields, dict):
        fields = {}
    try:
        return decode(orjson.dumps({"id": key or "?", "version": 0, "text": ""} | fields), EnrichedArticle)
    except BadMessage:  # on articles.raw anything may lie
        return EnrichedArticle(id=key or "?", version=0, text=value.decode("utf-8", "replace"))
