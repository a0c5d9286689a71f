"""The whole product as processes, with the demo county's year told once through the gateway."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from countykit.workdays import today
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import build
from songbang.demo.people import OPERATOR, Person, everybody
from songbang.demo.signed_in import SignedIn
from songbang.demo.tell import tell
from songbang.inventory import PARTS, SERVICES
from songbang.ports import free_port
from songbang.stack import Ports, Stack

SEED = 1
LAST_DAY = date(2026, 11, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test comes first waits until the year is told, which takes minutes on a busy machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(900), append=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stack" in metafunc.fixturenames:
        buses = ["kafka"] if metafunc.config.getoption("--kafka") else ["postgres"]
        metafunc.parametrize("stack", buses, indirect=True, scope="package")


# What ran out between the last told day and today; the services look for it once a minute.
_RUN_OUT = {
    "checklist": "SELECT count(*) FROM admission WHERE state = 'granted' AND valid_until < $1",
    "report": "SELECT count(*) FROM form WHERE state = 'approved' AND valid_until < $1",
}


async def _let_the_clock_catch_up(stack: Stack) -> None:
    for name, run_out in _RUN_OUT.items():
        connection = await asyncpg.connect(stack.service_database(name))
        try:
            async with asyncio.timeout(120):
                while await connection.fetchval(run_out, today(datetime.now(UTC))):
                    await asyncio.sleep(0.5)
        finally:
            await connection.close()


@pytest.fixture(scope="package")
def stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Everything up, the year told with a fixed last day; its log is printed when it does not come up."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        ports = Ports(
            gateway=free_port(), postgres=free_port(), kafka=free_port(2), webhooks=free_port(),
            services={part.name: free_port() for part in SERVICES},
        )  # fmt: skip
        stack = Stack(Path(directory), ports=ports, bus=request.param, log=lines.append, fsync=False)
        try:
            stack.start()
            stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
            asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=SEED, today=LAST_DAY, say=lines.append))
            asyncio.run(_let_the_clock_catch_up(stack))
            yield stack
        except BaseException:
            sys.stderr.write("\n".join(lines[-80:]))
            raise
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def people() -> dict[str, Person]:
    """Somebody of every role, and everybody by name."""
    found: dict[str, Person] = {}
    for person in everybody(build(SEED, LAST_DAY)):
        found.setdefault(person.role, person)
        found[person.username] = person
    return found


@pytest.fixture(scope="package")
def sign_in(stack: Stack, people: dict[str, Person]) -> Iterator[Callable[..., httpx.Client]]:
    """A client signed in as somebody: `sign_in("township")`, `sign_in("t001")`, `sign_in()` for nobody."""
    clients: dict[str | None, httpx.Client] = {}

    def client(who: str | None = None) -> httpx.Client:
        if who not in clients:
            auth = None
            if who is not None:
                name, password = (
                    (OPERATOR, OPERATOR_PASSWORD) if who == OPERATOR else (people[who].username, people[who].password)
                )
                auth = SignedIn(stack.url, name, password)
            clients[who] = httpx.Client(base_url=stack.url, auth=auth, timeout=30, trust_env=False)
        return clients[who]

    yield client
    for each in clients.values():
        each.close()


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
    "outbox_pending", "inbox", "audit_seal", "webhook_due", "webhook_attempt", "webhook_health", "event_log",
    "login_failure", "session", "refresh_token", "department", "region", "evidence", "change", "daily", "sealed_file",
    "alembic_version",
}  # fmt: skip
_TABLES = """
    SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1
"""
_WRITTEN = 'SELECT count(*), coalesce(sum(xmin::text::bigint), 0) FROM "{}"'
# The sealer writes beside the requests, and clients sign in whenever their token grows old.
_WRITTEN_AUDIT = "SELECT count(*), 0 FROM audit WHERE action <> 'issue_token'"


async def _rows_of_everything(stack: Stack) -> dict[str, tuple[int, int]]:
    """Per table how many rows there are, and the sum of their writers: an update changes that too."""
    found: dict[str, tuple[int, int]] = {}
    for part in PARTS:
        connection = await asyncpg.connect(stack.service_database(part.name))
        try:
            for (name,) in await connection.fetch(_TABLES):
                if name not in _MOVING:
                    row = await connection.fetchrow(_WRITTEN_AUDIT if name == "audit" else _WRITTEN.format(name))
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
