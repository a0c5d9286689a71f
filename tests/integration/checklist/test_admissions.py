"""Applications on their way to an admission, through a running checklist-svc."""

import asyncio
from datetime import UTC, datetime, timedelta

from contracts.checklist import (
    AdmissionExpired,
    AdmissionGranted,
    AdmissionRejected,
    AdmissionReturned,
    AdmissionSubmitted,
    AdmissionWithdrawn,
)
from countykit.testing import open_actions

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
NEGATIVE = {"title": "向村级组织摊派商业保险、报刊杂志订阅等任务指标"}


def path(admission, action=""):
    return f"/v1/admissions/{admission['id']}" + (f"/{action}" if action else "")


async def read(client, url, **params):
    async with client:
        answer = await client.get(url, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_application_is_drafted_submitted_and_published(svc, people):
    draft = await people.drafted()
    assert (draft["state"], open_actions(draft)) == ("draft", ["submission", "amendment", "withdrawal"])
    assert await svc.events(AdmissionSubmitted) == []
    submitted = await people.made(people.department(), path(draft, "submission"), {}, status=200)
    assert (submitted["state"], submitted["rejection"], submitted["duplicates"]) == ("submitted", None, [])
    assert submitted["decide_by"] == "2026-03-23"
    (event,) = await svc.events(AdmissionSubmitted)
    assert (event["department"], event["data"]) == (
        "NYJ",
        {"title": "村级防汛值守", "round": 1, "objected": False, "follows": None},
    )


async def test_the_negative_list_rejects_at_once_and_the_refusal_stays_on_the_record(svc, people):
    rejected = await people.submitted(**NEGATIVE)
    assert (rejected["state"], open_actions(rejected)) == ("rejected", ["objection"])
    assert rejected["rejection"]["code"] == "LST-01"
    assert rejected["rejection"]["cited_item"] == "NE05"
    assert rejected["rejection"]["versions"].keys() == {"rules", "texts", "models"}
    assert rejected["rejection"]["law"]
    assert (await read(people.department(), path(rejected)))["rejection"] == rejected["rejection"]
    (event,) = await svc.events(AdmissionRejected)
    assert event["data"] == {"title": NEGATIVE["title"], "automatic": True, "cited_item": "NE05"}
    assert [event["sequence"] for event in await svc.events() if event["subject"].endswith(rejected["id"])] == [1, 2]


async def test_a_literal_name_in_the_content_is_rejected_too(people):
    rejected = await people.submitted(content="组织村民,要求村干部下载安装APP并每日打卡签到")
    assert rejected["rejection"]["cited_item"] == "NE11"


async def test_a_breach_in_other_words_is_advice_to_the_people_who_decide(people):
    submitted = await people.submitted(content="各村每天上传巡查照片,少一张扣1分,并在全镇排名通报")
    assert (submitted["state"], submitted["rejection"]) == ("submitted", None)
    assert submitted["advice"]["answer"] == "flag"
    assert submitted["advice"]["marks"][0]["law"]["sentence"]


async def test_lifting_a_breach_is_not_one(people):
    lifted = await people.submitted(title="取消各类责任状", content="已签订的责任状一律作废")
    assert (lifted["state"], lifted["advice"]["answer"]) == ("submitted", "pass")


async def test_less_than_thirty_working_days_of_notice_are_refused_and_the_draft_stays(svc, people):
    draft = await people.drafted(starts_on="2026-04-10")
    async with people.department() as department:
        answer = await department.post(path(draft, "submission"), json={})
    assert (answer.status_code, answer.json()["code"]) == (422, "notice_too_short")
    assert answer.json()["earliest_start"] == "2026-04-14"
    assert (await read(people.department(), path(draft)))["state"] == "draft"
    assert await svc.events(AdmissionSubmitted) == []


async def test_an_emergency_skips_the_notice_but_says_why(people):
    body = {"starts_on": "2026-03-03", "emergency": True}
    draft = await people.drafted(**body)
    unexplained = await people.refused(people.department(), path(draft, "submission"), {})
    assert unexplained == (422, "emergency_unexplained")
    assert (await people.submitted(**body, emergency_reason="堤防出险"))["state"] == "submitted"


async def test_entrusted_work_needs_its_funds(people):
    draft = await people.drafted(entrusted=True, funding_source="本部门预算")
    assert await people.refused(people.department(), path(draft, "submission"), {}) == (422, "funding_missing")
    paid = await people.submitted(entrusted=True, funding_source="本部门预算", funding_yuan="12000.50")
    assert (paid["state"], paid["funding_yuan"]) == ("submitted", "12000.50")


async def test_a_running_application_for_the_same_matter_is_flagged(people):
    first = await people.submitted()
    second = await people.submitted("WLJ", title="村级防汛值守工作")
    (flag,) = second["duplicates"]
    assert (flag["id"], flag["department"]) == (first["id"], "NYJ")


async def test_an_application_may_be_amended_when_it_is_submitted(svc, people):
    draft = await people.drafted(starts_on="2026-03-05")
    amended = {"application": people.application(title="汛期值守", starts_on="2026-05-11")}
    submitted = await people.made(people.department(), path(draft, "submission"), amended, status=200)
    assert (submitted["title"], submitted["starts_on"]) == ("汛期值守", "2026-05-11")
    late = await people.refused(people.department(), path(draft, "submission"), amended)
    assert late == (409, "illegal_transition")


async def test_a_granted_admission_gets_a_signed_number(svc, people):
    granted = await people.granted()
    assert (granted["state"], granted["valid_until"]) == ("granted", "2026-09-30")
    assert granted["number"].startswith("990101-2026-000001-")
    (event,) = await svc.events(AdmissionGranted)
    assert event["data"] == {
        "title": "村级防汛值守", "number": granted["number"], "starts_on": "2026-05-06", "valid_until": "2026-09-30",
        "approval_number": "松委办〔2026〕12号", "regions": [], "frequency": "on_event", "work_form": None,
        "quantity": None, "by_assignment": True,
    }  # fmt: skip
    assert (event["department"], event["sequence"]) == ("NYJ", 6)
    assert (await people.granted(title="秋粮面积核对"))["number"].startswith("990101-2026-000002-")


async def test_a_refused_grant_leaves_no_gap_in_the_numbers(people):
    admission = await people.submitted()
    await people.reviewed(admission)
    outside = {
        "decision": "grant",
        "reason": "同意",
        "approval_number": "松委办〔2026〕12号",
        "valid_until": "2027-01-01",
    }
    assert await people.refused(people.county(), path(admission, "decision"), outside) == (422, "validity_invalid")
    within = outside | {"valid_until": "2026-08-31"}
    granted = await people.made(people.county(), path(admission, "decision"), within, status=200)
    assert granted["number"].startswith("990101-2026-000001-")
    assert granted["valid_until"] == "2026-08-31"


async def test_the_county_office_rejects_with_a_reason(svc, people):
    admission = await people.submitted()
    await people.reviewed(admission)
    decision = {"decision": "reject", "reason": "无必要"}
    rejected = await people.made(people.county(), path(admission, "decision"), decision, status=200)
    assert (rejected["state"], rejected["reason"]) == ("rejected", "无必要")
    (event,) = await svc.events(AdmissionRejected)
    assert event["data"] == {"title": "村级防汛值守", "automatic": False, "cited_item": None}


async def test_a_returned_application_is_amended_and_reviewed_anew(svc, people):
    admission = await people.submitted()
    await people.reviewed(admission, objecting="民政局")
    back = {"decision": "return", "reason": "请压减频次", "points": ["频次改为每年一次"]}
    returned = await people.made(people.county(), path(admission, "decision"), back, status=200)
    assert returned["state"] == "returned"
    assert len(await svc.events(AdmissionReturned)) == 1
    again = await people.made(
        people.department(), path(admission, "submission"),
        {"application": people.application(frequency="yearly")}, status=200,
    )  # fmt: skip
    assert (again["round"], again["frequency"]) == (2, "yearly")
    grant = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
    assert await people.refused(people.county(), path(admission, "decision"), grant) == (409, "reviews_incomplete")
    await people.reviewed(admission)
    assert (await people.made(people.county(), path(admission, "decision"), grant, status=200))["state"] == "granted"
    assert len((await read(people.county(), path(admission)))["reviews"]) == 8


async def test_the_yearly_burden_budget_is_shown_and_kept(people):
    granted = await people.granted(burden_minutes=200)
    assert granted["budget"] == [{"year": 2026, "budget": 1200, "committed": 0, "forms": 0, "added": 1000, "over": 0}]
    too_much = await people.drafted(title="秋粮面积核对", burden_minutes=100)
    async with people.department() as department:
        answer = await department.post(path(too_much, "submission"), json={})
    assert (answer.status_code, answer.json()["code"]) == (422, "burden_over_budget")
    assert answer.json()["years"][0]["committed"] == 1000
    budget = await read(people.department(), "/v1/burden-budgets/NYJ/2026")
    assert (budget["budget"], budget["committed"]) == (1200, 1000)
    async with people.department("WLJ") as other:
        assert (await other.get("/v1/burden-budgets/NYJ/2026")).status_code == 403


async def test_over_budget_a_department_drops_a_running_task_for_the_new_one(svc, people):
    old = await people.granted(burden_minutes=200)
    new = await people.granted(title="秋粮面积核对", burden_minutes=150, drops=old["id"])
    assert new["budget"][0] == {
        "year": 2026,
        "budget": 1200,
        "committed": 0,
        "forms": 0,
        "added": 750,
        "over": 0,
    }
    assert (await read(people.department(), path(old)))["state"] == "withdrawn"
    (event,) = await svc.events(AdmissionWithdrawn)
    assert event["data"] == {
        "number": old["number"], "by": "replacement", "reason": f"一进一出，由{new['number']}替换",
    }  # fmt: skip


async def test_only_a_running_task_of_the_same_department_makes_room(people):
    foreign = await people.granted("WLJ", burden_minutes=10)
    draft = await people.drafted(title="秋粮面积核对", drops=foreign["id"])
    assert await people.refused(people.department(), path(draft, "submission"), {}) == (422, "drop_invalid")


async def test_a_department_withdraws_its_admission(svc, people):
    granted = await people.granted()
    reason = {"reason": "任务取消"}
    withdrawn = await people.made(people.department(), path(granted, "withdrawal"), reason, status=200)
    assert withdrawn["state"] == "withdrawn"
    assert [event["data"]["number"] for event in await svc.events(AdmissionWithdrawn)] == [granted["number"]]
    assert await people.refused(people.department(), path(granted, "withdrawal"), reason) == (409, "illegal_transition")


async def test_admissions_expire_after_their_last_day(svc, people):
    granted = await people.granted()
    for day, state in (
        (datetime(2026, 9, 30, 15, tzinfo=UTC), "granted"),
        (datetime(2026, 9, 30, 17, tzinfo=UTC), "expired"),
    ):
        await svc.do_due(day)
        assert (await read(people.department(), path(granted)))["state"] == state
    (event,) = await svc.events(AdmissionExpired)
    assert event["data"] == {"number": granted["number"]}


async def test_undecided_applications_can_be_found_after_fifteen_working_days(people):
    admission = await people.submitted()
    assert (await read(people.county(), "/v1/admissions", overdue=True))["items"] == []
    later = people.at(NOW + timedelta(days=30))
    (overdue,) = (await read(later.county(), "/v1/admissions", overdue=True))["items"]
    assert overdue["id"] == admission["id"]


async def test_another_departments_application_does_not_exist_for_a_department(people):
    draft = await people.drafted()
    async with people.department("WLJ") as other:
        assert (await other.get(path(draft))).status_code == 404
        assert (await other.get("/v1/admissions")).json()["items"] == []
    assert await people.refused(people.department("WLJ"), path(draft, "submission"), {}) == (404, "not_found")
    assert await people.refused(people.department("WLJ"), path(draft, "withdrawal"), {"reason": "不办"}) == (
        404,
        "not_found",
    )


async def test_villages_read_what_their_county_admitted_and_nothing_else(people):
    granted = await people.granted()
    await people.submitted("WLJ", title="图书室开放")
    for client in (people.village(), people.township()):
        assert [item["id"] for item in (await read(client, "/v1/admissions"))["items"]] == [granted["id"]]
    assert (await read(people.village("990202001201"), "/v1/admissions"))["items"] == []


async def test_each_step_belongs_to_its_role(people):
    assert await people.refused(people.village(), "/v1/admissions", people.application()) == (403, "forbidden")
    admission = await people.submitted()
    decision = {"decision": "reject", "reason": "不同意"}
    assert await people.refused(people.department(), path(admission, "decision"), decision) == (403, "forbidden")
    elsewhere = people.county("990202000000")
    assert await people.refused(elsewhere, path(admission, "decision"), decision) == (404, "not_found")


async def test_a_task_that_ends_before_it_starts_is_refused(people):
    body = people.application(ends_on="2026-05-05")
    assert await people.refused(people.department(), "/v1/admissions", body) == (422, "invalid_request")


async def test_a_department_that_the_directory_does_not_know_cannot_apply(people):
    assert await people.refused(people.department("no-such-office"), "/v1/admissions", people.application()) == (
        422, "department_unknown",
    )  # fmt: skip


async def test_racing_grants_get_distinct_numbers_without_a_gap_and_stay_within_the_budget(people):
    waiting = [
        await people.submitted(title=title, burden_minutes=200) for title in ("防汛值守", "粮食核产", "道路巡查")
    ]
    waiting.append(await people.submitted("WLJ", title="图书室开放"))
    for admission in waiting:
        await people.reviewed(admission)

    async def grant(admission):
        async with people.county() as county:
            return await county.post(
                path(admission, "decision"),
                json={"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"},
            )

    answers = await asyncio.gather(*(grant(admission) for admission in waiting))
    granted = sorted(answer.json()["number"][:18] for answer in answers if answer.status_code == 200)
    assert granted == ["990101-2026-000001", "990101-2026-000002"]
    assert [answer.json()["code"] for answer in answers if answer.status_code != 200] == ["burden_over_budget"] * 2
