"""Work that starts before its papers are in: the number, the papers, and what follows without them."""

from datetime import UTC, datetime, timedelta

from contracts.emergencies import EmergencyLapsed, EmergencyStarted
from contracts.imposed_tasks import TaskImposed
from countykit.testing import open_actions

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
VILLAGE = "990101001201"
NEIGHBOUR = "990101002201"
FLOOD = {
    "title": "堤防抢险转移群众", "content": "组织低洼处村民转移到安置点", "starts_on": "2026-03-02",
    "ends_on": "2026-06-30", "emergency": True, "emergency_reason": "堤防出险", "regions": [VILLAGE],
}  # fmt: skip
DEMAND = {"title": "堤防抢险转移群众", "department": "NYJ"}


def path(admission, action):
    return f"/v1/admissions/{admission['id']}/{action}"


async def started(people, **changes):
    draft = await people.drafted(**(FLOOD | changes))
    running = await people.made(people.department(), path(draft, "start"), {}, status=200)
    await people.assigned(running)
    return running


async def check(people, admission, **params):
    async with people.nobody() as anyone:
        return (await anyone.get(f"/v1/admission-numbers/{admission['number']}", params=params)).json()


async def test_an_emergency_starts_with_a_number_that_covers_its_villages_until_the_papers_are_decided_on(svc, people):
    running = await started(people)
    assert (running["state"], running["papers_by"], running["provisional"]) == ("started", "2026-03-09", False)
    assert open_actions(running) == ["submission", "assignment"]  # giving it back would escape the papers
    assert await people.refused(people.department(), path(running, "withdrawal"), {"reason": "不用了"}) == (
        409, "papers_owed",
    )  # fmt: skip
    shown = await check(people, running, village=VILLAGE)
    assert (shown["status"], shown["papers_by"], shown["covered"]) == ("provisional", "2026-03-09", True)
    assert await people.refused(people.village(), "/v1/refusals", DEMAND) == (409, "demand_admitted")
    # Not dispatched next door, and yet no letter: what reads like an emergency a person looks at.
    assert await people.refused(people.village(NEIGHBOUR), "/v1/refusals", DEMAND) == (409, "demand_uncertain")
    (event,) = await svc.events(EmergencyStarted)
    assert event["data"]["number"] == running["number"]
    assert event["data"]["regions"] == [VILLAGE]

    other = {"application": people.application(**(FLOOD | {"title": "秋粮面积核对"}))}
    assert await people.refused(people.department(), path(running, "submission"), other) == (409, "emergency_fixed")
    papers = {"application": people.application(**(FLOOD | {"legal_basis": "防洪法第45条"}))}
    filed = await people.made(people.department(), path(running, "submission"), papers, status=200)
    assert (filed["state"], filed["number"], filed["decide_by"]) == ("submitted", running["number"], "2026-03-23")
    await svc.do_due(NOW + timedelta(days=8))
    assert (await check(people, running))["status"] == "provisional"

    await people.reviewed(filed)
    decision = {
        "decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号", "valid_until": "2026-04-30",
    }  # fmt: skip
    granted = await people.made(people.county(), path(filed, "decision"), decision, status=200)
    assert (granted["number"], granted["valid_until"]) == (running["number"], "2026-04-30")
    async with people.village() as village:
        (assignment,) = (await village.get("/v1/assignments")).json()["items"]
    assert assignment["until"] == "2026-04-30"  # no longer than the grant
    for signature in (running["signature"], granted["signature"]):
        assert (await check(people, running, signature=signature))["status"] == "valid"


async def test_without_papers_the_number_ends_and_the_start_is_judged_and_contested_like_any_report(svc, people):
    running = await started(people)
    await svc.do_due(datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
    assert await svc.events(EmergencyLapsed) == []
    await svc.do_due(datetime(2026, 3, 9, 16, 1, tzinfo=UTC))
    (lapsed,) = await svc.events(EmergencyLapsed)
    assert lapsed["data"] == {"title": FLOOD["title"], "number": running["number"], "papers_by": "2026-03-09"}
    later = people.at(NOW + timedelta(days=9))
    assert (await check(later, running))["status"] == "lapsed"
    # What was done on its days was covered; what is asked afterwards is not.
    assert (await check(later, running, on="2026-03-09"))["covered"] is True
    assert (await check(later, running, on="2026-03-10"))["covered"] is False
    assert await later.refused(later.village(), "/v1/refusals", DEMAND) == (409, "demand_uncertain")
    late = await later.refused(later.department(), path(running, "submission"), {})
    assert late == (409, "illegal_transition")

    (reported,) = await svc.events(TaskImposed)
    assert (reported["department"], reported["data"]["anonymous"]) == ("NYJ", False)
    case = f"/v1/imposed-tasks/{reported['subject'].rsplit('/', 1)[-1]}"
    async with later.department() as accused:
        assert (await accused.get(case)).status_code == 404
    finding = {"reason": "经核实未补办手续"}
    confirmed = await later.made(later.county(), f"{case}/confirmation", finding, status=200)
    assert confirmed["admission_number"] == running["number"]
    grounds = {"grounds": "手续已报，网络故障未能提交"}
    objected = await later.made(later.department(), f"{case}/objection", grounds, status=200)
    assert objected["state"] == "objected"


async def test_returned_papers_are_owed_anew_and_a_rejection_ends_the_number(svc, people):
    running = await started(people)
    filed = await people.made(people.department(), path(running, "submission"), {}, status=200)
    thursday = people.at(NOW + timedelta(days=3))
    back = {"decision": "return", "reason": "请补正", "points": ["写明安置点"]}
    returned = await thursday.made(thursday.county(), path(filed, "decision"), back, status=200)
    assert (returned["state"], returned["papers_by"]) == ("returned", "2026-03-12")
    again = await thursday.made(thursday.department(), path(filed, "submission"), {}, status=200)
    await thursday.reviewed(again)
    reject = {"decision": "reject", "reason": "不属应急"}
    await thursday.made(thursday.county(), path(filed, "decision"), reject, status=200)
    assert (await check(thursday, running, on="2026-03-04"))["covered"] is True
    shown = await check(thursday, running, on="2026-03-05")
    assert (shown["status"], shown["covered"]) == ("withdrawn", False)
    await svc.do_due(NOW + timedelta(days=60))
    assert await svc.events(EmergencyLapsed) == []


async def test_what_can_wait_or_stands_on_the_negative_list_does_not_start(people):
    late = await people.drafted(**(FLOOD | {"starts_on": "2026-03-10"}))
    assert await people.refused(people.department(), path(late, "start"), {}) == (422, "emergency_not_now")
    backdated = await people.drafted(**(FLOOD | {"starts_on": "2026-03-01"}))
    assert await people.refused(people.department(), path(backdated, "start"), {}) == (422, "emergency_not_now")
    silent = await people.drafted(**(FLOOD | {"emergency_reason": None}))
    assert await people.refused(people.department(), path(silent, "start"), {}) == (422, "emergency_unexplained")
    listed = await people.drafted(**(FLOOD | {"title": "向村级组织摊派商业保险、报刊杂志订阅等任务指标"}))
    assert await people.refused(people.department(), path(listed, "start"), {}) == (409, "emergency_forbidden")
    ordinary = await people.drafted()
    assert await people.refused(people.department(), path(ordinary, "start"), {}) == (409, "illegal_transition")
    # None of the refused starts took a number.
    assert (await people.granted())["number"].startswith("990101-2026-000001-")


async def test_a_number_used_by_mistake_is_taken_back_by_the_office(svc, people):
    running = await started(people)
    revoked = await people.made(people.county(), path(running, "revocation"), {"reason": "误用应急编号"}, status=200)
    assert revoked["state"] == "withdrawn"
    await svc.do_due(NOW + timedelta(days=30))
    assert await svc.events(TaskImposed) == []
