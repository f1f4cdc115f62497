"""CoNLL files: a token and its tag a line, sentences apart by blank lines. Scored by whole chunks.

Chunks are read as conlleval and seqeval do by default: an I- tag that continues nothing (after O, or
of another type) opens a chunk.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.contracts.errors import BadMessage
from pipeline.evaluation import mistakes
from pipeline.evaluation.prediction import FoundName
from pipeline.evaluation.rates import Counts, harmonic, percent
from pipeline.evaluation.spans import shared

Chunk = tuple[str, int, int]
"""Type, first token, token after the last."""

_OUR_TYPES = {"PERS": "PER"}
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens and their tags (B-PER, I-PER, O …); `opens` where a -DOCSTART- stood before it."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    opens: bool = False

    @property
    def text(self) -> str:
        """The tokens with a space between them."""
        return " ".join(self.tokens)


def parse(text: str, where: str = "gold") -> list[Sentence]:
    """The sentences of a CoNLL file; the token is a line's first column, the tag its last.

    Raises:
        BadMessage: a line has no tag, naming it.
    """
    sentences: list[Sentence] = []
    rows: list[tuple[str, str]] = []
    opens = False
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        columns = line.split()
        if columns and columns[0] != "-DOCSTART-":
            rows.append((columns[0], _tag(columns, f"{where}: line {number}")))
            continue
        if rows:
            tokens, tags = zip(*rows, strict=True)
            sentences.append(Sentence(tokens, tags, opens))
            rows, opens = [], False
        opens = opens or bool(columns)
    return sentences


def _tag(columns: list[str], where: str) -> str:
    prefix, dash, kind = columns[-1].partition("-")
    if len(columns) < 2 or not (columns[-1] == "O" or (dash and prefix in ("B", "I") and kind)):
        raise BadMessage("bad_conll", "a line without a tag", where=where, remedy="give token and B-, I- or O tag")
    return f"{prefix}-{_OUR_TYPES.get(kind, kind)}" if dash else "O"


def chunks(tags: Sequence[str]) -> Iterator[Chunk]:
    """The chunks of one sentence's tags, in order."""
    kind, start = "", 0
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, of = tag.partition("-")
        if kind and (prefix != "I" or of != kind):
            yield kind, start, i
            kind = ""
        if of and not kind:
            kind, start = of, i


def documents(sentences: Sequence[Sentence], together: int = 1) -> list[list[Sentence]]:
    """Sentences that are read as one text: what is between -DOCSTART- lines, else `together` in a row."""
    if not any(sentence.opens for sentence in sentences):
        return [list(sentences[i : i + together]) for i in range(0, len(sentences), together)]
    found: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.opens or not found:
            found.append([])
        found[-1].append(sentence)
    return found


def join(document: Sequence[Sentence]) -> str:
    """The text of a document: a sentence a line."""
    return "\n".join(sentence.text for sentence in document)


def tag(document: Sequence[Sentence], names: Sequence[FoundName]) -> list[Sentence]:
    """The document with the tags that names found in `join(document)` give its tokens.

    A token belongs to the first name it shares a letter with, so that a proclitic does not part them.
    """
    ordered = sorted(names, key=lambda name: (name.start, -name.end))
    tagged, offset, at = [], 0, 0
    for sentence in document:
        tags, last = [], -1
        for token in sentence.tokens:
            while at < len(ordered) and ordered[at].end <= offset:
                at += 1
            name = ordered[at] if at < len(ordered) else None
            inside = name and shared((offset, offset + len(token)), (name.start, name.end))
            tags.append(f"{'I' if last == at else 'B'}-{name.type}" if name and inside else "O")
            last = at if inside else -1
            offset += len(token) + 1
        tagged.append(Sentence(sentence.tokens, tuple(tags)))
    return tagged


def score(gold: Sequence[Sentence], predicted: Sequence[Sentence]) -> dict[str, object]:
    """Precision, recall and F1 of whole chunks in per cent: micro with its interval, macro, by type; the mistakes."""
    judged = [_judge(one.tags, other.tags) for one, other in zip(gold, predicted, strict=True)]
    by_type: dict[str, Counts] = {}
    for sentence in judged:
        for kind, counts in sentence.items():
            by_type[kind] = by_type.get(kind, Counts()) + counts
    totals = [sum(sentence.values(), Counts()) for sentence in judged]
    return {
        "sentences": len(gold),
        "tokens": sum(len(sentence.tokens) for sentence in gold),
        "micro": sum(totals, Counts()).figures() | {"F1_95": _interval(totals)},
        "macro_F1": percent(sum(counts.f1 for counts in by_type.values()) / max(len(by_type), 1)),
        "by_type": {kind: by_type[kind].figures() for kind in sorted(by_type)},
        "mistakes": mistakes.table(
            mistake for one, other in zip(gold, predicted, strict=True) for mistake in _mistakes(one, other)
        ),
    }


def _judge(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, Counts]:
    wanted, found = set(chunks(gold)), set(chunks(predicted))
    right, made, of = (Counter(kind for kind, _, _ in group) for group in (wanted & found, found, wanted))
    return {kind: Counts(right[kind], made[kind], of[kind]) for kind in made | of}


def _mistakes(gold: Sentence, predicted: Sentence) -> Iterator[mistakes.Mistake]:
    wanted = {name.stretch: name for name in _labelled(gold.tokens, gold.tags)}
    found = {name.stretch: name for name in _labelled(gold.tokens, predicted.tags)}
    for stretch, name in wanted.items():
        if stretch in found and found[stretch].type != name.type:
            yield mistakes.Mistake("wrong type", name.type, name.text)
    yield from mistakes.of_unpaired(
        [name for stretch, name in wanted.items() if stretch not in found],
        [name for stretch, name in found.items() if stretch not in wanted],
    )


def _labelled(tokens: Sequence[str], tags: Sequence[str]) -> Iterator[mistakes.Labelled]:
    for kind, start, end in chunks(tags):
        yield mistakes.Labelled((start, end), kind, " ".join(tokens[start:end]))


def _interval(sentences: Sequence[Counts]) -> tuple[float, float]:
    """The middle 95 % of micro F1 over 1,000 draws of sentences with replacement."""
    draw = random.Random(0)  # noqa: S311 (no secret is made of it)
    found = []
    for _ in range(_ROUNDS if sentences else 0):
        sample = draw.choices(sentences, k=len(sentences))
        right, predicted, gold = (sum(getattr(one, name) for one in sample) for name in ("right", "predicted", "gold"))
        found.append(harmonic(right / max(predicted, 1), right / max(gold, 1)))
    found.sort()
    return (percent(found[int(0.025 * _ROUNDS)]), percent(found[int(0.975 * _ROUNDS) - 1])) if found else (0.0, 0.0)
