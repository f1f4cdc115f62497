"""Why a statement was found and why it is thought to be this speaker's: for `--explain`, not for the message."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from pipeline.quotes.memory import Memory
from pipeline.quotes.reading import Reading
from pipeline.quotes.statement import Statement


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one statement was found.

    Attributes:
        start, end: of the words said, code points.
        cue: the word of saying; "" in a headline.
        pattern: how the words are opened: clause, question, colon, marks, postposed, own_words, according, headline.
        frame: the text between cue and words, in which subject and medium are named.
        speaker: the names decided on.
        link: how they were found, as in the message; "" when nobody was.
        named: the names in the frame, and before the cue in its sentence.
        spoke: who has spoken or acted so far, the latest first.
    """

    start: int
    end: int
    cue: str
    pattern: str
    frame: str
    speaker: tuple[str, ...]
    link: str
    named: tuple[str, ...]
    spoke: tuple[str, ...]


@dataclass(slots=True)
class Trace:
    """The decisions on one article, in the order they were made."""

    decisions: list[Decision] = field(default_factory=list)


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


def note(statement: Statement, sentence: int, frame: tuple[int, int], reading: Reading, memory: Memory) -> None:
    """Keep why a statement was found, when somebody is tracing.

    Args:
        statement: as found.
        sentence: the first token of its sentence.
        frame: the tokens between its cue and its words, inclusive.
        reading: the article.
        memory: who has spoken in it so far.
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
            spoke=memory.spoke(),
        )
    )
