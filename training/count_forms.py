"""Count the word forms of news: `python -m training.count_forms NEWS.jsonl.xz ...`."""

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.entities.model_forms import DIGITS
from pipeline.text import tokenise

TABLE = Path("pipeline/entities/models/forms.txt.xz")
LEAST = 4  # a form read less often is left out


def main() -> None:
    """Write models/forms.txt.xz: line n holds the forms counted 2**(n-1) times or more, and less than 2**n."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, nargs="+")
    counts: Counter[str] = Counter()
    for text in articles(parser.parse_args().news):
        counts.update(token.norm.translate(DIGITS) for token in tokenise(text))
    lines = defaultdict(list)
    for form, count in counts.items():
        if count >= LEAST and not set(form) & set(" \n"):
            lines[count.bit_length()].append(form)
    table = "\n".join(" ".join(sorted(lines[n])) for n in range(1, max(lines) + 1))
    TABLE.write_bytes(lzma.compress(table.encode("utf-8"), preset=9))


def articles(paths: list[Path]) -> Iterator[str]:
    """Title and text of each article of files with one JSON object a line."""
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield f"{article.get('title') or ''}\n{article.get('text') or ''}"


if __name__ == "__main__":
    main()
