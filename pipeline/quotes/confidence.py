"""How sure a statement is: the share that was right among judged statements found on the same evidence.

The figures were measured on articles judged statement by statement (docs/quotes.md); they are no probabilities for a
single statement.
"""

from pipeline.contracts.spans import SpeakerLink
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.keys import name_key
from pipeline.quotes.content import Content
from pipeline.quotes.lexicon import lexicon
from pipeline.quotes.referents import Referent
from pipeline.quotes.speaker import Attribution
from pipeline.text import fold

_FULL_NAME = 2  # words
_LONGEST_NAME = 5  # words without بن and آل; a longer one has swallowed its neighbours
_KIN = frozenset(("بن", "ابن", "بنت", "ال"))
_SHORTEST = 10  # tokens of words said: fewer are often a term
_LONGEST, _LONGEST_UNMARKED = 110, 55  # more have often run on, sooner where no marks say where they end

_SURE = 0.97  # a person named in full, the first name being one
_LISTED = 0.88  # an organisation or a place
_UNHEARD = 0.79  # a person whose first name no list knows: it may be no name
_PHRASE = 0.78  # somebody known by a phrase only
_SOURCE = 0.91  # a nameless source with its adjective or owner, right behind its verb
_PART = 0.42  # a person of whom only a part of the name is known
_NOBODY = 0.25
# Taken off for how the speaker is found; of who is no person, more where the subject is left out, and of a phrase
# most, also where it stands before الذي.
_LINKS: dict[SpeakerLink, float] = {"controlled": 0.02, "role": 0.09, "dropped": 0.05, "relative": 0.04, "pronoun": 0.1}
_LEFT_OUT = 0.2
_PHRASE_FAR = 0.3
_CONTESTED = 0.04  # taken off where another person was named between
_ADRIFT = 0.06  # taken off for a participle that begins a sentence
_BOUNDS = 0.14  # taken off for words too short or too long
_NESTED = 0.25  # taken off inside somebody else's words
_MIXED = 0.08
_UNMARKED = 0.1  # taken off behind a colon without marks


def confidence(
    content: Content,
    attribution: Attribution | None,
    *,
    nested: bool = False,
    unmarked: bool = False,
    told: bool = False,
) -> float:
    """How sure it is that the words, their kind and their speaker are right, between 0 and 1.

    Args:
        content: the words.
        attribution: who says them.
        nested: whether they are inside other words.
        unmarked: whether a colon opens them and no mark shows where they end.
        told: whether a verb tells that they were said, and no according-phrase or headline.
    """
    sure = _SOURCE if told and _is_source(attribution) else _of_speaker(attribution)
    longest = _LONGEST if content.kind == "direct" else _LONGEST_UNMARKED
    if not _SHORTEST <= content.last - content.first + 1 <= longest:
        sure -= _BOUNDS
    if nested:
        sure -= _NESTED
    if content.kind == "mixed":
        sure -= _MIXED
    if unmarked:
        sure -= _UNMARKED
    return round(max(sure, 0.05), 2)


def _of_speaker(attribution: Attribution | None) -> float:
    if attribution is None:
        return _NOBODY
    base = min(map(_of_name, attribution.referents)) - _LINKS.get(attribution.link, 0)
    doubt = (_CONTESTED if attribution.contested else 0) + (_ADRIFT if attribution.adrift else 0)
    return base - _of_distance(attribution) - doubt


def _is_source(attribution: Attribution | None) -> bool:
    """Whether one nameless source speaks, named beside the verb by an indefinite phrase: مصادر أمنية, مسؤول محلي."""
    if attribution is None or attribution.link != "explicit" or len(attribution.referents) > 1:
        return False
    speaker = attribution.referents[0]
    words = fold(speaker.name).split()
    if speaker.entity is not None or speaker.type != "ANON" or not _FULL_NAME <= len(words) <= _LONGEST_NAME:
        return False
    lists, head = lexicon().words, words[0]
    if head in lists.roles:
        return not words[1].startswith("ال")  # not مدير المرفأ
    return head not in lists.quantities and (head in lists.anonymous or head in lists.people or head in lists.sources)


def _of_distance(attribution: Attribution) -> float:
    """What is taken off besides where no person is meant and the verb names nobody."""
    first = attribution.referents[0]
    away = attribution.link in ("dropped", "pronoun")
    if first.entity is None:
        return _PHRASE_FAR if away or attribution.link == "relative" else 0
    return _LEFT_OUT if away and first.type != "PER" else 0


def _of_name(referent: Referent) -> float:
    if referent.entity is None:
        return _PHRASE
    if referent.type != "PER":
        return _LISTED
    words = [word for word in name_key(referent.name).split() if word not in _KIN]  # عبد العزيز is one
    if not _FULL_NAME <= len(words) <= _LONGEST_NAME:
        return _PART
    lists = gazetteer()
    first = fold(referent.name).split()
    known = lists.is_given(first[0]) or lists.is_given(" ".join(first[:2])) or lists.lookup(referent.name)
    return _SURE if known else _UNHEARD
