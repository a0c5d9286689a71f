"""The gateway in process, with its first operator; real servers on real ports where streaming matters."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import httpx
import pytest
import uvicorn
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest
from gateway.directory.regions import repository as regions
from gateway.directory.regions.repository import Region
from gateway.identity.accounts import service as accounts
from gateway.identity.accounts.schemas import AccountCreation
from servicekit.serve import OPTIONS
from servicekit.transaction import Context
from songbang.inventory import SERVICES
from starlette.types import ASGIApp

from tests.waiting import eventually

PASSWORD = "Qingshi-jianfu-2026"
COUNTRY = "000000000000"
COUNTY = "990101000000"
TOWNSHIP = "990101001000"
OTHER_COUNTY = "990102000000"
NOBODY_LISTENS = "http://127.0.0.1:9"
REGIONS = [
    ("990000000000", "甲省", "province"), ("990100000000", "乙市", "city"), (COUNTY, "丙县", "county"),
    (TOWNSHIP, "青石镇", "township"), ("990101001201", "柳河村", "village"), (OTHER_COUNTY, "丁县", "county"),
]  # fmt: skip

DESK_REGIONS = {COUNTY: "county", TOWNSHIP: "township", "990101002000": "township", "990101001201": "village"}
MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
"""10:00 in China; ten working days later is Monday, the 17th."""
PROBLEM = {"action": "work", "description": "向村级转嫁统计任务", "clause": "LST-05"}
LETTER = {"region": TOWNSHIP, "contact": {"name": "王某", "phone": "0999-1234567"}, "problems": [PROBLEM]}


class Gateway:
    """What the tests want of a running gateway besides HTTP."""

    def __init__(self, service: ServiceUnderTest) -> None:
        self.service = service
        self.client = service.client
        self.events = service.events
        self.app = service.app

    async def account(self, username: str, *roles: Role, region: str = COUNTRY, department: str | None = None) -> None:
        creation = AccountCreation(
            username=username,
            name="测试人员",
            password=PASSWORD,
            roles=list(roles),
            region=region,
            department=department,
        )
        async with self.service.database.transaction(Context.of_system("test")) as tx:
            await accounts.create_account(tx, creation, known_passwords=True)

    async def login(
        self, username: str = "operator", password: str = PASSWORD, address: str = "127.0.0.1"
    ) -> httpx.Response:  # fmt: skip
        async with self.client(address=address) as client:
            return await client.post(
                "/api/identity/v1/token", data={"grant_type": "password", "username": username, "password": password}
            )

    async def refresh(self, refresh_token: str) -> httpx.Response:
        async with self.client() as client:
            return await client.post(
                "/api/identity/v1/token", json={"grant_type": "refresh_token", "refresh_token": refresh_token}
            )

    async def me(self, access_token: str) -> httpx.Response:
        async with self.client() as client:
            return await client.get("/api/identity/v1/me", headers={"authorization": f"Bearer {access_token}"})

    async def fetch(self, sql: str, *values: object) -> list[Any]:
        connection = await self.service.database.direct()
        try:
            return list(await connection.fetch(sql, *values))
        finally:
            await connection.close()


@pytest.fixture
def start_gateway(start_service) -> Callable[..., Awaitable[Gateway]]:
    async def start(**settings: Any) -> Gateway:
        addresses = {f"{service.name}_url": NOBODY_LISTENS for service in SERVICES}
        settings = {"upstream_patience_seconds": 0, **addresses, **settings}
        gateway = Gateway(await start_service("gateway", **settings))
        async with gateway.service.database.transaction(Context.of_system("test")) as tx:
            rows = [Region(code, name, level, date(2020, 1, 1), None, 1) for code, name, level in REGIONS]
            await regions.write(tx, rows)
        return gateway

    return start


@pytest.fixture
async def gateway(start_gateway) -> Gateway:
    running = await start_gateway()
    await running.account("operator", Role.OPERATOR)
    return running


@asynccontextmanager
async def served(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """An application on a real port of this machine; its lifespan is somebody else's business."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    options = {**OPTIONS, "timeout_graceful_shutdown": 1, "log_level": "error"}
    config = uvicorn.Config(app, lifespan="off", proxy_headers=False, **options)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve([listener]))
    try:
        await eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.wait([task], timeout=5)
        listener.close()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[str]]]:
    async with AsyncExitStack() as stack:

        async def start(app: ASGIApp, port: int = 0) -> str:
            return await stack.enter_async_context(served(app, port))

        yield start


class Desk:
    """People of a small county at the gateway."""

    def __init__(self, gateway, services):
        self.gateway, self.services = gateway, services

    def client(self, role, region=COUNTY, *, at=MONDAY, sub=None, department=None, also=()):
        return self.gateway.client(role, *also, region=region, at=at, sub=sub, department=department)

    async def post(self, path, body, *who, **options):
        async with self.client(*who, **options) as client:
            answer = await client.post(path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def todos(self, *who, query="", **options):
        async with self.client(*who, **options) as client:
            answer = await client.get(f"/api/todos{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def letter(self, at=MONDAY, **values):
        return await self.post("/api/supervision/v1/letters", LETTER | values, Role.COUNTY_OFFICE, at=at)

    async def received(self, letter, at=MONDAY):
        await self.post(f"/api/supervision/v1/letters/{letter['id']}/receipt", {}, Role.TOWNSHIP, TOWNSHIP, at=at)
        return letter["problems"][0]["rectification_id"]

    async def submitted(self, repair, at=MONDAY, sub="chen"):
        body = {"measures": "已退回转嫁任务", "on_the_spot": "收回任务的通知在镇党建办可查，由王某说明"}
        path = f"/api/supervision/v1/rectifications/{repair}/submission"
        return await self.post(path, body, Role.TOWNSHIP, TOWNSHIP, at=at, sub=sub)


async def _small_county(svc):
    consumers = import_module(f"{svc.app.state.package}.consumers").consumers
    for code, level in DESK_REGIONS.items():
        region = RegionRegistered(code=code, name="某地", level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, region, region=code)
    await svc.hear(consumers, DepartmentRegistered(code="WLJ", name="文旅局", home=COUNTY), region=COUNTY)


@pytest.fixture
async def desk(start_gateway, start_service, serve):
    services, addresses = {}, {}
    for name in ("supervision", "checklist"):
        svc = services[name] = await start_service(f"{name}_svc", knowing=_small_county)
        addresses[f"{name}_url"] = await serve(svc.app)
    return Desk(await start_gateway(**addresses), services)
