"""The time budget and the memory of crashes, in the main thread of this process or of a child."""

import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from agents.guard import CRASHES_IN_A_ROW, CrashMarks, TimeBudget
from agents.record import Record
from pipeline.contracts import BadConfiguration, TimeBudgetExceeded


@pytest.fixture(autouse=True)
def alarms_as_before():
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def at(offset, partition=0):
    return Record("articles.raw", partition, offset, b"k", b"v")


def loop(_message):
    while True:
        pass


def stubborn(message):
    try:
        loop(message)
    except Exception:
        return "caught"


def backtrack(_message):
    return re.match(r"(?:a|a)*b", "a" * 64)


@pytest.mark.parametrize("work", [loop, stubborn, backtrack, lambda message: time.sleep(60)])
def test_work_that_does_not_end_is_interrupted(work):
    began = time.monotonic()
    with pytest.raises(TimeBudgetExceeded) as caught:
        TimeBudget("quotes", 0.1).run(work, "m")
    assert time.monotonic() - began < 5
    assert caught.value.reason == "timeout"
    assert "quotes" in str(caught.value)


def test_time_in_which_the_process_stood_still_is_not_the_works_fault():
    code = """
import os, sys, time
from agents.guard import TimeBudget
def work(message):
    print("working", flush=True)
    until = time.thread_time() + 0.05
    while time.thread_time() < until:
        pass
    return message
print(TimeBudget("quotes", 1).run(work, "done"))
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "working\n"
    child.send_signal(signal.SIGSTOP)
    time.sleep(4)  # longer than patience lasts
    child.send_signal(signal.SIGCONT)
    assert child.communicate(timeout=20)[0] == "done\n"


def test_work_in_time_is_left_alone_and_leaves_no_alarm():
    budget = TimeBudget("quotes", 0.05)
    for _ in range(200):
        assert budget.run(str, 5) == "5"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    with pytest.raises(ZeroDivisionError):
        budget.run(lambda message: 1 / message, 0)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    time.sleep(0.1)  # nothing strikes here


def test_an_alarm_around_the_end_of_the_work_never_escapes():
    budget = TimeBudget("quotes", 0.002)
    interrupted = 0
    for step in range(300):
        until = time.perf_counter() + 0.0017 + step * 2e-6
        try:
            budget.run(lambda end: [None for _ in iter(lambda: time.perf_counter() < end, False)], until)
        except TimeBudgetExceeded:
            interrupted += 1
    time.sleep(0.01)
    assert interrupted > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_c_code_that_never_comes_back_ends_the_process():
    code = """
from hashlib import pbkdf2_hmac
from agents.guard import TimeBudget
budget = TimeBudget("quotes", 0.2)
with budget.last_resort():
    budget.run(lambda rounds: pbkdf2_hmac("sha256", b"", b"", rounds), 10**9)  # minutes
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert b"Timeout" in ended.stderr


def crash(folder, records):
    """A process that dies with `records` in flight."""
    CrashMarks(folder)._begin(records)


def test_crashes_on_the_same_record_are_counted(tmp_path):
    for count in range(3):
        assert CrashMarks(tmp_path).crashes(at(7)) == count
        marks = CrashMarks(tmp_path)
        for before in (5, 6):  # what was not committed comes again
            with marks.in_flight([at(before)]):
                pass
        crash(tmp_path, [at(7)])
    assert CrashMarks(tmp_path).crashes(at(7)) == 3
    assert CrashMarks(tmp_path).crashes(at(6)) == CrashMarks(tmp_path).crashes(at(8)) == 0
    assert CrashMarks(tmp_path).crashes(at(7, partition=1)) == 0


def test_only_crashes_in_a_row_count(tmp_path):
    crash(tmp_path, [at(7)])
    crash(tmp_path, [at(7)])
    crash(tmp_path, [at(5)])
    assert CrashMarks(tmp_path).crashes(at(7)) == 0
    assert CrashMarks(tmp_path).crashes(at(5)) == 1


def one_life(folder, killers, start=5):
    """A worker that reads from `start` to 11 and dies before it commits: the offset it dies at, or None."""
    marks = CrashMarks(folder)
    for offset in range(start, 12):
        if marks.crashes(at(offset)) >= CRASHES_IN_A_ROW:
            continue
        if offset in killers:
            marks._begin([at(offset)])
            return offset
        with marks.in_flight([at(offset)]):
            pass
    return None


def test_two_killers_in_one_batch_do_not_take_turns_for_ever(tmp_path):
    deaths = [one_life(tmp_path, {7, 9}) for _ in range(8)]
    assert deaths == [7, 7, 7, 9, 9, 9, None, None]


def test_what_killed_is_forgotten_once_it_is_committed(tmp_path):
    for _ in range(4):
        one_life(tmp_path, {7})
    assert CrashMarks(tmp_path).crashes(at(7)) == CRASHES_IN_A_ROW
    one_life(tmp_path, set(), start=8)
    assert not list(tmp_path.glob("*.condemned"))
    assert CrashMarks(tmp_path).crashes(at(7)) == 0


def test_a_suspect_that_was_passed_is_forgotten(tmp_path):
    crash(tmp_path, [at(7)])
    marks = CrashMarks(tmp_path)
    for offset in (7, 8):
        with marks.in_flight([at(offset)]):
            pass
    assert CrashMarks(tmp_path).crashes(at(7)) == 0


def test_after_the_crash_of_a_batch_its_records_are_suspects_until_one_is_found(tmp_path):
    crash(tmp_path, [at(4), at(5), at(6), at(2, partition=1)])
    marks = CrashMarks(tmp_path)
    assert [marks.crashes(at(offset)) for offset in range(3, 8)] == [0, 1, 1, 1, 0]
    assert marks.crashes(at(2, partition=1)) == 1
    with marks.in_flight([at(4)]):
        pass
    crash(tmp_path, [at(5)])
    assert [CrashMarks(tmp_path).crashes(at(offset)) for offset in (4, 5, 6)] == [0, 2, 0]


def test_an_exit_that_is_not_the_records_fault_leaves_no_mark(tmp_path):
    marks = CrashMarks(tmp_path)
    marks._begin([at(7)])
    marks.clear()
    assert CrashMarks(tmp_path).crashes(at(7)) == 0


def test_a_torn_mark_is_no_mark(tmp_path):
    crash(tmp_path, [at(7)])
    (tmp_path / "articles.raw-0.mark").write_bytes(b"7 7 -1")
    assert CrashMarks(tmp_path).crashes(at(7)) == 0


def test_a_folder_that_cannot_be_written_is_told_at_the_start(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadConfiguration, match="data_dir"):
        CrashMarks(tmp_path / "file" / "marks")


def test_a_disk_that_fails_costs_the_marks_and_nothing_else(tmp_path):
    marks = CrashMarks(tmp_path / "marks")
    shutil.rmtree(tmp_path / "marks")
    assert marks.crashes(at(7)) == 0
    with marks.in_flight([at(7)]):
        done = True
    assert done
