"""Short articles for the tests of the statements stage, with their names given instead of recognised."""

import re
from collections.abc import Sequence

from pipeline.contracts import Block, EntitiesArticle, Entity, Mention, Sentence


def article(text: str, names: Sequence[str] = (), kinds: Sequence[str] | None = None) -> EntitiesArticle:
    """An article whose lines are blocks and whose sentences end at a stop.

    Args:
        names: one entity each, `TYPE:full name|short name`; every occurrence is a mention.
        kinds: the kind of each line that is not blank; all are paragraphs without.
    """
    lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    kinds = kinds or ["paragraph"] * len(lines)
    blocks = [
        Block.model_validate({"start": a, "end": b, "kind": kind}) for (a, b), kind in zip(lines, kinds, strict=True)
    ]
    sentences = [
        Sentence(start=block.start + a, end=block.start + b, block=number)
        for number, block in enumerate(blocks)
        for a, b in _sentences(text[block.start : block.end])
    ]
    entities = [_entity(text, f"e{number}", name) for number, name in enumerate(names, start=1)]
    return EntitiesArticle(id="test", version=1, text=text, blocks=blocks, sentences=sentences, entities=entities)


def _sentences(line: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r'[.!؟]["”»]?\s+', line)]
    return [(a, b) for a, b in zip([0, *ends], [*ends, len(line)], strict=True) if line[a:b].strip()]


def _entity(text: str, name: str, given: str) -> Entity:
    kind, _, forms = given.partition(":")
    spans: list[tuple[int, int, str]] = []
    for form in sorted(forms.split("|"), key=len, reverse=True):
        for match in re.finditer(re.escape(form), text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in spans):
                spans.append((match.start(), match.end(), "name" if form == forms.split("|")[0] else "short"))
    mentions = [
        Mention.model_validate({"start": a, "end": b, "text": text[a:b], "form": form}) for a, b, form in sorted(spans)
    ]
    return Entity.model_validate({"id": name, "name": forms.split("|")[0], "type": kind, "mentions": mentions})
