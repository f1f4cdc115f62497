"""The messages: one model per topic. Each later one is the earlier one with more fields."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from pipeline.contracts.spans import Block, Entity, Model, Provenance, Quote, Sentence, TextSpan

Status = Literal["usable", "withheld", "canceled"]
ContentType = Literal["text/plain", "text/html"]
IndexOutcome = Literal["indexed", "withdrawn", "stale"]


def _utc(value: Any) -> Any:
    """An ISO 8601 time in UTC; one without a zone is read as UTC. Errors never quote what was sent."""
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip())
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("not an ISO 8601 time") from None
    return value


def _text_id(value: Any) -> Any:
    """Content systems number their articles: 12345 is "12345"."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _name_list(value: Any) -> Any:
    """One author may be sent as a bare name."""
    return [value] if isinstance(value, str) else value


Identifier = Annotated[str, BeforeValidator(_text_id)]
Names = Annotated[list[str], BeforeValidator(_name_list)]
Instant = Annotated[datetime, BeforeValidator(_utc)]
Version = Annotated[int, Field(strict=True, ge=0, lt=2**63)]


class ArticleHeader(Model):
    """What every message says of the article it belongs to, without its text."""

    id: Identifier = Field(min_length=1, max_length=512)
    version: Version
    status: Status = "usable"
    language: str | None = Field(default=None, description="BCP 47; found by the segmenter when not given")
    source: str | None = Field(default=None, description="the publisher, e.g. alhurra")
    url: str | None = None
    published_at: Instant | None = None
    received_at: Instant | None = None
    embargo_until: Instant | None = None
    headline: str | None = None
    authors: Names = Field(default_factory=list)
    section: str | None = None
    extra: dict[str, Any] = Field(default_factory=dict, description="the publisher's own fields, untouched")

    @property
    def withdrawn(self) -> bool:
        """Whether this message takes the article back."""
        return self.status == "canceled"


class RawArticle(ArticleHeader):
    """What a publisher sends to `articles.raw`. Only `text` is required, or `id` for a withdrawal.

    `id` and `version` may be left out: `pipeline.contracts.raw.read` fills them from the record.
    Fields that Rasd does not know are kept under `extra`.
    """

    id: Identifier = Field(default="", max_length=512)  # filled by `identify`
    version: Version = 1
    text: str = ""
    content_type: ContentType = "text/plain"

    @model_validator(mode="before")
    @classmethod
    def _gather_unknown(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        unknown = {name: value for name, value in data.items() if name not in cls.model_fields}
        if data.get("extra") is not None and not isinstance(data["extra"], dict):
            unknown["extra"] = data["extra"]  # a publisher's own field that happens to have our name
        if not unknown:
            return data
        known = {name: value for name, value in data.items() if name in cls.model_fields}
        extra = None if "extra" in unknown else known.get("extra")
        known["extra"] = unknown | (extra or {})
        return known


class SegmentedArticle(ArticleHeader):
    """`articles.segmented`: the text all offsets point into, its blocks and sentences."""

    text: str
    blocks: list[Block] = Field(default_factory=list)
    sentences: list[Sentence] = Field(default_factory=list)
    fingerprint: str = ""
    provenance: list[Provenance] = Field(default_factory=list)


class EntitiesArticle(SegmentedArticle):
    """`articles.entities`: and who and what is named."""

    entities: list[Entity] = Field(default_factory=list)


class EnrichedArticle(EntitiesArticle):
    """`articles.enriched`: and who said what. The finished article."""

    quotes: list[Quote] = Field(default_factory=list)

    def spans(self) -> Iterator[TextSpan]:
        """Every span of the article that carries its own words."""
        for entity in self.entities:
            yield from entity.mentions
        for quote in self.quotes:
            yield quote
            yield from quote.parts
            if quote.cue:
                yield quote.cue
            yield from (speaker.mention for speaker in quote.speakers if speaker.mention)
            if quote.source and quote.source.mention:
                yield quote.source.mention


class QuoteSet(ArticleHeader):
    """`quotes`: all statements of one article version; an empty list when there are none."""

    quotes: list[Quote] = Field(default_factory=list)

    @classmethod
    def of(cls, article: EnrichedArticle) -> "QuoteSet":
        """The statements of `article` with its metadata, without its text."""
        return cls(**_header(article), quotes=article.quotes)


class MentionSet(ArticleHeader):
    """`mentions`: all entities of one article version; an empty list when there are none."""

    entities: list[Entity] = Field(default_factory=list)

    @classmethod
    def of(cls, article: EnrichedArticle) -> "MentionSet":
        """The entities of `article` with its metadata, without its text."""
        return cls(**_header(article), entities=article.entities)


class Receipt(Model):
    """`articles.indexed`: what became of one article version in the index."""

    id: str
    version: Version
    outcome: IndexOutcome
    at: Instant


def _header(article: ArticleHeader) -> dict[str, Any]:
    return {name: getattr(article, name) for name in ArticleHeader.model_fields}
