"""The told county's form of the summer, told through a running report-svc alone: every step of the story holds."""

from datetime import UTC, date, datetime

from contracts.arrangement_ends import ArrangementCancelled, ArrangementShortened
from contracts.catalogue_additions import CatalogueExtended
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.report import FilingSubmitted
from countykit.identity import Role
from report_svc.consumers import consumers
from songbang.demo.county import BODIES, COUNTY, build
from songbang.demo.people import OFFICE, everybody
from songbang.demo.story import during_the_year

TODAY = date(2026, 11, 20)
PUBLISHED = datetime(2026, 1, 6, 1, tzinfo=UTC)


class Door:
    """The story's way in, for one service."""

    def __init__(self, svc, county):
        self.svc, self.people = svc, {person.username: person for person in everybody(county)}
        self.now, self.tables = datetime(2026, 11, 20, 4, tzinfo=UTC), []

    def _client(self, who, at):
        person = self.people[who]
        return self.svc.client(
            Role(person.role), region=person.region.rstrip("0").ljust(6, "0") if person.role != "village" else
            person.region, department=person.department, sub=who, at=at or self.now,
        )  # fmt: skip

    async def get(self, who, path, *, at_time=None, **params):
        async with self._client(who, at_time) as client:
            answer = await client.get(path.removeprefix("/api/report"), params=params)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        if path.endswith("/table"):
            self.tables.append(answer.json())
        return answer.json()

    async def post(self, who, path, body=None, *, at=None, files=None, params=None):
        async with self._client(who, at) as client:
            answer = await client.post(path.removeprefix("/api/report"), json=body, files=files, params=params)
        assert answer.status_code in (200, 201), f"{path}: {answer.text}"
        return answer.json()


async def knowing(svc):
    county = build(1, TODAY)
    places = {COUNTY: "county"}
    for township in county.townships[:2]:
        places |= {township.code: "township", **{code: "village" for code, _ in township.villages}}
    for code, level in places.items():
        region = RegionRegistered(code=code, name=f"区域{code}", level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, region, region=code)
    for code, name in BODIES:
        await svc.hear(consumers, DepartmentRegistered(code=code, name=name, home=COUNTY), region=COUNTY)


async def test_a_form_of_the_summer_is_added_filled_by_its_sources_and_ended_early(start_service):
    svc, county = await start_service("report_svc", knowing=knowing), build(1, TODAY)
    door = Door(svc, county)
    await door.post(OFFICE, "/api/report/v1/elements/starter-set", at=PUBLISHED)
    await door.post(OFFICE, "/api/report/v1/catalogues", {"year": 2026}, at=PUBLISHED)
    await during_the_year.tell(door, county, PUBLISHED)
    (table,) = door.tables
    assert (table["form"], table["total"]["actual"]) == ("SA90", 3)
    assert table["total"]["totals"]["转移避险人数"] == 12
    sent = [event["data"] for event in await svc.events(FilingSubmitted)]
    assert [(each["source"], each["corrected"], each["typed"]) for each in sent] == [(2, 0, 0), (1, 1, 0), (2, 0, 1)]
    for kind in (CatalogueExtended, ArrangementCancelled, ArrangementShortened):
        assert len(await svc.events(kind)) == 1, kind


async def test_nothing_is_told_of_a_year_whose_catalogue_was_not_out(start_service):
    svc, county = await start_service("report_svc", knowing=knowing), build(1, date(2026, 3, 1))
    await during_the_year.tell(Door(svc, county), county, datetime(2026, 1, 6, 1, tzinfo=UTC))
    assert await svc.events() == []
