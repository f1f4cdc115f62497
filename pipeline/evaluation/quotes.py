"""Statements scored: who said what, end to end."""

from dataclasses import dataclass
from functools import partial

from pipeline.evaluation.bootstrap import Unit
from pipeline.evaluation.forms import accepted, all_named, comparable, one_named
from pipeline.evaluation.gold import GoldArticle, GoldQuote, GoldSpan
from pipeline.evaluation.prediction import Found, FoundQuote, Prediction
from pipeline.evaluation.rates import Counts
from pipeline.evaluation.spans import Stretch, coverage, pair, shared, similarity

ALIKE = 0.8
"""How similar a predicted stretch must be to an accepted one to be the same quote."""

SAME_MENTION = 0.5
COVERED = (0.3, 0.8)


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one gold quote. All but `id`, `kind` and `link` are false when it was not found.

    Attributes:
        strict: found, and each speaker named in full.
        lenient: found, and each speaker named, be it by a short name or role.
        source: None where gold has no source.
    """

    id: str
    kind: str
    link: str
    hit: bool = False
    exact: bool = False
    strict: bool = False
    lenient: bool = False
    mention: bool = False
    cue: bool = False
    kind_strict: bool = False
    kind_lenient: bool = False
    source: bool | None = None
    source_lenient: bool | None = None


@dataclass(frozen=True, slots=True)
class ArticleQuotes:
    """The quotes of one article, judged.

    Attributes:
        rows: one for each gold quote, in gold's order.
        predicted: all predicted quotes.
        ignored: predictions that are neither right nor wrong.
        wrong: false positives.
        wrong_on_marks: those of them that took a name, subhead or scare quote for a quote.
        covered: counts in the Gender Gap Tracker's way, by the share of gold that must be covered.
    """

    rows: tuple[Row, ...]
    predicted: int
    ignored: int
    wrong: int
    wrong_on_marks: int
    covered: dict[float, Counts]

    @property
    def spans(self) -> Counts:
        """Quotes found, whoever said them."""
        hits = sum(row.hit for row in self.rows)
        return Counts(hits, hits + self.wrong, len(self.rows))

    def end_to_end(self, level: str = "strict") -> Counts:
        """Quotes found with the right speaker; `level` is strict or lenient."""
        spans = self.spans
        return Counts(sum(getattr(row, level) for row in self.rows), spans.predicted, spans.gold)

    def units(self) -> list[Unit]:
        """Gold quotes, then false positives, for the interval of strict end-to-end F1."""
        return [(int(row.strict), int(row.hit), 1) for row in self.rows] + [(0, 1, 0)] * self.wrong


def judge(gold: GoldArticle, prediction: Prediction) -> ArticleQuotes:
    """The predicted quotes of one article against gold.

    A prediction is right when it is at least 80 % like an accepted scope, trimmed, one to one. One
    that is not, but is like an optional quote, or like a scare quote with its right owner, is ignored.
    """
    text = gold.text
    stretches = [quote.trimmed(text) for quote in prediction.quotes]
    scopes = [quote.scopes(text) for quote in gold.quotes]
    pairs = pair(stretches, scopes, similarity, lambda share: share >= ALIKE)
    left = [i for i in range(len(stretches)) if i not in pairs]
    ignored = {i for i in left if _ignored(stretches[i], prediction.quotes[i], gold)}
    wrong = [i for i in left if i not in ignored]
    found = {j: prediction.quotes[i] for i, j in pairs.items()}
    return ArticleQuotes(
        rows=tuple(_row(gold, quote, found.get(j)) for j, quote in enumerate(gold.quotes)),
        predicted=len(stretches),
        ignored=len(ignored),
        wrong=len(wrong),
        wrong_on_marks=sum(any(_like(stretches[i], [mark.trimmed(text)]) for mark in gold.not_quotes) for i in wrong),
        covered={share: _covered(stretches, scopes, share) for share in COVERED},
    )


def _covered(stretches: list[Stretch], scopes: list[list[Stretch]], share: float) -> Counts:
    found = pair(stretches, scopes, coverage, partial(float.__lt__, share))
    return Counts(len(found), len(stretches), len(scopes))


def _like(stretch: Stretch, scopes: list[Stretch]) -> bool:
    return max(similarity(stretch, scope) for scope in scopes) >= ALIKE


def _ignored(stretch: Stretch, quote: FoundQuote, gold: GoldArticle) -> bool:
    if any(_like(stretch, optional.scopes(gold.text)) for optional in gold.optional_quotes):
        return True
    mark = next((mark for mark in gold.not_quotes if _like(stretch, [mark.trimmed(gold.text)])), None)
    if mark is None or mark.reason != "scare_attributed" or mark.attributed_to is None:
        return False
    owners = accepted(gold.canonical, mark.attributed_to, lenient=True)
    return any(comparable(name) in owners for name in quote.speakers)


def _row(gold: GoldArticle, quote: GoldQuote, found: FoundQuote | None) -> Row:
    if found is None:
        lost = False if quote.source else None
        return Row(quote.id, quote.kind, quote.speaker_link, source=lost, source_lenient=lost)
    speakers = partial(all_named, found.speakers, quote.canonical_speaker, gold.canonical)
    sources = partial(one_named, found.sources, quote.sources, gold.canonical)
    return Row(
        quote.id,
        quote.kind,
        quote.speaker_link,
        hit=True,
        exact=found.trimmed(gold.text) in quote.scopes(gold.text),
        strict=speakers(),
        lenient=speakers(lenient=True),
        mention=_same_mention(gold.text, found.speaker, quote),
        cue=_same_cue(found.cue, quote),
        kind_strict=found.kind == quote.kind,
        kind_lenient=found.kind in [quote.kind, *quote.kind_alts],
        source=sources() if quote.source else None,
        source_lenient=sources(lenient=True) if quote.source else None,
    )


def _same_mention(text: str, found: Found | None, quote: GoldQuote) -> bool:
    """Half of the longer must be shared with the name or its phrase; nobody where gold has nobody."""
    if quote.speaker is None or found is None:
        return quote.speaker is None and found is None
    rights = [right.trimmed(text) for right in (quote.speaker, quote.speaker_np) if right]
    return max(similarity(found.trimmed(text), right) for right in rights) >= SAME_MENTION


def _same_cue(found: Found | None, quote: GoldQuote) -> bool:
    rights: list[GoldSpan] = [right for right in (quote.cue, *quote.cue_alts) if right]
    return found is not None and any(shared((found.start, found.end), (right.start, right.end)) for right in rights)
