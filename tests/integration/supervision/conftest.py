"""A small county for the tests of supervision-svc, and people who speak to the service in one line."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, running
from countykit.workdays import today
from pydantic import SecretStr
from songbang.provision import database_url
from supervision_svc.consumers import consumers
from supervision_svc.main import create_app

COUNTY = "990101000000"
TOWNSHIP = "990101001000"
OTHER_TOWNSHIP = "990101002000"
VILLAGE = "990101001201"
OTHER_VILLAGE = "990101002201"
REGIONS = {
    COUNTY: ("松岭县", "county"),
    TOWNSHIP: ("青石镇", "township"),
    OTHER_TOWNSHIP: ("白沙乡", "township"),
    VILLAGE: ("柳湾村", "village"),
    OTHER_VILLAGE: ("桥头村", "village"),
}
DEPARTMENTS = {"civil-affairs": COUNTY, "agriculture": COUNTY, "qingshi-finance": TOWNSHIP}
HOMES = {Role.VILLAGE: VILLAGE, Role.TOWNSHIP: TOWNSHIP}
MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
"""10:00 in China; ten working days later is Monday, the 17th."""


class Story:
    """Tells the service what people do, at simulated times."""

    def __init__(self, svc: ServiceUnderTest) -> None:
        self.svc = svc

    async def ask(
        self, role: Role, method: str, path: str, *, json: object = None, at: datetime = MONDAY,
        region: str | None = None, sub: str | None = None, department: str | None = None, **options: Any,
    ) -> httpx.Response:  # fmt: skip
        home = region or HOMES.get(role, COUNTY)
        async with self.svc.client(role, region=home, at=at, sub=sub, department=department) as client:
            return await client.request(method, path, json=json, **options)

    async def post(self, role: Role, path: str, body: object = None, **options: Any) -> httpx.Response:
        return await self.ask(role, "POST", path, json=body, **options)

    async def get(self, role: Role, path: str, **options: Any) -> httpx.Response:
        return await self.ask(role, "GET", path, **options)

    async def made(self, role: Role, path: str, body: object = None, **options: Any) -> dict[str, Any]:
        answer = await self.post(role, path, body, **options)
        assert answer.status_code in {200, 201}, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def visit(self, village: str = VILLAGE, *, at: datetime = MONDAY, **values: Any) -> dict[str, Any]:
        body = {
            "region": village, "visited_on": at.date().isoformat(), "plan": "2025-07", "unannounced": True,
            "team_size": 3, **values,
        }  # fmt: skip
        return await self.made(Role.INSPECTOR, "/v1/visits", body, at=at)

    async def committed(self, *, at: datetime = MONDAY, **values: Any) -> dict[str, Any]:
        """A draw that the county bound itself to on the day before the visits of 90 days begin."""
        until = (at + timedelta(days=89)).date().isoformat()
        body = {"visit_from": at.date().isoformat(), "visit_until": until, **values}
        return await self.made(Role.COUNTY_OFFICE, "/v1/draws", body, at=at - timedelta(days=1), sub="drawer")

    async def revealed(self, *, at: datetime = MONDAY, **values: Any) -> dict[str, Any]:
        """A draw that was revealed on the day when the visits begin."""
        draw = await self.committed(at=at, **values)
        body = {"commitment": draw["commitment"], "public_value": "3 1 4 1 5"}
        return await self.made(Role.APPROVER, f"/v1/draws/{draw['id']}/reveal", body, at=at)

    async def drawn(self, village: str = VILLAGE, *, at: datetime = MONDAY) -> dict[str, Any]:
        """A draw of the county, and its row of a village; each township has one village only."""
        draw = await self.revealed(at=at)
        path = f"/v1/drawn-villages?draw={draw['id']}&region={village}"
        (row,) = (await self.get(Role.INSPECTOR, path, at=at)).json()["items"]
        drawn: dict[str, Any] = row
        return drawn

    async def finding(self, village: str = VILLAGE, **values: Any) -> dict[str, Any]:
        visit = await self.visit(village)
        body = {
            "action": "plaques", "grade": "general", "description": "村部外墙挂牌超出规格", "clause": "PLQ-01",
            **values,
        }  # fmt: skip
        return await self.made(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body)

    async def letter(self, *, at: datetime = MONDAY, sub: str | None = None, **values: Any) -> dict[str, Any]:
        return await self.made(Role.COUNTY_OFFICE, "/v1/letters", self.draft(**values), at=at, sub=sub)

    def draft(self, region: str = TOWNSHIP, **values: Any) -> dict[str, Any]:
        problem = {"action": "work", "description": "向村级转嫁统计任务", "clause": "LST-05"}
        problems = {} if "finding_ids" in values else {"problems": [problem]}
        return {"region": region, "contact": {"name": "王某", "phone": "0999-1234567"}, **problems, **values}

    async def ground(self, clause: str, **values: Any) -> dict[str, Any]:
        """The county's own document behind a rule, in force since long before the story begins."""
        body = {
            "clause": clause, "document": "松岭县规范村级组织工作实施方案", "number": "松减办〔2020〕3号",
            "article": "第五条", "effective_from": "2020-01-01", **values,
        }  # fmt: skip
        return await self.made(Role.COUNTY_OFFICE, "/v1/county-grounds", body, at=datetime(2020, 1, 2, 2, tzinfo=UTC))

    async def repair(self, *, received: bool = True, **values: Any) -> dict[str, Any]:
        """One rectification in progress: its letter is sent and received."""
        letter = await self.letter(**values)
        if received:
            region = values.get("region", TOWNSHIP)
            await self.made(Role.TOWNSHIP, f"/v1/letters/{letter['id']}/receipt", region=region)
        return await self.rectification(letter["problems"][0]["rectification_id"])

    async def rectification(self, id: str, *, at: datetime = MONDAY) -> dict[str, Any]:
        document: dict[str, Any] = (await self.get(Role.COUNTY_OFFICE, f"/v1/rectifications/{id}", at=at)).json()
        return document

    async def submit(self, repair: dict[str, Any], *, at: datetime = MONDAY, **options: Any) -> httpx.Response:
        body = {"measures": "已退回转嫁任务并通报", "on_the_spot": "收回任务的通知在镇党建办可查，由王某说明"}
        return await self.post(Role.TOWNSHIP, f"/v1/rectifications/{repair['id']}/submission", body, at=at, **options)

    async def recheck(self, repair: dict[str, Any], *, at: datetime = MONDAY, **values: Any) -> httpx.Response:
        if not {"visit_id", "evidence"} & values.keys():
            village = VILLAGE if repair["region"] == TOWNSHIP else OTHER_VILLAGE
            look = await self.visit(village, at=at, visited_on=today(at).isoformat())
            values["visit_id"] = look["id"]
        body = {"decision": "accepted", "reason": "现场复核", **values}
        return await self.post(Role.INSPECTOR, f"/v1/rectifications/{repair['id']}/recheck", body, at=at)


async def know_the_county(svc: ServiceUnderTest) -> None:
    for code, (name, level) in REGIONS.items():
        event = RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1))  # type: ignore[arg-type]
        await svc.hear(consumers, event, region=code)
    for code, home in DEPARTMENTS.items():
        await svc.hear(consumers, DepartmentRegistered(code=code, name=code, home=home), region=home)


LOCAL_RULES = ("PLQ-01", "LST-01", "LST-03", "FRM-05")
"""Rules of one place that the little county laid down too, so that its letters may cite them."""


@pytest.fixture
async def story(start_service: Callable[..., Awaitable[ServiceUnderTest]]) -> Story:
    told = Story(await start_service("supervision_svc", knowing=know_the_county))
    for code in LOCAL_RULES:
        await told.ground(code)
    return told


Lives = Callable[[], AbstractAsyncContextManager[ServiceUnderTest]]


@pytest.fixture
async def lives(start_service: Any, databases: Any, mint: Any) -> AsyncIterator[Lives]:
    """Several lives of one service on one database: each `async with lives()` starts it and stops it."""
    svc = await start_service("supervision_svc")
    name = "supervision_lives"
    connection = await asyncpg.connect(databases.dsn())
    await connection.execute(f'CREATE DATABASE {name} TEMPLATE "supervision"')
    await connection.execute(f'GRANT CONNECT ON DATABASE {name} TO "supervision"')
    url = SecretStr(database_url(databases.dsn(), name, "supervision", "supervision-test"))
    settings = svc.app.state.settings.model_copy(update={"database_url": url})

    @asynccontextmanager
    async def live() -> AsyncIterator[ServiceUnderTest]:
        app = create_app(settings, keys=mint.keys)
        async with running(app):
            yield ServiceUnderTest(app, mint)

    yield live
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture
def days() -> Callable[[int], datetime]:
    """`days(3)` is three calendar days after the Monday on which every story begins."""
    return lambda count: MONDAY + timedelta(days=count)


@pytest.fixture
def county() -> Callable[[ServiceUnderTest], Awaitable[None]]:
    """Makes a service know the little county."""
    return know_the_county


@pytest.fixture
def story_of() -> Callable[[ServiceUnderTest], Story]:
    """Tells a story to a service other than that of `story`."""
    return Story
