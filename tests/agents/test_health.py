"""The health file, as a shell's `cat` and `stat` and as the commands see it."""

import os
import time

import pytest

from agents.health import STALE, Health, HealthFile, read


@pytest.mark.parametrize(
    "health",
    [Health("ready"), Health("spare"), Health("ready", "waiting for the index: no answer from https://x:9200")],
)
def test_what_is_told_is_read(tmp_path, health):
    HealthFile(tmp_path / "new folder" / "quotes").tell(health)
    assert (tmp_path / "new folder" / "quotes").read_text() == f"{health}\n"
    assert read(tmp_path / "new folder" / "quotes") == health


def test_it_is_one_line_whatever_the_reason(tmp_path):
    HealthFile(tmp_path / "quotes").tell(Health("starting", "no answer:\n  a\n  trace " + "x" * 5000))
    (line,) = (tmp_path / "quotes").read_text().splitlines()
    assert line.startswith("starting: no answer: a trace xxx")
    assert len(line) <= 300


def test_saying_the_same_again_makes_it_young_again(tmp_path):
    file = HealthFile(tmp_path / "quotes")
    file.tell(Health("ready"))
    os.utime(tmp_path / "quotes", (0, time.time() - STALE - 1))
    old = read(tmp_path / "quotes")
    assert (old.alive, old.joined) == (False, False)
    file.tell(Health("ready"))
    young = read(tmp_path / "quotes")
    assert (young.alive, young.joined) == (True, True)
    (tmp_path / "quotes").unlink()
    file.tell(Health("ready"))
    assert read(tmp_path / "quotes").alive


def test_only_members_have_joined(tmp_path):
    assert [Health(state).joined for state in ("starting", "joining", "ready", "spare", "draining", "ill")] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


def test_no_file_or_another_one_is_no_health(tmp_path):
    assert read(tmp_path / "quotes") is None
    (tmp_path / "quotes").write_text("hello\n")
    assert read(tmp_path / "quotes") is None


def test_a_file_that_cannot_be_written_does_not_end_the_watch(tmp_path):
    (tmp_path / "file").touch()
    HealthFile(tmp_path / "file" / "quotes").tell(Health("ready"))
