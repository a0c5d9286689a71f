"""The whole product as processes, on a copy of the demo county whose year was told through the gateway."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from songbang.demo.people import Person
from songbang.inventory import PARTS
from songbang.stack import Stack

from tests import county


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test comes first may have to wait until the year is told, which takes minutes on a busy machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(900), append=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stack" in metafunc.fixturenames:
        buses = ["kafka"] if metafunc.config.getoption("--kafka") else ["postgres"]
        metafunc.parametrize("stack", buses, indirect=True, scope="package")


@pytest.fixture(scope="package")
def stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A copy of the told county, of this worker alone."""
    with county.running(request.param) as stack:
        yield stack


@pytest.fixture(scope="session")
def people() -> dict[str, Person]:
    return county.people_of_the_county()


@pytest.fixture(scope="package")
def sign_in(stack: Stack, people: dict[str, Person]) -> Iterator[county.SignIn]:
    with county.clients(stack, people) as sign_in:
        yield sign_in


@pytest.fixture(scope="session")
def refused() -> Callable[[httpx.Response, int, str], dict[str, Any]]:
    """The problem document of an answer, which must be whole, and the one expected."""

    def check(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
        problem: dict[str, Any] = answer.json()
        assert (problem["status"], problem["code"]) == (status, code), problem
        assert problem["type"] == f"/problems/{code}"
        assert problem["title"]
        assert any("一" <= letter <= "鿿" for letter in problem["detail"])
        assert problem["request_id"] == answer.headers["x-request-id"]
        return problem

    return check


# These move by themselves: deliveries, consumers and the sealing of the audit chain run beside the requests.
_MOVING = {
    "outbox_pending", "inbox", "audit_seal", "log_seal", "security_log", "due_entry",
    "webhook_due", "webhook_attempt", "webhook_health", "event_log",
    "login_failure", "session", "refresh_token", "department", "region", "evidence", "change", "daily", "sealed_file",
    "drawn_visit", "planned_visit", "admitted_number", "dispatched_number", "followed_number_rule",
    "alembic_version",
}  # fmt: skip
_TABLES = """
    SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1
"""
_WRITTEN = 'SELECT count(*), coalesce(sum(xmin::text::bigint), 0) FROM "{}"'
# Ticks write beside the requests (every hour a file is sealed), and clients sign in whenever their token grows old.
_WRITTEN_BY_REQUESTS = {
    "audit": "SELECT count(*), 0 FROM audit WHERE action <> 'issue_token' AND NOT starts_with(action, 'tick:')",
    "record_history": "SELECT count(*), 0 FROM record_history WHERE NOT starts_with(action, 'tick:')",
}


async def _rows_of_everything(stack: Stack) -> dict[str, tuple[int, int]]:
    """Per table how many rows there are, and the sum of their writers: an update changes that too."""
    found: dict[str, tuple[int, int]] = {}
    for part in PARTS:
        connection = await asyncpg.connect(stack.service_database(part.name))
        try:
            for (name,) in await connection.fetch(_TABLES):
                if name not in _MOVING:
                    row = await connection.fetchrow(_WRITTEN_BY_REQUESTS.get(name, _WRITTEN.format(name)))
                    found[f"{part.name}.{name}"] = tuple(row)
        finally:
            await connection.close()
    return found


@pytest.fixture(scope="package")
def unchanged(stack: Stack) -> Callable[[], AbstractAsyncContextManager[None]]:
    """`async with unchanged():` whatever happens inside leaves no row behind, of no service."""

    @asynccontextmanager
    async def around() -> AsyncIterator[None]:
        before = await _rows_of_everything(stack)
        assert len(before) > 50
        yield
        after = await _rows_of_everything(stack)
        assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}

    return around
