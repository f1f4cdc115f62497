import json
import logging

import structlog

from agents.logs import Calm, configure


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


def test_what_an_error_means_stands_beside_it(capsys):
    before = logging.root.handlers[:], logging.root.level
    try:
        configure("segment", lambda error: f"it is {error.strerror}" if isinstance(error, PermissionError) else None)
        library = logging.getLogger("aiokafka")
        library.error("Unable connect to node with id %s: %s", 1, PermissionError(13, "forbidden"))
        library.error("Another line: %s", ValueError("no"))
    finally:
        logging.basicConfig(handlers=before[0], level=before[1], force=True)
        structlog.reset_defaults()
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["event"] == "Unable connect to node with id 1: [Errno 13] forbidden"
    assert first["meaning"] == "it is forbidden"
    assert "meaning" not in second
