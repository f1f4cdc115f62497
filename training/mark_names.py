"""Put names that a reader wrote down into training/names.tsv: `python -m training.mark_names LIST NEWS.jsonl.xz ...`.

A reader lists the names of an article as they are spelled there, each form once and without و ف ب ل ك before it:

    @article-1      1200
    PER     ديفيد كاميرون
    LOC     السعودية
    -       الصحف السعودية

Columns are separated by tabs. The number is how many code points of the text were read; without it, all. A form is that
name wherever its words stand in the article, the longest form first; `-` says that these words are no name.
An article that names.tsv has already is replaced.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.text import Token, tokenise
from training.annotated_news import PLACES, Marked, texts

PROCLITICS = ("", *"وفبلكسأ", "وب", "ول", "فب", "فل", "وك")
NO_NAME = "-"

Form = tuple[str, str]


def main() -> None:
    """Say which forms an article has not, and write names.tsv."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", type=Path)
    parser.add_argument("news", type=Path, nargs="+")
    args = parser.parse_args()
    listed = {article: (end, forms) for article, end, forms in read_list(args.list)}
    marked = {line.partition("\t")[0]: line for line in PLACES.read_text(encoding="utf-8").splitlines()}
    for article, text in texts(args.news, listed):
        end, forms = listed[article]
        text = text[:end]
        names, unknown = mark(tokenise(text), forms)
        for form in unknown:
            print(f"{article}: not in its text as whole words: {form}")
        marked[article] = Marked(article, len(text), names).line()
    PLACES.write_text("".join(f"{line}\n" for _, line in sorted(marked.items())), encoding="utf-8")


def read_list(path: Path) -> Iterator[tuple[str, int | None, list[Form]]]:
    """`(article, code points read, [(type, form)])` of a reader's list."""
    for part in path.read_text(encoding="utf-8").split("@")[1:]:
        head, *rows = part.splitlines()
        article, _, end = head.partition("\t")
        forms = [(kind, form.strip()) for kind, _, form in (row.partition("\t") for row in rows if row.strip())]
        yield article, int(end) if end else None, forms


def mark(tokens: Sequence[Token], forms: Sequence[Form]) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Where the forms are, `(start, end, type)` in code points, and the forms that are nowhere."""
    free = [True] * len(tokens)
    names, unknown = [], []
    for words, kind, form in sorted(
        (([token.text for token in tokenise(form)], kind, form) for kind, form in forms), key=lambda one: -len(one[0])
    ):
        found = [place for place in range(len(tokens) - len(words) + 1) if _stand_at(words, tokens, place)]
        if not found:
            unknown.append(form)
        for place in found:
            end = place + len(words)
            if all(free[place:end]):
                free[place:end] = [False] * len(words)
                start = tokens[place].start + _before(words[0], tokens[place].text)
                names += [(start, tokens[end - 1].end, kind)] if kind != NO_NAME else []
    return sorted(names), unknown


def _stand_at(words: Sequence[str], tokens: Sequence[Token], place: int) -> bool:
    texts = [token.text for token in tokens[place : place + len(words)]]
    return texts[1:] == words[1:] and _before(words[0], texts[0]) >= 0


def _before(word: str, token: str) -> int:
    """How many letters of the token are proclitics before this word; none are before لل, which hides an article."""
    if token.endswith(word) and token[: len(token) - len(word)] in PROCLITICS:
        return len(token) - len(word)
    hidden = word.startswith("ال") and token[-len(word[2:]) - 2 :] == "لل" + word[2:]
    return len(token) - len(word) if hidden and token[: len(token) - len(word)] in ("", "و", "ف") else -1


if __name__ == "__main__":
    main()
