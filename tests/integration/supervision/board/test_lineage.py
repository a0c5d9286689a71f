"""Boards over a change of the map: no past is changed by a cent, none is laundered, none burdens a neighbour."""

from datetime import date, timedelta

import pytest
from contracts import imposed_tasks, purchases
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.lineage import ChangeKind, ChangeSubject, Succession, TerritoryChanged
from countykit.identity import Role
from supervision_svc.consumers import consumers

from .conftest import BAD, COUNTY, GOOD, NOW, village_of

TODAY = NOW.date()
DAY = TODAY - timedelta(days=10)
NEW = "990177101000"


async def board(county, **params):
    answer = await county.get("/v1/board", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(found, region):
    return next((row for row in found["items"] if row["region"] == region), None)


async def region(county, code, name, level, first=date(2020, 1, 1), last=None):
    event = RegionRegistered(code=code, name=name, level=level, valid_from=first, valid_to=last)
    await county.svc.hear(consumers, event, region=code, sequence=9)


async def change(county, kind, successor, *, continues):
    """The bad township and its villages end on the day and go to another code."""
    for code, level in ((BAD, "township"), (village_of(BAD), "village"), (village_of(BAD, 2), "village")):
        await region(county, code, "2号镇", level, last=DAY)
    for number in (1, 2):
        await region(county, village_of(successor, number + 5), "某村", "village", first=DAY)
    line = Succession(predecessor=BAD, successor=successor, continues=continues)
    event = TerritoryChanged(
        subject=ChangeSubject.REGION, kind=kind, effective_on=DAY, stated_on=DAY, basis="批复", lines=[line]
    )  # fmt: skip
    await county.svc.hear(consumers, event, region=COUNTY)


async def test_an_absorbed_township_keeps_its_past_and_burdens_nobody(told):
    past = (DAY - timedelta(days=1)).isoformat()
    before, now = await board(told, as_of=past), await board(told)
    await change(told, ChangeKind.MERGE, GOOD, continues=False)
    after = await board(told)
    assert row_of(after, BAD) is None
    (ended,) = after["ended"]
    assert (ended["region"], ended["ended_on"], ended["successors"]) == (BAD, DAY.isoformat(), [GOOD])
    assert ended["score"] == row_of(before, BAD)["score"], "what it lost stays its own"
    assert row_of(after, GOOD)["score"] == row_of(now, GOOD)["score"], "the neighbour inherits no past"
    assert after["counts"]["townships"] == now["counts"]["townships"] - 1
    again = await board(told, as_of=past)
    assert (again["digest"], again["items"]) == (before["digest"], before["items"]), "not a cent"
    assert again["ended"] == []
    township = await told.get("/v1/board", Role.TOWNSHIP, region=GOOD)
    assert township.json()["ended"] == [], "a township sees only its own row"


async def test_what_happens_to_the_open_work_of_the_ended_counts_for_who_took_it_over(told):
    await change(told, ChangeKind.MERGE, GOOD, continues=False)
    before = row_of(await board(told), GOOD)
    event = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=BAD)
    told.tell(event, BAD, days_ago=3, department="D1")
    told.tell(event, BAD, days_ago=30, department="D1")
    await told.hear()
    after = row_of(await board(told), GOOD)
    figure = {item["code"]: item["numerator"] for item in after["indicators"]}["imposed_tasks"]
    assert figure == {item["code"]: item["numerator"] for item in before["indicators"]}["imposed_tasks"] + 1


async def test_an_upgrade_launders_nothing(told):
    now = row_of(await board(told), BAD)
    await region(told, NEW, "某街道", "township", first=DAY)
    await change(told, ChangeKind.UPGRADE, NEW, continues=True)
    after = await board(told)
    assert after["ended"] == []
    new = row_of(after, NEW)
    assert (new["score"], new["list"], new["villages"]) == (now["score"], now["list"], now["villages"])
    told_of = await told.get(f"/v1/board/{NEW}/explanation")
    assert told_of.status_code == 200, told_of.text
    records = [record for loss in told_of.json()["losses"] for record in loss["records"]]
    events = [event for record in records for event in record["events"]]
    assert events, "its lost points lead to the events under its former code"


@pytest.mark.parametrize("continues", [True, False])
async def test_a_past_board_is_shown_on_todays_map(told, continues):
    past = (DAY - timedelta(days=5)).isoformat()
    before = await board(told, as_of=past)
    successor = NEW if continues else GOOD
    if continues:
        await region(told, NEW, "某街道", "township", first=DAY)
    await change(told, ChangeKind.UPGRADE if continues else ChangeKind.MERGE, successor, continues=continues)
    shown = await board(told, as_of=past, map="today")
    assert (shown["map_on"], row_of(shown, BAD)) == (TODAY.isoformat(), None)
    imposed = [
        {item["code"]: item["numerator"] for item in row_of(found, code)["indicators"]}["imposed_tasks"]
        for found, code in ((before, BAD), (shown, successor))
    ]
    assert imposed[0] == imposed[1], "what was counted then is shown under the township of today"
    assert (await board(told, as_of=past))["digest"] == before["digest"]
    assert (await told.get("/v1/board", map="yesterday")).status_code == 422


async def test_who_takes_a_body_over_answers_on_the_reverse_board_for_what_it_caused_by_its_name(told):
    due = purchases.PaymentOverdue(title="保洁", charged_home=BAD, due_on=DAY, amount=50_000)
    await told.hear([told.tell(due, village_of(BAD), days_ago=20, department="bad-office")])
    line = Succession(predecessor="bad-office", successor="county-office")
    reform = TerritoryChanged(
        subject=ChangeSubject.DEPARTMENT, kind=ChangeKind.MERGE, effective_on=DAY, stated_on=DAY, basis="批复",
        lines=[line],
    )  # fmt: skip
    await told.svc.hear(consumers, reform, region=COUNTY)
    gone = DepartmentRegistered(code="bad-office", name="原办公室", home=BAD, valid_to=DAY)
    await told.svc.hear(consumers, gone, region=BAD, sequence=9)
    (row,) = (await told.get("/v1/departments-board")).json()["items"]
    assert (row["code"], row["total"], row["imposed_tasks"]) == ("county-office", 4, 1)
    assert row["former"] == [{"code": "bad-office", "name": "原办公室", "total": 4}]
    assert (row["payments_owed"], row["owed_yuan"]) == (1, "500.00")
    before = (await told.get("/v1/departments-board", as_of=(DAY - timedelta(days=1)).isoformat())).json()["items"]
    assert [(row["code"], row["former"]) for row in before if row["total"]] == [("bad-office", [])]
