"""One short run of the chaos test, with every kind of fault and of poison. `make chaos` is the long one."""

import pytest

from service.stack import kafka
from tests.chaos import report
from tests.chaos.run import Settings, run
from tests.chaos.schedule import Counts
from tests.e2e.conftest import need

SHORT = Settings(
    seed="short",
    articles=500,
    poison=30,
    faults=Counts(kills=4, terms=2, joins=1, broker_kills=1, pauses=1, outages=1, refusals=4),
    drain_s=120,
)


@pytest.mark.timeout(420)
def test_nothing_is_lost_stale_or_misplaced(tmp_path):
    need(kafka.check)
    outcome = run(SHORT, tmp_path)
    assert outcome.verdict.clean, "\n".join(report.lines(outcome))
    assert len(outcome.blows) == 15
    assert outcome.verdict.quotes > 0
    assert set(outcome.stops.values()) == {0}
