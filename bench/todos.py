"""To-dos: how long `GET /api/todos` takes, one call after another, over all services of the demo county with its year.

Only by name, because the county has to be told first: `make county`, then `python -m bench todos`.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from songbang.demo import seeded
from songbang.demo.people import Person
from songbang.stack import Stack

from bench.figures import Figures, figure
from tests import county

PEOPLE = ("county_office", "township", "inspector", "department")
_CALLS, _WARM = 100, 10
_GOAL_MS = 150.0


def p95_of(client: httpx.Client) -> tuple[float, int]:
    """Milliseconds that 95 of 100 calls stay below, and how many to-dos there are."""
    taken = []
    for number in range(_WARM + _CALLS):
        began = time.perf_counter()
        answer = client.get("/api/todos").raise_for_status().json()
        if number >= _WARM:
            taken.append((time.perf_counter() - began) * 1000)
        assert answer["missing"] == [], answer["missing"]
    return statistics.quantiles(taken, n=20)[-1], answer["counts"]["total"]


def measure(sign_in: Callable[..., httpx.Client]) -> Figures:
    """The figures of one person of each role."""
    found: Figures = {}
    for role in PEOPLE:
        p95, total = p95_of(sign_in(role))
        found[f"todos: p95 in ms, {role} with {total} to-dos"] = figure(p95, goal=_GOAL_MS, lower_is_better=True)
    return found


def run() -> Figures:
    """Measure on a copy of the told county."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        people = county.people_of_the_county()
        with seeded.seeded_county(Path(directory), print, last_day=seeded.LAST_DAY) as stack:
            return _of(stack, people)


def _of(stack: Stack, people: dict[str, Person]) -> Figures:
    with county.clients(stack, people) as sign_in:
        return measure(sign_in)
