"""A county with two townships, four villages and three departments, and the steps that most stories begin with."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest
from report_svc.consumers import consumers

COUNTY, TOWNSHIP, OTHER = "990101000000", "990101001000", "990101002000"
VILLAGES = ("990101001201", "990101001202", "990101001203")
FAR_VILLAGE = "990101002201"
REGIONS = {
    COUNTY: "county", TOWNSHIP: "township", OTHER: "township", **dict.fromkeys((*VILLAGES, FAR_VILLAGE), "village")
}  # fmt: skip
DEPARTMENTS = {"STATS": COUNTY, "AGRI": COUNTY, "T1-OFFICE": TOWNSHIP}


def at(text: str, hour: int = 10) -> datetime:
    """An instant in Chinese office hours, told as UTC."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC).replace(hour=hour - 8)


def proposal(code: str = "XB01", **changes: Any) -> dict[str, Any]:
    return {
        "code": code, "title": f"村级常住人口月报{code}", "table_number": f"{code}表", "issued_by": "县统计局",
        "approval_number": "X统制〔2025〕3号", "valid_until": "2025-12-31", "frequency": "monthly",
        "legal_basis": "统计法(2024)第12条",
        "fields": [
            {"name": "常住人口", "unit": "人"}, {"name": "耕地面积", "unit": "亩"},
            {"name": "备注", "required": False},
        ],
        **changes,
    }  # fmt: skip


class County:
    """The people of the test county, each with a client at a simulated time."""

    REGION, TOWNSHIP, OTHER, VILLAGES, FAR_VILLAGE = COUNTY, TOWNSHIP, OTHER, VILLAGES, FAR_VILLAGE
    proposal = staticmethod(proposal)
    at = staticmethod(at)

    def __init__(self, svc: ServiceUnderTest) -> None:
        self.svc = svc

    @staticmethod
    def created(answer: Any) -> dict[str, Any]:
        assert answer.status_code == 201, answer.text
        return answer.json()

    @staticmethod
    def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
        """The problem document of a refusal, checked for its status and code."""
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        return answer.json()

    def department(self, code: str = "STATS", on: str = "2025-01-06") -> Any:
        return self.svc.client(Role.DEPARTMENT, region=DEPARTMENTS[code], department=code, at=at(on))

    def office(self, on: str = "2025-01-07") -> Any:
        return self.svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=at(on))

    def township(self, region: str = TOWNSHIP, on: str = "2025-01-08", hour: int = 10) -> Any:
        return self.svc.client(Role.TOWNSHIP, region=region, at=at(on, hour))

    def village(self, region: str = VILLAGES[0], on: str = "2025-02-05", hour: int = 10) -> Any:
        return self.svc.client(Role.VILLAGE, region=region, at=at(on, hour))

    async def proposed(self, code: str = "XB01", department: str = "STATS", **changes: Any) -> dict[str, Any]:
        async with self.department(department) as client:
            return self.created(await client.post("/v1/forms", json=proposal(code, **changes)))

    async def decided(self, form: dict[str, Any], decision: str = "approve", on: str = "2025-01-07") -> dict[str, Any]:
        step, body = ("stoppage", {}) if decision == "stop" else ("decision", {"decision": decision})
        async with self.office(on) as client:
            answer = await client.post(f"/v1/forms/{form['id']}/{step}", json={**body, "reason": "审核意见"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def published(self, year: int = 2025, on: str = "2025-01-07", **body: Any) -> dict[str, Any]:
        async with self.office(on) as client:
            return self.created(await client.post("/v1/catalogues", json={"year": year, **body}))

    async def catalogued(self, code: str = "XB01", **changes: Any) -> dict[str, Any]:
        form = await self.decided(await self.proposed(code, **changes))
        await self.published()
        return form

    async def arrange(
        self, form: dict[str, Any], on: str = "2025-01-08", region: str = TOWNSHIP, **changes: Any
    ) -> Any:
        order = {"form_id": form["id"], "frequency": "monthly", "starts_on": "2025-01-01", "until": "2025-03-31"}
        async with self.township(region, on) as client:
            return await client.post("/v1/arrangements", json=order | changes)

    async def arranged(self, form: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        return self.created(await self.arrange(form or await self.catalogued(), **changes))

    async def file(
        self, arrangement: dict[str, Any], village: str = VILLAGES[0], period: str = "2025-01",
        on: str = "2025-02-05", hour: int = 10, values: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        body = {"village": village, "period": period, "values": {"常住人口": 1204, "耕地面积": 830.5}}
        if values is not None:
            body["values"] = values
        async with self.village(village, on, hour) as client:
            return await client.post(f"/v1/arrangements/{arrangement['id']}/filings", json=body)


async def _small_county(svc: ServiceUnderTest) -> None:
    for code, level in REGIONS.items():
        region = RegionRegistered(code=code, name=f"区域{code}", level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, region, region=code)
    for code, home in DEPARTMENTS.items():
        await svc.hear(consumers, DepartmentRegistered(code=code, name=f"机构{code}", home=home), region=home)


@pytest.fixture
def open_county(start_service: Callable[..., Awaitable[ServiceUnderTest]]) -> Callable[..., Awaitable[County]]:
    """Start the service with these settings and people: `county = await open_county(filing_notice_workdays=10)`."""

    async def start(**settings: Any) -> County:
        return County(await start_service("report_svc", knowing=_small_county, **settings))

    return start


@pytest.fixture
async def county(open_county: Callable[..., Awaitable[County]]) -> County:
    return await open_county()
