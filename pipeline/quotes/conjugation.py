"""The written forms of an Arabic verb of saying, made from its root and pattern.

Only what newspapers use to report speech: third person, perfect and imperfect, future, accusative participle and
the verbal noun with its subject. First person forms are made to be told apart (نقول), never to be reported.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal["perfect", "imperfect", "participle", "noun"]
Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]

_WEAK = "يوى"
_LONG = ("ي", "و", "ا")
_NOUN_SUFFIXES: tuple[tuple[str, Gender | None, Number], ...] = (
    ("ه", "m", "s"), ("ها", "f", "s"), ("هم", None, "p"), ("هما", None, "d"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One written form and whom it agrees with.

    Attributes:
        written: as in a dictionary, with hamzas (أضافت).
        gender, number: None where the form does not tell.
        person: 3, or 1 for أقول and نقول.
        after_bi: only behind ب is it a cue (بالقول).
        after_lam: only behind لم, which shortens it (لم يقل).
    """

    written: str
    shape: Shape
    gender: Gender | None
    number: Number | None
    person: int = 3
    after_bi: bool = False
    after_lam: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The four stems that the forms are built on; the participle and noun may be missing."""

    perfect: str
    imperfect: str
    participle: str
    noun: str


def principal_parts(root: str, pattern: Mapping[str, str], overrides: Mapping[str, str]) -> Parts:
    """The stems of `root` in `pattern`: ("ضيف", أ1ا3 …) -> أضاف, ضيف, مضيف, إضافة."""
    letters = {str(place): letter for place, letter in enumerate(root, start=1)}
    stems = {}
    for name in ("perfect", "imperfect", "participle", "noun"):
        template = pattern.get(name, "")
        stems[name] = overrides.get(name) or "".join(letters.get(sign, sign) for sign in template)
    return Parts(**stems)


def conjugate(parts: Parts) -> Iterator[Form]:
    """All forms of one verb."""
    yield from _perfect(parts.perfect)
    yield from _imperfect(parts.imperfect)
    yield from _jussive(parts.imperfect)
    if parts.participle:
        yield from _participle(parts.participle)
    if parts.noun:
        yield from _noun(parts.noun)


def _perfect(stem: str) -> Iterator[Form]:
    """قال قالت قالا قالتا قالوا قلن; نفى نفت نفيا; دعا دعت دعوا."""
    base, dual, plural = stem, stem + "ا", stem + "وا"
    if stem.endswith("ى"):
        base = stem[:-1]
        dual, plural = base + "يا", base + "وا"
    elif stem.endswith("ا"):
        base = stem[:-1]
        dual, plural = base + "وا", base + "وا"
    women = stem[0] + stem[2] + "ن" if len(stem) == 3 and stem[1] == "ا" else base + "ن"
    yield Form(stem, "perfect", "m", "s")
    yield Form(base + "ت", "perfect", "f", "s")
    yield Form(dual, "perfect", "m", "d")
    yield Form(base + "تا", "perfect", "f", "d")
    yield Form(plural, "perfect", "m", "p")
    yield Form(women, "perfect", "f", "p")


def _imperfect(stem: str) -> Iterator[Form]:
    """يقول تقول يقولان تقولان يقولون يقلن, the same with س, and نقول أقول."""
    weak = stem[-1] in _WEAK
    plural = (stem[:-1] if weak else stem) + "ون"
    dual = (stem[:-1] + "ي" if stem.endswith("ى") else stem) + "ان"
    forms = (
        Form("ي" + stem, "imperfect", "m", "s"),
        Form("ت" + stem, "imperfect", "f", "s"),
        Form("ي" + dual, "imperfect", "m", "d"),
        Form("ت" + dual, "imperfect", "f", "d"),
        Form("ي" + plural, "imperfect", "m", "p"),
        Form("ن" + stem, "imperfect", None, "p", person=1),
        Form("أ" + stem, "imperfect", None, "s", person=1),
    )
    for form in forms:
        yield form
        yield Form("س" + form.written, form.shape, form.gender, form.number, form.person)


def _jussive(stem: str) -> Iterator[Form]:
    """يقل of يقول, يشر of يشير, ينف of ينفي; what is not shortened is written like the imperfect."""
    short = stem
    if stem[-1] in _WEAK:
        short = stem[:-1]
    elif stem[-2:-1] in _LONG and stem[-3:-2] != "ا":  # يتناول keeps its و, a consonant
        short = stem[:-2] + stem[-1]
    if short != stem:
        yield Form("ي" + short, "imperfect", "m", "s", after_lam=True)
        yield Form("ت" + short, "imperfect", "f", "s", after_lam=True)


def _participle(stem: str) -> Iterator[Form]:
    """قائلا قائلة قائلين; داعيا داعية داعين."""
    plural = (stem[:-1] if stem.endswith("ي") else stem) + "ين"
    yield Form(stem + "ا", "participle", "m", "s")
    yield Form(stem + "ة", "participle", "f", "s")
    yield Form(plural, "participle", "m", "p")
    yield Form(stem + "تين", "participle", "f", "d")


def _noun(noun: str) -> Iterator[Form]:
    """قوله قولها قولهم; إشارته; ادعاءه ادعائه ادعاؤه; بالقول."""
    stems = [noun]
    if noun.endswith("ة"):
        stems = [noun[:-1] + "ت"]
    elif noun.endswith("ى"):
        stems = [noun[:-1] + "ا"]
    elif noun.endswith("ء"):
        stems = [noun[:-1] + seat for seat in "ءئؤ"]
    for stem in stems:
        for suffix, gender, number in _NOUN_SUFFIXES:
            yield Form(stem + suffix, "noun", gender, number)
    yield Form("ال" + noun, "noun", None, None, after_bi=True)
