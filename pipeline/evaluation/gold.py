"""Annotated articles in the gold format (arabic-news-gold/2), read and checked."""

import hashlib

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.contracts.codec import invalid_field
from pipeline.contracts.errors import BadMessage
from pipeline.evaluation.forms import Forms
from pipeline.evaluation.spans import Stretch, trim


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class GoldSpan(_Frozen):
    """A stretch of the gold text in code points, end-exclusive."""

    start: int
    end: int

    def trimmed(self, text: str) -> Stretch:
        """The stretch as it is compared."""
        return trim(text, self.start, self.end)


class Scoped(GoldSpan):
    """A stretch with other acceptable scopes."""

    span_alts: list[Stretch] = []

    def scopes(self, text: str) -> list[Stretch]:
        """All stretches that are right, trimmed."""
        return [self.trimmed(text), *(trim(text, *scope) for scope in self.span_alts)]


class GoldSource(_Frozen):
    """A medium, document or relay by its full name."""

    canonical: str


class GoldQuote(Scoped):
    """A statement that is to be found, with every answer that is right for it."""

    id: str
    kind: str
    kind_alts: list[str] = []
    cue: GoldSpan | None = None
    cue_alts: list[GoldSpan] = []
    speaker: GoldSpan | None = None
    speaker_np: GoldSpan | None = None
    canonical_speaker: list[str] = []
    speaker_link: str = "explicit"
    source: GoldSource | None = None
    source_alts: list[GoldSource] = []

    @property
    def sources(self) -> list[str]:
        """Full names of the accepted sources; empty when the quote has none."""
        return [one.canonical for one in (self.source, *self.source_alts) if one] if self.source else []


class NotQuote(GoldSpan):
    """A pair of marks that is no quote: a name, a subhead, a scare quote."""

    reason: str
    attributed_to: str | None = None


class GoldName(GoldSpan):
    """A named entity's mention. `optional` ones neither cost nor earn anything."""

    type: str
    canonical: str | None = None
    tok_start: int | None = None
    start_alts: list[int] = []
    end_alts: list[int] = []
    alt_types: list[str] = []
    optional: bool = False

    def admits(self, stretch: Stretch) -> bool:
        """Whether a predicted stretch has an accepted start and an accepted end."""
        starts = {self.start, self.tok_start, *self.start_alts}
        return stretch[0] in starts and stretch[1] in {self.end, *self.end_alts}

    def inside(self, stretch: Stretch) -> bool:
        """Whether the name lies wholly inside a stretch."""
        return stretch[0] <= self.start and self.end <= stretch[1]


class GoldBlock(GoldSpan):
    """A line or run of lines with one function."""

    kind: str
    lang: str | None = None


class GoldArticle(_Frozen):
    """One annotated article. Annotations that were not made (`structure`, say) are empty."""

    id: str
    text: str
    text_sha256: str | None = None
    canonical: dict[str, Forms] = {}
    quotes: list[GoldQuote] = []
    optional_quotes: list[Scoped] = []
    not_quotes: list[NotQuote] = []
    names: list[GoldName] = Field(default=[], alias="entities")
    blocks: list[GoldBlock] = Field(default=[], alias="structure")


def parse_gold(value: bytes, where: str = "gold") -> GoldArticle:
    """One gold article from its JSON.

    Args:
        value: the file's content.
        where: its name, for the error.

    Raises:
        BadMessage: it is not a gold article, or its text is not the annotated one.
    """
    try:
        article = GoldArticle.model_validate(orjson.loads(value))
    except orjson.JSONDecodeError as error:
        raise BadMessage("bad_json", f"not valid JSON: {error}", where=where, remedy="name gold articles") from None
    except ValidationError as error:
        found = invalid_field(error)
        remedy = "name a folder of gold articles (docs/accuracy.md)"
        raise BadMessage(found.reason, found.what, where=f"{where}: {found.where}", remedy=remedy) from None
    written = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    if article.text_sha256 not in (None, written):
        raise BadMessage(
            "invalid_field", "the text differs from the annotated one", where=f"{where}: text_sha256",
            remedy="restore the file",
        )  # fmt: skip
    return article
