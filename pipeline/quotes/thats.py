"""Whose an أن is: a cue's, or a word's right before it."""

from pipeline.entities.model_forms import is_imperfect
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import Reading

_THAT = "ان"
_SPECIAL = "خاصه"


class Thats:
    """Looks at what stands beside an أن in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._lexicon = lexicon

    def belongs_to_word(self, before: str) -> bool:
        """بعد أن، ضرورة أن: this أن is not the cue's."""
        words = self._lexicon.not_after
        return before in words or (before[:1] in ("و", "ف") and before[1:] in words)

    def is_wish(self, index: int) -> bool:
        """Whether a verb follows this أن, as behind "is able to": يقدر أن يأتي."""
        norm = self._reading.norm(index + 1)
        return len(self._reading.norm(index)) == len(_THAT) and norm[:1] in ("ي", "ت", "ن") and is_imperfect(norm)

    def is_adjective(self, index: int) -> bool:
        """Whether خاصة says of what kind the sources are, not "especially": قالت مصادر [خاصة] أن."""
        words = self._lexicon.words
        noun = self._reading.norm(index - 1)
        return self._reading.norm(index) == _SPECIAL and any(
            noun in nouns for nouns in (words.papers, words.feminine_plurals, words.anonymous)
        )
