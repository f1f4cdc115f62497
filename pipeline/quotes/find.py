"""The statements of an article: sentence by sentence, cue by cue, remembering who spoke."""

from bisect import bisect_right
from itertools import chain

from pipeline.contracts import EnrichedArticle, EntitiesArticle
from pipeline.quotes.according import According, find_accordings
from pipeline.quotes.attribute import Attributor
from pipeline.quotes.content import Content, Edges
from pipeline.quotes.cues import CueWord, find_cues
from pipeline.quotes.headline import headline_statements
from pipeline.quotes.lexicon import Lexicon, lexicon
from pipeline.quotes.opening import Opening
from pipeline.quotes.openings import open_words
from pipeline.quotes.reading import COMMAS, Reading, Stretch
from pipeline.quotes.sentence import Sentence
from pipeline.quotes.source import Medium
from pipeline.quotes.speaker import Attribution
from pipeline.quotes.statement import Statement, to_quotes, with_source
from pipeline.quotes.trace import Why, note, note_passed
from pipeline.quotes.turns import Turns, find_joints
from pipeline.text import strip_conjunction

_NEAR = 12  # statements looked back on from an according-phrase


def find(article: EntitiesArticle) -> EnrichedArticle:
    """The article with its quotes."""
    quotes = to_quotes(article.text, _Finder(article, lexicon()).statements())
    fields = {name: getattr(article, name) for name in type(article).model_fields}
    return EnrichedArticle.model_construct(**fields, **(article.model_extra or {}), quotes=quotes)


class _Finder:
    """One article's worth of work."""

    def __init__(self, article: EntitiesArticle, lexicon: Lexicon) -> None:
        self._reading = Reading(article)
        self._lexicon = lexicon
        self._joints: list[int] = []  # tokens where words said may end
        self._attributor = Attributor(self._reading, lexicon)
        self._firsts = [stretch.first for stretch in self._reading.stretches]

    def statements(self) -> list[Statement]:
        """All statements, in no particular order."""
        stretches = self._reading.stretches
        cues = [find_cues(self._reading, stretch, self._lexicon) for stretch in stretches]
        accordings = [self._accordings(stretch, words) for stretch, words in zip(stretches, cues, strict=True)]
        self._joints = find_joints(self._reading, self._lexicon, chain(*cues), chain(*accordings))
        reaches = self._colon_reaches(stretches, cues)
        found = headline_statements(self._reading, self._attributor)
        for statement in found:
            self._note(statement, (0, statement.content.first - 1))
        for stretch, words, phrases, reach in zip(stretches, cues, accordings, reaches, strict=True):
            found += self._in_stretch(stretch, words, phrases, reach)
        return found

    def _accordings(self, stretch: Stretch, words: list[CueWord]) -> list[According]:
        return find_accordings(self._reading, stretch, {cue.first: cue for cue in words}, self._lexicon)

    def _colon_reaches(self, stretches: list[Stretch], cues: list[list[CueWord]]) -> list[int]:
        """For every sentence, where words after a colon in it end: before the next sentence that opens with a cue."""
        reaches = [stretch.last for stretch in stretches]
        for place in range(len(stretches) - 2, -1, -1):
            here, following = stretches[place], stretches[place + 1]
            opens = any(
                cue.first <= self._past_turn(following.first) + 1 and cue.finite and cue.person == 3
                for cue in cues[place + 1][:1]
            )
            if here.block == following.block and not opens:
                reaches[place] = reaches[place + 1]
        return reaches

    def _past_turn(self, first: int) -> int:
        """The token behind what gives the word to another at the head of a sentence: [ومن جانبه،] يقول."""
        place = first + 1 if strip_conjunction(self._reading.norm(first)) == "من" else first
        if strip_conjunction(self._reading.norm(place)) not in self._lexicon.words.turns:
            return first
        return place + 2 if self._reading.norm(place + 1) in COMMAS else place + 1

    def _in_stretch(
        self, stretch: Stretch, words: list[CueWord], accordings: list[According], reach: int
    ) -> list[Statement]:
        taken = {index for phrase in accordings for index in range(phrase.first, phrase.last + 1)}
        free = [cue for cue in words if cue.first not in taken]
        openings = open_words(self._reading, stretch, free, self._lexicon)
        starts = frozenset(phrase.first for phrase in accordings)
        by_token = {cue.first: cue for cue in free}
        turns = Turns(self._reading, stretch, self._lexicon, by_token, openings, starts)
        edges = Edges(self._reading, stretch, self._lexicon, turns, reach, self._joints)
        return self._walk(stretch, free, openings, accordings, edges)

    def _walk(
        self,
        stretch: Stretch,
        cues: list[CueWord],
        openings: dict[int, Opening],
        accordings: list[According],
        edges: Edges,
    ) -> list[Statement]:
        """Cues and according-phrases in the order of the text, so that every one knows who spoke before."""
        found: list[Statement] = []
        frames: list[tuple[int, int]] = []  # cue and last token before the words, for each in `found`
        opened = [opening.frame_last for opening in openings.values() if opening.kind != "postposed"]
        self._attributor.begin(stretch, min(opened, default=stretch.last))
        sentence = Sentence(self._attributor, stretch, cues, openings)
        items: list[CueWord | According] = sorted([*cues, *accordings], key=lambda item: item.first)
        for item in items:
            if isinstance(item, According):
                self._according(item, edges, found, frames)
                continue
            opening = openings.get(item.first)
            content = edges.of(item, opening) if opening is not None else None
            attribution, source = sentence.attribute(item, opening, content.last if content is not None else -1)
            why = self._why_not(item, opening, content, attribution)
            if content is None or opening is None or why is not None:
                note_passed(item, why or "empty", self._reading)
                continue
            frames.append((item.last, opening.frame_last))
            found.append(Statement(content, (item.start, item.end), item.cue_class, attribution, source, opening.kind))
            self._note(found[-1], (item.last + 1, opening.frame_last), item)
        return found

    def _why_not(
        self, cue: CueWord, opening: Opening | None, content: Content | None, attribution: Attribution | None
    ) -> Why | None:
        """Why a cue makes no statement; None when it makes one."""
        if opening is None:
            return "unopened"
        if content is None:
            return "empty"
        if self._is_nobodys(cue, attribution):
            return "nobody's"
        inside = attribution is None and self._reading.around(cue.first) is not None
        return "unseen" if inside else None  # inside somebody's own words, with nobody to be seen

    def _is_nobodys(self, cue: CueWord, attribution: Attribution | None) -> bool:
        """يذكر أن, ويتوقع أن: impersonal; what was not said: لم يقل إن, لو قال إن; what is asked."""
        if cue.negated and cue.cue_class == "speech":
            return True
        if strip_conjunction(self._reading.norm(cue.first - 1)) in self._lexicon.words.hypotheticals:
            return True  # لو قال سامر إن
        if cue.shape == "imperfect" and self._reading.norm(cue.first - 1) in self._lexicon.questions:
            return True  # هل تعتقد أن
        if cue.lemma.turns_out and cue.shape == "imperfect" and cue.gender == "f" and cue.number == "s":
            unnamed = attribution is None or attribution.link in ("dropped", "relative")  # تبين أن, تبين لنا أن
            return unnamed or self._turns_out(cue)
        if not cue.lemma.impersonal or cue.shape != "imperfect" or cue.gender != "m" or cue.number != "s":
            return False
        if attribution is not None and attribution.link == "relative":
            return attribution.referents[0].type != "PER"  # الوحدات التي يتوقع أن
        dropped = attribution is None or attribution.link == "dropped"
        return dropped and not self._has_pronoun(cue)

    def _turns_out(self, cue: CueWord) -> bool:
        """إذا تبين أن, وقد تبين للجميع أن: the verb of what turns out, not of who makes it clear."""
        words = self._lexicon.words
        before, behind = strip_conjunction(self._reading.norm(cue.first - 1)), self._reading.norm(cue.last + 1)
        led = before in words.subordinators or before in words.subject_pronouns or before == "قد"
        return led or behind in words.pronouns_with_preposition or behind[:2] == "لل"

    def _has_pronoun(self, cue: CueWord) -> bool:
        """إنه يعتقد: the subject is in the word before."""
        return self._reading.norm(cue.first - 1) in self._lexicon.words.subject_pronouns

    def _according(
        self, phrase: According, edges: Edges, found: list[Statement], frames: list[tuple[int, int]]
    ) -> None:
        attribution = self._attributor.according(phrase)
        inside = self._framed(phrase, frames)
        if inside is not None or not phrase.leads:
            relayed = inside if inside is not None else self._relayed(phrase, found)
            if relayed is not None:
                if attribution is not None and attribution.mentions and not _is_own(attribution, found[relayed]):
                    start, end = attribution.mentions[0]
                    found[relayed] = with_source(found[relayed], Medium(attribution.referents[0].name, start, end))
                return
        content = edges.after(phrase) if phrase.leads else edges.before(phrase)
        if content is not None:
            frames.append((phrase.last, phrase.last))
            source = self._attributor.source_of(phrase, attribution)
            found.append(Statement(content, (phrase.start, phrase.end), "according", attribution, source, "according"))
            self._note(found[-1], (phrase.last + 1, phrase.name_last), phrase)

    def _framed(self, phrase: According, frames: list[tuple[int, int]]) -> int | None:
        """The statement in whose frame an according-phrase stands: قال سامر، بحسب الوكالة، إن."""
        for place in range(max(0, len(frames) - _NEAR), len(frames)):
            if frames[place][0] < phrase.first <= frames[place][1]:
                return place
        return None

    def _relayed(self, phrase: According, found: list[Statement]) -> int | None:
        """The statement right before an according-phrase, which then only names its relay."""
        for place in range(len(found) - 1, max(-1, len(found) - 1 - _NEAR), -1):
            last = found[place].content.last
            if phrase.first - 4 <= last < phrase.first:
                return place
        return None

    def _note(self, statement: Statement, frame: tuple[int, int], cue: CueWord | According | None = None) -> None:
        """Tell why, when somebody is watching; the sentence is that of the frame."""
        place = bisect_right(self._firsts, frame[0]) - 1
        first = self._firsts[place] if place >= 0 else 0
        lemma = cue.lemma.text if isinstance(cue, CueWord) else ""
        agrees = (cue.gender, cue.number) if cue is not None else (None, None)
        note(statement, first, frame, self._reading, self._attributor.memory, lemma, agrees)


def _is_own(relay: Attribution, statement: Statement) -> bool:
    """Whether the one according to whom something was said is the one who said it: no relay of his own words."""
    return statement.attribution is not None and statement.attribution.referents == relay.referents
