"""The clock that a demo request may tell."""

from datetime import UTC, datetime, timedelta

import pytest
from servicekit.clock import Clock, SimulatedTimeRefused


def test_a_told_moment_is_that_of_the_request_and_ticks_go_on_from_there():
    clock = Clock(simulated=True)
    assert clock.of_request("2026-03-02T09:00:00+08:00") == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert timedelta(0) <= clock.now() - datetime(2026, 3, 2, 1, tzinfo=UTC) < timedelta(minutes=1)


@pytest.mark.parametrize("told", [
    "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "1999-12-31T00:00:00Z", "9999-12-31T23:59:59-14:00", "x", "",
    "2026-03-02T09:00:00",
])  # fmt: skip
def test_a_refused_moment_leaves_the_clock_as_it_was(told):
    clock = Clock(simulated=True)
    with pytest.raises(SimulatedTimeRefused):
        clock.of_request(told)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_outside_of_demo_mode_nobody_tells_the_time():
    clock = Clock(simulated=False)
    assert abs(clock.of_request("2026-03-02T09:00:00+08:00") - datetime.now(UTC)) < timedelta(minutes=1)
