"""Why each statement of an article was found, in words: what `rasd enrich --explain` prints."""

from collections.abc import Iterator, Sequence

from pipeline.contracts import EnrichedArticle, Quote
from pipeline.quotes.trace import Decision
from service.readable import clean, shortened, speakers

_PATTERNS = {
    "clause": "a clause that the cue opens with أن or إن",
    "question": "a question that the cue opens",
    "colon": "words behind a colon",
    "marks": "words in marks behind the cue",
    "postposed": "words in marks before the cue",
    "own_words": "the speaker's own words in marks, in a noun phrase",
    "according": "what an according-phrase stands beside",
    "headline": "a headline of the form «name: words»",
}
_LINKS = {
    "explicit": "named beside the cue",
    "relative": "what الذي or التي before the cue stands for",
    "controlled": "the subject of the verb before the participle",
    "role": "a role or kind that points back to somebody known",
    "pronoun": "a pronoun that agrees with whoever spoke",
    "dropped": "no subject here: whoever spoke or acted last and agrees with the verb",
    "": "no subject here, and nobody before agrees with the verb",
}


def explained(article: EnrichedArticle, decisions: Sequence[Decision]) -> Iterator[str]:
    """A few lines for every statement: who and what, then the pattern, the cue, the choice and what else was near."""
    known = {(decision.start, decision.end, decision.cue): decision for decision in decisions}
    for quote in article.quotes:
        how = ", ".join([quote.kind, quote.speakers[0].link if quote.speakers else ""])
        yield f"{clean(article.id)} {quote.id}  {speakers(quote)} [{how}]: {shortened(quote.text)}"
        decision = known.get((quote.start, quote.end, quote.cue.text if quote.cue is not None else ""))
        if decision is not None:
            yield from _reasons(quote, decision)


def _reasons(quote: Quote, decision: Decision) -> Iterator[str]:
    cue = f" · cue {decision.cue} ({quote.cue.cue_class})" if quote.cue is not None else ""
    yield f"    found   {_PATTERNS.get(decision.pattern, decision.pattern)}{cue}"
    if decision.frame:
        yield f"    between {shortened(decision.frame)}"
    yield f"    speaker {_LINKS[decision.link]}"
    yield f"    near    {clean('، '.join(decision.named)) or 'no name'}"
    yield f"    so far  {clean('، '.join(decision.spoke)) or 'nobody spoke'}"
    if quote.parent is not None:
        yield f"    inside  {quote.parent}"
