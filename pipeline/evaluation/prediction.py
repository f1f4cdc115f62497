"""What is scored: Rasd's own articles, or anybody's predictions as JSON."""

from typing import Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.contracts import EnrichedArticle, Quote
from pipeline.contracts.codec import invalid_field
from pipeline.contracts.errors import BadMessage
from pipeline.evaluation.spans import Stretch, trim

NAMED_FORMS = frozenset({"name", "short"})


def _names(value: Any) -> list[Any]:
    """One name, several, `{"canonical": name}` or null, as a list of names."""
    many = [value] if isinstance(value, (str, dict)) else value or []
    return [one.get("canonical") if isinstance(one, dict) else one for one in many]


Names = Annotated[list[str | None], BeforeValidator(_names)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Found(_Frozen):
    """A predicted stretch in code points of the gold text, end-exclusive."""

    start: int
    end: int

    def trimmed(self, text: str) -> Stretch:
        """The stretch as it is compared."""
        return trim(text, self.start, self.end)


class FoundQuote(Found):
    """A predicted statement.

    Attributes:
        speakers: the speakers' names; empty when nobody is named.
        speaker: where the first speaker is mentioned.
        sources: names of the medium or relay.
    """

    kind: str | None = None
    cue: Found | None = None
    speaker: Found | None = None
    speakers: Names = Field(default=[], alias="canonical_speaker")
    sources: Names = Field(default=[], alias="source")


class FoundName(Found):
    """A predicted mention; `entity` says which mentions are of one thing."""

    type: str | None = None
    entity: str | None = None


class FoundBlock(Found):
    """A predicted block."""

    kind: str


class Prediction(_Frozen):
    """Everything predicted for one article; None for what was not tried."""

    text: str | None = None
    quotes: list[FoundQuote] = []
    names: list[FoundName] | None = Field(default=None, alias="entities")
    blocks: list[FoundBlock] | None = None


def predict(article: EnrichedArticle) -> Prediction:
    """What Rasd found, as it is scored: names are the mentions of form name or short."""
    return Prediction(
        text=article.text,
        quotes=[_quote(quote) for quote in article.quotes],
        names=[
            FoundName(start=mention.start, end=mention.end, type=entity.type, entity=entity.id)
            for entity in article.entities
            for mention in entity.mentions
            if mention.form in NAMED_FORMS
        ],
        blocks=[FoundBlock(start=block.start, end=block.end, kind=block.kind) for block in article.blocks],
    )


def _quote(quote: Quote) -> FoundQuote:
    mention = quote.speakers[0].mention if quote.speakers else None
    return FoundQuote(
        start=quote.start,
        end=quote.end,
        kind=quote.kind,
        cue=Found(start=quote.cue.start, end=quote.cue.end) if quote.cue else None,
        speaker=Found(start=mention.start, end=mention.end) if mention else None,
        speakers=[speaker.name for speaker in quote.speakers if speaker.name is not None],
        sources=[quote.source.name] if quote.source else [],
    )


def parse_prediction(value: bytes, where: str = "prediction") -> Prediction:
    """One prediction from JSON: an article as `rasd enrich` writes it, or the plain form of docs/accuracy.md.

    Raises:
        BadMessage: it is neither, naming the field.
    """
    try:
        fields = orjson.loads(value)
        if isinstance(fields, dict) and "sentences" in fields:
            return predict(EnrichedArticle.model_validate(fields))
        return Prediction.model_validate(fields)
    except orjson.JSONDecodeError as error:
        raise BadMessage("bad_json", f"not valid JSON: {error}", where=where, remedy="write it again") from None
    except ValidationError as error:
        found = invalid_field(error)
        remedy = "write predictions as docs/accuracy.md says"
        raise BadMessage(found.reason, found.what, where=f"{where}: {found.where}", remedy=remedy) from None
