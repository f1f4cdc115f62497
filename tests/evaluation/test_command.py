"""`rasd evaluate`, run as a command on gold folders and CoNLL files."""

import json
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner

from pipeline.contracts import EnrichedArticle, RasdError
from service.cli.evaluate import evaluate
from tests.evaluation.test_reading import enriched

APP = typer.Typer()
APP.command()(evaluate)


@pytest.fixture
def run():
    def command(*words: object):
        return CliRunner(env={"COLUMNS": "200"}).invoke(APP, [str(word) for word in words])

    return command


@pytest.fixture
def predicted(tmp_path, harbour, fishers) -> Path:
    for name, prediction in (("harbour", harbour), ("fishers", fishers)):
        (tmp_path / f"{name}.json").write_bytes(orjson.dumps(prediction))
    return tmp_path


@pytest.fixture
def conll_files(tmp_path) -> tuple[Path, Path]:
    gold, pred = tmp_path / "gold.txt", tmp_path / "pred.txt"
    gold.write_text("وصل O\nحداد B-PERS\n\nبيروت B-LOC\n", encoding="utf-8")
    pred.write_text("وصل O\nحداد B-PER\n\nبيروت O\n", encoding="utf-8")
    return gold, pred


def test_quotes_as_one_line_of_json(run, gold_folder, predicted):
    result = run("quotes", "--gold", gold_folder, "--pred", predicted, "--json")
    assert result.exit_code == 0 and result.output.count("\n") == 1
    figures = json.loads(result.output)
    assert figures["quotes"]["end_to_end_strict"]["F1"] == 33.3
    assert figures["blocks"]["caption"]["F1"] == 100.0
    assert set(figures) == {"task", "articles", "missing_predictions", "quotes", "blocks", "per_article"}


def test_quotes_as_tables_with_the_interval(run, gold_folder, predicted):
    output = run("quotes", "--gold", gold_folder, "--pred", predicted).output
    figures = json.loads(run("quotes", "--gold", gold_folder, "--pred", predicted, "--json").output)
    low, high = figures["quotes"]["end_to_end_strict"]["F1_95"]
    for shown in ("33.3", f"{low}–{high}", "dropped", "block: subhead", "2 ignored", "exact spans 66.7"):
        assert shown in output


def test_entities_of_articles(run, gold_folder, predicted):
    figures = json.loads(run("entities", "--gold", gold_folder, "--pred", predicted, "--json").output)
    assert figures["names"]["typed"]["F1"] == 50.0 and "quotes" not in figures
    output = run("entities", "--gold", gold_folder, "--pred", predicted).output
    assert "name and type" in output and "What goes wrong with names" in output


def test_one_gold_article(run, gold_folder, predicted):
    figures = json.loads(run("quotes", "--gold", gold_folder / "fishers.json", "--pred", predicted, "--json").output)
    assert figures["articles"] == 1


def test_a_missing_prediction_is_told(run, gold_folder, predicted):
    (predicted / "fishers.json").unlink()
    assert "no prediction for fishers" in run("quotes", "--gold", gold_folder, "--pred", predicted).output


def test_entities_of_a_conll_file(run, conll_files):
    gold, pred = conll_files
    figures = json.loads(run("entities", "--gold", gold, "--pred", pred, "--json").output)["conll"]
    assert (figures["micro"]["P"], figures["micro"]["R"]) == (100.0, 50.0)
    output = run("entities", "--gold", gold, "--pred", pred).output
    assert "macro F1 50.0" in output
    assert "What goes wrong with names" in output and "missed, listed" in output and "بيروت" in output


def test_quotes_of_a_conll_file_are_wrong_usage(run, conll_files):
    assert run("quotes", "--gold", conll_files[0]).exit_code == 2


@pytest.mark.parametrize(("gold", "pred", "says"), [
    ("nothing", None, "no gold articles"),
    ("gold.txt", "empty.txt", "no sentences"),
    ("gold.txt", "latin.txt", "not UTF-8"),
    ("gold.txt", "other.txt", "other tokens"),
    ("gold.txt", "none.txt", "cannot be read"),
    ("bad", None, "not valid JSON"),
    ("GOLD", "nothing", "no prediction"),
])  # fmt: skip
def test_what_cannot_be_scored_is_said_in_one_line(run, conll_files, tmp_path, gold_folder, gold, pred, says):
    (tmp_path / "nothing").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.json").write_text("{")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "latin.txt").write_bytes("وصل O\n".encode("cp1256"))
    (tmp_path / "other.txt").write_text("غيره O\n", encoding="utf-8")
    given = gold_folder if gold == "GOLD" else tmp_path / gold
    result = run("entities", "--gold", given, *(["--pred", tmp_path / pred] if pred else []))
    assert isinstance(result.exception, RasdError)
    assert says in str(result.exception) and "\n" not in str(result.exception)


def test_rasd_is_run_on_the_gold_text_alone(run, gold_folder, golds, monkeypatch):
    """With a pipeline whose answers are known, so that the figures are."""
    read = []

    def enrich(text, *, entities):
        read.append(text)
        return enriched(golds["fishers"])

    monkeypatch.setattr("pipeline.enrich", enrich)
    figures = json.loads(run("quotes", "--gold", gold_folder / "fishers.json", "--json").output)
    assert read == [golds["fishers"].text]
    assert figures["grouping"]["n"] == 3
    assert "grouping (B³)" in run("entities", "--gold", gold_folder / "fishers.json").output
    assert figures["quotes"]["end_to_end_strict"]["F1"] == 100.0


def test_rasd_is_run_on_the_sentences_of_a_conll_file(run, conll_files, monkeypatch):
    def enrich(text, *, entities):
        at = text.find("بيروت")
        place = {
            "id": "e1",
            "name": "بيروت",
            "type": "LOC",
            "mentions": [{"start": at, "end": at + 5, "text": "بيروت"}],
        }
        return EnrichedArticle(id="a", version=1, text=text, entities=[place] if at >= 0 else [])

    monkeypatch.setattr("pipeline.enrich", enrich)
    for together in (1, 2):
        result = run("entities", "--gold", conll_files[0], "--together", together, "--json")
        assert json.loads(result.output)["conll"]["by_type"]["LOC"]["F1"] == 100.0
