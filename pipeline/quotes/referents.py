"""Who may speak in an article, and each time that somebody did."""

from dataclasses import dataclass, field
from typing import Literal

from pipeline.contracts import Entity
from pipeline.contracts.spans import SpeakerType
from pipeline.quotes.conjugation import Gender, Number


@dataclass(slots=True)
class Referent:
    """Somebody or something that speaks in the article.

    Attributes:
        name: the entity's name, or the phrase.
        head: the folded head noun of a phrase, without ال.
        gender, number: what the verbs have shown so far.
        role: the office, code points.
        words: the folded words of a phrase.
        voiced: whether it was named beside a verb as its subject; else it is guessed that it speaks.
    """

    name: str
    type: SpeakerType | None
    entity: Entity | None = None
    head: str = ""
    gender: Gender | None = None
    number: Number | None = None
    role: tuple[int, int] | None = None
    words: frozenset[str] = field(default_factory=frozenset)
    voiced: bool = False

    def agrees(self, gender: Gender | None, number: Number | None) -> bool:
        """Whether a verb of this gender and number can have it as its subject."""
        if number == "p":
            return self.number in ("p", "d")  # لافتين is of two, too
        if number == "d":
            return self.number == "d"
        if self.number in ("p", "d") and number == "s" and self.type not in ("ORG", "LOC", "MISC", "ANON"):
            return False
        return gender is None or self.gender is None or self.gender == gender


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn to speak, at a token; `inside` somebody else's words or not, `quoted` or only the subject."""

    referents: tuple[Referent, ...]
    index: int
    inside: bool
    quoted: bool = True

    def agrees(self, gender: Gender | None, number: Number | None) -> bool:
        """Whether a verb of this gender and number can have them as its subject."""
        if len(self.referents) > 1:
            return number == "p" or (number == "d" and len(self.referents) == 2)
        return self.referents[0].agrees(gender, number)


Met = Literal["spoke", "inside", "began"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who might speak where no subject is named, for an explanation.

    Attributes:
        name: as given out; of two who spoke together, both.
        met: spoke or was the subject of a verb, did so inside somebody's words, or began a sentence.
        shown: gender and number, as far as they are known.
        fits: whether the verb agrees.
    """

    name: str
    met: Met
    shown: tuple[Gender | None, Number | None]
    fits: bool
