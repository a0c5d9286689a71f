"""Complaints of anybody: anonymous, answered by a code, judged by two people, contestable."""

import json
from datetime import UTC, datetime

from contracts import complaints
from countykit.identity import Role
from countykit.testing import open_actions

MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "990101000000", "990101001000", "990101002000"
TOLD = {
    "region": TOWNSHIP, "action": "forms", "title": "每日报送表格",
    "text": "镇财政所要求每天晚上报送同一张表格，已有两个月",
    "body_named": "镇财政所", "occurred_on": "2025-03-01",
}  # fmt: skip
VERDICT = {"answer": "经核实属实，已责成停止，谢谢您反映。", "reason": "2月以来要求每日重复报送同一张表"}


async def told(story, at=None, **values):
    async with story.svc.client(at=at or MONDAY) as anybody:
        answer = await anybody.post("/v1/complaint-box", json={**TOLD, **values})
    assert answer.status_code == 201, answer.text
    assert (answer.headers.get("etag"), answer.headers.get("location")) == (None, None), "the code is the only way"
    return answer.json()


async def by_code(story, path, body, at=None):
    async with story.svc.client(at=at or MONDAY) as anybody:
        return await anybody.post(f"/v1/complaint-box/{path}", json=body)


async def accepted(story):
    receipt = await told(story)
    (row,) = (await story.get(Role.COUNTY_OFFICE, "/v1/complaints")).json()["items"]
    body = {"department": "qingshi-finance"}
    return receipt, await story.made(Role.COUNTY_OFFICE, f"/v1/complaints/{row['id']}/acceptance", body, sub="first")


async def test_anybody_complains_and_reads_the_answer_by_the_code_alone(story):
    receipt, row = await accepted(story)
    assert receipt["deadline"] == "2025-03-24", "fifteen working days"
    standing = (await by_code(story, "answer", {"code": receipt["code"].lower().replace("-", " ")})).json()
    assert (standing["state"], standing["answer"]) == ("accepted", None)
    early = await by_code(story, "rating", {"code": receipt["code"], "satisfied": True})
    assert (early.status_code, early.json()["code"]) == (409, "complaint_not_answered")
    await story.made(Role.COUNTY_OFFICE, f"/v1/complaints/{row['id']}/confirmation", VERDICT, sub="second")
    answer = await by_code(story, "answer", {"code": receipt["code"]})
    assert (answer.json()["state"], answer.json()["answer"]) == ("confirmed", VERDICT["answer"])
    assert answer.headers["cache-control"] == "no-store"
    assert (await by_code(story, "rating", {"code": receipt["code"], "satisfied": True})).json()["satisfied"] is True
    again = await by_code(story, "rating", {"code": receipt["code"], "satisfied": False})
    assert (again.status_code, again.json()["code"]) == (409, "complaint_rated_before")
    unknown = await by_code(story, "answer", {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "complaint_code_unknown")


async def test_the_code_is_kept_as_a_hash_and_nobody_below_the_county_reads_a_complaint(story):
    receipt, row = await accepted(story)
    raw = receipt["code"].replace("-", "")
    connection = await story.svc.database.direct()
    try:
        (kept,) = await connection.fetch("SELECT t::text FROM complaint t")
    finally:
        await connection.close()
    assert raw not in kept[0]
    assert receipt["code"] not in kept[0]
    assert raw not in json.dumps([row, *await story.svc.events()])
    path = f"/v1/complaints/{row['id']}"
    accused = {"region": TOWNSHIP, "department": "qingshi-finance"}
    for role, options in ((Role.TOWNSHIP, {}), (Role.DEPARTMENT, accused), (Role.INSPECTOR, {"region": TOWNSHIP})):
        assert (await story.get(role, path, **options)).status_code == 404, role
        assert (await story.get(role, "/v1/complaints", **options)).json()["items"] == []
    assert (await story.get(Role.VILLAGE, path)).status_code == 403
    assert (await story.get(Role.INSPECTOR, path)).json()["text"] == TOLD["text"]


async def test_two_people_judge_and_the_charged_body_reads_the_verdict_but_not_the_words(story):
    _, row = await accepted(story)
    path, office = f"/v1/complaints/{row['id']}", Role.COUNTY_OFFICE
    same = await story.post(office, f"{path}/confirmation", VERDICT, sub="first")
    assert (same.status_code, same.json()["code"]) == (409, "complaint_same_person")
    await story.made(office, f"{path}/confirmation", VERDICT, sub="second")
    (event,) = await story.svc.events(complaints.ComplaintConfirmed)
    assert (event["department"], event["data"]) == (
        "qingshi-finance", {"action": "forms", "charged_home": TOWNSHIP},
    )  # fmt: skip
    for role, options in ((Role.TOWNSHIP, {}), (Role.DEPARTMENT, {"department": "qingshi-finance"})):
        seen = (await story.get(role, path, **options)).json()
        assert (seen["reason"], seen["region"], seen["accused"]) == (VERDICT["reason"], COUNTY, "qingshi-finance")
        assert TOLD["text"] not in str(seen)
        assert TOLD["title"] not in str(seen)
        assert seen["answer"] is None
        assert open_actions(seen) == ["objection"]
    other = await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)
    assert other.status_code == 404, "another township learns nothing"
    await story.made(Role.TOWNSHIP, f"{path}/objection", {"grounds": "该表为市局要求，已停止"})
    overturned = {"decision": "overturned", "reason": "系市局统计调查，有批准文号"}
    part = await story.post(office, f"{path}/review", overturned, sub="second")
    assert (part.status_code, part.json()["code"]) == (409, "judge_cannot_review")
    await story.made(Role.APPROVER, f"{path}/review", overturned)
    (event,) = await story.svc.events(complaints.ComplaintRetracted)
    assert event["data"] == {"charged_home": TOWNSHIP, "counted_on": "2025-03-03", "by_objection": True}


async def test_a_complaint_that_belongs_elsewhere_is_answered_with_where(story):
    receipt = await told(story)
    (row,) = (await story.get(Role.COUNTY_OFFICE, "/v1/complaints")).json()["items"]
    waiting = (await story.get(Role.COUNTY_OFFICE, "/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in waiting] == [("complaint_acceptance", "2025-03-24")]
    body = {"answer": "属于信访事项，请向县信访局反映，电话见公开栏。"}
    await story.made(Role.COUNTY_OFFICE, f"/v1/complaints/{row['id']}/rejection", body)
    standing = (await by_code(story, "answer", {"code": receipt["code"]})).json()
    assert (standing["state"], standing["answer"]) == ("rejected", body["answer"])


async def test_what_is_no_complaint_is_refused(story):
    refused = [
        ({"region": "990199001000"}, 422, "region_unknown"), ({"occurred_on": "2025-03-04"}, 422, "date_in_future"),
        ({"text": "长" * 3001}, 422, "invalid_request"), ({"text": "太短"}, 422, "invalid_request"),
        ({"name": "张三"}, 422, "invalid_request"),
        ({"text": "看看\u202eexe.gpj这是什么东西呀呀"}, 422, "invalid_request"),
        ({"text": "长" * 4_000_000}, 413, None),
    ]  # fmt: skip
    async with story.svc.client(at=MONDAY) as anybody:
        for values, status, code in refused:
            answer = await anybody.post("/v1/complaint-box", json={**TOLD, **values})
            assert answer.status_code == status, (code, answer.text[:300])
            assert code is None or answer.json()["code"] == code
        virus = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
        sent = await anybody.post("/v1/complaint-box", files={"file": ("照片.jpg", virus, "image/jpeg")})
        assert sent.status_code in {415, 422}
    once = {"page_key": "0123456789abcdef" * 2}
    await told(story, **once)
    async with story.svc.client(at=MONDAY) as anybody:
        twice = await anybody.post("/v1/complaint-box", json={**TOLD, **once})
    assert (twice.status_code, twice.json()["code"]) == (409, "complaint_repeated")
