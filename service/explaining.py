"""Why each statement of an article was found, in words: what `rasd enrich --explain` prints."""

from collections.abc import Iterator

from pipeline.contracts import EnrichedArticle, Quote
from pipeline.quotes.referents import Candidate
from pipeline.quotes.trace import Decision, Trace
from service.readable import clean, shortened, speakers

_AROUND = 40  # code points shown behind a cue that came to nothing
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
_WHY_NOT = {
    "unopened": "no أن, colon or marks gives it words",
    "empty": "nothing is left of its words",
    "nobody's": "denied, impersonal, supposed or asked",
    "unseen": "in somebody's own words, and its speaker is not in sight",
}
_MET = {"spoke": "", "inside": ", in another's words", "began": ", began a sentence"}
_FEATURES = {"m": "masculine", "f": "feminine", "s": "singular", "d": "dual", "p": "plural"}
_LINKS = {
    "explicit": "named beside the cue",
    "relative": "what الذي or التي before the cue stands for",
    "controlled": "the subject of the verb before the participle",
    "role": "a role or kind that points back to somebody known",
    "pronoun": "a pronoun that agrees with whoever spoke",
    "dropped": "no subject here: whoever spoke or acted last and agrees with the verb",
    "": "no subject here, and nobody before agrees with the verb",
}


def explained(article: EnrichedArticle, trace: Trace) -> Iterator[str]:
    """A few lines for every statement: who and what, then the pattern, the cue, the choice and who else it might be.

    Behind them, a line for every word of saying that came to nothing, and why.
    """
    known = {(decision.start, decision.end, decision.cue): decision for decision in trace.decisions}
    for quote in article.quotes:
        link = quote.speakers[0].link if quote.speakers else ""
        how = f"{quote.kind}, {link}, {quote.confidence:.2f}"
        yield f"{clean(article.id)} {quote.id}  {speakers(quote)} [{how}]: {shortened(quote.text)}"
        decision = known.get((quote.start, quote.end, quote.cue.text if quote.cue is not None else ""))
        if decision is not None:
            yield from _reasons(quote, decision)
    for passed in trace.passed:
        around = clean(article.text[passed.start : passed.end + _AROUND].split("\n")[0])
        yield f"{clean(article.id)} --  {passed.cue} [entry {passed.lemma}]: {_WHY_NOT[passed.why]}: {around}…"


def _reasons(quote: Quote, decision: Decision) -> Iterator[str]:
    cue = f" · cue {decision.cue} ({quote.cue.cue_class})" if quote.cue is not None else ""
    cue += f" · entry {decision.lemma}" if decision.lemma else ""
    yield f"    found   {_PATTERNS.get(decision.pattern, decision.pattern)}{cue}"
    if decision.frame:
        yield f"    between {shortened(decision.frame)}"
    mention = quote.speakers[0].mention if quote.speakers else None
    read = f": {shortened(mention.text)}" if mention is not None else ""
    yield f"    speaker {_LINKS[decision.link]}{read}"
    yield f"    agrees  {_features(decision.agrees)}"
    yield f"    near    {clean('، '.join(decision.named)) or 'no name'}"
    yield f"    so far  {clean(' · '.join(map(_candidate, decision.candidates))) or 'nobody spoke'}"
    if quote.parent is not None:
        yield f"    inside  {quote.parent}"


def _features(shown: tuple[str | None, str | None]) -> str:
    """Gender and number in words."""
    return " ".join(_FEATURES[feature] for feature in shown if feature is not None) or "with anybody"


def _candidate(candidate: Candidate) -> str:
    """One who might have spoken, and what speaks against it."""
    against = "" if candidate.fits else f", but {_features(candidate.shown)}"
    return f"{candidate.name}{_MET[candidate.met]}{against}"
