"""The gateway with a stored event log that is filled as the delivery process fills it."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from contracts.checklist import GroupRegistered
from contracts.envelope import Event
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, message_of
from gateway.webhooks import fan_out
from servicekit.bus.interface import Message

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
OTHER_TOWNSHIP, OTHER_COUNTY = "990101002000", "990102000000"
EVENTS = "/api/integration/v1/events"


class Feed:
    """Stores events and reads them back."""

    def __init__(self, svc: ServiceUnderTest) -> None:
        self.svc = svc

    def client(self, role: Role = Role.INTEGRATOR, region: str = COUNTY, **who: Any) -> httpx.AsyncClient:
        return self.svc.client(role, region=region, **who)

    async def store(self, *messages: Message) -> list[bytes]:
        await self.svc.hear_batch(fan_out.consumer(), messages)
        return [message.value for message in messages]

    async def happen(self, count: int = 1, *, region: str = TOWNSHIP, event: Event | None = None) -> list[bytes]:
        event = event or GroupRegistered(platform="wechat")
        return await self.store(*(message_of(event, region=region) for _ in range(count)))

    async def get(self, role: Role = Role.INTEGRATOR, home: str = COUNTY, **query: Any) -> httpx.Response:
        accept = query.pop("accept", "application/json")
        async with self.client(role, home) as client:
            return await client.get(EVENTS, params=query, headers={"accept": accept}, timeout=90)

    async def ids(self, role: Role = Role.INTEGRATOR, home: str = COUNTY, **query: Any) -> list[str]:
        answer = await self.get(role, home, **query)
        assert answer.status_code == 200, answer.text
        return [event["id"] for event in answer.json()["items"]]

    async def query(self, statement: str, *values: Any) -> list[Any]:
        connection = await self.svc.database.direct()
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()


@pytest.fixture
def start_feed(start_service) -> Callable[..., Awaitable[Feed]]:
    async def start(**settings: Any) -> Feed:
        return Feed(await start_service("gateway", **settings))

    return start


@pytest.fixture
async def feed(start_feed) -> Feed:
    return await start_feed()
