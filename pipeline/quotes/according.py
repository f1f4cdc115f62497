"""According to whom: بحسب الوكالة، وفقا للكرملين، حسبما أفادت مصادر، على حد قوله."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pipeline.quotes.adjuncts import SO_CALLED
from pipeline.quotes.beside import Beside
from pipeline.quotes.conjugation import Gender, Number
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Reading, Stretch
from pipeline.quotes.source_names import SOURCE_COMMAS, SourceNames
from pipeline.text import offset_after, split_proclitics

_OBJECTS = ("ه", "ها", "نا", "ني")  # ما أكده, ما أفادنا
_PRONOUNS: dict[str, tuple[Gender | None, Number | None]] = {
    "ه": ("m", "s"), "ها": ("f", "s"), "هم": (None, "p"), "هما": (None, "d"),
}  # fmt: skip
_AS = "كما"
_THIRD = 3  # person
_SHORT_PHRASE = 4  # words before a leading phrase: وفي القاهرة، بحسب الوزارة


@dataclass(frozen=True, slots=True)
class According:
    """An according-phrase.

    Attributes:
        first, last: tokens of the cue, inclusive (حسبما أفادت: both words).
        start, end: code points of the cue, without و.
        name_first, name_last: tokens that name the speaker; empty (name_last < name_first) for على حد قوله.
        leads: whether its words come after it.
        pronoun: of على حد قوله and وفقا له, where that is all there is.
    """

    first: int
    last: int
    start: int
    end: int
    name_first: int
    name_last: int
    leads: bool
    pronoun: str = ""

    @property
    def gender(self) -> Gender | None:
        """Of the pronoun; None without."""
        return _PRONOUNS.get(self.pronoun, (None, None))[0]

    @property
    def number(self) -> Number | None:
        """Of the pronoun; None without."""
        return _PRONOUNS.get(self.pronoun, (None, None))[1]


def find_accordings(
    reading: Reading, stretch: Stretch, cues: Mapping[int, CueWord], lexicon: Lexicon
) -> list[According]:
    """The according-phrases of one sentence, in order."""
    return list(_Finder(reading, stretch, cues, lexicon).all())


class _Finder:
    def __init__(self, reading: Reading, stretch: Stretch, cues: Mapping[int, CueWord], lexicon: Lexicon) -> None:
        self._reading = reading
        self._stretch = stretch
        self._cues = cues
        self._words = lexicon.words
        self._lexicon = lexicon
        self._beside = Beside(reading, lexicon)
        self._names = SourceNames(reading, stretch, cues, lexicon)
        data = lexicon.according
        self._begins = data["bare"] | data["with_li"] | data["with_an"] | data["before_verb"] | data["before_ma_verb"]
        self._begins |= {phrase[0] for phrase in lexicon.according_phrases} | {_AS}

    def all(self) -> Iterator[According]:
        index = self._stretch.first
        while index <= self._stretch.last:
            found = None
            if self._reading.tokens[index].kind == "word" and self._reading.named_at(index) is None:
                found = self._at(index)
            if found is not None:
                yield found
                index = max(found.name_last, found.last) + 1
            else:
                index += 1

    def _at(self, index: int) -> According | None:
        norm = self._reading.norm(index)
        word = norm[1:] if norm[:1] == "و" and norm not in self._begins else norm
        if word not in self._begins:
            return None
        start = offset_after(self._reading.tokens[index], norm[: len(norm) - len(word)])
        return (
            self._phrase(index, word, start)
            or self._as(index, word, start)
            or self._with_verb(index, word, start)
            or self._with_preposition(index, word, start)
            or self._bare(index, word, start)
        )

    def _with_preposition(self, index: int, word: str, start: int) -> According | None:
        """وفقا ل, طبقا ل, نقلا عن."""
        data = self._lexicon.according
        following = self._reading.norm(index + 1)
        if word in data["with_li"] and following == "لما":
            return self._behind_verb(index, index + 2, start)
        if word in data["with_li"] and following[:1] == "ل" and following[1:] in _PRONOUNS:
            token = self._reading.tokens[index]
            return According(
                index, index, start, token.end, index + 1, index + 1, self._leads(index, start), pronoun=following[1:]
            )  # وفقا له
        if word in data["with_li"] and following[:1] == "ل":
            begin = index + 2 if following in ("ل", "لل") else index + 1
            return self._name(index, index, start, begin, sure=True)
        if word in data["with_an"] and following == "عن":
            return self._name(index, index, start, index + 2, sure=True)
        return None

    def _bare(self, index: int, word: str, start: int) -> According | None:
        """بحسب, and حسب and وفق where a source stands behind them."""
        what = self._reading.norm(index + 1) == "ما" and self._reading.norm(index + 2) not in SO_CALLED
        if word not in self._lexicon.according["bare"] or what:
            return None  # وفق ما كتب فيه
        return self._name(index, index, start, index + 1, sure=word == "بحسب")

    def _with_verb(self, index: int, word: str, start: int) -> According | None:
        """حسبما أفادت مصادر, وفق ما ذكرت الوكالة, كما قال الوزير at the end."""
        data = self._lexicon.according
        verb = index + 1
        if word in data["before_ma_verb"] and self._reading.norm(verb) == "ما":
            verb += 1
        elif word not in data["before_verb"]:
            return None
        return self._behind_verb(index, verb, start)

    def _behind_verb(self, index: int, verb: int, start: int) -> According | None:
        """With the subject of the verb at token `verb`: ما أفادت [مصادر], ما أوردته [وكالة], ما صرح به [الناطق]."""
        if not self._is_verb(verb):
            return None
        name = verb + 1
        while self._beside.may_precede(self._reading.norm(name)):
            name += 1
        cue = self._cues.get(verb)
        if cue is not None and cue.lemma.impersonal and cue.shape == "imperfect" and not self._beside.is_one(name):
            return None  # على ما يعتقد
        if cue is not None and not cue.lemma.document and self._is_occasion(name):
            end, pronoun = self._reading.tokens[verb].end, "ها" if cue.gender == "f" else "ه"
            return According(index, verb, start, end, verb + 1, verb, self._leads(index, start), pronoun=pronoun)
        return self._name(index, verb, start, name, sure=True)

    def _is_occasion(self, index: int) -> bool:
        """بحسب ما ذكر في [مؤتمر صحافي]: where it was said, by whoever is in the verb; what is read may speak itself."""
        norm, words = self._reading.norm(index), self._words
        return self._reading.norm(index - 1) == "في" and norm in words.occasions and norm not in words.papers

    def _as(self, index: int, word: str, start: int) -> According | None:
        """كما أعلنت الشرطة مساء الأربعاء: behind a comma, and nothing but time and place behind the subject."""
        verb = index + 1
        cue = self._cues.get(verb)
        if word != _AS or cue is None or cue.shape != "perfect" or cue.cue_class != "speech" or cue.conjoined:
            return None
        if self._reading.norm(index - 1) not in SOURCE_COMMAS or cue.lemma.bearer or not self._beside.is_one(verb + 1):
            return None
        phrase = self._unless_opened(self._behind_verb(index, verb, start))
        return (
            phrase
            if phrase is not None and not phrase.leads and self._beside.is_bare(phrase.name_first, phrase.name_last)
            else None
        )

    def _is_verb(self, index: int) -> bool:
        cue = self._cues.get(index)
        if cue is not None:
            return cue.finite and cue.person == _THIRD  # not على ما أظن
        norm = self._reading.norm(index)
        return any(
            norm.endswith(pronoun)
            and any(
                f.form.shape in ("perfect", "imperfect") and f.form.person == _THIRD
                for f in self._lexicon.forms.get(norm[: -len(pronoun)], ())
            )
            for pronoun in _OBJECTS
        )

    def _phrase(self, index: int, word: str, start: int) -> According | None:
        """على حد قول الوزير, على حد تعبيره."""
        for phrase in self._lexicon.according_phrases:
            if word != phrase[0]:
                continue
            words = [self._reading.norm(index + step) for step in range(1, len(phrase))]
            if words[:-1] != list(phrase[1:-1]) or not words[-1].startswith(phrase[-1]):
                continue
            last = index + len(phrase) - 1
            pronoun = words[-1][len(phrase[-1]) :]
            if pronoun in _PRONOUNS:
                end = self._reading.tokens[last].end
                return According(index, last, start, end, last + 1, last, leads=False, pronoun=pronoun)
            if not pronoun:
                return self._unless_opened(self._name(index, last, start, last + 1, sure=True))
        return None

    def _unless_opened(self, phrase: According | None) -> According | None:
        """None where the phrase opens words of its own: كما قال سامر إن, كما قال سامر: «…»."""
        behind = phrase.name_last + 1 if phrase is not None else 0
        norm = self._reading.norm(behind)
        opens = norm in self._lexicon.complementizers or norm == ":" or self._reading.opened_at(behind) is not None
        return None if opens else phrase

    def _past_telling(self, begin: int) -> int:
        """The owner of a telling: حسب رواية [الجار سامر]; but بحسب رواية رسمية is the telling itself."""
        tellings = self._lexicon.according["tellings"]
        if not any(split.rest in tellings for split in split_proclitics(self._reading.norm(begin))):
            return begin
        owner = begin + 1
        owned = self._reading.named_at(owner) is not None or self._reading.norm(owner)[:2] == "ال"
        return owner if owned and self._reading.norm(begin)[:2] not in ("ال", "لل") else begin

    def _name(self, first: int, last: int, start: int, begin: int, *, sure: bool) -> According | None:
        """With the stretch that names the speaker, from token `begin`."""
        owner = self._past_telling(begin)
        sure, begin = sure or owner != begin, owner
        if begin > self._stretch.last or self._is_plan(begin):
            return None
        if not sure and not self._is_source(begin):
            return None
        leads = self._leads(first, start)
        end = self._names.last(begin, leads=leads)
        joined = start > self._reading.tokens[first].start
        whole = self._names.last(begin, leads=False) >= self._stretch.last - 1 and first > self._stretch.first
        if leads and whole and not joined:
            leads, end = False, self._names.last(begin, leads=False)  # the sentence ends with it
        return According(first, last, start, self._reading.tokens[last].end, begin, end, leads)

    def _is_plan(self, index: int) -> bool:
        """وفق الخطة, وفقا للشروط: a plan or rule, not a source."""
        if self._reading.named_at(index):
            return False
        plans = self._lexicon.according["not_sources"]
        return any(_owned(split.rest) & plans for split in split_proclitics(self._reading.norm(index)))

    def _is_source(self, index: int) -> bool:
        """Whether a name or a noun for sources stands here: وفق مسؤولين."""
        if self._reading.named_at(index) or self._reading.opened_at(index):
            return True
        nouns = self._words.sources | self._words.roles
        return any(split.rest in nouns for split in split_proclitics(self._reading.norm(index)))

    def _leads(self, first: int, start: int) -> bool:
        """Whether و is on it, or hardly anything stands before it in its sentence, or a short phrase and a comma.

        Args:
            first: its first token.
            start: the code point where it begins behind the و: ووفقا لشهود.
        """
        if start > self._reading.tokens[first].start:
            return True
        allowed = _SHORT_PHRASE if self._reading.norm(first - 1) in SOURCE_COMMAS else 0
        return bisect_left(self._head, first) <= allowed

    @cached_property
    def _head(self) -> list[int]:
        """The first words of the sentence that are no openers, as many as `_leads` has to know."""
        words = (
            index
            for index in range(self._stretch.first, self._stretch.last + 1)
            if self._reading.is_word(index) and self._reading.norm(index) not in self._words.openers
        )
        return list(islice(words, _SHORT_PHRASE + 1))


def _owned(norm: str) -> frozenset[str]:
    """A noun as it stands, and without the pronoun of its owner: رغبتها -> رغبه."""
    forms = {norm}
    for owner in _PRONOUNS:
        stem = norm.removesuffix(owner)
        if stem != norm:
            forms.update((stem, stem[:-1] + "ه" if stem.endswith("ت") else stem))
    return frozenset(forms)
