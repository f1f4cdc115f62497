"""`rasd search` as a person and as a script use it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from service.cli.search import search
from service.cli.session import Session
from tests.search.index_articles import article, change, index_in, quote

TEXT = "أعلن الوزير أن السدود امتلأت.\nوقالت الوكالة إن المياه تكفي."

Run = Callable[..., Result]


@pytest.fixture
def rasd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    app = typer.Typer()
    app.callback()(_session)
    app.command("search")(search)
    monkeypatch.setenv("RASD_INDEX__PATH", str(tmp_path / "index"))
    monkeypatch.setenv("RASD_LOCAL__FOLDER", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(app, ["search", *arguments])


def _session(ctx: typer.Context) -> None:
    ctx.obj = Session()


@pytest.fixture
def filled(tmp_path: Path) -> None:
    said = quote(TEXT, "السدود امتلأت", "الوزير")
    with index_in(tmp_path / "index") as index:
        index.write([
            change(article("dam", text=TEXT, source="الحرة", headline="السدود", quotes=[said])),
            change(article("old", text="خبر قديم عن السدود", published_at=datetime(2020, 1, 1, tzinfo=UTC))),
        ])  # fmt: skip


def test_without_an_index_it_says_what_to_start(rasd: Run) -> None:
    failed = rasd("سد")
    assert "rasd worker index" in str(failed.exception)
    assert failed.exception.exit_code == 1


@pytest.mark.usefixtures("filled")
def test_a_person_sees_where_it_comes_from_and_the_words(rasd: Run) -> None:
    shown = rasd("السد", "المياه")
    assert shown.exit_code == 0
    assert "dam  الحرة  2024-07-05 10:00" in shown.stdout
    assert "المياه تكفي" in shown.stdout
    assert shown.stderr == "1 article.\n"


@pytest.mark.usefixtures("filled")
def test_a_script_gets_one_object_a_line(rasd: Run) -> None:
    rows = [json.loads(line) for line in rasd("سدود", "--json").stdout.splitlines()]
    assert sorted(row["id"] for row in rows) == ["dam", "old"]
    spans = [
        (start - rows[0]["passage"]["start"], end - rows[0]["passage"]["start"]) for start, end in rows[0]["highlights"]
    ]
    assert [rows[0]["passage"]["text"][start:end] for start, end in spans] == ["السدود"]


@pytest.mark.usefixtures("filled")
def test_quotes_name_their_speaker(rasd: Run) -> None:
    (row,) = [json.loads(line) for line in rasd("--quotes", "--speaker", "الوزير", "--json").stdout.splitlines()]
    assert (row["id"], row["article_id"], row["speakers"], row["quote"]["kind"]) == (
        "dam:q1",
        "dam",
        ["الوزير"],
        "indirect",
    )
    assert "الوزير\nالسدود امتلأت" in rasd("--quotes").stdout


@pytest.mark.usefixtures("filled")
def test_a_bare_day_is_the_whole_day(rasd: Run) -> None:
    assert rasd("--since", "2024-07-05", "--until", "2024-07-05").stderr == "1 article.\n"
    assert rasd("--until", "2024-07-05T09:59").stderr == "1 article.\n"
    assert rasd("--since", "2024-07-06").stderr == "0 articles.\n"


@pytest.mark.usefixtures("filled")
def test_a_page_tells_how_to_get_the_next(rasd: Run) -> None:
    assert rasd("--limit", "1").stderr == "1-1 of 2 articles; more with --offset 1.\n"
    assert rasd("--limit", "1", "--offset", "1").stderr == "2-2 of 2 articles.\n"


@pytest.mark.usefixtures("filled")
def test_wrong_usage_exits_with_2(rasd: Run) -> None:
    wrong = rasd("--since", "أمس")
    assert wrong.exit_code == 2
    assert "2024-07-05" in wrong.stderr


def test_a_terminal_is_not_given_control_characters(rasd: Run, tmp_path: Path) -> None:
    with index_in(tmp_path / "index") as index:
        index.write([change(article(text="خبر \x1b[2J عاجل", source="x\x07y"))])
    shown = rasd("خبر").stdout
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown
