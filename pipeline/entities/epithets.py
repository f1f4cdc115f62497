"""Roles that stand for a person: الرئيس الروسي, after الرئيس الروسي فلاديمير بوتين.

Only what the text itself introduces, and only while it means one person: precise rather than complete.
"""

from collections.abc import Sequence

from pipeline.contracts.spans import Entity, Mention
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.gazetteer_decision import Page, owners
from pipeline.text import offset_after, remembered, split_proclitics

_LONGEST = 5  # words of a role
_BEFORE = frozenset({"", "و", "ف", "ب", "ل", "ك", "لل", "ول", "ولل", "وب"})
_BARE = frozenset({"office", "royal", "religious"})
_COMMA = frozenset("،,")

Role = tuple[str, ...]
Bearers = dict[str, dict[Role, tuple[str, int]]]
"""First word of a role -> the role -> (entity, from which token on)."""


def add_roles(page: Page, entities: Sequence[Entity], lists: Gazetteer) -> list[Entity]:
    """`entities` with mentions of form role for people whom the text introduces by their office. Linear."""
    taken = _taken(page, entities)
    bearers = _introduced(page, entities, taken, lists)
    if not bearers:
        return list(entities)
    roles: dict[str, list[Mention]] = {}
    place = 0
    while place < len(page.tokens):
        found = _role_at(page, place, taken, bearers)
        if found:
            entity, mention, place = found
            roles.setdefault(entity, []).append(mention)
        else:
            place += 1
    return [_with(entity, roles.get(entity.id, [])) for entity in entities]


def _with(entity: Entity, roles: Sequence[Mention]) -> Entity:
    if not roles:
        return entity
    mentions = sorted([*entity.mentions, *roles], key=lambda mention: mention.start)
    return entity.model_copy(update={"mentions": mentions})


def _taken(page: Page, entities: Sequence[Entity]) -> list[str]:
    """For each token the id of the entity named there, empty for none."""
    named = [(mention, entity.id) for entity in entities for mention in entity.mentions]
    named.sort(key=lambda item: (item[0].start, item[0].end, item[1]))
    ids = [id_ for _, id_ in named] + [""]
    return [ids[owner] for owner in owners(page.tokens, [mention for mention, _ in named])]


def _introduced(page: Page, entities: Sequence[Entity], taken: Sequence[str], lists: Gazetteer) -> Bearers:
    """The roles that the text introduces, and whose; roles that two people bear are left out.

    الرئيس الروسي فلاديمير بوتين gives (الرئيس, الروسي), and (الرئيس,) if no one else is called الرئيس.
    """
    people = {entity.id for entity in entities if entity.type == "PER"}
    bearers: dict[Role, set[str]] = {}
    since: dict[Role, int] = {}
    for i, id_ in enumerate(taken):
        if id_ not in people or (i and taken[i - 1] == id_):
            continue
        for role in _roles_before(page, i, taken, lists):
            bearers.setdefault(role, set()).add(id_)
            since.setdefault(role, i)
    introduced: Bearers = {}
    for role, ids in bearers.items():
        if len(ids) == 1:
            introduced.setdefault(role[0], {})[role] = next(iter(ids)), since[role]
    return introduced


def _roles_before(page: Page, place: int, taken: Sequence[str], lists: Gazetteer) -> list[Role]:
    """The longest role that ends where a name begins, with its bare title: نائبة الرئيس, not الرئيس."""
    words: list[str] = []
    roles: list[Role] = []
    at = place - 1
    if at >= 0 and page.tokens[at].text in _COMMA:
        at -= 1
    while at >= 0 and len(words) < _LONGEST and page.tokens[at].kind == "word" and not taken[at]:
        if page.inside[at] != page.inside[place]:
            break
        words.insert(0, page.tokens[at].norm)
        roles = _as_role(words, lists) or roles
        at -= 1
    return roles


def _as_role(words: list[str], lists: Gazetteer) -> list[Role]:
    """The words as a role, () if they are none: a listed title, then only demonyms and adjectives with ال."""
    for _, first in _openings(words[0]):
        for length in range(len(words), 0, -1):
            phrase = " ".join([first, *words[1:length]])
            known = lists.title(phrase)
            if known is None or known[0] not in _BARE or not all(word.startswith("ال") for word in words[length:]):
                continue
            whole = (first, *words[1:])
            roles = [whole] if len(whole) > 1 else []
            if phrase.startswith("ال"):
                roles.append(tuple(phrase.split()))
            return roles if whole[-1].startswith("ال") or length > 1 else []
    return []


@remembered
def _openings(word: str) -> tuple[tuple[str, str], ...]:
    """`(proclitic, word)` readings; after لل the word gets its ال back."""
    readings = split_proclitics(word) if len(word) <= 40 else ()
    return tuple((p, "ال" + rest if p.endswith("لل") else rest) for p, rest in readings if p in _BEFORE)


def _role_at(page: Page, place: int, taken: Sequence[str], bearers: Bearers) -> tuple[str, Mention, int] | None:
    """The role that begins at this token and stands alone: (entity, mention, index of the token after it)."""
    if taken[place] or page.inside[place] < 0 or page.tokens[place].kind != "word":
        return None
    for proclitic, first in _openings(page.tokens[place].norm):
        introduced = bearers.get(first)
        if introduced is None:
            continue
        for length in range(_LONGEST, 0, -1):
            rest = page.tokens[place + 1 : place + length]
            role = (first, *(token.norm for token in rest))
            known = introduced.get(role)
            if (
                known is None
                or len(role) < length
                or place < known[1]
                or not _stands_alone(page, place + length, taken)
            ):
                continue
            token = page.tokens[place]
            start = offset_after(token, proclitic.removesuffix("لل"))
            end = page.tokens[place + length - 1].end
            return known[0], Mention(start=start, end=end, text=page.text[start:end], form="role"), place + length
    return None


def _stands_alone(page: Page, after: int, taken: Sequence[str]) -> bool:
    """Whether what follows does not go on with the role: no name, no adjective, no comma and name."""
    if after >= len(page.tokens) or page.inside[after] != page.inside[after - 1]:
        return True
    if page.tokens[after].text in _COMMA:
        after += 1
        return after >= len(page.tokens) or not taken[after]
    return not taken[after] and not page.tokens[after].norm.startswith("ال")
