"""The county that the checklist tests play in, and the steps that many of them take."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import httpx
import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest

from tests.waiting import eventually

COUNTY = "990101000000"
TOWNSHIP = "990101001000"
VILLAGE = "990101001201"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)

Start = Callable[..., Awaitable[ServiceUnderTest]]


async def _small_county(svc: ServiceUnderTest) -> None:
    regions = {
        COUNTY: "county", TOWNSHIP: "township", "990101002000": "township",
        VILLAGE: "village", "990101002201": "village", "990202000000": "county",
    }  # fmt: skip
    for code, level in regions.items():
        region = RegionRegistered(code=code, name=f"地名{code}", level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, region, region=code)
    for code, home in {"NYJ": COUNTY, "WLJ": COUNTY, "QSZ-DZB": TOWNSHIP}.items():
        department = DepartmentRegistered(code=code, name=f"机构{code}", home=home)
        await svc.hear(consumers, department, region=home)
    # The leader publishes edition 1 in the moment after the start.
    await eventually(svc.events)


@pytest.fixture
def start_county(start_service) -> Start:
    """Start the service in a small county: two townships, a village each, departments of county and township."""
    return partial(start_service, "checklist_svc", knowing=_small_county)


@pytest.fixture
async def svc(start_county) -> ServiceUnderTest:
    return await start_county()


@pytest.fixture
def people(svc) -> "People":
    return People(svc)


def effort(minutes: int) -> dict[str, Any]:
    """Work that takes so many minutes of a village in a month: a notice passed on takes ten until it was timed."""
    return {"work": "notice", "people": 1, "times_a_month": minutes // 10}


class People:
    """Clients of the county's people, all at the same told moment."""

    def __init__(self, svc: ServiceUnderTest, at: datetime = NOW) -> None:
        self._svc = svc
        self._at = at

    def at(self, moment: datetime) -> "People":
        return People(self._svc, moment)

    def department(self, code: str = "NYJ", region: str = COUNTY) -> httpx.AsyncClient:
        return self._svc.client(Role.DEPARTMENT, region=region, department=code, at=self._at)

    def county(self, region: str = COUNTY, sub: str | None = None) -> httpx.AsyncClient:
        return self._svc.client(Role.COUNTY_OFFICE, region=region, sub=sub, at=self._at)

    def approver(self) -> httpx.AsyncClient:
        return self._svc.client(Role.APPROVER, region=COUNTY, at=self._at)

    def township(self, region: str = TOWNSHIP) -> httpx.AsyncClient:
        return self._svc.client(Role.TOWNSHIP, region=region, at=self._at)

    def inspector(self, region: str = COUNTY) -> httpx.AsyncClient:
        return self._svc.client(Role.INSPECTOR, region=region, at=self._at)

    def village(self, region: str = VILLAGE) -> httpx.AsyncClient:
        return self._svc.client(Role.VILLAGE, region=region, at=self._at)

    def nobody(self) -> httpx.AsyncClient:
        return self._svc.client(at=self._at)

    async def drafted(self, code: str = "NYJ", **changes: Any) -> dict[str, Any]:
        return await self.made(self.department(code), "/v1/admissions", self.application(**changes))

    async def submitted(self, code: str = "NYJ", **changes: Any) -> dict[str, Any]:
        draft = await self.drafted(code, **changes)
        return await self.made(self.department(code), f"/v1/admissions/{draft['id']}/submission", {}, status=200)

    async def reviewed(self, admission: dict[str, Any], *, objecting: str = "") -> None:
        for review in await self.reviews(admission):
            verdict = "object" if review["body"] == objecting else "agree"
            opinion = {"decision": verdict, "reason": "已审核"}
            await self.made(
                self.department(review["department"]), f"/v1/reviews/{review['id']}/opinion", opinion, status=200
            )

    async def reviews(self, admission: dict[str, Any], state: str = "awaited") -> list[dict[str, Any]]:
        async with self.county() as county:
            answer = await county.get("/v1/reviews", params={"admission_id": admission["id"], "state": state})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def granted(self, code: str = "NYJ", **changes: Any) -> dict[str, Any]:
        admission = await self.submitted(code, **changes)
        await self.reviewed(admission)
        decision = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
        return await self.made(self.county(), f"/v1/admissions/{admission['id']}/decision", decision, status=200)

    async def assigned(self, admission: dict[str, Any], code: str = "NYJ", **changes: Any) -> dict[str, Any]:
        order = {
            "villages": [VILLAGE], "doer": "村委会1名网格员", "frequency": admission["frequency"],
            "work_class": "assist", "starts_on": admission["starts_on"], "until": admission["valid_until"],
        }  # fmt: skip
        path = f"/v1/admissions/{admission['id']}/assignment"
        return await self.made(self.department(code), path, order | changes, status=200)

    @staticmethod
    def application(**changes: Any) -> dict[str, Any]:
        body = {
            "title": "村级防汛值守", "content": "汛期雨情较大时安排人员值守并报告险情", "legal_basis": "防洪法第38条",
            "starts_on": "2026-05-06", "ends_on": "2026-09-30", "frequency": "on_event",
        } | effort(changes.pop("burden_minutes", 100))  # fmt: skip
        if changes.get("frequency", "on_event") != "on_event":
            del body["times_a_month"]  # what comes at set times is not counted by events
        return body | changes

    @staticmethod
    async def made(client: httpx.AsyncClient, path: str, body: dict[str, Any], *, status: int = 201) -> dict[str, Any]:
        """Post and expect success."""
        async with client:
            answer = await client.post(path, json=body)
        assert answer.status_code == status, answer.text
        document: dict[str, Any] = answer.json()
        return document

    @staticmethod
    async def refused(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> tuple[int, str]:
        """Post and expect a problem; its status and code."""
        async with client:
            answer = await client.post(path, json=body)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["code"]
