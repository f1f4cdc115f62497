"""A small part of `python -m tests.chaos.recovery`: what does not depend on how busy the machine is."""

import signal

import pytest

from service.stack import kafka
from tests.chaos.index import EmbeddedIndex
from tests.chaos.recovery import GRACE_SECONDS, STATIC, at_work, back, left
from tests.chaos.stack import SESSION_SECONDS, Stack
from tests.chaos.traffic import Traffic
from tests.e2e.conftest import need

CPU_SECONDS = 5.0  # for imports, models and joining; half of it on an idle machine


@pytest.fixture
def stack(tmp_path):
    need(kafka.check)
    stack = Stack(tmp_path, STATIC, EmbeddedIndex(tmp_path / "index"))
    try:
        stack.start()
        yield stack
    finally:
        stack.close()


@pytest.mark.timeout(420)
def test_workers_end_come_back_and_hand_over_under_traffic(stack):
    traffic = Traffic(stack.cluster)
    with traffic.watched():
        with traffic.flowing(2):
            at_work(stack, traffic, "quotes")
            drained = back(stack, stack.workers["quotes"], signal.SIGTERM)
            assert (drained.code, drained.ended < GRACE_SECONDS) == (0, True)
            assert stack.wait(lambda: stack.lag("quotes") == 0, within=120)
            assert not any(traffic.duplicates().values())

            killed = back(stack, stack.workers["segment"], signal.SIGKILL)
            assert killed.ready - killed.joining < SESSION_SECONDS, "a static member has its partitions back at once"
            assert max(killed.cpu_s, drained.cpu_s) < CPU_SECONDS

            assert left(stack, "entities", None) < SESSION_SECONDS, "who leaves does not wait to be missed"
        assert stack.wait(traffic.complete, within=120)
