import logging

from agents.logs import Calm


def line(message, level=logging.ERROR, name="aiokafka.conn"):
    return logging.LogRecord(name, level, "f", 1, message, (), None)


def test_the_false_alarm_is_not_written():
    assert not Calm().filter(line("Aiokafka has not sent fetch request for TP since start (started 1 day ago)"))


def test_a_flood_is_one_line():
    calm = Calm()
    assert [calm.filter(line("Unable to connect to node %s")) for _ in range(5)] == [True, False, False, False, False]
    assert calm.filter(line("Another problem"))


def test_what_the_agents_say_is_always_written():
    calm = Calm()
    assert all(calm.filter(line({"event": "dead letter"}, name="agents.delivery")) for _ in range(3))
    assert all(calm.filter(line("Fetch offset", logging.INFO)) for _ in range(3))


def test_a_batch_that_waits_says_so_once():
    calm = Calm()
    waiting = [
        line({"record": f"articles.raw[0]@{n}", "event": "waiting to deliver"}, name="agents.delivery")
        for n in range(3)
    ]
    assert [calm.filter(record) for record in waiting] == [True, False, False]
