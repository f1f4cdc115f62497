"""A container's health check, as Docker runs it: a command with an exit code and a line."""

import os
import subprocess
import sys
import time

import pytest

from agents.health import STALE, Health, HealthFile


def check(file):
    return subprocess.run(
        [sys.executable, "-m", "agents.healthcheck", str(file)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("health", "code"),
    [
        (Health("starting"), 1),
        (Health("joining"), 1),
        (Health("ready"), 0),
        (Health("ready", "waiting for the index"), 0),
        (Health("spare"), 0),
        (Health("draining"), 1),
        (Health("ill"), 1),
    ],
)
def test_a_container_is_healthy_while_its_worker_is_a_settled_member(tmp_path, health, code):
    file = tmp_path / "health"
    HealthFile(file).tell(health)
    done = check(file)
    assert done.returncode == code
    assert str(health) in done.stdout


def test_a_worker_that_has_said_nothing_for_long_is_not_healthy(tmp_path):
    file = tmp_path / "health"
    HealthFile(file).tell(Health("ready"))
    long_ago = time.time() - STALE - 1
    os.utime(file, (long_ago, long_ago))
    assert check(file).returncode == 1


def test_a_worker_that_has_not_started_is_not_healthy(tmp_path):
    done = check(tmp_path / "health")
    assert done.returncode == 1
    assert "no worker" in done.stdout


def test_the_check_is_cheap(tmp_path):
    """It runs every few seconds in every container: none of what a worker needs is loaded for it."""
    script = "import agents.healthcheck, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"faust", "structlog", "rich", "pydantic", "aiokafka"} & set(loaded)
