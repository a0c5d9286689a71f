"""Villages that have ended, end later, or are still to come."""

from datetime import UTC, date, datetime, timedelta

from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.workdays import today
from signage_svc.consumers import consumers

TOWNSHIP = "990101001000"
ENDED, ENDING, COMING = "990101001301", "990101001302", "990101001303"
PATH = "/v1/plaques"


def plaque(village: str) -> dict:
    return {
        "region": village, "name": "某某工作站", "placement": "outside", "width_mm": 600, "height_mm": 400,
        "background": "白色", "text_colour": "黑色",
    }  # fmt: skip


async def know(svc):
    day = today(datetime.now(UTC))
    month = timedelta(days=30)
    for code, first, end in (
        (ENDED, date(2020, 1, 1), day), (ENDING, date(2020, 1, 1), day + month), (COMING, day + month, None)
    ):  # fmt: skip
        event = RegionRegistered(code=code, name=code, level="village", valid_from=first, valid_to=end)
        await svc.hear(consumers, event, region=code)


async def test_an_ended_village_takes_nothing_more_and_a_future_one_nothing_yet(svc):
    await know(svc)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        ended = await client.post(PATH, json=plaque(ENDED))
        coming = await client.post(PATH, json=plaque(COMING))
        ending = await client.post(PATH, json=plaque(ENDING))
    assert (ended.status_code, ended.json()["code"]) == (409, "region_ended")
    assert ended.json()["ended_on"] == today(datetime.now(UTC)).isoformat()
    assert (coming.status_code, coming.json()["code"]) == (409, "region_not_yet_valid")
    assert ending.status_code == 201, ending.text


async def test_an_import_names_the_rows_of_villages_that_are_not_there(svc):
    await know(svc)
    head = "region,name,placement,width_mm,height_mm,background,text_colour\n"
    table = head + "".join(f"{code},某某工作站,outside,600,400,白色,黑色\n" for code in (ENDING, ENDED, COMING))
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        answer = await client.post(f"{PATH}/import", files={"file": ("t.csv", table)}, params={"dry_run": True})
    errors = [(error["row"], error["field"], error["code"]) for error in answer.json()["errors"]]
    assert errors == [(3, "region", "region_ended"), (4, "region", "region_not_yet_valid")]
    assert all(error["detail"] for error in answer.json()["errors"])
