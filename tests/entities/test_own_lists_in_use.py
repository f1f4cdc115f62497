"""Own lists as whoever runs Rasd meets them: the setting, the agent, the commands, and the example of the docs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from agents.entities import agent
from agents.record import Record
from agents.settings import AgentSettings, KafkaSettings, WorkerSettings
from pipeline.contracts.errors import BadConfiguration
from pipeline.entities import EntitiesSettings
from service.cli import main
from service.settings import load

TEXT = "قال زمهر القندول إن شركة نورلاب ستعمل في الهيثمة."
ROWS = "name\ttype\taliases\tid\nزمهر القندول\tPER\nنورلاب\tORG\t\twikidata:Q1\nالهيثمة\tLOC\n"
NAMES = [("زمهر القندول", "PER"), ("نورلاب", "ORG"), ("الهيثمة", "LOC")]
PAGE = Path(__file__).parents[2] / "docs" / "names.md"


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "lists"
    made.mkdir()
    (made / "names.tsv").write_text(ROWS, encoding="utf-8")
    return made


def test_the_setting_is_a_folder_and_none_by_default(folder) -> None:
    assert load(environment={}).settings.entities.lists is None
    assert load(environment={"RASD_ENTITIES__LISTS": str(folder)}).settings.entities.lists == folder


def settings(folder: Path) -> AgentSettings:
    return AgentSettings(
        kafka=KafkaSettings(), worker=WorkerSettings(data_dir=folder), entities=EntitiesSettings(lists=folder)
    )


def test_the_agent_finds_own_names(folder) -> None:
    message = {"id": "a", "version": 1, "text": TEXT, "sentences": [{"start": 0, "end": len(TEXT), "block": 0}]}
    (sent,) = agent(settings(folder)).work(
        Record(
            topic="articles.segmented", partition=0, offset=0, key=b"a", value=orjson.dumps(message)
        )
    )  # fmt: skip
    entities = orjson.loads(sent.value)["entities"]
    assert [(one["name"], one["type"]) for one in entities] == NAMES
    assert entities[1]["links"] == {"wikidata": "Q1"}


def test_the_agent_does_not_start_on_a_bad_list(folder) -> None:
    (folder / "more.tsv").write_text("name\ttype\nنورلاب\tشركة\n", encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"more\.tsv:2: the type is 'شركة'"):
        agent(settings(folder))


def test_a_worker_ends_with_78_before_it_looks_for_a_broker(folder, tmp_path) -> None:
    (folder / "names.tsv").write_text("name\ttype\n\tPER\nنورلاب\tشركة\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "service", "worker", "entities"], capture_output=True, text=True, check=False,
        env={"RASD_ENTITIES__LISTS": str(folder), "RASD_LOCAL__FOLDER": str(tmp_path),
             "RASD_KAFKA__BOOTSTRAP_SERVERS": "127.0.0.1:1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 78
    (line,) = (done.stdout + done.stderr).splitlines()
    error = json.loads(line)["error"]
    assert "names.tsv:2: there is no name" in error and "names.tsv:3: the type is" in error


def test_rasd_enrich_finds_own_names(folder, tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("RASD_ENTITIES__LISTS", str(folder))
    assert main(["enrich", str(tmp_path / "article.txt")]) == 0
    entities = json.loads(capsys.readouterr().out)["entities"]
    assert [(one["name"], one["type"]) for one in entities] == NAMES


@pytest.mark.parametrize("command", ["enrich", "evaluate"])
def test_a_bad_list_is_one_line_and_78(folder, tmp_path, monkeypatch, capsys, command) -> None:
    (folder / "names.tsv").write_text("name\ttype\nنورلاب\tشركة\nزمهر\t\n", encoding="utf-8")
    (tmp_path / "gold.conll").write_text("وصل O\n", encoding="utf-8")
    monkeypatch.setenv("RASD_ENTITIES__LISTS", str(folder))
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    arguments = {"enrich": ["article.txt"], "evaluate": ["entities", "--gold", "gold.conll"]}
    monkeypatch.chdir(tmp_path)
    assert main([command, *arguments[command]]) == 78
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith(f"rasd: {folder}/names.tsv:2: the type is") and f"{folder}/names.tsv:3:" in line


def test_rasd_evaluate_reads_own_lists(folder, tmp_path, monkeypatch, capsys) -> None:
    gold = "زمهر B-PER\nالقندول I-PER\nفي O\nالهيثمة B-LOC\n"
    (tmp_path / "gold.conll").write_text(gold, encoding="utf-8")
    monkeypatch.setenv("RASD_ENTITIES__LISTS", str(folder))
    assert main(["evaluate", "entities", "--gold", str(tmp_path / "gold.conll"), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["conll"]
    assert (figures["micro"]["F1"], figures["mistakes"]) == (100.0, {})


def test_the_example_of_the_docs_works(tmp_path, monkeypatch, capsys) -> None:
    page = PAGE.read_text(encoding="utf-8")
    example = re.search(r"```tsv\n(.*?)```\n.*?```text\n(.*?)```\n.*?```\n(.*?)```\n", page, re.DOTALL)
    assert example is not None
    (tmp_path / "names.tsv").write_text(example[1], encoding="utf-8")
    (tmp_path / "article.txt").write_text(example[2], encoding="utf-8")
    monkeypatch.setenv("RASD_ENTITIES__LISTS", str(tmp_path))
    assert main(["enrich", str(tmp_path / "article.txt")]) == 0
    entities = json.loads(capsys.readouterr().out)["entities"]
    shown = [
        "  ".join([one["type"], one["name"], *[f"{source}:{id_}" for source, id_ in one["links"].items()],
                   ", ".join(mention["text"] for mention in one["mentions"])])
        for one in entities
    ]  # fmt: skip
    assert shown == example[3].splitlines()
