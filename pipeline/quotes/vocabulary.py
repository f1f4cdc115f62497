"""configs/quotes.toml and what of the name lists the rules need, folded and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pipeline.contracts import BadConfiguration
from pipeline.entities.gazetteer_lists import read_rows
from pipeline.text import fold

_FILE = "quotes.toml"
_BEFORE_NAMES = ("rank", "honorific", "royal", "religious")  # kinds of title that stand right before a name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of configs/quotes.toml, where each is explained; words are folded.

    `roles` and `courtesies` include the titles of configs/names/titles.tsv, `named_kinds` the words of heads.tsv;
    `feminine_kinds` are the feminine ones of these.
    """

    relative: frozenset[str]
    relative_plural: frozenset[str]
    auxiliaries: frozenset[str]
    copulas: frozenset[str]
    negations: frozenset[str]
    passives: frozenset[str]
    hypotheticals: frozenset[str]
    objects: frozenset[str]
    prepositions: frozenset[str]
    topic_prepositions: frozenset[str]
    turns: frozenset[str]
    tellings: frozenset[str]
    told: frozenset[str]
    withheld: frozenset[str]
    occasion_verbs: frozenset[str]
    before_subjunctive: frozenset[str]
    no_verb_after: frozenset[str]
    verb_after: frozenset[str]
    pronouns_with_preposition: frozenset[str]
    subject_pronouns: frozenset[str]
    resumptives: frozenset[str]
    openers: frozenset[str]
    subordinators: frozenset[str]
    asides: frozenset[str]
    breaks: frozenset[str]
    clause_starters: frozenset[str]
    contrasts: frozenset[str]
    exceptions: frozenset[str]
    trailing: frozenset[str]
    pointing_back: frozenset[str]
    short_words: frozenset[str]
    own_letter: frozenset[str]
    times: frozenset[str]
    daily: frozenset[str]
    time_nouns: frozenset[str]
    time_adjectives: frozenset[str]
    adverbs: frozenset[str]
    courtesies: frozenset[str]
    roles: frozenset[str]
    dependents: frozenset[str]
    doings: frozenset[str]
    honorifics: frozenset[str]
    sources: frozenset[str]
    anonymous: frozenset[str]
    papers: frozenset[str]
    feminine_plurals: frozenset[str]
    bodies: frozenset[str]
    people: frozenset[str]
    counterparts: frozenset[str]
    months: frozenset[str]
    same_source: frozenset[str]
    same: frozenset[str]
    same_behind: frozenset[str]
    epithets: frozenset[str]
    demonstratives: frozenset[str]
    partitives: frozenset[str]
    choice: frozenset[str]
    broken: frozenset[str]
    quantities: frozenset[str]
    singles: frozenset[str]
    numerals: frozenset[str]
    media_kinds: frozenset[str]
    loose_media: frozenset[str]
    before_media: frozenset[str]
    before_media_kinds: frozenset[str]
    broadcasters: frozenset[str]
    dailies: frozenset[str]
    audiences: frozenset[str]
    reporters: frozenset[str]
    occasions: frozenset[str]
    before_documents: frozenset[str]
    relayed: frozenset[str]
    documents: frozenset[str]
    named_kinds: frozenset[str]
    feminine_kinds: frozenset[str]
    callings: Mapping[str, frozenset[str]]


def build_vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary in the content of a quotes file, with the name lists.

    Raises:
        BadConfiguration: a list is missing, unknown, or holds something else than words.
    """
    known = {field.name for field in fields(Vocabulary)} - {"feminine_kinds", "callings"}
    callings = _callings(data)
    data = {name: value for name, value in data.items() if name != "callings"}
    if set(data) - known:
        raise _bad(f"it has an unknown list: {', '.join(sorted(set(data) - known))}", "remove it, or correct its name")
    lists = {name: _list(data, name) for name in known}
    roles, courtesies = _titles()
    kinds, feminine = _heads()
    lists["roles"] |= roles
    lists["courtesies"] |= courtesies
    lists["named_kinds"] |= kinds
    return Vocabulary(**lists, feminine_kinds=feminine, callings=callings)


def _callings(data: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """The table [callings]: a general noun and the callings it covers."""
    table = data.get("callings")
    if not isinstance(table, Mapping):
        raise _bad("it has no table [callings]", "restore it")
    return {fold(noun): _list(table, noun) for noun in table}


def _list(data: Mapping[str, Any], name: str) -> frozenset[str]:
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise _bad(f"{name} is not a list of words", f'write it as {name} = ["…", "…"]')
    return frozenset(fold(word) for word in value)


def _titles() -> tuple[frozenset[str], frozenset[str]]:
    """The head words of all titles without ال, and the titles of one word that stand before a name."""
    roles: set[str] = set()
    courtesies: set[str] = set()
    for row in read_rows("titles.tsv", 4):
        for title in row.cells[:2]:
            words = fold(title).split()
            if not words or words == ["-"]:
                continue
            head = words[0].removeprefix("ال")
            roles.add(head)
            if len(words) == 1 and row.cells[2] in _BEFORE_NAMES:
                courtesies.update(("ال" + head, words[0] if row.cells[2] == "honorific" else "ال" + head))
    return frozenset(roles), frozenset(courtesies)


def _heads() -> tuple[frozenset[str], frozenset[str]]:
    """The head words of names, and the feminine ones of them."""
    kinds: set[str] = set()
    feminine: set[str] = set()
    for row in read_rows("heads.tsv", 4):
        head = fold(row.cells[0])
        kinds.add(head)
        if row.cells[3] == "f":
            feminine.add(head)
    return frozenset(kinds), frozenset(feminine)


def _bad(what: str, remedy: str) -> BadConfiguration:
    return BadConfiguration(f"configs/{_FILE}: {what}; {remedy}")
