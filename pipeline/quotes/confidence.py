"""How sure a statement is: the share that was right among judged statements found on the same evidence.

The figures were measured on articles judged statement by statement (docs/quotes.md); they are no probabilities for a
single statement.
"""

from pipeline.entities.keys import name_key
from pipeline.quotes.content import Content
from pipeline.quotes.speaker import Attribution

_FULL_NAME = 2  # words
_LONGEST_NAME = 6  # words; a longer one has swallowed its neighbours
_SHORTEST, _LONGEST = 9, 80  # tokens of words said: fewer are often a term, more have often run on

_SURE = 0.95  # a person named in full beside the cue, or before with nobody else between
_LISTED = 0.86  # an organisation or a place
_PHRASE = 0.8  # somebody known by a phrase only
_PART = 0.4  # a person of whom only a part of the name is known
_NOBODY = 0.25
_CONTESTED = 0.12  # taken off where another person was named between
_POINTED = 0.06  # taken off where an office or a bearer further off is meant
_BOUNDS = 0.15  # taken off for words too short or too long
_NESTED = 0.25  # taken off inside somebody else's words
_MIXED = 0.06
_LEFT_OUT = 0.3  # taken off a phrase that the subject left out is taken for


def confidence(content: Content, attribution: Attribution | None, *, nested: bool = False) -> float:
    """How sure it is that the words, their kind and their speaker are right, between 0 and 1.

    Args:
        content: the words.
        attribution: who says them.
        nested: whether they are inside other words.
    """
    sure = _of_speaker(attribution)
    if not _SHORTEST <= content.last - content.first + 1 <= _LONGEST:
        sure -= _BOUNDS
    if nested:
        sure -= _NESTED
    if content.kind == "mixed":
        sure -= _MIXED
    return round(max(sure, 0.05), 2)


def _of_speaker(attribution: Attribution | None) -> float:
    if attribution is None:
        return _NOBODY
    base = min(_of_name(attribution, place) for place in range(len(attribution.referents)))
    if attribution.contested:
        base -= _CONTESTED
    if attribution.link in ("role", "pronoun"):
        base -= _POINTED
    if attribution.link in ("dropped", "pronoun") and attribution.referents[0].entity is None:
        base -= _LEFT_OUT
    return base


def _of_name(attribution: Attribution, place: int) -> float:
    referent = attribution.referents[place]
    if referent.entity is None:
        return _PHRASE
    if referent.type != "PER":
        return _LISTED
    words = len(name_key(referent.name).split())  # عبد العزيز is one
    return _SURE if _FULL_NAME <= words <= _LONGEST_NAME else _PART
