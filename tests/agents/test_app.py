"""What the Faust app of an agent is told."""

import signal

import pytest

from agents import segment
from agents.app import create_app
from agents.guard import CrashMarks
from agents.pulse import Pulse
from agents.settings import AgentSettings, KafkaSettings, WorkerSettings


@pytest.fixture
def conf(tmp_path):
    before = signal.getsignal(signal.SIGALRM)
    settings = AgentSettings(kafka=KafkaSettings(), worker=WorkerSettings(data_dir=tmp_path))
    yield create_app(segment.agent(settings), settings, CrashMarks(tmp_path), Pulse()).conf
    signal.signal(signal.SIGALRM, before)


def test_a_worker_that_waits_for_its_index_stays_in_its_group(conf):
    """With Faust's own 1000 s it left after them, and when the index was back it stood still for ever."""
    assert conf.broker_max_poll_interval > 30 * 24 * 3600
