"""What a worker reads ahead is bounded by bytes; the queue used as Faust's conductor and streams use it."""

import asyncio
from types import SimpleNamespace

import pytest
from mode.utils.queues import FlowControlEvent

from agents.prefetch import BYTES, MESSAGES, PrefetchQueue


@pytest.fixture
def queue():
    async def made():
        control = FlowControlEvent()
        control.resume()
        return PrefetchQueue(maxsize=MESSAGES, flow_control=control)

    return asyncio.run(made())


def put_until_full(queue, size):
    """How many messages of `size` bytes go in, and after how many of them the partition is paused."""
    paused = []
    count = 0
    while not queue.full():
        message = SimpleNamespace(value=b"x" * size, number=count)
        queue.put_nowait_enhanced(
            message, on_pressure_high=lambda count=count: paused.append(count), on_pressure_drop=drop
        )
        count += 1
    return count, paused


def drop():
    pass


def test_small_messages_are_bounded_by_their_number(queue):
    assert put_until_full(queue, 3000) == (MESSAGES, [MESSAGES * 4 // 5])


def test_large_messages_are_bounded_by_their_bytes(queue):
    count, paused = put_until_full(queue, 900_000)
    assert BYTES <= count * 900_000 < BYTES + 900_000
    assert len(paused) == 1


def test_one_message_larger_than_the_queue_goes_in_alone(queue):
    assert put_until_full(queue, BYTES + 1)[0] == 1


def test_messages_come_out_in_order_and_leave_their_room(queue):
    count, _ = put_until_full(queue, 900_000)
    assert [queue.get_nowait().number for _ in range(count)] == list(range(count))
    assert (queue.qsize(), queue.empty()) == (0, True)
    assert put_until_full(queue, 900_000)[0] == count


def test_reading_goes_on_once_half_of_the_bytes_are_gone(queue):
    resumed = []

    def resume():
        resumed.append(True)

    for _ in range(30):
        message = SimpleNamespace(value=b"x" * 600_000)
        queue.put_nowait_enhanced(message, on_pressure_high=drop, on_pressure_drop=resume)
    for _ in range(10):
        queue.get_nowait()
    assert not resumed
    for _ in range(15):
        queue.get_nowait()
    assert resumed == [True]


def test_what_a_rebalance_clears_takes_no_room(queue):
    put_until_full(queue, 900_000)
    queue.clear()
    assert (queue.qsize(), queue.full(), queue.empty()) == (0, False, True)


def test_a_withdrawal_takes_one_place(queue):
    queue.put_nowait(SimpleNamespace(value=None))
    assert queue.qsize() == 1
