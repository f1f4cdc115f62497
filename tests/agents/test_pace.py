"""A batch is as much as is worth a quarter of a second; asked as Faust asks."""

from agents.pace import BatchBound


def fill(bound, values):
    """As `Stream.take_events` does: how many of `values` make a batch."""
    buffer = []
    for value in values:
        bound.count(value)
        buffer.append(value)
        if len(buffer) >= bound:
            break
    return buffer


def settled(bound, value, seconds_each, rounds=40):
    for _ in range(rounds):
        batch = fill(bound, [value] * 10_000)
        bound.learn(batch, len(batch) * seconds_each)
    return batch


def test_quick_messages_come_in_many_and_slow_ones_in_few():
    assert len(settled(BatchBound(500, 0.25), b"x" * 3000, 0.0001)) == 500
    assert 20 <= len(settled(BatchBound(500, 0.25), b"x" * 3000, 0.010)) <= 30
    assert len(settled(BatchBound(500, 0.25), b"x" * 3000, 2.0)) == 1


def test_a_long_article_counts_for_many_short_ones():
    bound = BatchBound(500, 0.25)
    settled(bound, b"x" * 3000, 0.005)
    mixed = fill(bound, [b"x" * 3000] * 5 + [b"x" * 300_000] * 500)
    assert len(mixed) <= 7


def test_the_first_batch_is_short_when_articles_are_long():
    assert len(fill(BatchBound(500, 0.25), [b"x" * 100_000] * 500)) <= 5


def test_a_batch_of_long_articles_that_take_no_time_is_short_too():
    assert len(settled(BatchBound(500, 0.25), b"x" * 1_000_000, 0.000_001)) == 5


def test_withdrawals_have_a_bound_too():
    assert len(settled(BatchBound(500, 0.25), None, 0.0001)) == 500


def test_a_message_counted_ahead_belongs_to_the_next_batch():
    bound = BatchBound(500, 0.25)
    bound.count(b"x" * 1000)
    bound.count(b"x" * 1000)
    bound.learn([b"x" * 1000], 0.001)
    assert bound.taken == 1200
