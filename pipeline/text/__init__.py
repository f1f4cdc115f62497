"""Arabic writing: one spelling for comparing, tokens, quotation marks, proclitics, language. Knows no articles."""

from pipeline.text.clitics import Split, offset_after, split_proclitics, strip_conjunction, strip_known
from pipeline.text.language import language_of
from pipeline.text.letters import Normalised, fold, fold_seats, normalise
from pipeline.text.marks import Balance, MarkPair, pair_marks
from pipeline.text.remembered import remembered
from pipeline.text.tokens import Token, TokenKind, tokenise

__all__ = [
    "Balance", "MarkPair", "Normalised", "Split", "Token", "TokenKind", "fold", "fold_seats", "language_of",
    "normalise", "offset_after", "pair_marks", "remembered", "split_proclitics", "strip_conjunction", "strip_known",
    "tokenise",
]  # fmt: skip
