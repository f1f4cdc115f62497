"""The pieces an article is made of. Every offset counts code points of `text`, end-exclusive."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Offset = Annotated[int, Field(strict=True, ge=0, description="code points from the start of `text`")]
Share = Annotated[float, Field(ge=0, le=1)]

BlockKind = Literal["headline", "byline", "dateline", "caption", "credit", "subhead", "paragraph"]
EntityType = Literal["PER", "LOC", "ORG", "MISC"]
SpeakerType = Literal["PER", "LOC", "ORG", "MISC", "GROUP", "ANON"]
MentionForm = Literal["name", "short", "role", "pronoun"]
QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerLink = Literal["explicit", "dropped", "pronoun", "role", "relative", "controlled"]
CueClass = Literal["speech", "opinion", "according", "directive"]


class Model(BaseModel):
    """Base of all messages and their parts: unknown fields are kept and handed on."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, serialize_by_alias=True)


class Span(Model):
    """A stretch of the article's text."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _ordered(self) -> "Span":
        if self.end < self.start:
            raise ValueError(f"end {self.end} lies before start {self.start}")
        return self


class TextSpan(Span):
    """A stretch with its words: `article.text[start:end] == text`, always."""

    text: str


class Block(Span):
    """A headline, caption, paragraph …: a line or run of lines with one function."""

    kind: BlockKind


class Sentence(Span):
    """A sentence; `block` is the index of the block it lies in."""

    block: Annotated[int, Field(strict=True, ge=0)]


class Mention(TextSpan):
    """One place where an entity is named; proclitics and quotation marks are outside."""

    form: MentionForm = "name"


class Entity(Model):
    """A person, place, organisation or other name with all its mentions in this article."""

    id: str
    name: str = Field(description="the fullest form in the text, or the name list's standard form")
    type: EntityType
    links: dict[str, str] = Field(default_factory=dict, description="identifiers by their source, e.g. iso3166")
    confidence: Share = 1.0
    mentions: list[Mention] = Field(default_factory=list)


class Cue(TextSpan):
    """The word that says that something was said, such as قال، وفقا، داعيا."""

    cue_class: CueClass = Field(alias="class")


class Speaker(Model):
    """Who said it. `name` is null when the text gives not even a phrase: never a guess."""

    name: str | None
    entity: str | None = Field(default=None, description="id of the entity, when the speaker is one")
    type: SpeakerType | None = None
    link: SpeakerLink = "explicit"
    role: str | None = Field(default=None, description="the speaker's office, verbatim")
    mention: TextSpan | None = None


class Source(Model):
    """The medium, document or relay through which the words came, such as وكالة، بيان، الكرملين."""

    name: str
    mention: TextSpan | None = None


class Quote(TextSpan):
    """One statement: its words, the cue, and who said them."""

    id: str
    kind: QuoteKind
    confidence: Share = 1.0
    parts: list[TextSpan] = Field(default_factory=list, description="the marked stretches of a mixed quote")
    cue: Cue | None = None
    speakers: list[Speaker] = Field(default_factory=list, description="several for a joint statement")
    source: Source | None = None
    parent: str | None = Field(default=None, description="id of the quote this one is inside")


class Provenance(Model):
    """Which stage, of which version, with which model, made its part of the message, and when."""

    stage: str
    version: str
    model: str | None = None
    at: str
    took_ms: float
