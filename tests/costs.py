"""What a test may cost, which may cost more, and which files take longest: the one place for all three."""

import os
import time
from pathlib import Path
from typing import NamedTuple

LIMIT_SECONDS = 20.0
"""A test that takes longer is told."""
REFUSED_SECONDS = 60.0
"""A test that takes longer fails. In between lies what a stranger's slow disk or browser may add to a good test."""
LONG_TESTS = {
    "tests/compose/": "containers are built, started, killed and restored",
    "tests/faults/test_faults.py::test_no_fault_loses_doubles_or_reorders_what_was_acknowledged": "every fault once",
    "tests/faults/test_checks.py::test_every_kind_of_damage_is_told": "a whole installation is damaged in twenty ways",
    "tests/e2e/test_rolling_restart.py::test_services_are_replaced_one_after_the_other_and_no_request_fails":
        "every process of an installation ends and starts again under load",
    "tests/e2e/test_upgrade.py": "an operator's whole upgrade: copies, a backup, every process replaced",
    "tests/e2e/test_faces.py::test_a_dead_service_is_a_problem_document_with_retry_after":
        "Kafka gives a killed member's partitions away only when its session has run out",
    "tests/browser/test_states.py": "a service is stopped, started again, and the page waits for it by itself",
    "tests/browser/test_looks.py::test_the_wall_screen_turns_by_itself_and_fills_its_height":
        "the wall turns every twenty seconds",
    "tests/clients/test_generators.py::test_a_java_client_compiles_and_does_a_township_clerks_day":
        "Maven compiles two thousand generated classes",
    "tests/clients/test_generators.py::test_the_python_client_and_the_days_are_typed":
        "mypy reads three thousand generated modules",
    "tests/integration/local/test_scaffolding.py": "a copy of the repository grows by a service and tests itself",
    "tests/integration/operators/test_operations_manual.py":
        "an operator's manual, from installing to a restore to a minute",
    "tests/fuzz/": "`make fuzz` sends as many requests as it is asked for",
}  # fmt: skip
"""Tests, or folders of them, that may take longer than the limit, and why."""

LONG_FILES = {
    "tests/e2e": 3000, "tests/fuzz/test_generated_requests.py": 2000,
    "tests/e2e/test_rolling_restart.py": 1100, "tests/e2e/test_upgrade.py": 1090,
    "tests/e2e/test_scope.py": 1074, "tests/e2e/test_command_line.py": 1043,
    "tests/e2e/test_faces.py": 1042, "tests/e2e/test_refused_steps.py": 1025, "tests/e2e/test_refused_input.py": 1012,
    "tests/e2e/test_county_year.py": 1010, "tests/e2e/test_tokens.py": 1005,
    "tests/integration/local/test_scaffolding.py": 140, "tests/integration/operators/test_operations_manual.py": 90,
    "tests/integration/operators/test_journal.py": 50, "tests/integration/county/test_regions_changes.py": 60,
    "tests/integration/county/test_new_year.py": 40, "tests/clients/test_generators.py": 130,
    "tests/integration/gateway/test_proxy.py": 112, "tests/integration/dashboard/test_sources.py": 80,
    "tests/integration/gateway/test_accounts.py": 73, "tests/integration/bus/test_faults.py": 46,
    "tests/integration/feed/test_feed.py": 46, "tests/integration/checklist/test_admissions.py": 44,
    "tests/integration/signage/test_disposal.py": 41, "tests/integration/report/test_arrangements.py": 38,
    "tests/integration/webhooks/test_retries.py": 34, "tests/integration/supervision/board/test_board.py": 32,
    "tests/integration/signage/test_import.py": 32, "tests/integration/operators/test_initialise.py": 30,
    "tests/integration/gateway/test_tokens.py": 30, "tests/integration/operators/test_backup.py": 26,
    "tests/integration/feed/test_story.py": 26, "tests/integration/webhooks/test_faults.py": 26,
    "tests/integration/webhooks/test_hostile.py": 26, "tests/integration/operators/test_republish.py": 23,
}  # fmt: skip
"""Files that must not begin last, heaviest first. Those that share a county stand in front and follow each other:
a worker starts its county once for all of them. The figures are rough; a file that is missing here comes behind."""

_NOMINAL_SECONDS = 0.018
"""What the sample of work in `slowness` takes on the machine that the limit was set on."""


_WITH_A_COUNTY = 1000


def heaviness(file: str) -> int:
    """How early a file begins: all that share a county together, so that it starts once and ends with the last."""
    return LONG_FILES.get(file, _WITH_A_COUNTY if file.startswith("tests/e2e/") else 0)


def may_be_long(nodeid: str) -> bool:
    """Whether a test is on the list."""
    return nodeid.startswith(tuple(LONG_TESTS))


class Reading(NamedTuple):
    """The machine's clocks at one moment, in seconds."""

    wall: float
    processor: float
    """Used by this process alone: one that it started long ago and ends now would bring its whole life along."""
    pressure: float
    """For how long, since the machine started, somebody has waited for a processor; 0 where Linux does not tell."""


def now() -> Reading:
    """Read the clocks."""
    try:
        some = Path("/proc/pressure/cpu").read_text().splitlines()[0]
        pressure = int(some.rpartition("=")[2]) / 1_000_000
    except OSError:
        pressure = 0.0
    return Reading(time.monotonic(), time.process_time(), pressure)


def seconds_between(begin: Reading, end: Reading) -> float:
    """What a test took, in a way that a busy or slow machine does not falsify.

    Where others want the processor for a quarter of the time, waiting for it is no fault of the test: then only the
    processor time counts that the test's own process has used.
    """
    wall = end.wall - begin.wall
    if wall < LIMIT_SECONDS:
        return wall
    waited = end.pressure - begin.pressure
    busy = waited > wall / 4 if waited else os.getloadavg()[0] > (os.cpu_count() or 1)
    return (end.processor - begin.processor if busy else wall) / slowness()


def slowness() -> float:
    """How many times slower this machine's processor is than the one that the limit was set on; at least one."""
    best = min(_sample() for _ in range(5))
    return max(1.0, best / _NOMINAL_SECONDS)


def _sample() -> float:
    began = time.thread_time()
    sum(number * number for number in range(400_000))
    return time.thread_time() - began
