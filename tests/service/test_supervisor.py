"""Supervision with small real processes: restarts, drains, and kills what does not drain."""

import os
import signal
import sys
import threading
import time

import pytest

from pipeline.contracts.errors import BadConfiguration
from service.stack.process import Process, wait_until
from service.supervisor import GAVE_UP, Draining, Supervisor, stop_signals, supervise

SCRIPT = "import signal, time; signal.signal(signal.SIGTERM, {}); print('up', flush=True); time.sleep(99)"
PATIENT = SCRIPT.format("lambda *_: exit(0)")
STUBBORN = SCRIPT.format("signal.SIG_IGN")


def process(tmp_path, name, script):
    return Process(name, [sys.executable, "-c", script], log=tmp_path / f"{name}.log")


def started(child):
    return wait_until(lambda: child.last_line() == "up", seconds=60)


def test_a_clean_drain_is_0(tmp_path):
    child = process(tmp_path, "patient", PATIENT)
    supervisor = Supervisor([child])
    supervisor.start()
    assert started(child)
    assert supervisor.stop() == 0
    assert not child.alive


def test_what_does_not_drain_is_killed_and_told_by_75(tmp_path):
    said = []
    child = process(tmp_path, "stubborn", STUBBORN)
    supervisor = Supervisor([child], grace_seconds=0.5, say=said.append)
    supervisor.start()
    assert started(child)
    assert supervisor.stop() == GAVE_UP
    assert not child.alive
    assert said == ["stubborn did not finish in time and was killed"]


def test_a_child_that_gives_up_itself_is_told_by_75(tmp_path):
    child = process(tmp_path, "quitter", PATIENT.replace("exit(0)", "exit(75)"))
    supervisor = Supervisor([child])
    supervisor.start()
    assert started(child)
    assert supervisor.stop() == GAVE_UP


def test_a_child_that_dies_is_started_again(tmp_path):
    said = []
    child = process(tmp_path, "mortal", PATIENT)
    supervisor = Supervisor([child], say=said.append)
    supervisor.start()
    first = child.pid
    os.kill(first, signal.SIGKILL)

    def again():
        supervisor.tick()
        return child.pid not in (None, first)

    assert wait_until(again, seconds=60)
    assert said == ["mortal ended by SIGKILL; starting it again in 0.5 s"]
    child.kill()


def test_a_worker_that_was_ill_says_why(tmp_path):
    said = []
    child = process(tmp_path, "quotes", 'print(\'{"error": "records wait"}\'); raise SystemExit(74)')
    supervisor = Supervisor([child], say=said.append)
    supervisor.start()
    assert wait_until(lambda: supervisor.tick() or said, seconds=60)
    assert said == ["quotes was ill and ended itself (records wait); starting it again in 0.5 s"]


def test_each_restart_waits_twice_as_long(tmp_path):
    said = []
    child = process(tmp_path, "hopeless", "raise SystemExit(1)")
    supervisor = Supervisor([child], say=said.append)
    supervisor.start()
    assert wait_until(lambda: supervisor.tick() or len(said) == 3, seconds=60)
    assert [line.rpartition("in ")[2] for line in said] == ["0.5 s", "1 s", "2 s"]


def test_bad_configuration_ends_it_all_and_says_what_the_child_said(tmp_path):
    child = process(tmp_path, "worker", 'print(\'{"error": "no such key"}\'); raise SystemExit(78)')
    supervisor = Supervisor([child])
    supervisor.start()
    child.wait(20)
    with pytest.raises(BadConfiguration, match="worker: no such key"):
        supervisor.tick()


def test_a_signal_drains_and_a_defect_leaves_no_child(tmp_path):
    child = process(tmp_path, "patient", PATIENT)

    def signal_myself():
        assert started(child)
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()

    with stop_signals():
        assert supervise(Supervisor([child]), signal_myself) == 0
    assert not child.alive

    def defect():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        supervise(Supervisor([child]), defect)
    assert not child.alive


def test_only_the_first_signal_interrupts():
    with stop_signals():
        with pytest.raises(Draining):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        os.kill(os.getpid(), signal.SIGTERM)  # ignored: the drain goes on


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    script = (
        "import sys, time; from service.stack.process import Process\n"
        f"child = Process('child', [sys.executable, '-c', {PATIENT!r}]); child.start()\n"
        "print(child.pid, flush=True); time.sleep(99)"
    )
    parent = process(tmp_path, "parent", script)
    parent.start()
    assert wait_until(lambda: parent.last_line() == "up", seconds=60)
    pid = int((tmp_path / "parent.log").read_text().split()[0])
    os.kill(parent.pid, signal.SIGKILL)  # the parent alone, not its group

    def gone():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    assert wait_until(gone, seconds=60)
    parent.kill()
