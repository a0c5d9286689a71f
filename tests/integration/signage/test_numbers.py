"""A board needs an admission number or a law: advised first, refused once the county enforces it."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.hangings import HangingGrounded
from contracts.number_rules import NumberArea, NumberMode
from countykit.identity import Role
from countykit.testing import open_actions
from countykit.workdays import today
from signage_svc.consumers import consumers

from tests.integration.numbers import NUMBER, Numbers

from .boards import VILLAGE
from .conftest import COUNTY, DEPARTMENT, OTHER

DAY = today(datetime.now(UTC))
VAGUE = {
    "region": VILLAGE, "name": "退役军人服务站", "placement": "inside", "purpose": "为退役军人办理优抚事务",
    "basis": "县里会议要求",
}  # fmt: skip
SHOWN = {**VAGUE, "admission": NUMBER}


@pytest.fixture
def numbers(svc):
    return Numbers(svc, consumers, first=DAY - timedelta(days=9), last=DAY + timedelta(days=9))


@pytest.fixture
async def department(svc):
    async with svc.client(Role.DEPARTMENT, region=COUNTY[:6], department=DEPARTMENT, sub="wlj") as client:
        yield client


@pytest.fixture
async def enforced(numbers):
    return await numbers.ruled(NumberArea.BOARDS, NumberMode.ENFORCE, DAY)


async def asked(client, body):
    answer = await client.post("/v1/hanging-requests", json=body)
    return answer.status_code, answer.json()


async def test_a_county_that_advises_lets_it_through_and_gives_its_body_the_to_do(svc, numbers, department):
    status, request = await asked(department, VAGUE)
    assert (status, request["gap"], request["ground"]) == (201, "missing", None)
    assert "grounding" in open_actions(request)
    todos = (await department.get("/v1/todos")).json()["todos"]
    assert [todo["kind"] for todo in todos] == ["hanging_grounding"]
    path = f"/v1/hanging-requests/{request['id']}/grounding"
    refused = await department.post(path, json={"admission": NUMBER})
    assert (refused.status_code, refused.json()["code"]) == (422, "number_unknown")
    assert (await department.post(path, json={})).status_code == 422
    await numbers.granted(DEPARTMENT)
    mended = (await department.post(path, json={"admission": NUMBER})).json()
    assert (mended["gap"], mended["ground"], mended["admission_name"]) == (None, "number", "村级防汛值守")
    assert (await department.get("/v1/todos")).json()["todos"] == []
    assert len(await svc.events(HangingGrounded)) == 1


async def test_what_another_body_lacks_is_not_stated_for_it(svc, department):
    _, request = await asked(department, VAGUE)
    async with svc.client(Role.DEPARTMENT, region=COUNTY[:6], department="OTHER", sub="x") as stranger:
        answer = await stranger.post(
            f"/v1/hanging-requests/{request['id']}/grounding", json={"basis": "社会保险法第八条"}
        )
    assert answer.status_code in (403, 404)


async def test_a_county_that_enforces_refuses_what_nothing_covers(numbers, department, enforced):
    status, problem = await asked(department, VAGUE)
    assert (status, problem["code"], problem["rule"]) == (422, "number_missing", "LST-01")
    assert problem["law"]
    assert (await asked(department, SHOWN))[1]["code"] == "number_unknown"
    status, request = await asked(department, {**VAGUE, "basis": "退役军人保障法第八条"})
    assert (status, request["ground"], request["gap"]) == (201, "law", None)


@pytest.mark.parametrize(("department_of", "regions", "by_assignment", "code"), [
    ("OTHER", (), False, "number_of_another_body"),
    (DEPARTMENT, (OTHER,), False, "number_other_place"),
    (DEPARTMENT, (), True, "number_not_assigned"),
])  # fmt: skip
async def test_a_number_of_another_body_or_place_covers_nothing(
    numbers, department, enforced, department_of, regions, by_assignment, code
):
    await numbers.granted(department_of, regions=regions, by_assignment=by_assignment)
    status, problem = await asked(department, SHOWN)
    assert (status, problem["code"]) == (409, code)


async def test_a_dispatched_task_covers_its_village_until_it_is_recalled(numbers, department, enforced):
    admission = await numbers.granted(DEPARTMENT, by_assignment=True)
    assignment = await numbers.dispatched(admission, VILLAGE)
    status, request = await asked(department, SHOWN)
    assert (status, request["ground"]) == (201, "number")
    await department.post(f"/v1/hanging-requests/{request['id']}/withdrawal", json={"reason": "改期"})
    await numbers.recalled(assignment, VILLAGE, DAY)
    assert (await asked(department, SHOWN))[1]["code"] == "number_not_assigned"


async def test_a_number_that_was_taken_back_today_covers_nothing_today(numbers, department, enforced):
    admission = await numbers.granted(DEPARTMENT)
    await numbers.withdrawn(admission, DAY)
    status, problem = await asked(department, SHOWN)
    assert (status, problem["code"], problem["ended_on"]) == (409, "number_other_day", DAY.isoformat())


async def test_a_number_of_another_county_is_unknown_here(numbers, department, enforced):
    await numbers.granted(DEPARTMENT, region="990102000000")
    assert (await asked(department, SHOWN))[1]["code"] == "number_unknown"


async def test_a_grant_is_checked_once_more_when_the_county_has_begun_to_enforce(svc, numbers, department):
    _, request = await asked(department, VAGUE)
    rule = await numbers.ruled(NumberArea.BOARDS, NumberMode.ENFORCE, DAY)
    granting = {"decision": "granted", "reason": "符合一览表"}
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="office") as office:
        refused = await office.post(f"/v1/hanging-requests/{request['id']}/decision", json=granting)
        assert (refused.status_code, refused.json()["code"]) == (422, "number_missing")
        await numbers.unruled(rule, NumberArea.BOARDS, NumberMode.ENFORCE, DAY)
        granted = await office.post(f"/v1/hanging-requests/{request['id']}/decision", json=granting)
    assert (granted.status_code, granted.json()["gap"]) == (200, "missing")


async def test_a_rule_counts_from_its_first_day_in_its_area_and_the_later_one_goes_first(numbers, department):
    await numbers.ruled(NumberArea.BOARDS, NumberMode.ENFORCE, DAY + timedelta(days=1))
    await numbers.ruled(NumberArea.FORMS, NumberMode.ENFORCE, DAY)
    assert (await asked(department, VAGUE))[0] == 201
    await numbers.ruled(NumberArea.BOARDS, NumberMode.ENFORCE, DAY - timedelta(days=2))
    await numbers.ruled(NumberArea.BOARDS, NumberMode.ADVISE, DAY - timedelta(days=1))
    assert (await asked(department, {**VAGUE, "region": "990101001202"}))[0] == 201
