"""Where the words of saying are, and whom they agree with."""

from dataclasses import dataclass

from pipeline.contracts.spans import CueClass
from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.conjugation import Gender, Number, Shape
from pipeline.quotes.lexicon import Lemma, Lexicon
from pipeline.quotes.notquote import is_name
from pipeline.quotes.reading import Reading, Stretch
from pipeline.text import offset_after, split_proclitics, strip_conjunction

AND = "و"
"""Before a verb, by itself: و أضاف."""
_LAM = "لم"
_BETWEEN = "بين"  # and the verb: made clear
_PAIRED = 20  # tokens from بين to its وبين
_LESS_WITHIN = 5  # tokens from يقل, to be less, to its عن
_NEED_WITHIN = 9  # tokens from a verb to its preposition, its subject between them
_MARKS_ABOVE = "".join(map(chr, range(0x64B, 0x653))) + "\u0640"
_NO_SUBJECT = ("ات", "ين", "ه")  # of a masculine verb: things in the plural, an oblique plural, a feminine noun
_VERB_PROCLITICS = ("", "و", "ف")
_NOUN_PROCLITICS = ("", "و", "ب", "وب", "ل", "ول", "ف")


@dataclass(frozen=True, slots=True)
class CueWord:
    """A cue in its place.

    Attributes:
        first, last: tokens, inclusive; several for لفت الانتباه and حسبما أفادت.
        start, end: code points, without و and ف.
        conjoined: whether و or ف is written onto it, or و stands before it by itself.
        relative: whether الذي or التي stands before it.
        negated: whether لم, لا or لن does.
    """

    lemma: Lemma
    shape: Shape
    gender: Gender | None
    number: Number | None
    person: int
    first: int
    last: int
    start: int
    end: int
    conjoined: bool = False
    relative: bool = False
    negated: bool = False

    @property
    def finite(self) -> bool:
        """A verb with person, as against participle and verbal noun."""
        return self.shape in ("perfect", "imperfect")

    @property
    def cue_class(self) -> CueClass:
        """speech, opinion, according or directive."""
        return self.lemma.cue_class


def find_cues(reading: Reading, stretch: Stretch, lexicon: Lexicon) -> list[CueWord]:
    """The cue words of one sentence, in order; words inside names are none."""
    found = []
    for index in range(stretch.first, stretch.last + 1):
        if reading.tokens[index].kind != "word" or reading.named_at(index):
            continue
        around = reading.around(index)
        if around is not None and is_name(reading, around, lexicon):
            continue  # كتاب «كيف قال أجدادنا إن البحر لا ينسى»
        cue = _cue_at(reading, stretch, index, lexicon)
        if cue is not None:
            found.append(cue)
    return found


def _cue_at(reading: Reading, stretch: Stretch, index: int, lexicon: Lexicon) -> CueWord | None:
    token, words = reading.tokens[index], lexicon.words
    for proclitic, rest in split_proclitics(token.norm):
        for candidate in lexicon.forms.get(rest, ()):
            form = candidate.form
            allowed = _NOUN_PROCLITICS if form.shape == "noun" else _VERB_PROCLITICS
            if not _same_ending(token.text, form.written) or _is_i(token.text, proclitic, form.written):
                continue
            if candidate.lemma.needs and not _has_need(reading, index, candidate.lemma.needs, lexicon):
                continue
            if proclitic not in allowed or (form.after_bi and "ب" not in proclitic):
                continue
            if form.after_lam and not _is_shortened(reading, index):
                continue
            if candidate.lemma.document and reading.norm(index + 1) != "في":
                continue  # وردت المديرة على is no ورد في
            if form.shape == "imperfect" and not proclitic and reading.norm(index - 1) in words.before_subjunctive:
                continue
            if form.shape == "noun" and rest in words.occasions:
                continue  # في تصريحه إن: the occasion of another verb
            if form.shape == "noun" and strip_conjunction(reading.norm(index - 1)) in words.passives:
                continue  # تم إبلاغه بأن
            if not proclitic and _describes(reading, index, form.shape, lexicon):
                continue
            before = _before(reading, stretch, index, lexicon)
            if form.shape in ("perfect", "imperfect") and _is_no_verb(
                reading, stretch, index, candidate.lemma, proclitic, lexicon
            ):
                continue
            last = index + 1 if reading.norm(index + 1) in candidate.lemma.object else index
            return CueWord(
                candidate.lemma, form.shape, form.gender, form.number, form.person, index, last,
                offset_after(token, proclitic), reading.tokens[last].end,
                conjoined=proclitic[:1] in ("و", "ف") or (index > stretch.first and reading.norm(index - 1) == AND),
                relative=before in lexicon.words.relative,
                negated=strip_conjunction(reading.norm(index - 1)) in lexicon.words.negations and index > stretch.first,
            )  # fmt: skip
    return None


def _same_ending(text: str, written: str) -> bool:
    """Whether a final ة or ه is the same in both (مقرة is no مقره), and no ى stands for ي: تلقى is no تلقي."""
    last = text.rstrip(_MARKS_ABOVE)[-1:]
    if last == "ى" and written[-1] == "ي":
        return False
    return not (last in "ةه" and written[-1] in "ةه" and last != written[-1])


def _describes(reading: Reading, index: int, shape: Shape, lexicon: Lexicon) -> bool:
    """Whether a word only says something of the noun before it: كشفت دراسة [أعلنت] نتائجها, من مصادر [مؤكدة]."""
    noun, words = reading.norm(index - 1), lexicon.words
    if shape == "participle":
        return noun in words.feminine_plurals or noun in words.numerals
    if shape != "perfect" or noun not in words.papers:
        return False
    verb = strip_conjunction(reading.norm(index - 2))
    return reading.norm(index - 2) in lexicon.forms or verb in lexicon.forms


def _is_shortened(reading: Reading, index: int) -> bool:
    """Whether a verb is the one that لم shortens, not another: لم يقل إن, but not لم يقل العدد عن ألف."""
    if strip_conjunction(reading.norm(index - 1)) != _LAM:
        return False
    return all(reading.norm(index + step) != "عن" for step in range(1, _LESS_WITHIN))


def _has_need(reading: Reading, index: int, need: str, lexicon: Lexicon) -> bool:
    """Whether a verb's preposition follows it, at once or behind its subject: عبر عن, عبر مدير المرفأ سامر عن."""
    if reading.norm(index + 1) == need:
        return True
    named, norm = reading.named_at(index + 1), reading.norm(index + 1)
    person = named is not None and named.entity.type == "PER"
    if not person and norm.removeprefix("ال") not in lexicon.words.roles and not gazetteer().is_family(norm):
        return False
    return any(reading.norm(index + step) == need for step in range(2, _NEED_WITHIN))


def _is_i(text: str, proclitic: str, written: str) -> bool:
    """Whether a verb that begins with a bare alef is written with a hamza on it: أعتقد is I believe, no اعتقد."""
    return written[:1] == "ا" and text[len(proclitic) : len(proclitic) + 1] == "أ"


def _before(reading: Reading, stretch: Stretch, index: int, lexicon: Lexicon) -> str:
    """The word before a cue, auxiliaries passed over: الذي كان قد أكد -> الذي."""
    place = index - 1
    while place > stretch.first and reading.norm(place) in lexicon.words.auxiliaries:
        place -= 1
    return reading.norm(place) if place >= stretch.first else ""


def _is_led(reading: Reading, stretch: Stretch, index: int, lexicon: Lexicon) -> bool:
    """Whether a preposition and a pronoun lead to the verb: إلى ذلك [كشف] سامر, ومع هذا [أكد]."""
    if index - 2 < stretch.first or reading.norm(index - 1) not in lexicon.words.demonstratives:
        return False
    return strip_conjunction(reading.norm(index - 2)) in lexicon.words.prepositions


def _is_no_verb(reading: Reading, stretch: Stretch, index: int, lemma: Lemma, proclitic: str, lexicon: Lexicon) -> bool:
    """A noun that looks like a verb: في رد, على طلب; وبين away from the head of a clause (بين)."""
    before = reading.norm(index - 1) if index > stretch.first else ""
    if not proclitic and before in lexicon.words.no_verb_after and not _is_led(reading, stretch, index, lexicon):
        return True
    if lemma.elative and _is_elative(reading, index, lexicon):
        return True
    if before == "ما" and reading.norm(index - 2) in lexicon.according["before_ma_verb"]:
        return False  # على ما نقلت الوكالة
    if proclitic and lemma.text == _BETWEEN and _has_between(reading, stretch, index):
        return True  # بين البحر والجبل، [وبين] المدينة
    if not lemma.ambiguous or proclitic:
        return bool(lemma.ambiguous and before and reading.is_word(index - 1) and lemma.text == _BETWEEN)
    return reading.is_word(index - 1) and index > stretch.first and before not in lexicon.words.verb_after


def _has_between(reading: Reading, stretch: Stretch, index: int) -> bool:
    """Whether a بين stands before this one in its sentence: they are prepositions, and a pair."""
    return any(reading.norm(place) == _BETWEEN for place in range(max(stretch.first, index - _PAIRED), index))


def _is_elative(reading: Reading, index: int, lexicon: Lexicon) -> bool:
    """Whether أبرز is "the most prominent", by what follows: a plural, or a noun that is neither person nor paper."""
    if not reading.tokens[index].norm.endswith("ابرز") or reading.named_at(index + 1) is not None:
        return False
    words, norm = lexicon.words, reading.norm(index + 1)
    noun = norm.removeprefix("ال")
    if norm.endswith(_NO_SUBJECT) or reading.norm(index - 1) == "من":
        return True
    speaks = any(noun in nouns for nouns in (words.roles, words.papers, words.sources, words.bodies, words.people))
    return norm[:2] != "ال" and reading.is_word(index + 1) and not speaks
