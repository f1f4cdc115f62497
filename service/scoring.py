"""Gold and prediction files in, figures out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

from pipeline.contracts.errors import RasdError
from pipeline.entities import EntitiesSettings
from pipeline.evaluation import GoldArticle, Prediction, conll, parse_gold, parse_prediction, predict, score

Figures = dict[str, Any]
T = TypeVar("T")

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "quotes": ("quotes", "grouping", "blocks", "per_article"),
    "entities": ("names", "grouping"),
}


def is_conll(gold: Path) -> bool:
    """Whether `gold` is a CoNLL file rather than annotated articles."""
    return gold.is_file() and gold.suffix != ".json"


def score_articles(gold: Path, pred: Path | None, task: str, settings: EntitiesSettings) -> Figures:
    """The figures of `task` on a gold article or a folder of them.

    Args:
        gold: `<id>.json` or a folder of such.
        pred: a folder of predictions named alike; Rasd itself is run without one.
        task: `quotes` or `entities`.
        settings: how Rasd finds names.

    Raises:
        RasdError: naming the file that is missing or cannot be used.
    """
    golds = _golds(gold)
    predictions = _enriched(golds, settings) if pred is None else _predictions(golds, pred)
    figures = score(golds, predictions)
    if figures["missing_predictions"] and len(predictions) == 0:
        raise RasdError(f"no prediction in {pred} for any article of {gold}: name them ID.json")
    common = {name: figures[name] for name in ("articles", "missing_predictions")}
    return {"task": task} | common | {name: figures[name] for name in _SECTIONS[task] if name in figures}


def _golds(path: Path) -> list[GoldArticle]:
    files = [path] if path.is_file() else sorted(path.glob("*.json"))
    if not files:
        raise RasdError(f"no gold articles (*.json) in {path}: name a folder that has some, or a CoNLL file")
    return [parse_gold(_read(file), str(file)) for file in files]


def _predictions(golds: Sequence[GoldArticle], folder: Path) -> dict[str, Prediction]:
    files = {gold.id: folder / f"{gold.id}.json" for gold in golds}
    return {name: parse_prediction(_read(file), str(file)) for name, file in files.items() if file.is_file()}


def _enriched(golds: Sequence[GoldArticle], settings: EntitiesSettings) -> dict[str, Prediction]:
    from pipeline import enrich  # here, since it loads the models

    return {gold.id: predict(enrich(gold.text, entities=settings)) for gold in _progress(golds)}


def score_conll(gold: Path, pred: Path | None, together: int, settings: EntitiesSettings) -> Figures:
    """The figures of names on a CoNLL file.

    Args:
        gold: the file.
        pred: the same tokens with predicted tags; Rasd itself is run without one.
        together: how many sentences in a row are read as one text.
        settings: how Rasd finds names.

    Raises:
        RasdError: naming the file or line that cannot be used.
    """
    wanted = _sentences(gold)
    found = list(_tagged(wanted, together, settings)) if pred is None else _sentences(pred)
    if [one.tokens for one in wanted] != [one.tokens for one in found]:
        raise RasdError(f"{pred} has other tokens than {gold}: predictions must keep gold's tokens and sentences")
    return {"task": "entities", "conll": conll.score(wanted, found)}


def _sentences(path: Path) -> list[conll.Sentence]:
    try:
        found = conll.parse(_read(path).decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise RasdError(f"{path} is not UTF-8 (byte {error.start}): convert it") from None
    if not found:
        raise RasdError(f"no sentences in {path}: give a token and its tag a line")
    return found


def _tagged(sentences: Sequence[conll.Sentence], together: int, settings: EntitiesSettings) -> Iterator[conll.Sentence]:
    from pipeline import enrich  # here, since it loads the models

    for document in _progress(conll.documents(sentences, together)):
        yield from conll.tag(document, predict(enrich(conll.join(document), entities=settings)).names or [])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RasdError(f"{path} cannot be read: {error.strerror}; name another") from error


def _progress(items: Sequence[T]) -> Iterable[T]:
    console = Console(stderr=True)
    return track(items, "Enriching", console=console, transient=True, disable=not console.is_terminal)
