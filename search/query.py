"""What can be asked of the index, and what it answers."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pipeline.contracts import Quote, TextSpan
from pipeline.contracts.article import Instant, Status
from pipeline.contracts.spans import QuoteKind, SpeakerType

Highlight = tuple[int, int]


class Query(BaseModel):
    """A search. Every filter that is given must hold; without `text` the newest come first.

    Attributes:
        text: words a person typed: `"…"` or `«…»` for words in this order, `-word` to leave out. Any
            string is a valid query.
        quotes: find quotes instead of articles.
        speaker: a name among the speakers; part of it is enough (بايدن finds جو بايدن).
        entity: a name among the article's entities, or among those inside the quote.
        type: the entity type that `entity` has; without `entity`, of any entity (articles) or speaker (quotes).
        kind: the kind the quote has; of an article, that any of its quotes has.
        since: no earlier than this; like `until`, leaves out what has no date.
        until: no later than this.
        include_withheld: also what is withheld or still under embargo.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = ""
    quotes: bool = False
    speaker: str | None = None
    entity: str | None = None
    type: SpeakerType | None = None
    source: str | None = None
    section: str | None = None
    since: Instant | None = None
    until: Instant | None = None
    kind: QuoteKind | None = None
    limit: Annotated[int, Field(ge=0, le=1000)] = 10
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0
    include_withheld: bool = False


class Hit(BaseModel):
    """One article or quote that was found.

    Attributes:
        id: the article's id, or `article:quote` for a quote.
        headline: the headline, else the first words of the text.
        passage: the quote, or the stretch of the article that answers best; offsets count code points of
            the article's text.
        highlights: what matched inside the passage, as start and end in code points of the article's text.
        speakers: the names of the quote's speakers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article_id: str
    version: int
    score: float
    headline: str
    source: str | None
    section: str | None
    url: str | None
    published_at: datetime | None
    status: Status
    embargo_until: datetime | None
    passage: TextSpan
    highlights: list[Highlight]
    quote: Quote | None = None
    speakers: list[str] = Field(default_factory=list)


class Results(BaseModel):
    """The answer to a query: one page of hits, and how many there are on all pages, exactly."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    total: int
    hits: list[Hit]


def milliseconds(at: datetime) -> int:
    """An instant as whole milliseconds since 1970, as the index holds it."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
