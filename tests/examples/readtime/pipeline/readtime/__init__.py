"""How long an article takes to read."""

from pipeline.contracts import EnrichedArticle
from pipeline.contracts.readtime import TimedArticle
from pipeline.contracts.stage import Stage
from pipeline.text import tokenise

WORDS_A_MINUTE = 180


def read_time(article: EnrichedArticle) -> TimedArticle:
    """The article with its reading time; «قال الوزير نعم» has three words, a sixtieth of a minute."""
    words = sum(token.kind == "word" for token in tokenise(article.text))
    return TimedArticle(**dict(article), minutes=round(words / WORDS_A_MINUTE, 3))


READTIME = Stage(name="readtime", reads=EnrichedArticle, makes=TimedArticle, run=read_time)
