"""News whose names people marked: places of names, without the text, which belongs to its publishers.

`names.tsv` has one article a line: its identifier in the news files, up to which code point it was read, and its names
as `start-end-type`, code points of the article's text. Every other word up to there is no name.
"""

import json
import lzma
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts import RawArticle
from pipeline.contracts.raw import identify
from pipeline.contracts.spans import Span
from pipeline.entities.windows import windows
from pipeline.segment import SEGMENT
from pipeline.text import Token, tokenise
from training.anercorp import labels_of

PLACES = Path("training/names.tsv")


@dataclass(frozen=True, slots=True)
class Marked:
    """The names of one article.

    Attributes:
        article: its identifier in the news files.
        end: code points of its text that were read.
        names: `(start, end, type)`, in order, none overlapping another.
    """

    article: str
    end: int
    names: list[tuple[int, int, str]]

    @classmethod
    def of_line(cls, line: str) -> "Marked":
        """One line of names.tsv."""
        article, end, places = line.rstrip("\n").split("\t")
        names = [(int(start), int(stop), kind) for start, stop, kind in (place.split("-") for place in places.split())]
        return cls(article, int(end), names)

    def line(self) -> str:
        """As it stands in names.tsv."""
        return "\t".join([self.article, str(self.end), " ".join(f"{a}-{b}-{kind}" for a, b, kind in self.names)])


def labelled_runs(news: Sequence[Path], places: Path = PLACES) -> list[tuple[list[Token], list[str]]]:
    """The marked articles of news files as tokens with BIO labels, in the pieces that the network reads."""
    marked = {one.article: one for one in map(Marked.of_line, places.read_text(encoding="utf-8").splitlines())}
    return [run for article, text in sorted(texts(news, marked)) for run in _runs(text, marked[article])]


def texts(news: Sequence[Path], wanted: Container[str]) -> Iterator[tuple[str, str]]:
    """`(identifier, text)` of the wanted articles of news files."""
    for path in news:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for article in map(json.loads, lines):
                if article["id"] in wanted:
                    yield article["id"], article["text"]


def _runs(text: str, marked: Marked) -> Iterator[tuple[list[Token], list[str]]]:
    text = text[: marked.end]
    sentences = [Span(start=one.start, end=one.end) for one in SEGMENT(identify(RawArticle(text=text))).sentences]
    for tokens in windows(tokenise(text), sentences):
        yield tokens, labels_of([(token.start, token.end) for token in tokens], marked.names)
