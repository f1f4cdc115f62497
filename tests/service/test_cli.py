"""The command line: exit codes, errors in one line, and a help that explains."""

import io
import json
import os
import subprocess
import sys

import pytest
from rich.console import Console

from pipeline import enrich
from service.cli import app, main
from service.cli.enrich import file_name
from service.readable import clean, picture
from service.settings import table

COMMANDS = (
    "up", "worker", "topics", "publish", "tail", "search", "enrich", "dead", "doctor", "evaluate", "schema", "reindex",
    "models",
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RASD_LOCAL__FOLDER", str(tmp_path / "data"))


def rasd(capsys, *arguments):
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(capsys, command):
    code, out, _ = rasd(capsys, command, "--help")
    assert code == 0
    assert "Usage: rasd" in out


def test_the_help_lists_what_works_and_nothing_else(capsys):
    code, _, _ = rasd(capsys, "--help")
    assert code == 0
    named = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert named == set(COMMANDS)


def test_version(capsys):
    assert rasd(capsys, "--version")[:2] == (0, "rasd 0.1.0\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["worker", "translate"], 2, "no stage translate; there are: segment, entities, quotes, index"),
        (["tail", "nothing"], 2, "no topic nothing; there are: articles.raw"),
        (["up", "--broker", "rabbit"], 2, "rabbit"),
        (["up", "--seeds", "--manifest", "gone.toml"], 2, "no manifest gone.toml"),
        (["publish"], 2, "Missing argument"),
        (["fly"], 2, "fly"),
        (["--config", "gone.toml", "doctor"], 78, "gone.toml: No such file or directory"),
    ],
)
def test_an_error_is_one_line_with_its_exit_code(capsys, arguments, code, told):
    found, _, err = rasd(capsys, *arguments)
    assert found == code
    assert err.startswith("rasd: ")
    assert told in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["publish", "seeds/alhurra.txt"], ["tail", "quotes"], ["dead", "list"], ["topics", "create"]]
)
def test_without_a_broker_every_command_says_so_in_one_line(capsys, monkeypatch, arguments):
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    code, _, err = rasd(capsys, *arguments)
    assert code == 1
    assert "127.0.0.1:1" in err
    assert len(err.splitlines()) == 1


def test_what_an_article_brings_along_cannot_steer_the_terminal(capsys, tmp_path):
    path = tmp_path / "a\x1b]0;title\x07.json"
    path.write_text("{}", encoding="utf-8")
    code, _, err = rasd(capsys, "enrich", str(path))
    assert (code, len(err.splitlines())) == (1, 2)
    assert err.startswith(f"rasd: {tmp_path}/a ]0;title .json: ")


@pytest.mark.parametrize("text", ["[/b]", "[red]جدا", "[link=x]", "\x1b[2J"])
def test_markup_in_an_article_is_shown_as_it_is(text):
    said = enrich(f"قال الوزير سامح شكري إن «الاتفاق {text} قريب جدا».")
    console = Console(file=io.StringIO(), width=200)
    console.print(picture(f"عنوان {text}", said.entities, said.quotes))
    assert clean(text) in console.file.getvalue()
    assert "\x1b" not in console.file.getvalue()


def test_verbose_shows_where_an_error_arose(capsys):
    _, _, err = rasd(capsys, "--verbose", "--config", "gone.toml", "doctor")
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("rasd: gone.toml")


def test_doctor_shows_every_setting_and_no_secret(capsys, monkeypatch):
    monkeypatch.setenv("RASD_KAFKA__SASL_PASSWORD", "geheim")
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    code, out, _ = rasd(capsys, "doctor", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    settings = {row["setting"]: row for row in rows if "setting" in row}
    assert code == 1  # there is no broker
    assert set(settings) == {str(name) for name in table()}
    assert settings["kafka.sasl_password"]["value"] == "********"
    assert settings["kafka.sasl_password"]["origin"] == "RASD_KAFKA__SASL_PASSWORD"
    assert "geheim" not in out


@pytest.mark.parametrize(("mode", "told"), [(0o700, False), (0o750, True), (0o755, True)])
def test_doctor_tells_when_others_can_look_into_the_data_folder(capsys, monkeypatch, tmp_path, mode, told):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    rows = [json.loads(line) for line in rasd(capsys, "doctor", "--json")[1].splitlines()]
    found = [row["detail"] for row in rows if row.get("name") == "data folder"]
    assert bool(found) is told
    assert all(line.endswith(f"chmod 700 {folder}") for line in found)


def test_enrich_gives_a_line_for_each_article_and_tells_what_it_refused(capsys, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "قال الوزير إن الاتفاق قريب."}\n{"id": "2"}\n', encoding="utf-8")
    code, out, err = rasd(capsys, "enrich", str(path))
    (article,) = [json.loads(line) for line in out.splitlines()]
    assert (code, article["id"]) == (1, "1")
    assert [quote["text"] for quote in article["quotes"]] == ["الاتفاق قريب"]
    assert err.splitlines()[0].startswith(f"rasd: {path}:2: the article has no text")


def test_enrich_writes_files_that_no_id_can_lead_astray(capsys, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"id": "../../etc/passwd", "text": "نص"}', encoding="utf-8")
    assert rasd(capsys, "enrich", "--out", str(tmp_path / "out"), str(path))[0] == 0
    (made,) = (tmp_path / "out").iterdir()
    assert json.loads(made.read_bytes())["id"] == "../../etc/passwd"


def test_two_ids_never_share_a_file():
    ids = ["a/b", "a_b", "a b", ".a", "a", "..", "x" * 300, "x" * 301, "مقال"]
    assert len({file_name(article) for article in ids}) == len(ids)
    assert file_name("alhurra-2024") == "alhurra-2024.json"


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "نص"}\n' * 3000, encoding="utf-8")
    command = f"{sys.executable} -m service enrich {path} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=dict(os.environ), check=False)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1
