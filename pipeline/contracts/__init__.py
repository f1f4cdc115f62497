"""The messages every room shares, and nothing else."""

from pipeline.contracts.article import (
    ArticleHeader,
    EnrichedArticle,
    EntitiesArticle,
    MentionSet,
    QuoteSet,
    RawArticle,
    Receipt,
    SegmentedArticle,
)
from pipeline.contracts.codec import decode, encode
from pipeline.contracts.errors import BadConfiguration, BadMessage, RasdError, TimeBudgetExceeded, Unavailable
from pipeline.contracts.spans import (
    Block,
    Cue,
    Entity,
    Mention,
    Provenance,
    Quote,
    Sentence,
    Source,
    Span,
    Speaker,
    TextSpan,
)

__all__ = [
    "ArticleHeader", "BadConfiguration", "BadMessage", "Block", "Cue", "EnrichedArticle", "EntitiesArticle", "Entity",
    "Mention", "MentionSet", "Provenance", "Quote", "QuoteSet", "RasdError", "RawArticle", "Receipt",
    "SegmentedArticle", "Sentence", "Source", "Span", "Speaker", "TextSpan", "TimeBudgetExceeded", "Unavailable",
    "decode", "encode",
]  # fmt: skip
