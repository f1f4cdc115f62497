"""When a worker is called ill: it stands still, records wait, the cluster answers, and there is no excuse."""

from agents.pulse import Pulse
from agents.standstill import Look, Standstill

WAITS, STOPPED = Look({0: 5, 1: 7}, waits=True), Look({0: 5, 1: 7}, waits=False)
MOVED = Look({0: 6, 1: 7}, waits=False)


def stands(looks, pulse=None, at=None):
    """How long it stands still at the last of `looks`, 15 s apart; `at` does something before a look."""
    pulse = pulse or Pulse()
    standstill = Standstill(pulse)
    for number, seen in enumerate(looks):
        (at or {}).get(number, lambda: None)()
        still = standstill.judge(seen, 15.0 * number)
    return still


def test_it_counts_from_the_first_look_that_found_a_record_waiting():
    assert stands([STOPPED, WAITS]) == 0
    assert stands([STOPPED] * 100 + [WAITS]) == 0, "however long there was nothing to do before"
    assert stands([WAITS, WAITS, WAITS]) == 30


def test_what_moves_or_has_nothing_to_do_does_not_stand_still():
    assert stands([WAITS, WAITS, MOVED]) == 0
    assert stands([WAITS, WAITS, STOPPED]) == 0
    assert stands([WAITS, MOVED, WAITS, WAITS]) == 15


def test_the_articles_of_one_long_batch_have_a_time_budget_of_their_own():
    pulse = Pulse()
    pulse.begin_batch()
    with pulse.working():
        assert stands([WAITS] * 20, pulse) == 0
        assert stands([WAITS] * 20, pulse, {10: pulse.begin_batch}) == 0, "a commit may come a batch late"
    assert stands([WAITS] * 3, pulse) == 30, "but its deliveries have not"


def test_batch_after_batch_that_is_never_committed_is_no_excuse():
    pulse = Pulse()
    pulse.begin_batch()
    with pulse.working():
        assert stands([WAITS] * 10, pulse, dict.fromkeys(range(10), pulse.begin_batch)) >= 60


def test_the_time_starts_anew_when_what_was_waited_for_has_come():
    pulse = Pulse()
    pulse.waiting("waiting for the index: no answer", excused=True)
    assert stands([WAITS] * 100, pulse) == 0
    assert stands([WAITS] * 12, pulse, {9: pulse.goes_on}) == 45


def test_a_delivery_that_is_tried_again_is_said_but_excuses_only_what_a_person_has_to_mend():
    pulse = Pulse()
    pulse.waiting("waiting to deliver to quotes: KafkaTimeoutError", excused=False)
    assert stands([WAITS] * 3, pulse) == 30
    assert pulse.waits


def test_an_outage_of_the_cluster_makes_it_start_anew():
    standstill = Standstill(Pulse())
    standstill.judge(WAITS, 0)
    assert standstill.judge(WAITS, 30) == 30
    standstill.forget()
    assert standstill.judge(WAITS, 45) == 0


def test_a_process_that_was_paused_is_given_its_time():
    standstill = Standstill(Pulse())
    assert [standstill.judge(WAITS, at) for at in (0, 15, 3600, 3615)] == [0, 15, 0, 0]
    assert standstill.judge(WAITS, 3630) == 15
