"""A statement as found, and as it goes into the message."""

from dataclasses import dataclass, replace

from pipeline.contracts import Quote
from pipeline.contracts.spans import Cue, CueClass, Speaker, TextSpan
from pipeline.contracts.spans import Source as SourceField
from pipeline.quotes.confidence import confidence
from pipeline.quotes.content import Content
from pipeline.quotes.source import Medium
from pipeline.quotes.speaker import Attribution

_NOT_TOLD = ("according", "headline")  # patterns without a verb of saying
_DEEPEST = 4  # statements inside statements, or overlapping; the message grows no faster than the text


@dataclass(frozen=True, slots=True)
class Statement:
    """Words, their cue and their speaker; spans in code points."""

    content: Content
    cue: tuple[int, int] | None
    cue_class: CueClass
    attribution: Attribution | None
    source: Medium | None
    pattern: str

    def sure(self, *, nested: bool = False) -> float:
        """Its confidence, inside other words or not."""
        unmarked = self.pattern == "colon" and self.content.kind != "direct"
        told = self.pattern not in _NOT_TOLD
        return confidence(self.content, self.attribution, nested=nested, unmarked=unmarked, told=told)


def to_quotes(text: str, statements: list[Statement]) -> list[Quote]:
    """The statements in order, numbered, each knowing which one it is inside of."""
    quotes: list[Quote] = []
    around: list[tuple[int, Quote]] = []  # end and quote of the statements that lie around, outermost first
    begun: list[int] = []  # ends of the statements that overlap, so that no word is in more than a few
    for statement in _distinct(statements):
        content = statement.content
        while around and (around[-1][0] < content.end or around[-1][0] <= content.start):
            around.pop()
        begun = [end for end in begun if end > content.start]
        if len(begun) >= _DEEPEST:
            continue
        begun.append(content.end)
        parent = around[-1][1] if around else None
        quote = _quote(text, statement, f"q{len(quotes) + 1}", parent)
        quotes.append(quote)
        around.append((content.end, quote))
    return quotes


def _distinct(statements: list[Statement]) -> list[Statement]:
    """By start, the longer first; of two with the same words the one with the surer speaker."""
    ordered = sorted(
        statements,
        key=lambda s: (s.content.start, -s.content.end, -s.sure(), s.cue or (0, 0)),
    )
    kept: list[Statement] = []
    for statement in ordered:
        content = statement.content
        if kept and (kept[-1].content.start, kept[-1].content.end) == (content.start, content.end):
            continue
        kept.append(statement)
    return kept


def _quote(text: str, statement: Statement, name: str, parent: Quote | None) -> Quote:
    content = statement.content
    return Quote(
        id=name,
        start=content.start,
        end=content.end,
        text=text[content.start : content.end],
        kind=content.kind,
        confidence=statement.sure(nested=parent is not None),
        parts=[_span(text, part) for part in content.parts],
        cue=_cue(text, statement),
        speakers=_speakers(text, statement.attribution),
        source=_source(text, statement.source) or _outer(parent),
        parent=parent.id if parent is not None else None,
    )


def _cue(text: str, statement: Statement) -> Cue | None:
    if statement.cue is None:
        return None
    start, end = statement.cue
    return Cue.model_validate({"start": start, "end": end, "text": text[start:end], "class": statement.cue_class})


def _speakers(text: str, attribution: Attribution | None) -> list[Speaker]:
    if attribution is None:
        return [Speaker(name=None, link="dropped")]
    speakers = []
    for place, referent in enumerate(attribution.referents):
        role = attribution.role or referent.role if place == 0 else referent.role
        mention = attribution.mentions[place] if place < len(attribution.mentions) else None
        speakers.append(
            Speaker(
                name=referent.name,
                entity=referent.entity.id if referent.entity is not None else None,
                type=referent.type,
                link=attribution.link,
                role=text[role[0] : role[1]] if role is not None and referent.type == "PER" else None,
                mention=_span(text, mention) if mention is not None else None,
            )
        )
    return speakers


def _source(text: str, medium: Medium | None) -> SourceField | None:
    if medium is None:
        return None
    return SourceField(name=medium.name, mention=_span(text, (medium.start, medium.end)))


def _outer(parent: Quote | None) -> SourceField | None:
    """Whoever reports the statement around is the source of the one inside."""
    if parent is None or not parent.speakers or parent.speakers[0].name is None:
        return None
    return SourceField(name=parent.speakers[0].name, mention=parent.speakers[0].mention)


def _span(text: str, span: tuple[int, int]) -> TextSpan:
    return TextSpan(start=span[0], end=span[1], text=text[span[0] : span[1]])


def with_source(statement: Statement, medium: Medium) -> Statement:
    """The statement, relayed by `medium`, unless its own source is known."""
    return statement if statement.source is not None else replace(statement, source=medium)
