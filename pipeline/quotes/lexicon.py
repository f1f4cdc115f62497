"""configs/cues.toml, checked and ready to be looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from configs import read_toml
from pipeline.contracts import BadConfiguration
from pipeline.contracts.spans import CueClass
from pipeline.quotes.conjugation import Form, conjugate, principal_parts
from pipeline.quotes.vocabulary import Vocabulary, build_vocabulary
from pipeline.text import fold

_FILE = "cues.toml"
_MARKS = ("free", "close", "none")
_FLAGS = (
    "question",
    "relay",
    "impersonal",
    "ambiguous",
    "own_words",
    "document",
    "transitive",
    "bare",
    "turns_out",
    "goes_on",
    "elative",
    "accuses",
    "nominal",
)
_OBJECT_PRONOUNS = ("ه", "ها", "هم")
_STEMS = ("perfect", "imperfect", "participle", "noun")
_KEYS = {
    "lemma", "root", "pattern", "class", "takes", "object", "without", "with_article", "with_object", "needs", "marks",
    *_FLAGS, *_STEMS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lemma:
    """A verb of saying. The attributes are explained at the head of configs/cues.toml."""

    text: str
    cue_class: CueClass
    takes: frozenset[str]
    marks: str
    question: bool = False
    relay: bool = False
    impersonal: bool = False
    ambiguous: bool = False
    own_words: bool = False
    document: bool = False
    bare: bool = False
    turns_out: bool = False
    transitive: bool = False
    goes_on: bool = False
    elative: bool = False
    accuses: bool = False
    nominal: bool = False
    bearer: bool = False
    object: frozenset[str] = frozenset()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class CueForm:
    """A written form with the verb it belongs to."""

    lemma: Lemma
    form: Form


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue knowledge. Words are folded (`pipeline.text.fold`).

    Attributes:
        forms: written form -> what it can be, in the file's order.
        complementizers: written form -> the preposition inside it ("ب" in بأن, else "").
        not_after: words that an أن behind them belongs to.
        not_before: words that make an إن before them a condition.
        whether: sequences of words that open a reported question.
        words: the lists of configs/quotes.toml.
        according: the named lists of [according].
    """

    forms: Mapping[str, tuple[CueForm, ...]]
    complementizers: Mapping[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    cue_prepositions: frozenset[str]
    questions: frozenset[str]
    whether: tuple[tuple[str, ...], ...]
    whether_first: frozenset[str]
    words: Vocabulary
    according: Mapping[str, frozenset[str]]
    according_phrases: tuple[tuple[str, ...], ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon as configured.

    Raises:
        BadConfiguration: naming the entry of cues.toml or quotes.toml that cannot be used, and why.
    """
    return build_lexicon(read_toml(_FILE), build_vocabulary(read_toml("quotes.toml")))


def build_lexicon(data: Mapping[str, Any], words: Vocabulary) -> Lexicon:
    """A lexicon from the content of a cues file and a vocabulary."""
    patterns = _table(data, "patterns")
    opening = _table(data, "complementizers")
    according = _table(data, "according")
    return Lexicon(
        forms=_forms(_entries(data), patterns),
        complementizers=_complementizers(opening),
        not_after=_words(opening, "not_after"),
        not_before=_words(opening, "not_before"),
        cue_prepositions=_words(opening, "prepositions"),
        questions=_words(opening, "questions"),
        whether=_phrases(opening, "whether"),
        whether_first=frozenset(phrase[0] for phrase in _phrases(opening, "whether")),
        words=words,
        according={name: _words(according, name) for name in according if name != "phrases"},
        according_phrases=_phrases(according, "phrases"),
    )


def _entries(data: Mapping[str, Any]) -> list[tuple[Lemma, Mapping[str, Any]]]:
    """The lemmas with their entries, cues first."""
    cues = data.get("cue")
    if not isinstance(cues, list) or not cues:
        raise _bad("it has no [[cue]]", "add one, or restore the file")
    entries = [(_lemma(entry), entry) for entry in cues]
    for entry in _table(data, "bearers").get("verbs", ()):
        entries.append((_bearer(entry), entry))
    return entries


def _bearer(entry: Mapping[str, Any]) -> Lemma:
    name, needs = str(entry.get("lemma")), fold(str(entry.get("needs", "")))
    return Lemma(name, "speech", frozenset(), "none", ambiguous=bool(entry.get("ambiguous")), bearer=True, needs=needs)


def _lemma(entry: Mapping[str, Any]) -> Lemma:
    name = entry.get("lemma")
    if not isinstance(name, str) or not name:
        raise _bad("a [[cue]] has no lemma", "name its verb")
    unknown = set(entry) - _KEYS
    if unknown:
        raise _bad(
            f"cue {name} has an unknown key: {', '.join(sorted(unknown))}", f"known are {', '.join(sorted(_KEYS))}"
        )
    if entry.get("class") not in get_args(CueClass):
        raise _bad(f"cue {name} has the class {entry.get('class')!r}", f"use one of {', '.join(get_args(CueClass))}")
    if entry.get("marks") not in _MARKS:
        raise _bad(f"cue {name} has marks = {entry.get('marks')!r}", f"use one of {', '.join(_MARKS)}")
    takes = entry.get("takes")
    if not isinstance(takes, list) or not all(isinstance(item, str) for item in takes):
        raise _bad(f"cue {name} does not say what it takes", 'give a list such as takes = ["", "ب"]')
    objects = _words(entry, "object") if "object" in entry else frozenset()
    flags = {flag: bool(entry.get(flag, False)) for flag in _FLAGS}
    return Lemma(
        name,
        entry["class"],
        frozenset(fold(item) for item in takes),
        entry["marks"],
        **flags,
        object=objects,
        needs=fold(str(entry.get("needs", ""))),
    )


def _forms(
    entries: Iterable[tuple[Lemma, Mapping[str, Any]]], patterns: Mapping[str, Any]
) -> dict[str, tuple[CueForm, ...]]:
    found: dict[str, list[CueForm]] = {}
    for lemma, entry in entries:
        pattern = patterns.get(str(entry.get("pattern")))
        if not isinstance(pattern, Mapping):
            raise _bad(
                f"cue {lemma.text} has the pattern {entry.get('pattern')!r}", f"use one of {', '.join(patterns)}"
            )
        root = entry.get("root")
        if not isinstance(root, str) or not root:
            raise _bad(f"cue {lemma.text} has no root", 'give its letters, e.g. root = "ضيف"')
        overrides = {stem: str(entry[stem]) for stem in _STEMS if stem in entry}
        parts = principal_parts(root, pattern, overrides)
        if not parts.perfect or not parts.imperfect:
            raise _bad(f"the pattern of cue {lemma.text} lacks perfect or imperfect", "complete it under [patterns]")
        without = _strings(entry, "without") if "without" in entry else []
        for form in conjugate(parts):
            if form.shape in without or (form.after_bi and not entry.get("with_article")):
                continue
            _add(found, lemma, form)
            if entry.get("with_object") and form.shape in ("perfect", "imperfect") and form.person == 3:
                for pronoun in _OBJECT_PRONOUNS:
                    _add(found, lemma, replace(form, written=form.written + pronoun))
    return {written: tuple(forms) for written, forms in found.items()}


def _add(found: dict[str, list[CueForm]], lemma: Lemma, form: Form) -> None:
    known = found.setdefault(fold(form.written), [])
    if all(other.lemma is not lemma or other.form.shape != form.shape for other in known):
        known.append(CueForm(lemma, form))


def _complementizers(opening: Mapping[str, Any]) -> dict[str, str]:
    made = {}
    for stem in _words(opening, "stems"):
        for prefix in _words(opening, "prefixes"):
            for suffix in _words(opening, "suffixes"):
                made[prefix + stem + suffix] = prefix if prefix == "ب" else ""
    return made


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name)
    if not isinstance(table, Mapping):
        raise _bad(f"it has no table [{name}]", "restore it")
    return table


def _words(table: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _strings(table, name))


def _phrases(table: Mapping[str, Any], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(fold(phrase).split()) for phrase in _strings(table, name)), key=len, reverse=True))


def _strings(table: Mapping[str, Any], name: str) -> list[str]:
    value = table.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _bad(f"{name} is not a list of words", 'write it as ["…", "…"]')
    return value


def _bad(what: str, remedy: str) -> BadConfiguration:
    return BadConfiguration(f"configs/{_FILE}: {what}; {remedy}")
