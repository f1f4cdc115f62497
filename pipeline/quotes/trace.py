"""Why a statement was found, or not, and why it is this speaker's: for `--explain`, not for the message."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from pipeline.quotes.conjugation import Gender, Number
from pipeline.quotes.cues import CueWord
from pipeline.quotes.memory import Memory
from pipeline.quotes.reading import Reading
from pipeline.quotes.referents import Candidate
from pipeline.quotes.statement import Statement

Why = Literal["unopened", "empty", "nobody's", "unseen"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one statement was found.

    Attributes:
        start, end: of the words said, code points.
        cue: the word of saying; "" in a headline.
        lemma: its entry in cues.toml; "" for according-phrases and headlines.
        agrees: gender and number that the speaker must have, as the cue shows them.
        pattern: how the words are opened: clause, question, colon, marks, postposed, own_words, according, headline.
        frame: the text between cue and words, in which subject and medium are named.
        speaker: the names decided on.
        link: how they were found, as in the message; "" when nobody was.
        named: the names in the frame, and before the cue in its sentence.
        candidates: who had spoken, or begun a sentence, before the cue, the latest first.
    """

    start: int
    end: int
    cue: str
    pattern: str
    frame: str
    speaker: tuple[str, ...]
    link: str
    named: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    lemma: str = ""
    agrees: tuple[Gender | None, Number | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Passed:
    """A word of saying that is no statement.

    Attributes:
        start, end: of the word, code points.
        cue: as written.
        lemma: its entry in cues.toml.
        why: unopened (no أن, colon or marks gives it words), empty, nobody's (denied, impersonal, supposed), unseen
            (in somebody's own words, its speaker not in sight).
    """

    start: int
    end: int
    cue: str
    lemma: str
    why: Why


@dataclass(slots=True)
class Trace:
    """The decisions on one article, in the order they were made, and the cues that came to nothing."""

    decisions: list[Decision] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)


_current: ContextVar[Trace | None] = ContextVar("quotes_trace", default=None)


@contextmanager
def tracing() -> Iterator[Trace]:
    """Keep the decisions of every article that is read inside the block.

    >>> with tracing() as trace:
    ...     find_quotes(article)
    >>> trace.decisions
    """
    trace = Trace()
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def note_passed(cue: CueWord, why: Why, reading: Reading) -> None:
    """Keep why a cue came to nothing, when somebody is tracing; of verbs that only bear a speaker nothing is to say."""
    trace = _current.get()
    if trace is not None and not cue.lemma.bearer:
        trace.passed.append(Passed(cue.start, cue.end, reading.text[cue.start : cue.end], cue.lemma.text, why))


def note(
    statement: Statement,
    sentence: int,
    frame: tuple[int, int],
    reading: Reading,
    memory: Memory,
    lemma: str,
    agrees: tuple[Gender | None, Number | None],
) -> None:
    """Keep why a statement was found, when somebody is tracing.

    Args:
        statement: as found.
        sentence: the first token of its sentence.
        frame: the tokens between its cue and its words, inclusive.
        reading: the article.
        memory: who has spoken in it so far.
        lemma: of the cue, "" without.
        agrees: gender and number of the cue.
    """
    trace = _current.get()
    if trace is None:
        return
    first, last = frame
    attribution, cue = statement.attribution, statement.cue
    trace.decisions.append(
        Decision(
            start=statement.content.start,
            end=statement.content.end,
            cue=reading.text[cue[0] : cue[1]] if cue is not None else "",
            pattern=statement.pattern,
            frame=reading.slice(first, last) if first <= last else "",
            speaker=tuple(referent.name for referent in attribution.referents) if attribution is not None else (),
            link=attribution.link if attribution is not None else "",
            named=tuple(
                dict.fromkeys(named.entity.name for named in reading.named_within(sentence, max(first - 1, last)))
            ),
            candidates=memory.candidates(*agrees, reading.token_at(cue[0])) if cue is not None else (),
            lemma=lemma,
            agrees=agrees,
        )
    )
