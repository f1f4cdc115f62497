"""Sentences with their names marked, as a recogniser would give them: "قال {PER جو بايدن} إن"."""

import re

from pipeline.contracts import Span
from pipeline.entities.gazetteer_decision import Page, page_of
from pipeline.entities.recogniser import Name
from pipeline.text import tokenise

_MARK = re.compile(r"\{(PER|LOC|ORG|MISC) ([^}]*)\}")


def read(marked: str) -> tuple[str, list[Name]]:
    """The plain text, and the names marked in it."""
    text, names, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        names.append(Name(len(text), len(text) + len(match[2]), match[1], 0.95))
        text += match[2]
        last = match.end()
    return text + marked[last:], names


def page(text: str) -> Page:
    """The text as one sentence."""
    return page_of(text, tokenise(text), [Span(start=0, end=len(text))])
