"""A body is heard by a neutral question before a report about it is judged, and learns of no report."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.questions import QuestionAnswered, QuestionPut
from countykit.identity import Role
from countykit.testing import open_actions

COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101002000", "990101001201"
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
TASK = {"title": "报刊订阅任务", "department": "WLJ", "detail": "镇里打电话催办", "occurred_on": "2026-02-20"}
QUESTION = {
    "matter": "是否向村级组织派交过报刊订阅任务", "since": "2026-01-01", "until": "2026-02-28",
    "law": "准入制：未经准入不得向村级派交任务",
}  # fmt: skip
WHY = {"reason": "查证属实"}


class Desk:
    """Who speaks to the service, each in one line."""

    def __init__(self, svc):
        self.svc = svc

    async def send(self, role, path, body=None, *, sub=None, region=COUNTY, department=None, days=0):
        at = DAY + timedelta(days=days)
        async with self.svc.client(role, region=region, sub=sub, department=department, at=at) as client:
            return await client.get(path) if body is None else await client.post(path, json=body)

    async def office(self, path, body=None, **options):
        return await self.send(Role.COUNTY_OFFICE, path, body, **{"sub": "judge", **options})

    async def body(self, path, body=None, department="WLJ", **options):
        return await self.send(Role.DEPARTMENT, path, body, department=department, **options)

    async def reported(self, **changes):
        answer = await self.send(Role.VILLAGE, "/v1/imposed-tasks", {**TASK, **changes}, sub="village", region=VILLAGE)
        assert answer.status_code == 201, answer.text
        return f"/v1/imposed-tasks/{answer.json()['id']}"


@pytest.fixture
async def desk(svc):
    for number in (202, 203):
        village = f"990101001{number}"
        known = RegionRegistered(code=village, name=f"柳河{number}村", level="village", valid_from=date(2020, 1, 1))
        await svc.hear(consumers, known, region=village)
    return Desk(svc)


async def test_a_body_answers_a_question_that_tells_it_of_no_report(desk):
    path = await desk.reported()
    before = (await desk.office(path)).json()
    put = await desk.office(f"{path}/question", QUESTION)
    assert (put.status_code, put.json()["due_on"], put.json()["case_id"]) == (201, "2026-03-09", before["id"])
    assert put.headers["etag"] == '"1"'
    assert (await desk.office(path)).json()["version"] == before["version"], "the report does not move"
    page = (await desk.body("/v1/questions")).json()["items"]
    (seen,) = page
    assert seen["case_id"] is None
    for secret in (before["id"], VILLAGE, "village", TASK["detail"]):
        assert secret not in json.dumps(page)
    assert (await desk.body(path)).status_code == 404
    todos = (await desk.body("/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in todos] == [("question_statement", "2026-03-09")]
    early = await desk.office(f"{path}/confirmation", WHY, days=7)
    assert (early.status_code, early.json()["code"], early.json()["until"]) == (409, "statement_awaited", "2026-03-09")
    stated = await desk.body(f"/v1/questions/{seen['id']}/statement", {"statement": "未派交过"}, days=1)
    assert (stated.status_code, stated.json()["state"], open_actions(stated.json())) == (200, "stated", [])
    assert (await desk.office(f"/v1/questions/{seen['id']}")).json()["statement"] == "未派交过"
    assert (await desk.office(f"{path}/confirmation", WHY, days=1)).json()["state"] == "confirmed"
    for event in (*await desk.svc.events(QuestionPut), *await desk.svc.events(QuestionAnswered)):
        assert (event["region"], event["department"], event["data"]) == (COUNTY, "WLJ", {"due_on": "2026-03-09"})


async def test_silence_does_not_stop_the_verdict_and_a_dismissal_waits_for_nothing(desk):
    path = await desk.reported()
    await desk.office(f"{path}/question", QUESTION)
    assert (await desk.office(f"{path}/confirmation", WHY, days=8)).json()["state"] == "confirmed"
    other = await desk.reported(title="认购任务")
    await desk.office(f"{other}/question", QUESTION)
    assert (await desk.office(f"{other}/dismissal", WHY)).json()["state"] == "dismissed"


@pytest.mark.parametrize(
    "words",
    [
        {"matter": "有人反映你单位派交报刊订阅任务"},
        {"matter": "是否向柳河202村派交过任务"},
        {"law": "柳河203村所述事项"},
        {"matter": "村民投诉的报刊任务"},
    ],
)
async def test_a_question_names_no_village_and_says_of_nobody_that_they_reported(desk, words):
    path = await desk.reported()
    answer = await desk.office(f"{path}/question", {**QUESTION, **words})
    assert (answer.status_code, answer.json()["code"]) == (422, "question_not_neutral")


async def test_a_question_is_of_a_month_at_least_and_is_put_once(desk):
    path = await desk.reported()
    for period in ({"since": "2026-02-20", "until": "2026-02-20"}, {"since": "2026-02-28", "until": "2026-01-01"}):
        answer = await desk.office(f"{path}/question", {**QUESTION, **period})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await desk.office(f"{path}/question", QUESTION)).status_code == 201
    again = await desk.office(f"{path}/question", {**QUESTION, "matter": "是否派交过其他任务"})
    assert (again.status_code, again.json()["code"]) == (409, "question_already_put")


async def test_where_few_could_have_reported_none_is_put(desk):
    three = await desk.reported(department="QSZ-DZB")
    assert (await desk.office(f"{three}/question", QUESTION)).status_code == 201
    unit = DepartmentRegistered(code="BSZ-DZB", name="白水镇党政办", home=OTHER_TOWNSHIP)
    await desk.svc.hear(consumers, unit, region=OTHER_TOWNSHIP)
    one = await desk.reported(department="BSZ-DZB")
    answer = await desk.office(f"{one}/question", QUESTION)
    assert (answer.status_code, answer.json()["code"]) == (409, "question_would_identify")
    township = await desk.send(Role.TOWNSHIP, "/v1/questions", region=TOWNSHIP)
    assert [row["case_id"] for row in township.json()["items"]] == [None], "a township sees those to its units"


async def test_a_reporter_puts_no_question_and_nobody_else_reads_or_answers_one(desk):
    path = await desk.reported()
    own = await desk.office(f"{path}/question", QUESTION, sub="village")
    assert (own.status_code, own.json()["code"]) == (409, "reporter_cannot_judge")
    assert (await desk.send(Role.VILLAGE, f"{path}/question", QUESTION, region=VILLAGE)).status_code == 403
    question = (await desk.office(f"{path}/question", QUESTION)).json()
    where = f"/v1/questions/{question['id']}"
    said = {"statement": "未派交过"}
    assert (await desk.body(where, department="NYJ")).status_code == 404
    assert (await desk.body(f"{where}/statement", said, department="NYJ")).status_code == 404
    assert (await desk.send(Role.TOWNSHIP, where, region=TOWNSHIP)).status_code == 404
    assert (await desk.send(Role.VILLAGE, "/v1/questions", region=VILLAGE)).status_code == 403
    assert (await desk.body(f"{where}/statement", {"statement": ""})).status_code == 422
    assert (await desk.body(f"{where}/statement", said)).status_code == 200
    assert (await desk.body(f"{where}/statement", said)).status_code == 409
    await desk.office(f"{path}/confirmation", WHY)
    late = await desk.office(f"{path}/question", QUESTION)
    assert (late.status_code, late.json()["code"]) == (409, "illegal_transition")
