"""A county of eight townships whose events the projection hears, told in few words."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from contracts import (
    certificate,
    checklist,
    draws,
    imposed_tasks,
    rectifications,
    report,
    signage,
    supervision,
    surveys,
)
from contracts.envelope import Event, new_id
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.words import Matter
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, message_of
from servicekit.bus.interface import Message
from supervision_svc.consumers import consumers
from supervision_svc.facts.projection import PROJECTION

# A county of its own: services of other tests share the bus of the test server.
COUNTY = "990177000000"
TOWNSHIPS = [f"99017700{number}000" for number in range(1, 9)]
GOOD, BAD = TOWNSHIPS[0], TOWNSHIPS[1]
NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)


def village_of(township: str, number: int = 1) -> str:
    return f"{township[:9]}{200 + number}"


class County:
    """The service, and a pen for its events."""

    def __init__(self, svc: ServiceUnderTest) -> None:
        self.svc = svc
        self.told: list[Message] = []

    def tell(
        self,
        event: Event,
        region: str,
        *,
        days_ago: int = 30,
        subject: object = None,
        department: str | None = None,
        sequence: int = 1,
    ) -> Message:
        message = message_of(
            event, region=region, subject_id=subject, department=department, sequence=sequence,
            at=NOW - timedelta(days=days_ago),
        )  # fmt: skip
        self.told.append(message)
        return message

    async def hear(self, messages: Sequence[Message] | None = None) -> None:
        await self.svc.hear_batch(PROJECTION, self.told if messages is None else messages)

    async def get(
        self,
        path: str,
        role: Role = Role.COUNTY_OFFICE,
        region: str = COUNTY,
        department: str | None = None,
        at: datetime = NOW,
        **params: Any,
    ) -> httpx.Response:
        async with self.svc.client(role, region=region, department=department, at=at) as client:
            return await client.get(path, params=params)

    async def table(self, path: str) -> list[str]:
        """A list as CSV, line by line."""
        async with self.svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=NOW) as client:
            answer = await client.get(path, headers={"accept": "text/csv"})
        return answer.content.decode("utf-8-sig").splitlines()

    async def post(
        self, path: str, body: object, role: Role = Role.COUNTY_OFFICE, region: str = COUNTY
    ) -> httpx.Response:
        async with self.svc.client(role, region=region, at=NOW) as client:
            return await client.post(path, json=body)

    async def board(self, **params: Any) -> dict[str, Any]:
        answer = await self.get("/v1/board", **params)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def row(self, township: str, **params: Any) -> dict[str, Any]:
        rows = (await self.board(**params))["items"]
        found: dict[str, Any] = next(row for row in rows if row["region"] == township)
        return found

    def good_year(self, township: str) -> None:
        """Everything done as it should be: enough of each for every measured indicator to be rated."""
        village = village_of(township)
        group, kept = new_id(), new_id()
        self.tell(checklist.GroupRegistered(platform="wechat"), township, subject=group)
        self.tell(checklist.GroupRegistered(platform="wechat"), township, subject=kept)
        self.tell(checklist.GroupRetained(platform="wechat"), township, subject=kept, sequence=2)
        self.tell(checklist.GroupDissolved(platform="wechat", was_retained=False), township, subject=group, sequence=2)
        for _ in range(5):
            plaque = new_id()
            self.tell(signage.PlaqueFlagged(reason="not_in_spec"), village, subject=plaque, days_ago=60)
            self.tell(signage.PlaqueRemoved(), village, subject=plaque, sequence=2)
            self.tell(signage.PlaqueVerified(disposal="remove"), village, subject=plaque, sequence=3)
        self.tell(surveys.SurveyClosed(number=1, surveyed=40, matched=40, orders=0, rebounds=0), township, days_ago=50)
        periods = [
            report.ArrangedPeriod(period=f"2026-0{month}", due_on=date(2026, month, 20), fair_notice=True)
            for month in range(1, 6)
        ]
        self.tell(
            report.ArrangementIssued(form="F01", frequency="monthly", villages=2, periods=periods), township,
            days_ago=170,
        )  # fmt: skip
        for _ in range(25):
            self.tell(certificate.CertificateIssued(item="CA01"), village)
        for _ in range(3):
            self.rectification(township, deadline=NOW.date() - timedelta(days=20), accepted_days_ago=25)
        self.tell(supervision.PracticeVerified(action="work", title="村务一站办"), village)
        self.asked(township)

    def asked(self, township: str) -> None:
        """Both villages were drawn and asked about everything."""
        day = NOW.date() - timedelta(days=30)
        for number in (1, 2):
            event = draws.DrawnVillageVisited(matters=list(Matter), visited_on=day)
            self.tell(event, village_of(township, number), subject=new_id())

    def rectification(
        self, township: str, *, deadline: date, accepted_days_ago: int | None = None, in_time: bool = True
    ) -> object:
        subject, letter = new_id(), new_id()
        self.tell(
            rectifications.RectificationOpened(letter=letter, action="plaques", deadline=deadline), township,
            days_ago=60, subject=subject,
        )  # fmt: skip
        if accepted_days_ago is not None:
            fields = {"letter": letter, "action": "plaques", "deadline": deadline}
            self.tell(
                rectifications.RectificationSubmitted(**fields), township, days_ago=accepted_days_ago, subject=subject,
                sequence=2,
            )  # fmt: skip
            self.tell(
                rectifications.RectificationAccepted(**fields, in_time=in_time), township, days_ago=accepted_days_ago,
                subject=subject, sequence=3,
            )  # fmt: skip
        return subject

    def bad_year(self, township: str) -> object:
        """A good year spoilt: tasks pushed down and off-plan forms, and a rectification long overdue."""
        for kind in (imposed_tasks.TaskImpositionConfirmed, report.OffplanConfirmed, report.OffplanConfirmed):
            self.tell(kind(title="值守", charged_home=township), village_of(township), department="bad-office")
        self.tell(
            supervision.VisitOffplanDetected(charged_home=township), village_of(township), department="bad-office"
        )
        deadline = NOW.date() - timedelta(days=40)
        subject = self.rectification(township, deadline=deadline)
        self.tell(
            rectifications.RectificationOverdue(letter=new_id(), action="plaques", deadline=deadline), township,
            days_ago=39, subject=subject, sequence=2,
        )  # fmt: skip
        return subject

    def shuffled(self, seed: int) -> list[Message]:
        """The same events in another order, every third one twice."""
        messages = [*self.told, *self.told[::3]]
        random.Random(seed).shuffle(messages)
        return messages


MakeCounty = Callable[..., Awaitable[County]]


async def _eight_townships(svc: ServiceUnderTest) -> None:
    names = {COUNTY: ("松岭县", "county")}
    for township in TOWNSHIPS:
        names[township] = (f"{township[8]}号镇", "township")
        names |= {village_of(township, number): (f"{number}号村", "village") for number in (1, 2)}
    for code, (name, level) in names.items():
        event = RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, event, region=code)
    for code, home in (("bad-office", BAD), ("county-office", COUNTY)):
        await svc.hear(consumers, DepartmentRegistered(code=code, name=code, home=home), region=home)


@pytest.fixture
async def make_county(start_service) -> MakeCounty:
    async def make(**settings: Any) -> County:
        return County(await start_service("supervision_svc", knowing=_eight_townships, **settings))

    return make


@pytest.fixture
async def county(make_county: MakeCounty) -> County:
    return await make_county()


@pytest.fixture
async def told(county: County) -> County:
    """The first township had a good year, the second a bad one; the others are silent."""
    county.good_year(GOOD)
    county.good_year(BAD)
    county.bad_year(BAD)
    for township in TOWNSHIPS[2:6]:
        county.good_year(township)
    await county.hear()
    return county
