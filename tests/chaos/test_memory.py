"""The memory test's own pieces: what is flat, and what is not."""

import os

import pytest

from tests.chaos.memory import Trend, look


def every_five_seconds(sizes):
    return Trend([(5.0 * number, size) for number, size in enumerate(sizes)])


def test_noise_and_a_short_peak_are_flat():
    noisy = every_five_seconds([200 + number % 7 for number in range(300)])
    peak = every_five_seconds([200] * 150 + [260] * 10 + [200] * 140)
    assert (noisy.flat, peak.flat, peak.most) == (True, True, 260)


@pytest.mark.parametrize("hourly", [60, -60])
def test_a_slow_leak_is_not(hourly):
    leak = every_five_seconds([200 + hourly * number * 5 / 3600 for number in range(360)])
    assert leak.slope == pytest.approx(hourly)
    assert leak.windows[0] == pytest.approx(200 + hourly * 0.05, abs=0.1)
    assert not leak.flat


def test_a_process_is_seen_to_take_memory():
    before = look(os.getpid(), 1.0)
    taken = bytearray(os.urandom(30_000_000))
    after = look(os.getpid(), 2.0)
    assert after.resident - before.resident > 25
    assert after.own - before.own > 25
    assert after.share <= after.resident
    assert len(taken) == 30_000_000
    assert look(None, 3.0) is None
