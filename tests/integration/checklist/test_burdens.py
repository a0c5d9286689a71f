"""What bodies may take of the villages' time in a year: set by the office, kept at the gate, exceeded by decision."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from checklist_svc.consumers import consumers
from contracts.burdens import BurdenBudgetSet, BurdenBudgetWithdrawn, ExcessDecided
from contracts.form_grounds import FormGrounded
from contracts.report import FormApproved, FormStopped, Frequency

from tests.integration.checklist.conftest import COUNTY, effort

JULY = datetime(2026, 7, 10, 2, tzinfo=UTC)
BUDGET = {"department": "NYJ", "year": 2026, "minutes": 800, "reason": "上年核减后单列"}
GRANT = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
BEYOND = {"title": "秋粮面积核对", **effort(200), "excess_reason": "上级下达的专项任务"}


async def read(client, path, status=200, **query):
    async with client:
        answer = await client.get(path, params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


async def reckoned(people, code="NYJ", year=2026):
    return await read(people.county(), f"/v1/burden-budgets/{code}/{year}")


async def test_the_office_sets_changes_and_withdraws_the_budget_of_a_body(svc, people):
    budget = await people.made(people.county(), "/v1/burden-budgets", BUDGET)
    assert (await reckoned(people))["budget"] == 800
    assert (await reckoned(people, "WLJ"))["budget"] == (await reckoned(people, year=2027))["budget"] == 1200
    path = f"/v1/burden-budgets/{budget['id']}"
    assert await people.refused(people.county(), "/v1/burden-budgets", BUDGET) == (409, "burden_budget_stands")
    changed = await people.made(people.county(), f"{path}/revision", {"minutes": 900, "reason": "汛情重"}, status=200)
    assert (changed["minutes"], changed["previous"]) == (900, 800)
    await people.made(people.county(), f"{path}/withdrawal", {"reason": "恢复统一预算"}, status=200)
    assert (await reckoned(people))["budget"] == 1200
    await people.made(people.county(), "/v1/burden-budgets", BUDGET)
    facts = [event["data"] for event in await svc.events(BurdenBudgetSet)]
    assert facts[:2] == [
        {"year": 2026, "minutes": 800, "previous": None}, {"year": 2026, "minutes": 900, "previous": 800}
    ]  # fmt: skip
    (event,) = await svc.events(BurdenBudgetWithdrawn)
    assert (event["region"], event["department"]) == (COUNTY, "NYJ")


async def test_a_budget_is_the_own_countys_of_a_known_body_and_of_no_past_year(people):
    for client in (people.department(), people.township(), people.village(), people.approver()):
        assert (await people.refused(client, "/v1/burden-budgets", BUDGET))[0] == 403
    assert await people.refused(people.county("990202000000"), "/v1/burden-budgets", BUDGET) == (403, "forbidden")
    nobody = BUDGET | {"department": "no-such"}
    assert await people.refused(people.county(), "/v1/burden-budgets", nobody) == (422, "department_unknown")
    past = BUDGET | {"year": 2025}
    assert await people.refused(people.county(), "/v1/burden-budgets", past) == (409, "burden_budget_year_over")
    for broken in ({"reason": ""}, {"minutes": -1}, {"minutes": 10**9}, {"year": 99999}):
        assert (await people.refused(people.county(), "/v1/burden-budgets", BUDGET | broken))[0] == 422
    last_year = people.at(datetime(2025, 3, 3, 2, tzinfo=UTC))
    budget = await people.made(last_year.county(), "/v1/burden-budgets", past)
    for step in ("revision", "withdrawal"):
        body = {"reason": "调整"} | ({"minutes": 1} if step == "revision" else {})
        assert await people.refused(people.county(), f"/v1/burden-budgets/{budget['id']}/{step}", body) == (
            409, "burden_budget_year_over",
        )  # fmt: skip
    assert await read(people.department("WLJ"), f"/v1/burden-budgets/{budget['id']}", status=404)


async def test_two_that_set_one_budget_at_once_make_one(people):
    answers = await asyncio.gather(*(people.county().post("/v1/burden-budgets", json=BUDGET) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_form_without_an_admission_counts_against_the_budget_until_it_ends(svc, people):
    form = FormApproved(
        form="B01", frequency=Frequency.MONTHLY, title="农业月报", valid_until=date(2027, 12, 31), seconds_a_year=7200
    )
    first, second = uuid4(), uuid4()
    for key in (first, second):
        await svc.hear(
            consumers, form, region=COUNTY, department="NYJ", subject_id=key, at=datetime(2026, 3, 2, tzinfo=UTC)
        )
    assert (await reckoned(people))["forms"] == 200
    await svc.hear(consumers, FormGrounded(form="B01", admission="990101-2026-000001-1"), region=COUNTY,
                   department="NYJ", subject_id=second, sequence=2)  # fmt: skip
    assert (await reckoned(people))["forms"] == 100
    await svc.hear(
        consumers, FormStopped(form="B01"), region=COUNTY, department="NYJ", subject_id=first, sequence=2, at=JULY
    )
    assert (await reckoned(people))["forms"] == 50
    assert (await reckoned(people, year=2027))["forms"] == 0


async def test_what_ended_keeps_the_months_that_villages_gave(people):
    granted = await people.granted(burden_minutes=200)
    july = people.at(JULY)
    path = f"/v1/admissions/{granted['id']}/withdrawal"
    await july.made(july.department(), path, {"reason": "任务提前完成"}, status=200)
    assert (await reckoned(july))["committed"] == 600


async def test_while_typing_a_department_sees_its_budget_and_what_could_go(people):
    running = await people.granted(burden_minutes=200)
    wanted = {"starts_on": "2026-06-01", "ends_on": "2026-10-31", "frequency": "on_event", **effort(100)}
    answer = await people.made(people.department(), "/v1/burden-forecasts", wanted, status=200)
    assert (answer["over"], answer["years"][0]["over"]) == (True, 300)
    assert [(row["id"], row["minutes"], row["enough"]) for row in answer["droppable"]] == [
        (running["id"], 1000, True)
    ]  # fmt: skip
    room = await people.made(
        people.department(), "/v1/burden-forecasts", wanted | {"drops": running["id"]}, status=200
    )  # fmt: skip
    assert (room["over"], room["droppable"], room["note"]) == (False, [], None)
    foreign = wanted | {"drops": str(uuid4())}
    assert await people.refused(people.department(), "/v1/burden-forecasts", foreign) == (422, "drop_invalid")
    assert (await people.refused(people.village(), "/v1/burden-forecasts", wanted))[0] == 403
    for days in ({"starts_on": "9999-12-01", "ends_on": "9999-12-31"}, {"ends_on": "2026-05-01"}):
        async with people.department() as department:
            assert (await department.post("/v1/burden-forecasts", json=wanted | days)).status_code in (200, 422)


async def test_the_office_sees_all_bodies_the_fullest_first(people):
    await people.granted("WLJ", burden_minutes=10)
    await people.granted(burden_minutes=200)
    await people.made(people.county(), "/v1/burden-budgets", BUDGET)
    table = await read(people.county(), "/v1/burden-reckonings", year=2026)
    assert [(row["department"], row["committed"], row["budget"], row["own"], row["over"]) for row in table["bodies"]] \
        == [("NYJ", 1000, 800, True, 200), ("WLJ", 50, 1200, False, 0)]  # fmt: skip
    assert await read(people.department(), "/v1/burden-reckonings", status=403, year=2026)


@pytest.fixture
async def beyond(people):
    await people.granted(burden_minutes=200)
    return await people.submitted(**BEYOND)


async def test_beyond_the_budget_the_approver_decides_before_anybody_grants(svc, people, beyond):
    assert (beyond["over_budget"], beyond["excess_outcome"]) == (True, None)
    path = f"/v1/admissions/{beyond['id']}"
    todos = (await read(people.approver(), "/v1/todos"))["todos"]
    assert ("admission_excess", beyond["decide_by"]) in [(todo["kind"], todo["due"]) for todo in todos]
    await people.reviewed(beyond)
    assert await people.refused(people.county(), f"{path}/decision", GRANT) == (409, "excess_undecided")
    allow = {"decision": "allow", "reason": "确属上级专项，年底前完成"}
    for client in (people.county(), people.department(), people.township()):
        assert (await people.refused(client, f"{path}/excess", allow))[0] == 403
    allowed = await people.made(people.approver(), f"{path}/excess", allow, status=200)
    assert (allowed["excess_outcome"], allowed["excess_note"]) == ("allow", allow["reason"])
    assert "admission_excess" not in [t["kind"] for t in (await read(people.approver(), "/v1/todos"))["todos"]]
    assert (await people.made(people.county(), f"{path}/decision", GRANT, status=200))["state"] == "granted"
    (event,) = await svc.events(ExcessDecided)
    assert event["data"] == {"title": "秋粮面积核对", "allowed": True, "over": 800}


async def test_what_the_approver_did_not_allow_is_not_granted_but_may_come_back_smaller(people, beyond):
    path = f"/v1/admissions/{beyond['id']}"
    await people.reviewed(beyond)
    refuse = {"decision": "refuse", "reason": "可以并入现有任务"}
    await people.made(people.approver(), f"{path}/excess", refuse, status=200)
    assert await people.refused(people.county(), f"{path}/decision", GRANT) == (409, "excess_refused")
    back = {"decision": "return", "reason": "请减少负担", "points": ["每村每月分钟过多"]}
    await people.made(people.county(), f"{path}/decision", back, status=200)
    smaller = people.application(**BEYOND | effort(40))
    again = await people.made(people.department(), f"{path}/submission", {"application": smaller}, status=200)
    assert (again["over_budget"], again["excess_outcome"]) == (False, None)
    await people.reviewed(again)
    assert (await people.made(people.county(), f"{path}/decision", GRANT, status=200))["state"] == "granted"


async def test_without_a_reason_there_is_nothing_for_the_approver_to_decide(people):
    waiting = await people.submitted()
    allow = {"decision": "allow", "reason": "同意超出"}
    assert await people.refused(people.approver(), f"/v1/admissions/{waiting['id']}/excess", allow) == (
        409, "illegal_transition",
    )  # fmt: skip
