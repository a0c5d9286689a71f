"""A township requests more time before its deadline, and somebody of the county decides."""

import asyncio

from contracts.extensions import ExtensionGranted, ExtensionRefused, ExtensionRequested
from contracts.rectifications import LateExtensionRequested, RectificationExtended, RectificationOverdue
from countykit.identity import Role

OTHER_TOWNSHIP = "990101002000"
GRANTED = {"decision": "granted", "reason": "情况属实，同意"}


def more(repair):
    return {"rectification_id": repair["id"], "workdays": 5, "reason": "两村道路不通，材料尚未核实"}


async def kinds(story, role, **options):
    return [todo["kind"] for todo in (await story.get(role, "/v1/todos", **options)).json()["todos"]]


async def test_more_time_is_requested_before_the_deadline_and_granted(story, days):
    repair = await story.repair()
    foreign = await story.post(Role.TOWNSHIP, "/v1/extension-requests", more(repair), region=OTHER_TOWNSHIP)
    assert foreign.status_code == 404
    waiting = await story.made(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(3))
    path = f"/v1/extension-requests/{waiting['id']}"
    assert (waiting["state"], waiting["deadline"]) == ("requested", "2025-03-17")
    assert (await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)).status_code == 404
    assert "extension_decision" in await kinds(story, Role.COUNTY_OFFICE, at=days(3))
    assert (await story.post(Role.TOWNSHIP, f"{path}/decision", GRANTED)).status_code == 403
    placed = await story.post(Role.COUNTY_OFFICE, f"{path}/decision", GRANTED, region=waiting["region"])
    assert (placed.status_code, placed.json()["code"]) == (409, "extension_not_independent")
    done = await story.made(Role.COUNTY_OFFICE, f"{path}/decision", GRANTED, at=days(4))
    assert (done["state"], done["note"]) == ("granted", GRANTED["reason"])
    moved = await story.rectification(repair["id"], at=days(4))
    assert (moved["deadline"], moved["extension_reason"]) == ("2025-03-24", more(repair)["reason"])
    counts = [
        len(await story.svc.events(kind)) for kind in (ExtensionRequested, ExtensionGranted, RectificationExtended)
    ]
    assert counts == [1, 1, 1]


async def test_of_two_requests_at_once_one_stands(story, days):
    repair = await story.repair()
    answers = await asyncio.gather(
        *(story.post(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(1)) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers if answer.status_code == 409} == {"extension_request_waits"}


async def test_a_refused_request_leaves_the_deadline_and_may_be_made_again(story, days):
    repair = await story.repair()
    row = await story.made(Role.TOWNSHIP, "/v1/extension-requests", more(repair))
    refused = {"decision": "refused", "reason": "不属于客观困难"}
    done = await story.made(Role.COUNTY_OFFICE, f"/v1/extension-requests/{row['id']}/decision", refused)
    assert (done["state"], len(await story.svc.events(ExtensionRefused))) == ("refused", 1)
    assert await story.svc.events(RectificationExtended) == []
    await story.made(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(1))


async def test_what_is_granted_after_the_deadline_waits_for_a_second_person_and_the_miss_stays(story, days):
    repair = await story.repair()
    row = await story.made(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(13))
    path = f"/v1/extension-requests/{row['id']}/decision"
    await story.made(Role.COUNTY_OFFICE, path, GRANTED, at=days(15), sub="first")
    late = await story.rectification(repair["id"], at=days(15))
    assert (late["deadline"], late["late_workdays"], late["overdue"]) == ("2025-03-17", 5, True)
    assert len(await story.svc.events(RectificationOverdue)) == len(await story.svc.events(LateExtensionRequested)) == 1
    own = await story.post(
        Role.COUNTY_OFFICE, f"/v1/rectifications/{repair['id']}/late-extension", at=days(15), sub="first"
    )
    assert (own.status_code, own.json()["code"]) == (409, "same_person")


async def test_after_the_deadline_or_once_submitted_no_township_requests_more_time(story, days):
    repair = await story.repair()
    late = await story.post(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(15))
    assert (late.status_code, late.json()["code"]) == (409, "extension_request_late")
    row = await story.made(Role.TOWNSHIP, "/v1/extension-requests", more(repair))
    await story.submit(repair, at=days(1))
    answer = await story.post(Role.TOWNSHIP, "/v1/extension-requests", more(repair), at=days(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "extension_request_late")
    moot = await story.post(Role.COUNTY_OFFICE, f"/v1/extension-requests/{row['id']}/decision", GRANTED, at=days(2))
    assert (moot.status_code, moot.json()["code"]) == (409, "deadline_not_running")
