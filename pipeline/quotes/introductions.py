"""With what an article introduces its people, bodies and papers: offices, kinds, family names.

Everything is found once, when the article is laid out, and then only looked up.
"""

from bisect import insort
from collections.abc import Iterator

from pipeline.contracts import Entity
from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.adjuncts import bare
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Named, Reading
from pipeline.quotes.roles import Roles
from pipeline.text import Split, fold, split_proclitics

_ENDS = ("،", ",", ".", ":", "؛")  # of a phrase
_FULL_NAME = 2  # words
_KIND_WORDS = 3  # words and marks before a name: وكالة أنباء "
_TITLED = 3  # words from a name, its titles included, to the building that bears it
_ROLE_WORDS = 8  # words around a name that may say what its bearer is


class Introductions:
    """What stands beside the names of one article.

    Attributes:
        described: entity id -> the folded words beside it, without articles.
        verbatim: the same with their articles: الخارجية, not خارجية of خارجية النرويج.
        roles: noun of an office, calling or form of address -> the people it stands beside, in order.
        kinds: kind of organisation -> the mentions that are, or stand behind, one: شبكة "الضفاف".
        family_names: the last word of every person's name, and the last two, to the person mentioned first.
        full_names: the mention of a body by the beginning of a name given before -> that body: البنك الأوروبي.
        short_names: how the name of one body alone begins, two words or more, to the body: صندوق النقد.
        namesakes: family name -> the mentions of people who bear it, in order.
        offices: entity id -> the first office right before a name of that person, in code points.
    """

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._words = lexicon.words
        covered = frozenset(word for callings in lexicon.words.callings.values() for word in callings)
        self._role_words = lexicon.words.roles | lexicon.words.honorifics | covered
        self.described: dict[str, set[str]] = {}
        self.verbatim: dict[str, set[str]] = {}
        self.offices = self._index_offices()
        self.roles = self._index_roles()
        self.kinds = self._index_kinds()
        self.family_names = self._index_family_names()
        self.namesakes = self._index_namesakes()
        self.short_names = self._index_short_names()
        self.full_names = self._index_full_names()

    def introduce(self, person: Named, office: tuple[str, ...]) -> None:
        """Note the office with which a person speaks: مدير المرفأ في مدينة الضفاف سامر الحداد."""
        words = [bare(word) for word in office]
        known = self.described.setdefault(person.entity.id, set())
        if words[0] not in known:
            insort(self.roles.setdefault(words[0], []), person, key=lambda named: named.first)
        known.update(words)

    def is_described(self, named: Named, word: str) -> bool:
        """Whether a word of a role is known of a person, or the noun of its adjective: الهلالي <- مدرب نادي الهلال."""
        known = self.described.get(named.entity.id, ())
        noun = word.removesuffix("ه").removesuffix("ي")
        return word in known or (
            noun != word and len(noun) > 2 and (noun in known or noun + "ه" in known or noun + "يه" in known)
        )

    def _index_family_names(self) -> dict[tuple[str, ...], Entity]:
        """The last word of every person's name, and the last two, to the person mentioned first."""
        names: dict[tuple[str, ...], Entity] = {}
        for named in self._reading.named:
            words = fold(named.entity.name).split(" ")
            if named.entity.type != "PER" or len(words) < _FULL_NAME:
                continue
            for count in (1, 2):
                names.setdefault(tuple(bare(word) for word in words[-count:]), named.entity)
            behind = self._reading.norm(named.last + 1)  # a family name that the mention leaves out
            if gazetteer().is_family(behind) and bare(behind) not in self._words.roles:
                names.setdefault((bare(behind),), named.entity)
        return names

    def _index_offices(self) -> dict[str, tuple[int, int]]:
        """Entity id -> the first office right before a name of that person."""
        roles = Roles(self._reading, self._lexicon)
        offices: dict[str, tuple[int, int]] = {}
        for named in self._reading.named:
            if named.entity.type != "PER" or named.entity.id in offices:
                continue
            office = roles.before(named)
            if office is not None:
                offices[named.entity.id] = office
        return offices

    def _index_namesakes(self) -> dict[str, list[Named]]:
        """Family name -> the mentions of people who bear it, in order."""
        bearers: dict[str, list[Named]] = {}
        for named in self._reading.named:
            words = fold(named.entity.name).split(" ")
            if named.entity.type == "PER" and len(words) >= _FULL_NAME:
                bearers.setdefault(words[-1], []).append(named)
        return bearers

    def _index_short_names(self) -> dict[tuple[str, ...], Entity]:
        """How a body's name begins, two words or more, where no other's does: صندوق النقد of صندوق النقد الدولي."""
        bodies = {named.entity.id: named.entity for named in self._reading.named if named.entity.type == "ORG"}
        names: dict[tuple[str, ...], list[Entity]] = {}
        for entity in bodies.values():
            words = fold(entity.name).split()
            for count in range(_FULL_NAME, len(words)):
                names.setdefault(tuple(words[:count]), []).append(entity)
        return {words: owners[0] for words, owners in names.items() if len(owners) == 1}

    def _index_full_names(self) -> dict[str, Entity]:
        """Entity id -> the body named in full before it, where the rest of its name hangs on a preposition.

        البنك الأوروبي is البنك الأوروبي لإعادة الإعمار; but الجيش الوطني is not الجيش الوطني الحر.
        """
        full: dict[str, Entity] = {}
        begun: dict[tuple[str, ...], Entity] = {}
        for named in self._reading.named:
            if named.entity.type != "ORG":
                continue
            words = fold(named.entity.name).split()
            longer = begun.get(tuple(words))
            if longer is not None and not gazetteer().lookup(named.entity.name):
                full.setdefault(named.entity.id, longer)
            for count in range(_FULL_NAME, len(words)):
                if words[count][:1] == "ل" or words[count] in self._words.prepositions:
                    begun.setdefault(tuple(words[:count]), named.entity)
        return full

    def _index_roles(self) -> dict[str, list[Named]]:
        """Role noun -> the people it stands beside, in order."""
        roles: dict[str, list[Named]] = {}
        for named in self._reading.named:
            if named.entity.type != "PER":
                continue
            written = list(self._beside(named))
            around = [bare(word) for word in written]
            self.described.setdefault(named.entity.id, set()).update(around)
            self.verbatim.setdefault(named.entity.id, set()).update(written)
            for word in around:
                if word in self._role_words:
                    roles.setdefault(word, []).append(named)
        return roles

    def _beside(self, named: Named) -> Iterator[str]:
        """The words before a name in its phrase, and those of the apposition behind it."""
        reading = self._reading
        for step in range(1, _ROLE_WORDS):
            norm = reading.norm(named.first - step)
            if step == 1 and norm == "،":
                continue  # رئيس الكتلة، سامر الحداد
            if norm in self._words.prepositions or norm in _ENDS or norm == "":
                break
            if norm in self._lexicon.complementizers:
                break  # أعلن مسؤول أن سامر
            if step == 1 and norm in self._words.dependents:
                break  # طبيب الحداد is not he
            if norm[:1] == "و" and norm[1:] in self._role_words and norm not in self._role_words:
                yield norm[1:]
                break  # وزير النقل سامر [ووزيرة الصحة] منى
            if step <= _TITLED and any(split.rest in self._words.dependents for split in _glued(norm)):
                break  # المدير الطبي بمستشفى د. الحداد
            yield norm
        behind = named.last + 1
        if (
            reading.norm(behind) in ("،", ",")
            or reading.norm(behind)[:2] == "ال"
            or bare(reading.norm(behind)) in self._words.roles
        ):
            for step in range(_ROLE_WORDS):
                norm = reading.norm(behind + step)
                if (step and norm in _ENDS) or norm in self._lexicon.complementizers:
                    break
                yield norm

    def _index_kinds(self) -> dict[str, list[Named]]:
        """Kind of organisation -> the mentions that are, or stand behind, one: شبكة "سي.أن.أن"."""
        kinds: dict[str, list[Named]] = {}
        known: dict[str, set[str]] = {}
        for named in self._reading.named:
            if named.entity.type == "PER":
                continue
            heads = {bare(fold(name).split(" ")[0]) for name in (named.entity.name, named.mention.text)}
            heads.update(self._kinds_before(named))
            if named.entity.type == "LOC":
                heads -= self._words.bodies  # شرطة الضفة is not الضفة
            known.setdefault(named.entity.id, set()).update(head for head in heads if head)
        for named in self._reading.named:
            for kind in known.get(named.entity.id, ()):
                kinds.setdefault(kind, []).append(named)
        return kinds

    def _kinds_before(self, named: Named) -> Iterator[str]:
        """The kinds that lead up to a name: [وكالة] [أنباء] "الأناضول", [وكالة] التصنيف الائتماني فيتش."""
        for index in range(named.first - 1, max(named.first - 1 - _KIND_WORDS, -1), -1):
            if self._reading.opened_at(index) is not None:
                continue
            norm = self._reading.norm(index)
            kinds = [split.rest for split in split_proclitics(norm) if split.rest in self._words.named_kinds]
            if not kinds and norm[:2] != "ال":
                return
            yield from kinds


def _glued(norm: str) -> Iterator[Split]:
    """The readings of a word with ب or ل on it."""
    return (split for split in split_proclitics(norm) if split.proclitic in ("ب", "ل"))
