"""The county office decides within its days (LST-03): it is reminded, falls late, and the approver urges it."""

from datetime import UTC, datetime

from contracts.admission_lateness import AdmissionOverdue, AdmissionUrged
from countykit.testing import open_actions

LATE = datetime(2026, 3, 24, 2, tzinfo=UTC)
URGED = {"reason": "请两日内办结"}


async def todos(client):
    async with client:
        return {todo["kind"]: todo for todo in (await client.get("/v1/todos")).json()["todos"]}


async def test_a_decision_is_reminded_of_falls_late_and_is_urged_once(svc, people):
    admission = await people.submitted()
    path = f"/v1/admissions/{admission['id']}"
    assert (admission["decide_by"], admission["decision_late"]) == ("2026-03-23", False)
    due = (await todos(people.county()))["admission_decision"]
    assert (due["due"], due["reminded"]) == ("2026-03-23", True)
    assert await people.refused(people.approver(), f"{path}/urging", URGED) == (409, "illegal_transition")
    await svc.do_due(datetime(2026, 3, 23, 2, tzinfo=UTC))
    assert await svc.events(AdmissionOverdue) == []
    await svc.do_due(LATE)
    later = people.at(LATE)
    (event,) = await svc.events(AdmissionOverdue)
    assert event["data"] == {"title": admission["title"], "round": 1, "due_on": "2026-03-23"}
    assert "admission_urging" in await todos(later.approver())
    assert await later.refused(later.county(), f"{path}/urging", URGED) == (403, "forbidden")
    urged = await later.made(later.approver(), f"{path}/urging", URGED, status=200)
    assert (urged["decision_late"], urged["urging"]) == (True, URGED["reason"])
    assert "urging" not in open_actions(urged)
    assert "admission_urging" not in await todos(later.approver())
    assert len(await svc.events(AdmissionUrged)) == 1


async def test_what_was_decided_in_time_falls_not_late_and_a_new_round_begins_anew(svc, people):
    decided, returned = await people.granted(), await people.submitted(title="秋粮面积核对")
    await svc.do_due(LATE)
    (event,) = await svc.events(AdmissionOverdue)
    assert event["data"]["title"] == returned["title"]
    later = people.at(LATE)
    path = f"/v1/admissions/{returned['id']}"
    back = {"decision": "return", "reason": "请补充", "points": ["写明经费来源"]}
    await later.made(later.county(), f"{path}/decision", back, status=200)
    again = {"application": people.application(title="秋粮面积核对", starts_on="2026-06-01")}
    anew = await later.made(later.department(), f"{path}/submission", again, status=200)
    assert (anew["round"], anew["decision_late"], anew["state"]) == (2, False, "submitted")
    async with later.county() as county:
        assert (await county.get(f"/v1/admissions/{decided['id']}")).json()["decision_late"] is False
