"""`rasd enrich --explain`: every statement with the reason it was found."""

from pathlib import Path

from typer.testing import CliRunner

from service.cli import app

TEXT = "قال وزير النقل المصري سمير النحاس إن الجسر آمن. وأضاف أن الطريق مفتوح."


def test_a_statement_is_explained(tmp_path: Path) -> None:
    article = tmp_path / "bridge.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["enrich", "--explain", str(article)])
    first, second = done.stdout.split(" q2 ")
    assert done.exit_code == 0
    assert "الجسر آمن" in first
    assert "cue قال (speech)" in first
    assert "named beside the cue" in first
    assert "cue أضاف (speech)" in second
    assert "entry أضاف" in second
    assert "no subject here: whoever spoke or acted last" in second
    assert "agrees  masculine singular" in second
    assert "so far  سمير النحاس" in second


def test_a_cue_without_words_is_told_too(tmp_path: Path) -> None:
    article = tmp_path / "bridge.txt"
    article.write_text("وأكد سمير النحاس أهمية الجسر.", encoding="utf-8")
    done = CliRunner().invoke(app, ["enrich", "--explain", str(article)])
    assert "أكد [entry أكد]: no أن, colon or marks gives it words" in done.stdout
