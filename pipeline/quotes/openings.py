"""Which أن, colon or mark opens the words of which cue.

A sentence is walked once. Cues wait on a stack; what opens a clause goes to the nearest waiting cue that can take it:
in قالت النائبة، وهي حليفة دعت الرئيس للتنحي، إن … the إن passes by دعت, which takes none, to قالت.
"""

from collections.abc import Iterable

from pipeline.quotes.closeness import CLOSE_REACH, Closeness
from pipeline.quotes.cues import CueWord
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.notquote import is_name, is_short
from pipeline.quotes.opening import Opening, bare_words, postposed
from pipeline.quotes.reading import Marked, Reading, Stretch
from pipeline.quotes.thats import Thats
from pipeline.quotes.waiting import REACH, far_before, free_before, ready_for_marks

_NOUN_REACH = 5  # tokens between قوله and its إن
_BRACKETED = 14
_SEMICOLONS = ("؛", ";")
_OFFICE_REACH = 7  # tokens from عن in an office to its bearer
_STACK = 8  # cues that can wait at once
_GLUED = frozenset(("ب", "ل", "ك", "وب", "ول", "بال", "لل", "ال", "وال"))


class _Walk:
    """One pass over a sentence, or over the inside of a pair of marks in it."""

    def __init__(self, reading: Reading, lexicon: Lexicon, cues: dict[int, CueWord]) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._cues = cues
        self._thats = Thats(reading, lexicon)
        self._closeness = Closeness(reading, lexicon, cues)
        self.openings: dict[int, Opening] = {}  # by the cue's first token
        self._waiting: list[CueWord] = []
        self._last = -1  # of the sentence

    def run(self, first: int, last: int) -> None:
        """Walk tokens first..last. Marks are entered with a fresh stack, level by level, not by recursion."""
        inner: list[tuple[int, int]] = [(first, last)]
        self._last = last
        while inner:
            begin, end = inner.pop()
            self._waiting = []
            inner.extend(self._level(begin, end))

    def _level(self, index: int, last: int) -> Iterable[tuple[int, int]]:
        entered = []
        while index <= last:
            cue = self._cues.get(index)
            if cue is not None:
                self._push(cue)
                index = cue.last + 1
                continue
            named = self._reading.named_at(index)
            if named is not None:
                index = named.last + 1
                continue
            marked = self._reading.opened_at(index)
            if marked is not None:
                self._open_marks(marked)
                if marked.pair.balance == "closed":
                    entered.append((marked.first, min(marked.last, last)))
                    index = marked.ends + 1
                    continue
            elif self._reading.norm(index) in ("(", "["):
                index = self._past_brackets(index, last)
                continue
            elif self._reading.norm(index) == ":":
                self._open_colon(index)
            else:
                self._break(index)
                self._open_clause(index)
            index += 1
        return entered

    def _past_brackets(self, index: int, last: int) -> int:
        """The token behind a short remark in brackets: (د. ب. أ)."""
        for place in range(index + 1, min(index + _BRACKETED, last + 1)):
            if self._reading.norm(place) in (")", "]"):
                return place + 1
        return index + 1

    def _push(self, cue: CueWord) -> None:
        if cue.conjoined and cue.finite and not cue.relative:
            self._waiting = []
        if self._reading.norm(cue.last + 1) in self._lexicon.words.objects:
            return  # طلب عدم ذكر اسمه
        self._waiting.append(cue)

    def _break(self, index: int) -> None:
        """Cues that await أن, and no marks, stop waiting where another clause or their object begins."""
        norm = self._reading.norm(index)
        new_clause = (
            norm in self._lexicon.words.breaks
            or self._is_semicolon(index)
            or (
                norm[:1] == "و"
                and len(norm) > 3
                and self._reading.norm(index - 1) in ("،", ",")
                and norm not in self._lexicon.words.asides
                and norm[1:3] != "ال"
                and norm not in self._lexicon.words.own_letter
                and norm[1:] not in self._lexicon.words.roles
                and norm[1:] not in self._lexicon.words.counterparts
                and norm[1:] not in self._lexicon.complementizers
            )
        )
        if new_clause:
            self._waiting = [cue for cue in self._waiting[-_STACK:] if cue.lemma.marks == "free"]
        elif norm == "عن" and self._waiting and norm in self._waiting[-1].lemma.takes:
            self._take_object(index)

    def _is_semicolon(self, index: int) -> bool:
        """A semicolon parts clauses, but not a subject from its words or its office: …؛ أن, سامر؛ مدير المرفأ."""
        following = self._reading.norm(index + 1)
        if self._reading.norm(index) not in _SEMICOLONS or following in self._lexicon.complementizers:
            return False
        return self._reading.named_at(index - 1) is None or following not in self._lexicon.words.roles

    def _take_object(self, index: int) -> None:
        """كشف عن وجود: what the verb takes is a noun, and no clause is to come."""
        if self._reading.norm(index + 1) in self._lexicon.complementizers or self._names_subject(index):
            return
        self._waiting.pop()

    def _names_subject(self, index: int) -> bool:
        """Whether عن belongs to the office of a subject that is yet to be named: كشف مسؤول الرقابة عن الجودة سامر."""
        if index == self._waiting[-1].last + 1:
            return False
        for place in range(index + 1, min(index + _OFFICE_REACH, self._last) + 1):
            named = self._reading.named_at(place)
            if named is not None and named.entity.type == "PER":
                return True
            norm = self._reading.norm(place)
            if norm in ("،", ",", ".") or norm in self._lexicon.complementizers:
                return False
        return False

    def _give(self, place: int, opening: Opening) -> None:
        """The words belong to the waiting cue at `place`; what waits above it waits in vain."""
        cue = self._waiting[place]
        self.openings[cue.first] = opening
        aside = cue.relative or self._in_aside(cue)
        del self._waiting[place if aside else 0 :]

    def _in_aside(self, cue: CueWord) -> bool:
        """Whether a cue stands in a clause of its own between commas: ، وهو الذي أكد أن."""
        return any(self._reading.norm(cue.first - back) in self._lexicon.words.asides for back in (1, 2))

    # --- أن and إن ---

    def _open_clause(self, index: int) -> None:
        norm = self._reading.norm(index)
        if norm in self._lexicon.complementizers:
            if self._reading.norm(index + 1) not in self._lexicon.not_before:
                self._open_complement(index, norm)
        elif norm in self._lexicon.questions or norm in self._lexicon.whether_first:
            self._open_question(index)

    def _open_complement(self, index: int, norm: str) -> None:
        preposition = self._lexicon.complementizers[norm]
        before = self._reading.norm(index - 1)
        frame_last = index - 1
        if not preposition and before in self._lexicon.cue_prepositions:
            preposition, frame_last = before, index - 2
        elif not preposition and self._thats.belongs_to_word(before) and not self._thats.is_adjective(index - 1):
            return
        astray = self._is_astray(preposition, frame_last)
        for place in range(len(self._waiting) - 1, -1, -1):
            cue = self._waiting[place]
            if index - cue.last > REACH or self._is_cut_off(place, before):
                return
            if cue.lemma.nominal and self._thats.is_wish(index):
                return
            takes = preposition in cue.lemma.takes or (
                astray and cue.finite and cue.cue_class == "speech" and "" in cue.lemma.takes
            )
            if takes and self._may_open(cue, place, index):
                self._give(place, Opening("clause", max(frame_last, cue.last), index + 1))
                return

    def _is_astray(self, preposition: str, before: int) -> bool:
        """Whether إلى stands behind a comma, where no word can govern it but the verb: وأضاف سامر، في بيان، إلى أن."""
        takes_it = any(preposition in cue.lemma.takes for cue in self._waiting)
        return preposition == "الي" and self._reading.norm(before) in ("،", ",") and not takes_it

    def _is_cut_off(self, place: int, before: str) -> bool:
        """Whether a participle between a cue and أن has it for its own: أكد دور الفريق متمنيا [أن].

        An aside ends with a comma (أكد سامر، مشيدا بالعمال، أن), and some verbs only wait for their words.
        """
        cue = self._waiting[place]
        if before in ("،", ",") or cue.lemma.marks == "free":
            return False
        return any(later.shape == "participle" for later in self._waiting[place + 1 :])

    def _may_open(self, cue: CueWord, place: int, index: int) -> bool:
        """Whether a noun of saying is near enough to be one (قوله إن), or is quoted by a relay before it."""
        if cue.shape != "noun":
            return True
        words = self._lexicon.words
        before = self._reading.norm(cue.first - 1)
        if place and before in words.adverbs and before in words.prepositions:
            return False  # أوضح سامر خلال [رده] على الأسئلة أن
        if index - cue.last <= _NOUN_REACH:
            return True
        return any(other.lemma.relay for other in self._waiting[max(0, place - 2) : place])

    def _open_question(self, index: int) -> None:
        if not self._waiting:
            return
        cue = self._waiting[-1]
        if not cue.lemma.question and not self._asks(cue, index):
            return
        if index - cue.last > REACH:
            return
        for phrase in self._lexicon.whether:
            if all(self._reading.norm(index + step) == word for step, word in enumerate(phrase)):
                self._give(len(self._waiting) - 1, Opening("question", index - 1, index + len(phrase)))
                return
        norm = self._reading.norm(index)
        far = norm in self._lexicon.words.prepositions and index != cue.last + 1  # تساءل عن استبعاده من العمل
        if norm in self._lexicon.questions and not far:
            self._give(len(self._waiting) - 1, Opening("question", index - 1, index))

    def _asks(self, cue: CueWord, index: int) -> bool:
        """وكان يقول كيف …؟: a question right behind any verb of saying, with its question mark."""
        if index != cue.last + 1 or cue.cue_class != "speech" or not cue.finite:
            return False
        if self._reading.norm(index) not in self._lexicon.questions:
            return False
        return any(self._reading.norm(place) == "؟" for place in range(index, min(index + REACH, self._last + 1)))

    # --- marks and colons ---

    def _open_marks(self, marked: Marked) -> None:
        if self._open_own_words(marked):
            return
        if self._reading.norm(marked.begins - 1) in self._lexicon.words.prepositions | _GLUED:
            return
        place = ready_for_marks(self._waiting, self._closeness, marked.begins, marked)
        if place is None or is_name(self._reading, marked, self._lexicon) or self._closeness.goes_on(marked):
            return
        cue = self._waiting[place]
        if cue.lemma.marks == "close" and is_short(marked):
            return
        self._give(place, Opening("marks", marked.begins - 1, marked.first, marked))

    def _open_own_words(self, marked: Marked) -> bool:
        """A phrase of the speaker's own words instead of a clause: داعيا إلى "تمرير الشعلة", وصفه بـ"خطوة"."""
        before = self._reading.norm(marked.begins - 1)
        if marked.pair.balance != "closed" or not before:
            return False
        for place in range(len(self._waiting) - 1, max(len(self._waiting) - 3, -1), -1):
            cue = self._waiting[place]
            near = marked.begins - cue.last <= CLOSE_REACH
            owned = cue.lemma.own_words or (not is_short(marked) and cue.finite)  # أشار إلى «أوجه شبه كثيرة بين»
            owned = owned or self._reading.norm(marked.first) in self._lexicon.complementizers  # إلى «أن الجسر آمن»
            if near and owned and before in cue.lemma.takes:
                if not is_name(self._reading, marked, self._lexicon):
                    self._give(place, Opening("own_words", marked.begins - 2, marked.begins, marked))
                return True
        return False

    def _open_colon(self, index: int) -> None:
        if self._closeness.is_ratio(index):
            return
        place = free_before(self._waiting, index)
        if place is None:
            place = ready_for_marks(self._waiting, self._closeness, index)
        marked = self._reading.opened_at(index + 1)
        if place is None and marked is not None and not is_short(marked):
            place = far_before(self._waiting, index)
        if place is None:
            return
        if marked is not None and not is_name(self._reading, marked, self._lexicon):
            self._give(place, Opening("marks", index - 1, marked.first, marked))
        else:
            self._give(place, Opening("colon", index - 1, index + 1))


def open_words(reading: Reading, stretch: Stretch, cues: list[CueWord], lexicon: Lexicon) -> dict[int, Opening]:
    """The openings of a sentence by the first token of their cue. Cues without one have no entry."""
    able = [cue for cue in cues if cue.person == 3 or cue.shape == "noun"]
    walk = _Walk(reading, lexicon, {cue.first: cue for cue in able})
    walk.run(stretch.first, stretch.last)
    for cue in able:
        if cue.first not in walk.openings:
            opening = postposed(reading, cue, lexicon) or bare_words(reading, stretch, cue, lexicon)
            if opening is not None:
                walk.openings[cue.first] = opening
    return walk.openings
