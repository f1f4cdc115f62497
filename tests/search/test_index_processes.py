"""The index beside other processes, and after they were killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.contracts import Unavailable
from tests.search.index_articles import article, change, index_in

_ROOT = Path(__file__).parents[2]


def writer(folder: Path, manner: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("index_writer.py")), str(folder), manner],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(_ROOT)}, cwd=_ROOT,
    )  # fmt: skip


def test_what_another_process_writes_is_seen_at_once(tmp_path: Path) -> None:
    with index_in(tmp_path) as reader:
        assert reader.count() == 0
        with writer(tmp_path, "hold") as other:
            assert other.stdout.readline() == "1\n"
            assert (reader.version_of("counter"), reader.get("a1").text) == (1, "خبر من الدفعة 1")
            other.stdin.close()
        with writer(tmp_path, "once") as other:
            assert other.stdout.readline() == "2\n"
            assert (reader.version_of("counter"), reader.get("a1"), reader.count()) == (2, None, 2)


def test_a_writer_in_another_process_keeps_this_one_waiting(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        with writer(tmp_path, "hold") as other:
            other.stdout.readline()
            with pytest.raises(Unavailable, match="another process writes"):
                index.write([change(article("mine"))])
            other.stdin.close()
        assert index.write([change(article("mine"))]) == ["indexed"]


def test_a_killed_writer_leaves_an_index_that_holds_all_it_had_acknowledged(tmp_path: Path) -> None:
    acknowledged = 0
    for pause in (0.0, 0.02, 0.3, 0.05, 0.6):
        with writer(tmp_path, "loop") as victim:
            acknowledged = int(victim.stdout.readline())
            time.sleep(pause)
            victim.send_signal(signal.SIGKILL)
            for line in victim.stdout:
                acknowledged = int(line) if line.endswith("\n") else acknowledged
        with index_in(tmp_path) as index:
            counter = index.get("counter").version
            assert counter in (acknowledged, acknowledged + 1)  # killed after the commit, before the line
            assert index.get("counter").text == f"الدفعة رقم {counter}"
            assert (index.get(f"a{counter}").version, index.get(f"a{counter - 1}")) == (1, None)
            assert index.count() == 2  # batches are whole: each withdraws its predecessor's article
    with index_in(tmp_path) as index:
        assert index.write([change(article("after"))]) == ["indexed"]  # the lock died with its holder


def test_a_process_killed_while_it_makes_the_index_does_no_harm(tmp_path: Path) -> None:
    for pause in (0.15, 0.3, 0.45):
        with writer(tmp_path / "index", "loop") as victim:
            time.sleep(pause)
            victim.kill()
            victim.stdout.read()
    with index_in(tmp_path / "index") as index:
        assert index.write([change(article("after"))]) == ["indexed"]


def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    """A limit on the size of files stands for it: writing fails in the same place."""
    with index_in(tmp_path) as index:
        index.write([change(article("before"))])
    with writer(tmp_path, "small-files") as other:
        told = other.stdout.read().splitlines()
    assert told[0].startswith("Unavailable: ")
    assert told[1:] == ["None indexed"]
    with index_in(tmp_path) as index:
        assert (index.count(), index.version_of("big")) == (2, 1)
