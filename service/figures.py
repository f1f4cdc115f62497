"""The figures of an evaluation as tables for a person."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

Figures = dict[str, Any]

_SHARES = {"strict": "speaker, full name", "lenient": "speaker, any form", "mention": "speaker's mention"}


def show(figures: Figures) -> None:
    """Print what `service.scoring` found, the figure that counts most first."""
    console = Console(markup=False, highlight=False)
    for missing in figures.get("missing_predictions", []):
        console.print(f"no prediction for {missing}: counted as one without quotes", style="yellow")
    if "conll" in figures:
        found = figures["conll"]
        console.print(
            _rates(f"Names in {found['sentences']:,} sentences", {"micro": found["micro"], **found["by_type"]})
        )
        console.print(f"macro F1 {found['macro_F1']}")
        console.print(_mistakes(found["mistakes"]))
        return
    console.print(_rates(f"{figures['task']} in {figures['articles']} articles", _headlines(figures)))
    if "quotes" in figures:
        _show_quotes(console, figures["quotes"])
    if "names" in figures:
        console.print(_mistakes(figures["names"]["mistakes"]))


def _headlines(figures: Figures) -> dict[str, Figures]:
    rows: dict[str, Figures] = {}
    if quotes := figures.get("quotes"):
        rows["end to end, full names"] = quotes["end_to_end_strict"]
        rows["end to end, any form"] = quotes["end_to_end_lenient"]
        rows["quote found"] = quotes["span"]
    if names := figures.get("names"):
        rows |= {"name and type": names["typed"], "name found": names["span"]} | names["by_type"]
    if "grouping" in figures:
        rows["grouping (B³)"] = figures["grouping"]
    return rows | {f"block: {kind}": found for kind, found in figures.get("blocks", {}).items()}


def _show_quotes(console: Console, quotes: Figures) -> None:
    recalls = Table("recall", "n", "found", "R", "with speaker", title="Quotes by kind and by link to the speaker")
    for name, found in (quotes["recall_by_kind"] | quotes["recall_by_link"]).items():
        recalls.add_row(name, *(_cell(found[column]) for column in ("n", "found", "R", "end_to_end_R")))
    console.print(recalls)
    matched = Table("on quotes found", "%", title=f"{quotes['on_matched']['n']} quotes found")
    for name, share in quotes["on_matched"].items():
        if name not in ("n", "source_n"):
            matched.add_row(_SHARES.get(name, name.replace("_", " ")), _cell(share))
    console.print(matched)
    console.print(
        f"{quotes['gold']} gold, {quotes['predicted']} predicted, {quotes['ignored']} ignored, "
        f"{quotes['false_positives']} false positives ({quotes['false_positives_on_marks']} on other marks); "
        f"exact spans {quotes['exact_span_recall']} %"
    )


def _mistakes(found: dict[str, Figures]) -> Table:
    types = sorted({kind for row in found.values() for kind in row["by_type"]})
    table = Table("mistake", "n", *types, "most often", title="What goes wrong with names")
    for name, row in found.items():
        counts = (_cell(row["by_type"].get(kind)) for kind in types)
        table.add_row(name, str(row["n"]), *counts, Text("، ".join(row["examples"])))
    return table


def _rates(title: str, rows: dict[str, Figures]) -> Table:
    table = Table("", "P", "R", "F1", "95 %", "n", title=title)
    for name, found in rows.items():
        interval = "–".join(map(str, found["F1_95"])) if "F1_95" in found else ""
        table.add_row(name, *(_cell(found[column]) for column in ("P", "R", "F1")), interval, _cell(found["n"]))
    return table


def _cell(value: float | None) -> str:
    return "" if value is None else str(value)
