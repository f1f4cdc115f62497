"""Mentions to entities: one entity per person, place, organisation, with all its mentions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.contracts.spans import Entity, EntityType, Mention
from pipeline.entities.forms import fit, is_acronym, is_short_form, words_of
from pipeline.entities.gazetteer import Entry, Gazetteer
from pipeline.entities.keys import name_key
from pipeline.entities.own_lists import OWN
from pipeline.entities.own_names import OwnNames
from pipeline.entities.recogniser import Name
from pipeline.text import fold

_SON = frozenset(("بن", "ابن"))


@dataclass(slots=True)
class Cluster:
    """What is taken to be one thing.

    Attributes:
        entry: what the lists know of it, if anything.
        names: its mentions.
        son: whether the name begins with بن: called by the father's name.
        father: whether a given name and بن begin it.
        words: the word keys of its fullest form.
    """

    entry: Entry | None
    names: list[Name] = field(default_factory=list)
    son: bool = False
    father: bool = False
    words: list[str] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether a newsroom's own list knows it; then it keeps its name and type, and is no short form of another."""
        return _is_own(self.entry)


def group(text: str, names: Sequence[Name], lists: Gazetteer, own: OwnNames) -> list[Entity]:
    """The entities of an article, in order of first mention. Every name goes into exactly one."""
    clusters = _by_key(text, [(name, _entry_of(text, name, lists, own)) for name in names])
    people = [cluster for cluster in clusters if _type(cluster) == "PER"]
    others = [cluster for cluster in clusters if _type(cluster) != "PER"]
    merged = _join_people(people) + _join_others(text, others, lists)
    merged = _join_bracketed(text, merged)
    merged.sort(key=lambda cluster: cluster.names[0].start)
    return [_entity(text, cluster, f"e{number}") for number, cluster in enumerate(merged, 1)]


def _by_key(text: str, names: Sequence[tuple[Name, Entry | None]]) -> list[Cluster]:
    """Mentions with the same name, or listed as the same thing, are together; an own entry keeps to itself."""
    own = {(name_key(entry.name), entry.type): entry for _, entry in names if entry and _is_own(entry)}
    clusters: dict[tuple[str, Entry | None], Cluster] = {}
    for name, known in names:
        written = text[name.start : name.end]
        key = name_key(known.name if known else written) or written
        entry = known if _is_own(known) else own.get((key, name.type), known)
        cluster = clusters.setdefault((key, entry if _is_own(entry) else None), Cluster(entry))
        cluster.entry = cluster.entry or entry
        cluster.names.append(name)
        first, *rest = fold(written).split()
        cluster.son, cluster.father = first in _SON, first not in _SON and not _SON.isdisjoint(rest[:2])
        words = words_of(_nominative(written))
        if len(words) > len(cluster.words):
            cluster.words = words
    return list(clusters.values())


def _entry_of(text: str, name: Name, lists: Gazetteer, own: OwnNames) -> Entry | None:
    """The listed thing of this name and type; a listed short form of a person (ترمب) is one too."""
    listed = lists.lookup(_nominative(text[name.start : name.end]))
    return own.entry_of(name, next((one.entry for one in listed if one.entry.type == name.type), None))


def _is_own(entry: Entry | None) -> bool:
    return entry is not None and entry.kind == OWN


def _join_people(people: Sequence[Cluster]) -> list[Cluster]:
    """Short names go to the person who bears them: كوليبا to دميترو كوليبا.

    Candidates are those whose name holds all words of the short one. The family name binds closer than the given
    name; then the person named last before, else the first one after. A name shared by two stays by itself unless
    one of them was named before it.
    """
    full = sorted(people, key=lambda cluster: -len(cluster.words))
    by_word: dict[str, list[Cluster]] = {}
    joined: list[Cluster] = []
    for cluster in full:
        candidates = by_word.get(cluster.words[-1] if cluster.words else "", [])
        bearer = None if cluster.own else _bearer(cluster, candidates)
        if bearer:
            bearer.names = sorted([*bearer.names, *cluster.names], key=lambda name: name.start)
            bearer.entry = bearer.entry or cluster.entry
            continue
        joined.append(cluster)
        for word in set(cluster.words):
            by_word.setdefault(word, []).append(cluster)
    return joined


def _bearer(short: Cluster, candidates: Sequence[Cluster]) -> Cluster | None:
    fitting = [
        (fit(short.words, one.words, given=short.father), one)
        for one in candidates[:50]
        if len(one.words) > len(short.words)
    ]
    fitting = [(rank, one) for rank, one in fitting if rank]
    if not fitting:
        return None
    best = max(rank for rank, _ in fitting)
    if best == 1 and len(short.words) == 1 and not short.son:
        return None
    close = [one for rank, one in fitting if rank == best]
    first = short.names[0].start
    before = [one for one in close if one.names[0].start < first]
    if before:
        return max(before, key=lambda one: max(name.start for name in one.names if name.start < first))
    return close[0] if len(close) == 1 else None


def _join_others(text: str, others: Sequence[Cluster], lists: Gazetteer) -> list[Cluster]:
    """A shorter name of the same type goes to the one longer name that begins with it or ends in it after a head.

    الحزب الديمقراطي to الحزب الديمقراطي الأميركي; النهضة to حركة النهضة. Places keep their own names: غزة is not
    قطاع غزة.
    """
    full = sorted(others, key=lambda cluster: -len(cluster.words))
    beginnings: dict[tuple[str, ...], list[Cluster]] = {}
    joined: list[Cluster] = []
    for cluster in full:
        bearers = beginnings.get(tuple(cluster.words), []) if _type(cluster) != "LOC" else []
        same = [one for one in bearers if _type(one) == _type(cluster) and not (one.entry and cluster.entry)]
        if (
            len(same) == 1
            and not cluster.own
            and (len(cluster.words) > 1 or _after_head(text, same[0], cluster, lists))
        ):
            same[0].names = sorted([*same[0].names, *cluster.names], key=lambda name: name.start)
            same[0].entry = same[0].entry or cluster.entry
            continue
        joined.append(cluster)
        for end in range(2, len(cluster.words)):
            beginnings.setdefault(tuple(cluster.words[:end]), []).append(cluster)
        if len(cluster.words) > 1:
            beginnings.setdefault(tuple(cluster.words[1:]), []).append(cluster)
    return joined


def _after_head(text: str, full: Cluster, short: Cluster, lists: Gazetteer) -> bool:
    """Whether the longer name is a head word and the shorter one: حركة + النهضة."""
    name = full.names[0]
    first = fold(text[name.start : name.end]).split()[0]
    return is_short_form(short.words, full.words[1:]) and lists.is_head(first)


def _join_bracketed(text: str, clusters: Sequence[Cluster]) -> list[Cluster]:
    """An abbreviation in brackets right after a name is that name's: منظمة الصحة العالمية (WHO), حركة … (حماس)."""
    ends = {name.end: cluster for cluster in clusters for name in cluster.names}
    joined: list[Cluster] = []
    standing: set[int] = set()  # identities of the clusters in `joined`
    for cluster in sorted(clusters, key=lambda cluster: cluster.names[0].start):
        bearer = next((one for name in cluster.names if (one := _bracketed_by(text, name, ends))), None)
        fits = bearer is not None and bearer is not cluster and _type(bearer) == _type(cluster)
        if bearer is None or not fits or id(bearer) not in standing or _type(cluster) == "LOC" or cluster.own:
            joined.append(cluster)
            standing.add(id(cluster))
            continue
        bearer.names = sorted([*bearer.names, *cluster.names], key=lambda name: name.start)
        bearer.entry = bearer.entry or cluster.entry
    return joined


def _bracketed_by(text: str, name: Name, ends: dict[int, Cluster]) -> Cluster | None:
    before = text[max(0, name.start - 4) : name.start]
    opened = before.rstrip(" \"'«“")
    if not opened.endswith("(") or text[name.end : name.end + 2].lstrip(" \"'»”")[:1] != ")":
        return None
    outside = name.start - len(before) + len(opened[:-1].rstrip())
    return ends.get(outside) or ends.get(outside - 1)


def _type(cluster: Cluster) -> EntityType:
    """By vote; an own list decides, the other lists decide a tie, then the first mention."""
    if cluster.entry and cluster.own:
        return cluster.entry.type
    votes: Counter[EntityType] = Counter()
    for name in cluster.names:
        votes[name.type] += 1
    most = max(votes.values())
    if cluster.entry and votes[cluster.entry.type] == most:
        return cluster.entry.type
    return next(name.type for name in cluster.names if votes[name.type] == most)


def _entity(text: str, cluster: Cluster, id_: str) -> Entity:
    type_ = _type(cluster)
    written = [_nominative(text[name.start : name.end]) for name in cluster.names]
    longest = max(written, key=lambda form: len(words_of(form)))
    listed = cluster.entry if cluster.entry and cluster.entry.type == type_ else None
    name = listed.name if listed and (cluster.own or type_ != "PER" or len(words_of(longest)) < 2) else longest
    full = len(words_of(longest))
    mentions = [
        Mention(start=one.start, end=one.end, text=text[one.start : one.end], form=_form(form, full, type_, listed))
        for one, form in zip(cluster.names, written, strict=True)
    ]
    confidence = sum(one.confidence for one in cluster.names) / len(cluster.names)
    return Entity(
        id=id_,
        name=name,
        type=type_,
        links=dict(listed.links) if listed else {},
        confidence=round(min(max(confidence, 0.0), 1.0), 3),
        mentions=mentions,
    )


def _form(written: str, full: int, type_: EntityType, listed: Entry | None) -> str:
    """`short` for a family or given name and for abbreviations; a listed alias is a name in its own right."""
    words = len(words_of(written))
    if type_ == "PER":
        return "short" if words == 1 and (full > 1 or (listed and len(words_of(listed.name)) > 1)) else "name"
    return "short" if words < full or (listed and is_acronym(written, listed.name)) else "name"


def _nominative(written: str) -> str:
    """A name as it stands without ل: للولايات المتحدة -> الولايات المتحدة, لأبي مازن is left to the keys.

    Accusatives in ا are not undone: only a lexicon could tell them from stems.
    """
    return "ال" + written[2:] if written.startswith("لل") else written
