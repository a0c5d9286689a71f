"""What people of the county do through the gateway, in few words and at told moments."""

import asyncio
import io
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import httpx
from countykit.identity import Role
from countykit.testing import ServiceUnderTest
from PIL import Image

from tests.integration.gateway.conftest import PASSWORD, Gateway
from tests.waiting import eventually

CHANGES, DIRECTORY = "/api/directory/v1/changes", "/api/directory/v1"
COUNTRY = "000000000000"


def at(day: str, hour: int = 10) -> datetime:
    """A moment in China's office hours, told as UTC."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour - 8)


@dataclass(frozen=True)
class Who:
    """Somebody at a moment: by a post that they are told to hold, or signed in under a name with a password."""

    role: Role = Role.COUNTY_OFFICE
    region: str = ""
    sub: str | None = None
    department: str | None = None
    username: str | None = None


@dataclass
class World:
    """The gateway, the services behind it, and the tokens of those who signed in."""

    gateway: Gateway
    services: dict[str, ServiceUnderTest]
    tokens: dict[str, str] = field(default_factory=dict)

    async def send(self, who: Who, method: str, path: str, body: Any = None, *, on: datetime, **rest: Any) -> Any:
        """One request as somebody at a moment."""
        client = self.gateway.client(who.role, region=who.region, sub=who.sub, department=who.department, at=on)
        if who.username is not None:
            client.headers["authorization"] = f"Bearer {await self.token(who.username)}"
        async with client:
            return await client.request(method, path, json=body, **rest)

    async def get(self, who: Who, path: str, *, on: datetime, **params: Any) -> Any:
        """What somebody reads."""
        answer = await self.send(who, "GET", path, on=on, params=params)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    async def post(self, who: Who, path: str, body: Any = None, *, on: datetime) -> Any:
        """What somebody does, and may."""
        answer = await self.send(who, "POST", path, body, on=on)
        assert answer.status_code in (200, 201), (path, answer.status_code, answer.text)
        return answer.json()

    async def photograph(self, who: Who, plaque: str, *, on: datetime) -> None:
        """A picture of the wall after what was done with a board."""
        out = io.BytesIO()
        Image.new("RGB", (20, 20), "grey").save(out, "PNG")
        path = f"{plaque}/attachments?kind=after"
        answer = await self.send(who, "POST", path, on=on, content=out.getvalue())
        assert answer.status_code == 201, answer.text

    async def refused(self, who: Who, path: str, body: Any = None, *, on: datetime) -> dict[str, Any]:
        """The problem that somebody gets for what they may not do."""
        answer: httpx.Response = await self.send(who, "POST", path, body, on=on)
        assert answer.status_code >= 400, (path, answer.text)
        problem: dict[str, Any] = answer.json()
        return problem

    async def account(self, username: str, role: Role, region: str, department: str | None = None) -> Who:
        """Open an account; whoever holds it signs in when they first act."""
        await self.gateway.account(username, role, region=region, department=department)
        return Who(username=username)

    async def token(self, username: str) -> str:
        """The access token of a sign-in with a password."""
        if username not in self.tokens:
            answer = await self.gateway.login(username, PASSWORD)
            assert answer.status_code == 200, answer.text
            self.tokens[username] = answer.json()["access_token"]
        return self.tokens[username]

    async def named(self, regions: dict[str, str], bodies: dict[str, tuple[str, str]] | None = None) -> None:
        """Import regions and register bodies, code → name and home, and wait until every service knows them."""
        table = "code,name,valid_from\n" + "".join(f"{code},{name},2020-01-01\n" for code, name in regions.items())
        async with self.gateway.client(Role.OPERATOR, region=COUNTRY, at=at("2026-01-05")) as operator:
            answer = await operator.post(f"{DIRECTORY}/regions/import", files={"file": ("t.csv", table.encode())})
            assert answer.status_code == 200, answer.text
            for code, (name, home) in (bodies or {}).items():
                entry = {"code": code, "name": name, "home": home}
                answer = await operator.post(f"{DIRECTORY}/departments", json=entry)
                assert answer.status_code == 201, answer.text
        await self.heard()

    async def heard(self) -> None:
        """Wait until every service has the directory of the gateway, and nothing waits to be published or heard."""
        wanted = await self._directory(self.gateway.service, "registered_department")

        async def behind() -> dict[str, list[int]]:
            known = {name: await self._directory(service, "department") for name, service in self.services.items()}
            return {name: found for name, found in known.items() if found != wanted}

        async def same() -> bool:
            return not await behind()

        await eventually(same, 60)

    @staticmethod
    async def _directory(service: ServiceUnderTest, bodies: str) -> list[int]:
        connection = await service.database.direct()
        try:
            return [
                await connection.fetchval(f"SELECT count(*) FROM {table}")
                for table in ("region", bodies, "lineage", "region WHERE valid_to IS NOT NULL")
            ]
        finally:
            await connection.close()

    async def board(self, county: str, *, on: datetime, **params: Any) -> dict[str, Any]:
        """The board as the county's office reads it."""
        found: dict[str, Any] = await self.get(Who(region=county), "/api/supervision/v1/board", on=on, **params)
        return found


def part(predecessor: str, successor: str | None = None, name: str | None = None, **rest: Any) -> dict[str, Any]:
    """One line of a change."""
    return {"predecessor": predecessor, "successor": successor, "name": name, **rest}


async def together(acts: Iterable[Awaitable[Any]]) -> list[Any]:
    """Do independent things, a few at once: services in one process have few places each."""
    room = asyncio.Semaphore(3)

    async def one(act: Awaitable[Any]) -> Any:
        async with room:
            return await act

    return list(await asyncio.gather(*map(one, acts)))
