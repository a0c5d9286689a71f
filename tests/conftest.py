"""A real PostgreSQL for all tests, one migrated template database per service, and services running in process."""

import asyncio
import os
import shutil
import sys
import tempfile
import warnings
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import pytest
from countykit.testing import ServiceUnderTest, TokenMint, running
from fastapi import FastAPI
from servicekit import migrate
from servicekit.identity import KeySource
from servicekit.settings import ServiceSettings
from songbang.inventory import BUS_DATABASE, PARTS
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import create_databases, database_url
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.costs import LIMIT_SECONDS, REFUSED_SECONDS, heaviness, may_be_long, now, seconds_between

AUDIT_KEY = "dGVzdHMgaGF2ZSBhIGtleSBvZiB0aGVpciBvd24hISE="
EXAMPLE = "example"
"""The service of `examples/service`, which is no part of the product."""
PASSWORDS = {name: f"{name}-test" for name in (*(part.name for part in PARTS), EXAMPLE)} | {BUS_DATABASE: "bus-test"}
# A busy machine is not a wrong rule: examples have no deadline, and the same ones run every time.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")
StartService = Callable[..., Awaitable[ServiceUnderTest]]
Knowledge = Callable[[ServiceUnderTest], Awaitable[None]]
"""What a service is given to know before a test begins, such as the regions of a small county."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--compose", action="store_true", help="build and start docker-compose.yml for real (needs Docker)"
    )
    parser.addoption("--kafka", action="store_true", help="run the suites on a real Apache Kafka too (needs Java)")


class _LongestFirst(LoadFileScheduling):
    """A free worker takes the longest file that is left.

    On Kafka all that shares its county stays with one worker; of the fault runs each is a unit of its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        path: str = super()._split_scope(nodeid)
        if path.startswith("tests/faults/"):
            return nodeid
        return "tests/e2e" if self.config.option.kafka and path.startswith("tests/e2e/") else path

    def _assign_work_unit(self, node: WorkerController) -> None:
        files = sorted(self.workqueue.items(), key=lambda unit: -heaviness(unit[0]))
        self.workqueue = OrderedDict(files)
        super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """A test that took its worker down is not run again: it would take down the next one as well."""
        pending = (
            (unit, test)
            for unit in self.assigned_work[node].values()
            for test, completed in unit.items()
            if not completed
        )
        unit, crashed = next(pending, ({}, None))
        if crashed:
            unit[crashed] = True
        super().remove_node(node)
        return crashed


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _LongestFirst:
    return _LongestFirst(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Tell of a test that takes too long, unless it is listed, and refuse one that takes far too long.

    What its fixtures take is not counted.
    """
    begin = now()
    yield
    took = seconds_between(begin, now())
    if took <= LIMIT_SECONDS or may_be_long(item.nodeid):
        return
    complaint = (
        f"this test takes {took:.0f} s, and {LIMIT_SECONDS:.0f} s are allowed: make it shorter, or list it in "
        "tests/costs.py with the reason"
    )
    if took > REFUSED_SECONDS:
        pytest.fail(complaint, pytrace=False)
    warnings.warn(pytest.PytestWarning(f"{item.nodeid}: {complaint}"), stacklevel=1)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name what fails at once: a run that is cut off never comes to its summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\n{report.nodeid} failed ({report.when})\n")


def _room() -> str:
    """Memory where there is enough: creating and deleting the clones' files is what the disk would be busy with."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOMY_BYTES
    return str(memory) if roomy else "/tmp"


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(dir=_room()) as directory:
        Path(directory).chmod(0o755)
        with EmbeddedPostgres(Path(directory) / "pg", free_port(), fsync=False) as server:
            yield server


@pytest.fixture(scope="session")
async def databases(postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    await create_databases(postgres.dsn(), PASSWORDS)
    connection = await asyncpg.connect(postgres.dsn())
    # Hundreds of clones that live for a second each: its launcher would start a worker for one of them all the time.
    await connection.execute("ALTER SYSTEM SET autovacuum = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()
    return postgres


@pytest.fixture(scope="session")
def mint() -> TokenMint:
    return TokenMint()


_migrated: set[str] = set()
_taught: dict[tuple[str, Knowledge], str] = {}
"""Databases of services that have been given to know something, by package and knowledge."""
_own_documents: dict[str, Callable[[], dict[str, Any]]] = {}
"""What makes a gateway's own API document, by environment: it is read whenever one starts, and is always the same."""
_clones = iter(range(1, 1_000_000))
_ROOMY_BYTES = 4 << 30


async def clone_of(server: EmbeddedPostgres, package: str, template: str | None = None) -> str:
    """A fresh database cloned from the service's template, which is built by migrating; returns the role's URL."""
    name = package.removesuffix("_svc")
    if name not in _migrated:
        # Alembic runs its own event loop, so it needs a thread of its own.
        await asyncio.to_thread(migrate.upgrade, package, database_url(server.dsn(), name), name)
        _migrated.add(name)
    copy = f"{name}_{next(_clones)}"
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template or name}" STRATEGY FILE_COPY')
        await connection.execute(f'GRANT CONNECT ON DATABASE "{copy}" TO "{name}"')
    finally:
        await connection.close()
    return database_url(server.dsn(), copy, name, PASSWORDS[name])


async def drop(server: EmbeddedPostgres, clone: str) -> None:
    """Drop a database again, with all that are connected to it."""
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(f'DROP DATABASE "{clone.rpartition("/")[2]}" WITH (FORCE)')
    await connection.close()


@pytest.fixture
async def database_of(databases: EmbeddedPostgres) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """Makes databases with nobody in them; returns the owner's URL: `url = await database_of("checklist_svc")`."""
    async with AsyncExitStack() as stack:

        async def make(package: str) -> str:
            clone = await clone_of(databases, package)
            stack.push_async_callback(drop, databases, clone)
            return database_url(databases.dsn(), clone.rpartition("/")[2])

        yield make


@pytest.fixture(scope="session")
async def session_database(databases: EmbeddedPostgres) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """Makes databases for processes that outlive one test; returns the service role's URL."""
    async with AsyncExitStack() as stack:

        async def make(package: str) -> str:
            clone = await clone_of(databases, package)
            stack.push_async_callback(drop, databases, clone)
            return clone

        yield make


@asynccontextmanager
async def bus_of_its_own(databases: EmbeddedPostgres) -> AsyncIterator[str]:
    """A bus that nobody else writes to: what one test publishes, the next one would hear."""
    connection = await asyncpg.connect(databases.dsn())
    name = f"{BUS_DATABASE}_{next(_clones)}"
    await connection.execute(f'CREATE DATABASE "{name}" OWNER "{BUS_DATABASE}"')
    yield database_url(databases.dsn(), name, BUS_DATABASE, PASSWORDS[BUS_DATABASE])
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


@pytest.fixture
async def new_bus(databases: EmbeddedPostgres) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Makes buses of one test."""
    async with AsyncExitStack() as stack:
        yield lambda: stack.enter_async_context(bus_of_its_own(databases))


@asynccontextmanager
async def services_on(
    bus_url: str, databases: EmbeddedPostgres, mint: TokenMint, folder: Path, keys: KeySource | None = None
) -> AsyncIterator[StartService]:
    """Starts services in process, each on its own fresh database and all on one bus.

    With `knowing=` a function that gives a service something to know, this is done once, and the databases of later
    tests without settings of their own are copies of the one that knows it.
    """

    def application(package: str, **settings: Any) -> FastAPI:
        kind: type[ServiceSettings] = import_module(f"{package}.settings").Settings
        values = {
            "environment": "demo",
            "bus_url": bus_url,
            "audit_key": AUDIT_KEY,
            "attachments_url": f"file://{folder}/attachments",
            "bus_partitions": 2, "database_pool_size": 5, "log_level": "WARNING", **settings,
        }  # fmt: skip
        app: FastAPI = import_module(f"{package}.main").create_app(kind(**values), keys=keys or mint.keys)
        catalogue = getattr(app.state, "catalogue", None)
        if catalogue is not None:
            catalogue.own = _own_documents.setdefault(str(values["environment"]), catalogue.own)
        return app

    async def that_knows(package: str, knowledge: Knowledge) -> str:
        if (package, knowledge) not in _taught:
            clone = await clone_of(databases, package)
            app = application(package, database_url=clone)
            async with running(app):
                await knowledge(ServiceUnderTest(app, mint))
            _taught[package, knowledge] = clone.rpartition("/")[2]
        return _taught[package, knowledge]

    async with AsyncExitStack() as stack:

        async def start(package: str, *, knowing: Knowledge | None = None, **settings: Any) -> ServiceUnderTest:
            # Settings may decide what a service does at its very first start.
            taught = await that_knows(package, knowing) if knowing and not settings else None
            clone = await clone_of(databases, package, taught)
            stack.push_async_callback(drop, databases, clone)
            app = application(package, **{"database_url": clone, **settings})
            await stack.enter_async_context(running(app))
            service = ServiceUnderTest(app, mint)
            if knowing and not taught:
                await knowing(service)
            return service

        yield start


@pytest.fixture
async def start_service(
    databases: EmbeddedPostgres, mint: TokenMint, new_bus: Callable[[], Awaitable[str]], tmp_path: Path
) -> AsyncIterator[StartService]:
    """Start a service in process on its own fresh database: `svc = await start_service("checklist_svc")`.

    All services of one test share a bus.
    """
    async with services_on(await new_bus(), databases, mint, tmp_path) as start:
        yield start
