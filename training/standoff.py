"""Annotated news without its text: `python -m training.standoff OUT NEWS.jsonl.xz ...` puts the text back.

training/gold holds articles that were annotated for scoring, names in one file and statements in another. The text
belongs to its publishers, so every phrase of it is written as places in it, and letters that it does not have there as
they are. OUT gets a folder for each file, as `rasd evaluate` reads it.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from training.annotated_news import texts

GOLD = Path("training/gold")
_LEAST = 2  # letters worth a place
_NOT_KEPT = ("id", "text", "headline")


def main() -> None:
    """Write OUT/entities and OUT/quotes, or put such a folder into training/gold with --from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="a folder; with --from the name of a file in training/gold")
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--from", dest="source", type=Path, help="a folder of annotated articles to write without text")
    args = parser.parse_args()
    if args.source:
        gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(args.source.glob("*.json"))]
        lines = [json.dumps(without_text(article), ensure_ascii=False, separators=(",", ":")) for article in gold]
        (GOLD / args.out).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return
    for path in sorted(GOLD.glob("*.jsonl")):
        kept = {one["id"]: one for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        folder = args.out / path.stem
        folder.mkdir(parents=True, exist_ok=True)
        for article, text in texts(args.news, kept):
            gold = json.dumps(with_text(kept[article], text), ensure_ascii=False, indent=1)
            (folder / f"{article}.json").write_text(gold, encoding="utf-8")


def without_text(gold: dict[str, Any]) -> dict[str, Any]:
    """An annotated article with places for phrases. Its places are those of `text`, as the news file has it."""
    return {
        "id": gold["id"],
        **{key: _bare(value, gold["text"]) for key, value in gold.items() if key not in _NOT_KEPT},
    }


def with_text(kept: dict[str, Any], text: str) -> dict[str, Any]:
    """What `without_text` was given."""
    return {"id": kept["id"], "text": text, **{key: _full(value, text) for key, value in kept.items() if key != "id"}}


def _bare(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {"=": [[_bare(key, text), _bare(one, text)] for key, one in value.items() if key != "text"]}
    if isinstance(value, list):
        return [_bare(one, text) for one in value]
    return {"~": pieces(value, text)} if isinstance(value, str) and not value.isascii() else value


def _full(value: Any, text: str) -> Any:
    if isinstance(value, list):
        return [_full(one, text) for one in value]
    if not isinstance(value, dict):
        return value
    if "~" in value:
        return joined(value["~"], text)
    made = {_full(key, text): _full(one, text) for key, one in value["="]}
    return made if "start" not in made else {**made, "text": text[made["start"] : made["end"]]}


def pieces(phrase: str, text: str) -> list[str | list[int]]:
    """The phrase as `[start, end]` of the text, the longest first come, and single letters that stand nowhere."""
    made: list[str | list[int]] = []
    while phrase:
        size = next((size for size in range(len(phrase), _LEAST - 1, -1) if phrase[:size] in text), 0)
        start = text.find(phrase[:size])
        made.append([start, start + size] if size else phrase[0])
        phrase = phrase[size or 1 :]
    return made


def joined(parts: list[str | list[int]], text: str) -> str:
    """The phrase of these pieces."""
    return "".join(part if isinstance(part, str) else text[part[0] : part[1]] for part in parts)


if __name__ == "__main__":
    main()
