"""Villages that have ended or are still to come take no applications; their old certificates stay what they are."""

from datetime import UTC, date, datetime

from certificate_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.workdays import today

from .story import NEIGHBOUR, admit, application, issue


async def region(svc, code, first, end=None, sequence=1):
    event = RegionRegistered(code=code, name="后山村", level="village", valid_from=first, valid_to=end)
    await svc.hear(consumers, event, region=code, sequence=sequence)


async def test_an_ended_village_and_a_future_one_take_nothing(svc, county):
    await admit(county)
    for code, first, end, refusal in (
        ("990101001301", date(2020, 1, 1), date(2021, 1, 1), "region_ended"),
        ("990101001302", date(2100, 1, 1), None, "region_not_yet_valid"),
    ):
        await region(svc, code, first, end)
        async with svc.client(Role.VILLAGE, region=code) as village:
            answer = await village.post("/v1/applications", json=application(region=code))
        assert (answer.status_code, answer.json()["code"]) == (409, refusal)


async def test_a_certificate_of_a_village_that_has_ended_is_still_checked(svc, county):
    await admit(county)
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as village:
        certificate = await issue(village, region=NEIGHBOUR)
    await region(svc, NEIGHBOUR, date(2020, 1, 1), today(datetime.now(UTC)), sequence=2)
    async with svc.client() as anybody:
        shown = await anybody.get(f"/v1/verify/{certificate['verification_code']}")
    assert (shown.status_code, shown.json()["village"]) == (200, "后山村")
