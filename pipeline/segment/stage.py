"""The segment stage: a raw article's text, its blocks, sentences, language and fingerprint."""

from collections.abc import Sequence

from pipeline.contracts import ArticleHeader, Block, RawArticle, SegmentedArticle
from pipeline.contracts.raw import replace_surrogates
from pipeline.contracts.spans import BlockKind
from pipeline.contracts.stage import Stage
from pipeline.segment.blocks import Page, find_blocks
from pipeline.segment.fingerprint import fingerprint
from pipeline.segment.layout import lines_of
from pipeline.segment.markup import Plain, plain_text
from pipeline.segment.sentences import find_sentences
from pipeline.text import Token, language_of, pair_marks, tokenise

_ARABIC_SCRIPT = frozenset(("ar", "fa", "ur", "ps", "ug", "ckb", "und"))


def segment(article: RawArticle) -> SegmentedArticle:
    """`article` with its text settled and divided. A withdrawn one has no text and nothing in it."""
    header = {name: getattr(article, name) for name in ArticleHeader.model_fields}
    if article.headline is not None:
        header["headline"] = replace_surrogates(article.headline)
    if article.withdrawn:
        return SegmentedArticle(**header, text="")
    text, known = _text_of(article)
    written_in = language_of(text)
    header["language"] = article.language or written_in
    tokens = tokenise(text)
    blocks = find_blocks(
        Page(lines_of(text, tokens), known, article.authors, written_in in _ARABIC_SCRIPT),
    )
    sentences = find_sentences(text, tokens, blocks, pair_marks(text, blocks))
    return SegmentedArticle(
        **header, text=text, blocks=blocks, sentences=sentences, fingerprint=fingerprint(_words(tokens, blocks))
    )


SEGMENT: Stage[RawArticle, SegmentedArticle] = Stage("segment", RawArticle, SegmentedArticle, segment)


def _text_of(article: RawArticle) -> tuple[str, list[tuple[int, int, BlockKind]]]:
    """The text all offsets point into, and the spans whose kind is known before reading it."""
    body = Plain(replace_surrogates(article.text), [])
    if article.content_type == "text/html":
        body = plain_text(article.text)
    headline = replace_surrogates(article.headline or "").strip()
    if not headline:
        return body.text, body.known
    shown = _headline_in(headline, body.text)
    if shown is not None:
        known = [span for span in body.known if span[2] != "headline"]
        return body.text, [(*shown, "headline"), *known]
    text = f"{headline}\n\n{body.text}"
    moved = len(headline) + 2
    known = [(start + moved, end + moved, kind) for start, end, kind in body.known if kind != "headline"]
    return text, [(0, len(headline), "headline"), *known]


def _headline_in(headline: str, body: str) -> tuple[int, int] | None:
    """The span with which `body` begins when that is the headline, marks and punctuation aside."""
    wanted = _spoken(tokenise(headline))
    found = _spoken(tokenise(body[: 4 * len(headline) + 200]))[: len(wanted)]
    if not wanted or [token.norm for token in found] != [token.norm for token in wanted]:
        return None
    return 0, _end_of_line(body, found[-1].end)


def _end_of_line(body: str, end: int) -> int:
    """The end of the line, if only marks and stops follow; else `end`."""
    line_end = body.find("\n", end)
    line_end = len(body) if line_end < 0 else line_end
    return end if _spoken(tokenise(body[end:line_end])) else line_end


def _spoken(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind in ("word", "latin", "number")]


def _words(tokens: Sequence[Token], blocks: Sequence[Block]) -> list[str]:
    """The words of the paragraphs; of the whole text when it has none."""
    words = []
    paragraphs = [block for block in blocks if block.kind == "paragraph"] or list(blocks)
    position = 0
    for token in _spoken(tokens):
        while position < len(paragraphs) and paragraphs[position].end <= token.start:
            position += 1
        if position < len(paragraphs) and token.start >= paragraphs[position].start:
            words.append(token.norm)
    return words
