"""The gateway and its delivery process on a bus of their own, with receivers that are real servers."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from contracts.checklist import GroupRegistered
from contracts.envelope import TOPIC_PREFIX, Event, encode, new_id
from contracts.parts import OWNERS
from countykit.identity import Role
from countykit.regions import township_of
from countykit.testing import ServiceUnderTest
from gateway.webhooks.process import Delivering
from gateway.webhooks.sending.worker import Worker
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import TopicSpec
from songbang.provision import create_databases, database_url

from tests.waiting import PATIENCE_SECONDS, eventually

from .receivers import Receiver

COUNTY, TOWNSHIP, OTHER_TOWNSHIP, OTHER_COUNTY = "990101000000", "990101001000", "990101002000", "990102000000"
REGIONS = [
    ("990000000000", "甲省", "province"), (COUNTY, "丙县", "county"), (TOWNSHIP, "青石镇", "township"),
    (OTHER_TOWNSHIP, "白水镇", "township"), ("990101001201", "柳河村", "village"), (OTHER_COUNTY, "丁县", "county"),
]  # fmt: skip
ENDPOINTS = "/api/integration/v1/endpoints"
_buses = iter(range(1, 1_000_000))


class Integration:
    """Everything a test of deliveries does."""

    def __init__(self, svc: ServiceUnderTest, bus_url: str, stack: AsyncExitStack) -> None:
        self.svc = svc
        self.settings = svc.app.state.settings
        self.bus_url = bus_url
        self.stack = stack
        self.bus = open_bus(bus_url, client_id="test")
        self.worker: Worker | None = None

    def client(self, role: Role = Role.INTEGRATOR, region: str = COUNTY, sub: str | None = None) -> httpx.AsyncClient:
        return self.svc.client(role, region=region, sub=sub)

    async def call(self, method: str, path: str, body: Any = None, *, status: int = 200, **who: Any) -> Any:
        async with self.client(**who) as client:
            answer = await client.request(method, ENDPOINTS + path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def refused(self, method: str, path: str, body: Any = None, **who: Any) -> tuple[int, str]:
        async with self.client(**who) as client:
            answer = await client.request(method, ENDPOINTS + path, json=body)
        return answer.status_code, answer.json()["code"]

    async def registered(self, url: str, role: Role = Role.INTEGRATOR, sub: str | None = None, **changes: Any) -> Any:
        """An endpoint that still waits for its challenge."""
        body = {"url": url, "region": COUNTY, "types": ["checklist.*"], **changes}
        return await self.call("POST", "", body, status=201, role=role, sub=sub)

    async def enabled(self, receiver: Receiver, **changes: Any) -> dict[str, Any]:
        """An endpoint that has echoed its challenge."""
        endpoint = await self.registered(receiver.url, **changes)
        await self.state_of(endpoint["id"], "enabled")
        return endpoint

    async def state_of(self, id: str, state: str, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        async def check() -> Any:
            found = await self.call("GET", f"/{id}")
            return found if found["state"] == state else None

        return await eventually(check, seconds)

    async def publish(
        self, count: int = 1, *, region: str = TOWNSHIP, event: Event | None = None, subject: UUID | None = None,
        first_sequence: int = 1,
    ) -> list[bytes]:  # fmt: skip
        """Put events on the bus; returns their bytes."""
        event = event or GroupRegistered(platform="wechat")
        bodies = [
            encode(
                event,
                id=new_id(),
                subject_id=subject or new_id(),
                time=datetime.now(UTC),
                sequence=first_sequence + number,
                attributes={"region": region},
            )
            for number in range(count)
        ]
        await self.bus.publish(event.topic_name(), [(township_of(region), body) for body in bodies])
        return bodies

    async def query(self, statement: str, *values: Any) -> list[Any]:
        connection = await self.svc.database.direct()
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()

    async def heard(self, count: int) -> None:
        """Wait until the delivery process has stored so many registrations of groups in its log."""
        statement = "SELECT count(*) FROM event_log WHERE type = $1"

        async def stored() -> bool:
            [(found,)] = await self.query(statement, GroupRegistered.type)
            return int(found) >= count

        await eventually(stored)

    async def at_rest(self) -> None:
        """Wait until the worker has looked for what is due from beginning to end, and has sent all that it found."""
        worker = self.worker
        assert worker is not None
        for _ in range(2):  # the first look may have begun before the question
            before = worker.last_claim_at
            await eventually(lambda before=before: worker.last_claim_at > before)
        await eventually(lambda: not (worker._sends or worker._results))

    @asynccontextmanager
    async def delivering(self, resolver: Any = None, **changes: Any) -> AsyncIterator[Delivering]:
        """A delivery process within this one."""
        settings = self.settings.model_copy(update=changes)
        for derived in ("vault", "allowed_networks"):
            settings.__dict__.pop(derived, None)
        process = Delivering(settings, resolver=resolver)
        async with process.running():
            self.worker = process.worker
            yield process

    @asynccontextmanager
    async def subprocess(self, **variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A delivery process of its own, to be killed."""
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gateway.webhooks", env=self.environment(**variables), stdout=sys.stderr.fileno()
        )
        try:
            yield child
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
            await child.wait()

    def environment(self, **variables: str) -> dict[str, str]:
        ours = {
            "environment": "demo", "database_url": self.svc.database.url, "bus_url": self.bus_url,
            "webhooks_allow_http": "true", "webhooks_allowed_networks": '["127.0.0.0/8"]', "log_level": "WARNING",
            **variables,
        }  # fmt: skip
        return {**os.environ, **{f"SONGBANG_{name.upper()}": value for name, value in ours.items()}}


async def bus_of_its_own(server: Any) -> str:
    name = f"bus_{next(_buses)}"
    await create_databases(server.dsn(), {name: "bus-test"})
    connection = await asyncpg.connect(database_url(server.dsn(), name))
    await connection.execute(f'GRANT CREATE ON SCHEMA public TO "{name}"')
    await connection.close()
    return database_url(server.dsn(), name, name, "bus-test")


@pytest.fixture
async def quiet(start_service, databases) -> AsyncIterator[Integration]:
    """The gateway without a delivery process."""
    url = await bus_of_its_own(databases)
    svc = await start_service(
        "gateway", bus_url=url, webhooks_allow_http=True, webhooks_allowed_networks=["127.0.0.0/8"],
        webhooks_schedule_seconds=[0, 0.1, 0.2, 0.4], webhooks_timeout_seconds=2, webhooks_lease_seconds=5,
        webhooks_failing_pause_seconds=0.3,
    )  # fmt: skip
    async with AsyncExitStack() as stack:
        integration = Integration(svc, url, stack)
        for code, name, level in REGIONS:
            await integration.query(
                "INSERT INTO region VALUES ($1, $2, $3, $4, NULL, 1)", code, name, level, date(2020, 1, 1)
            )
        await integration.bus.start()
        stack.push_async_callback(integration.bus.stop)
        await integration.bus.ensure_topics([TopicSpec(TOPIC_PREFIX + owner, 2) for owner in OWNERS])
        yield integration


@pytest.fixture
async def integration(quiet) -> AsyncIterator[Integration]:
    """The gateway with a delivery process."""
    async with quiet.delivering():
        yield quiet


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().serving() as served:
        yield served
