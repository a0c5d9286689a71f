"""What anybody may know of demands: closed months, by township and body, and no number below three."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from certificate_svc.statistics.publishing import publish
from contracts.demand_months import DemandMonthPublished
from countykit.identity import Role
from servicekit.transaction import Context

from .story import COUNTY, NEIGHBOUR, STRANGER, VILLAGE, application

MARCH, APRIL = datetime(2026, 3, 10, 2, tzinfo=UTC), datetime(2026, 4, 1, 2, tzinfo=UTC)
PATH = f"/v1/public-statistics?region={COUNTY}"
POLICE, BANK = {"department": "GA"}, {"name": "王某某小卖部"}


@pytest.fixture
async def read(svc, monkeypatch):
    monkeypatch.setattr(svc.app.state.clock, "of_request", datetime.fromisoformat)

    async def at(moment: datetime, path: str = PATH):
        async with svc.client(at=moment) as anybody:
            return await anybody.get(path)

    return at


async def demand(svc, many: int, *, village: str = VILLAGE, moment: datetime = MARCH, **body) -> None:
    async with svc.client(Role.VILLAGE, region=village, at=moment) as client:
        for _ in range(many):
            key = {"idempotency-key": str(uuid4())}
            sent = await client.post("/v1/demands", json={"item": "FC05", "demander": POLICE, **body}, headers=key)
            assert sent.status_code == 201, sent.text


async def test_small_numbers_are_in_the_rest_and_no_difference_brings_them_out(svc, read):
    await demand(svc, 4)
    await demand(svc, 3, item="FC01")
    await demand(svc, 1, village=STRANGER, demander=BANK)
    await demand(svc, 1, village=STRANGER, demander=BANK, anonymous=True)
    await demand(svc, 2, village=NEIGHBOUR, demander={"department": "SF1"})
    said = (await read(APRIL)).json()
    assert (said["month"], said["demands"], said["least"]) == ("2026-03", 11, 3)
    # 9 in one township and 2 in the other: neither is shown, or the difference would be the other.
    assert (said["townships"], said["other_townships"]) == ([], 11)
    (police,) = said["bodies"]
    assert (police["department"], police["department_name"], police["demands"]) == ("GA", "县公安局", 7)
    assert [(item["item"], item["demands"]) for item in police["items"]] == [("FC05", 4), ("FC01", 3)]
    assert (police["other_items"], said["other_bodies"]) == (0, 4)
    assert "小卖部" not in str(said)


async def test_townships_are_named_where_both_are_large(svc, read):
    await demand(svc, 4)
    await demand(svc, 3, village=STRANGER)
    said = (await read(APRIL)).json()
    assert [(row["region_name"], row["demands"]) for row in said["townships"]] == [("青石镇", 4), ("白水镇", 3)]
    assert (said["other_townships"], said["refused_at_counter"]) == (0, 0)


async def test_what_was_refused_at_the_counter_is_counted_unless_it_says_too_much(svc, read):
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=MARCH) as village:
        for _ in range(3):
            refused = await village.post(
                "/v1/applications", json=application(item="FC05"), headers={"idempotency-key": str(uuid4())}
            )
            assert refused.status_code == 422
    assert (await read(APRIL)).json()["refused_at_counter"] == 3
    await demand(svc, 1)
    said = (await read(APRIL)).json()
    assert (said["demands"], said["refused_at_counter"]) == (4, None)


async def test_fewer_than_three_are_nothing_and_a_running_month_waits_for_its_end(svc, read):
    await demand(svc, 2)
    said = (await read(APRIL)).json()
    assert (said["demands"], said["townships"], said["bodies"], said["other_bodies"]) == (None, [], [], 0)
    running = await read(MARCH, f"{PATH}&month=2026-03")
    assert (running.status_code, running.json()["code"]) == (422, "month_open")
    assert (await read(MARCH)).json()["month"] == "2026-02"
    for wrong in ("2026-13", "2026-3", "1999-01", "abc", "", "２０２６-03", "2026-03-0100"):
        answer = await read(APRIL, f"{PATH}&month={wrong}")
        assert answer.status_code == 422, (wrong, answer.text)


async def test_a_demand_that_is_told_later_does_not_change_a_published_month(svc, read):
    await demand(svc, 3)
    before = (await read(APRIL)).json()
    await demand(svc, 1, moment=APRIL, demanded_on="2026-03-05")
    assert (await read(APRIL)).json() == before


async def test_the_only_county_need_not_be_named_and_a_township_is_none(svc, read):
    assert (await read(APRIL, "/v1/public-statistics")).json()["region"] == COUNTY
    assert (await read(APRIL, "/v1/public-list")).json()["region_name"] == "青山县"
    assert (await read(APRIL, "/v1/public-statistics?region=990101001000")).status_code == 422
    assert (await read(APRIL, "/v1/public-statistics?region=990199000000")).status_code == 422


LATER = datetime(2031, 3, 10, 2, tzinfo=UTC), datetime(2031, 4, 1, 2, tzinfo=UTC)
"""Months that are not over for the leader, which goes by the real clock."""


async def look(svc, moment: datetime) -> None:
    """What the leader does when it begins; from then on the county is on the due-list."""
    async with svc.database.transaction(Context.of_system("due:demand-month-publication", moment)) as tx:
        await publish(tx, COUNTY)


async def published(svc):
    return [event["data"] | {"county": event["region"]} for event in await svc.events(DemandMonthPublished)]


async def test_a_month_that_is_over_goes_to_who_follows_the_county_as_anybody_may_read_it(svc, read):
    await demand(svc, 4, moment=LATER[0])
    await demand(svc, 3, village=STRANGER, demander=BANK, moment=LATER[0])
    await look(svc, datetime(2031, 3, 31, 16, 30, tzinfo=UTC))
    assert await published(svc) == []
    for moment in (datetime(2031, 3, 31, 17, 1, tzinfo=UTC), LATER[1]):
        await svc.do_due(moment)
    (month,) = await published(svc)
    assert (month["county"], month["month"], month["demands"]) == (COUNTY, "2031-03", 7)
    assert [(body["department"], body["demands"]) for body in month["bodies"]] == [("GA", 4)]
    said = (await read(LATER[1])).json()
    shared = {"month", "demands", "refused_at_counter", "other_townships", "other_bodies"}
    assert {key: month[key] for key in shared} == {key: said[key] for key in shared}
    assert "小卖部" not in str(month)


async def test_months_during_downtime_are_published_later_each_and_one_with_few_says_nothing(svc, read):
    await demand(svc, 3, moment=LATER[0])
    await demand(svc, 2, moment=LATER[1])
    await look(svc, datetime(2031, 7, 4, 2, tzinfo=UTC))
    months = await published(svc)
    assert [(month["month"], month["demands"]) for month in months] == [
        ("2031-03", 3), ("2031-04", None), ("2031-05", None), ("2031-06", None),
    ]  # fmt: skip
    assert all(month["bodies"] == [] and month["townships"] == [] for month in months[1:])
    await svc.do_due(datetime(2031, 7, 5, 2, tzinfo=UTC))
    assert len(await published(svc)) == 4
