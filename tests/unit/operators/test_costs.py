"""The limit on single tests: it holds on a quiet machine, and a busy or slow one is no fault of the test."""

from pathlib import Path

import pytest

from tests import costs

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("wall", "processor", "pressure", "slowness", "seconds"),
    [
        (19, 19, 0, 1, 19),
        (30, 1, 2, 1, 30),  # it waits, and the machine has room for it: the time is its own
        (90, 6, 80, 1, 6),  # everybody waits for a processor
        (90, 40, 80, 2, 20),  # and the processor is slow
    ],
)
def test_what_a_test_takes_is_told_without_what_the_machine_takes(
    monkeypatch, wall, processor, pressure, slowness, seconds
):
    monkeypatch.setattr(costs, "slowness", lambda: slowness)
    begin, end = costs.Reading(1000, 50, 500), costs.Reading(1000 + wall, 50 + processor, 500.001 + pressure)
    assert costs.seconds_between(begin, end) == pytest.approx(seconds)


def test_a_quick_test_may_be_as_slow_as_it_is():
    begin = costs.now()
    assert 0 <= costs.seconds_between(begin, costs.now()) < costs.LIMIT_SECONDS


def test_what_is_listed_exists():
    named = [name.partition("::")[0] for name in (*costs.LONG_TESTS, *costs.LONG_FILES)]
    assert [name for name in named if not (ROOT / name).exists()] == []
    for name in costs.LONG_TESTS:
        path, _, function = name.partition("[")[0].partition("::")
        assert not function or f"def {function}(" in (ROOT / path).read_text()


def test_only_what_is_listed_may_be_long():
    assert costs.may_be_long("tests/compose/test_compose.py::test_two_replicas_show_one_board")
    assert not costs.may_be_long("tests/e2e/test_faces.py::test_a_killed_service_comes_back")


def test_all_that_share_a_county_begin_together():
    assert costs.heaviness("tests/e2e/test_files.py") > costs.heaviness("tests/integration/local/test_scaffolding.py")
    assert costs.heaviness("tests/integration/kit/test_audit.py") == 0
