"""A repair is reported with files on it, or with what can be seen; a recheck rests on a visit or on files."""

import io

import pytest
from countykit.identity import Role
from PIL import Image

OTHER_VILLAGE = "990101002201"
MEASURES = {"measures": "已退回转嫁任务"}
VERDICT = {"decision": "accepted", "reason": "属实"}


async def added(story, repair, role, colour="red", **options):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "JPEG")
    path = f"/v1/rectifications/{repair['id']}/attachments"
    answer = await story.ask(role, "POST", path, content=out.getvalue(), **options)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_a_report_names_files_of_this_repair_or_says_what_can_be_seen(story):
    repair, other = await story.repair(), await story.repair()
    path = f"/v1/rectifications/{repair['id']}/submission"
    strange = await added(story, other, Role.TOWNSHIP)
    for body, code in (
        (MEASURES, "invalid_request"), ({**MEASURES, "evidence": ["档案-12"]}, "invalid_request"),
        ({**MEASURES, "evidence": [strange]}, "repair_evidence_unknown"),
    ):  # fmt: skip
        answer = await story.post(Role.TOWNSHIP, path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    own = await added(story, repair, Role.TOWNSHIP)
    done = await story.made(Role.TOWNSHIP, path, {**MEASURES, "evidence": [own]})
    assert done["rounds"][0]["evidence"] == [own]
    seen = await story.made(
        Role.TOWNSHIP, f"/v1/rectifications/{other['id']}/submission", {**MEASURES, "on_the_spot": "镇党建办可查"}
    )
    assert seen["rounds"][0]["on_the_spot"] == "镇党建办可查"


@pytest.mark.parametrize("by", ["visit", "files"])
async def test_a_recheck_rests_on_a_visit_there_since_or_on_files_of_who_rechecks(story, days, by):
    repair = await story.repair()
    before = await story.visit()
    theirs = await added(story, repair, Role.TOWNSHIP)
    await story.submit(repair, at=days(1))
    elsewhere = await story.visit(OTHER_VILLAGE, at=days(2))
    path = f"/v1/rectifications/{repair['id']}/recheck"
    for values, code in (
        ({}, "invalid_request"), ({"visit_id": before["id"]}, "visit_shows_no_repair"),
        ({"visit_id": elsewhere["id"]}, "visit_shows_no_repair"), ({"evidence": [theirs]}, "repair_evidence_unknown"),
    ):  # fmt: skip
        answer = await story.post(Role.INSPECTOR, path, {**VERDICT, **values}, at=days(2))
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    if by == "visit":
        values = {"visit_id": (await story.visit(at=days(2)))["id"]}
    else:
        values = {"evidence": [await added(story, repair, Role.INSPECTOR, "blue", at=days(2))]}
    closed = await story.made(Role.INSPECTOR, path, {**VERDICT, **values}, at=days(2))
    assert closed["state"] == "closed"
    shown = {"files" if name == "evidence" else name: value for name, value in values.items()}
    assert closed["rounds"][0] | shown == closed["rounds"][0]
