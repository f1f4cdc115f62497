"""`articles.timed`: the finished article, and how long it takes to read."""

from pydantic import Field

from pipeline.contracts.article import EnrichedArticle


class TimedArticle(EnrichedArticle):
    """An `EnrichedArticle` and one field more."""

    minutes: float = Field(default=0, ge=0, description="reading time at 180 words a minute")
