"""What `rasd doctor` says of the workers on this machine."""

import os
import time

import pytest

from agents.health import STALE, Health, HealthFile
from service import checks
from service.settings import load
from service.stack.state import Running

UP = Running("127.0.0.1:9092", durable=True, index="index")


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("RASD_LOCAL__FOLDER", str(tmp_path))
    return load().settings


def workers(settings, running):
    return {found.name: (found.state, found.detail, found.needed) for found in checks._workers(settings, running)}


def told(settings, stage, health, age=0.0):
    file = settings.local.folder / "health" / stage
    HealthFile(file).tell(health)
    os.utime(file, (0, time.time() - age))


def test_workers_that_are_not_here_are_not_missed(settings):
    told(settings, "quotes", Health("ready"), age=STALE + 1)
    assert workers(settings, None) == {}


def test_each_says_how_it_is(settings):
    told(settings, "segment", Health("ready"))
    told(settings, "entities", Health("starting", "no such topic: articles.raw; run `rasd topics create`"))
    told(settings, "index", Health("ready", "waiting for the index: no answer from https://index:9200"))
    assert workers(settings, None) == {
        "worker segment": ("works", "ready", False),
        "worker entities": ("differs", "starting: no such topic: articles.raw; run `rasd topics create`", False),
        "worker index": ("differs", "ready: waiting for the index: no answer from https://index:9200", False),
    }


def test_of_a_running_stack_every_worker_is_needed(settings):
    for stage in ("segment", "entities", "quotes"):
        told(settings, stage, Health("ready"))
    told(settings, "quotes", Health("ill", "records wait"), age=STALE + 10)
    found = workers(settings, UP)
    assert found["worker segment"] == ("works", "ready", False)
    state, detail, needed = found["worker quotes"]
    assert (state, needed) == ("missing", True)
    assert detail.startswith("no sign of life for 40 s; it said last: ill: records wait; see ")
    assert found["worker index"][1].startswith("has not started; see ")


def test_in_a_container_it_is_the_one_worker(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("RASD_WORKER__HEALTH_FILE", str(tmp_path / "own"))
    HealthFile(tmp_path / "own").tell(Health("spare"))
    assert workers(load().settings, None) == {"worker": ("works", "spare", False)}
