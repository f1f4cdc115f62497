"""Whether marks or a colon stand close enough behind a cue to hold its words."""

from collections.abc import Mapping

from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name, is_short
from pipeline.quotes.reading import Marked, Reading
from pipeline.quotes.thats import Thats
from pipeline.text import split_proclitics

CLOSE_REACH = 14
"""Tokens between a verb like أكد and marks, which follow it closely."""


class Closeness:
    """Looks at what stands between cues and what is opened behind them in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon, cues: Mapping[int, CueWord]) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._cues = cues
        self._thats = Thats(reading, lexicon)

    def is_ratio(self, index: int) -> bool:
        """3:2, 20:30."""
        tokens = self._reading.tokens
        return 0 < index < len(tokens) - 1 and tokens[index - 1].kind == tokens[index + 1].kind == "number"

    def holds_clause(self, cue: CueWord, marked: Marked) -> bool:
        """Whether marks hold what a verb takes, أن included: أكدت دراسة حديثة "أن الصيف طويل"."""
        norm = self._reading.norm(marked.first)
        return self._lexicon.complementizers.get(norm) in cue.lemma.takes and not is_short(marked)

    def is_of_paper(self, cue: CueWord) -> bool:
        """Whether a verb is of what stands in a paper: جاء في [بيان], ورد في [رسالته]; not جاء في المركز «الأول»."""
        words = self._lexicon.words
        lists = (words.papers, words.occasions, words.tellings)
        splits = split_proclitics(self._reading.norm(cue.last + 2))
        return any(split.rest in papers for split in splits for papers in lists)

    def is_close(self, cue: CueWord, index: int) -> bool:
        """Whether only the subject, a comma or a colon stands between a cue and what is opened at `index`."""
        before = index - 1
        while before > cue.last and self._reading.norm(before) in ("،", ",", ":"):
            before -= 1
        named = self._reading.named_at(before)
        addressed = self._reading.closed_at(before)
        if addressed is not None and is_name(self._reading, addressed, self._lexicon):
            return True  # صرح سامر لوكالة «الضفاف» «…»
        return before == cue.last or (named is not None and named.last == before) or self._reading.norm(index) == ":"

    def goes_on(self, marked: Marked) -> bool:
        """Whether a short pair is only the subject's name, the words still to come: ذكر "الحداد" أنه."""
        if not is_short(marked) or marked.pair.balance != "closed":
            return False
        after = marked.ends + 1
        for index in range(after, min(after + CLOSE_REACH, len(self._reading.tokens))):
            norm = self._reading.norm(index)
            if norm in (".", "؟", "!"):
                return False
            if index in self._cues:
                return False
            if norm in self._lexicon.complementizers or norm == ":":
                return not self._thats.belongs_to_word(self._reading.norm(index - 1))
            other = self._reading.opened_at(index)
            if other is not None and not is_short(other):
                return True
        return False
