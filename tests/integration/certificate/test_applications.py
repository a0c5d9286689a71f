"""Applications at the counter, lawful refusals and exceptions through a running certificate-svc."""

import asyncio
from datetime import UTC, datetime

from contracts.certificate import (
    ApplicationReceived,
    ApplicationRefused,
    DemandRecorded,
    ExceptionDecided,
    ExceptionRequested,
)
from countykit.identity import Role
from countykit.testing import open_actions

from .story import (
    COUNTY,
    FREE,
    KINSHIP,
    NEIGHBOUR,
    OTHER_TOWNSHIP,
    PERSON,
    STRANGER,
    TOWNSHIP,
    VILLAGE,
    admit,
    application,
    take,
)


async def demand_forbidden(client, **changes):
    answer = await client.post("/v1/applications", json=application(item="FC05", **changes))
    assert answer.status_code == 422, answer.text
    return answer


async def test_an_application_for_an_admitted_item_is_received_masked_with_its_deadline(svc):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=datetime(2026, 9, 1, tzinfo=UTC)) as county:
        await admit(county, days=5)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=datetime(2026, 9, 29, 2, tzinfo=UTC)) as client:
        answer = await client.post("/v1/applications", json=application(demander={"department": "SF1"}))
    body = answer.json()
    assert (answer.status_code, body["state"], open_actions(body)) == (201, "received", ["check", "issue", "refusal"])
    assert (body["applicant"], body["id_number"], body["phone"]) == ("张*丰", "1*************002X", "138******00")
    assert (body["demander"], body["department"]) == ("青石镇司法所", "SF1")
    assert (body["received_on"], body["due_on"]) == (
        "2026-09-29",
        "2026-10-12",
    )  # the National Day holiday lies between
    (event,) = await svc.events(ApplicationReceived)
    assert (event["data"], event["department"]) == ({"item": "AC01", "by_agent": False}, "SF1")


async def test_a_forbidden_item_is_refused_with_law_and_authority_and_who_demanded_it_is_kept(svc, village, township):
    answer = await demand_forbidden(village, demander={"department": "GA"})
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["code"], problem["status"], problem["law"]) == ("item_forbidden", 422, "民发〔2020〕20号附件")
    assert (problem["issue_instead"], problem["demanded_by"]) == ("公安机关出具", "县公安局")
    kept = (await village.get(f"/v1/applications/{problem['application_id']}")).json()
    assert (kept["state"], kept["reason"], kept["item_code"]) == ("refused", "forbidden", "FC05")
    (demand,) = (await township.get("/v1/demands")).json()["items"]
    assert demand["id"] == problem["demand_id"]
    (refused,) = await svc.events(ApplicationRefused)
    assert (refused["data"], refused["department"]) == ({"item": "FC05", "forbidden": True}, "GA")
    (demanded,) = await svc.events(DemandRecorded)
    assert demanded["data"] == {"item": "FC05", "demander": "县公安局", "charged_home": COUNTY, "apart": True}
    assert (demanded["region"], demanded["department"]) == (VILLAGE, "GA")
    assert demanded["subject"] == f"demands/{demand['id']}"


async def test_a_body_outside_of_the_directory_is_recorded_without_a_home(svc, village):
    await demand_forbidden(village, demander={"name": "某保险公司"})
    (event,) = await svc.events(DemandRecorded)
    assert event["data"] == {"item": "FC05", "demander": "某保险公司", "charged_home": None, "apart": True}
    assert "department" not in event


async def test_repeating_a_forbidden_application_with_its_key_records_one_demand(svc, village):
    body = application(item="FC05")
    answers = await asyncio.gather(
        *(village.post("/v1/applications", json=body, headers={"idempotency-key": "k1"}) for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.json()["demand_id"] for answer in answers}) == 1
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}
    assert len(await svc.events(DemandRecorded)) == 1


async def test_a_forbidden_certificate_is_recognised_by_other_words_for_it(svc, village):
    for wording in ("无犯罪记录证明", "村委会开具的无犯罪证明", "无犯罪记录的证明", "未婚证明", "居民(健在)证明"):
        answer = await village.post("/v1/applications", json=application(item=None, name=wording))
        assert (answer.status_code, answer.json()["code"]) == (422, "item_forbidden"), wording
    assert [event["data"]["item"] for event in await svc.events(DemandRecorded)] == [
        "FC05", "FC05", "FC05", "FC08", "FC10"
    ]  # fmt: skip


async def test_the_exact_name_of_an_admitted_item_is_not_taken_for_its_forbidden_neighbour(county, village):
    narrow = application(item=None, name="亲属关系证明(仅限办理公证)")
    assert (await village.post("/v1/applications", json=narrow)).json()["code"] == "item_not_listed"
    await admit(county)
    keyed = {"idempotency-key": "after-the-admission"}
    assert (await village.post("/v1/applications", json=narrow, headers=keyed)).json()["item_code"] == "AC01"
    wide = application(item=None, name="亲属关系证明", purpose="领取存款", demander={"name": "某农村商业银行"})
    assert (await village.post("/v1/applications", json=wide)).json()["item"] == "FC01"


async def test_an_unknown_code_is_refused_and_leaves_nothing(svc, village):
    answer = await village.post("/v1/applications", json=application(item="XX99"))
    assert (answer.status_code, answer.json()["code"]) == (422, "item_not_listed")
    assert (await village.get("/v1/applications")).json()["items"] == []
    assert await svc.events(ApplicationReceived) == []


async def test_a_wrong_identity_number_is_refused_without_repeating_it(county, village):
    await admit(county)
    person = {**PERSON, "id_number": "110105194912310021"}
    answer = await village.post("/v1/applications", json=application(applicant=person))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "id_number_invalid"
    assert answer.json()["errors"][0]["pointer"] == "/body/applicant/id_number"
    assert "110105194912310021" not in answer.text


async def test_an_application_names_the_item_in_one_way_and_the_demander_in_some(village):
    for body in (application(name="亲属关系证明"), application(item=None), application(demander={})):
        assert (await village.post("/v1/applications", json=body)).json()["code"] == "invalid_request"
    unknown = application(item="FC05", demander={"department": "ZZ"})
    assert (await village.post("/v1/applications", json=unknown)).json()["code"] == "department_unknown"


async def test_a_village_takes_applications_for_itself_only(svc, county, village):
    await admit(county)
    assert (await village.post("/v1/applications", json=application(region=NEIGHBOUR))).status_code == 403
    async with svc.client(Role.VILLAGE, region="990101001299") as ghost:
        answer = await ghost.post("/v1/applications", json=application(region="990101001299"))
        assert (answer.status_code, answer.json()["code"]) == (422, "region_unknown")
    for role in (Role.TOWNSHIP, Role.DEPARTMENT, Role.OBSERVER):
        async with svc.client(role, region=TOWNSHIP, department="GA") as client:
            assert (await client.post("/v1/applications", json=application())).status_code == 403


async def test_another_regions_applications_do_not_exist(svc, county, village):
    await admit(county)
    taken = await take(village)
    for role, region in ((Role.VILLAGE, NEIGHBOUR), (Role.VILLAGE, STRANGER), (Role.TOWNSHIP, OTHER_TOWNSHIP)):
        async with svc.client(role, region=region) as client:
            assert (await client.get("/v1/applications")).json()["items"] == []
            for path in ("", "/notice"):
                assert (await client.get(f"/v1/applications/{taken['id']}{path}")).status_code == 404
            unmasked = await client.post(f"/v1/applications/{taken['id']}/unmasking", json={"purpose": "看看"})
            assert unmasked.status_code == 404
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA") as department:
        assert (await department.get("/v1/applications")).status_code == 403


async def test_a_lawful_refusal_is_published_and_its_notice_is_printable(svc, county, village):
    await admit(county)
    taken = await take(village)
    reason = {"reason": "not_verifiable", "explanation": "所述亲属关系发生在外地"}
    refused = await village.post(f"/v1/applications/{taken['id']}/refusal", json=reason)
    assert (refused.status_code, refused.json()["state"], open_actions(refused.json())) == (200, "refused", [])
    (event,) = await svc.events(ApplicationRefused)
    assert event["data"] == {"item": "AC01", "forbidden": False}
    assert event["sequence"] == 2
    notice = await village.get(f"/v1/applications/{taken['id']}/notice")
    assert notice.headers["content-type"] == "text/plain; charset=utf-8"
    for words in ("不予出具证明告知书", "张三丰", "前进村", "内容无法核实", "所述亲属关系发生在外地", "青山县公证处"):
        assert words in notice.text
    again = await village.post(f"/v1/applications/{taken['id']}/refusal", json=reason)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_the_notice_of_a_forbidden_item_names_the_law_the_authority_and_the_demander(village):
    problem = (await demand_forbidden(village, demander={"department": "GA"})).json()
    notice = (await village.get(problem["notice"])).text
    for words in ("民发〔2020〕20号附件", "公安机关出具", "县公安局", "无犯罪记录证明", "不得索要"):
        assert words in notice


async def test_there_is_no_notice_of_an_application_that_was_not_refused(county, village):
    await admit(county)
    answer = await village.get(f"/v1/applications/{(await take(village))['id']}/notice")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_refused")


async def test_a_village_cannot_pretend_that_an_allowed_item_is_forbidden(county, village):
    await admit(county)
    taken = await take(village)
    body = {"reason": "forbidden", "explanation": "不想办"}
    assert (await village.post(f"/v1/applications/{taken['id']}/refusal", json=body)).status_code == 422


async def test_an_exception_is_granted_by_a_second_person_and_then_issued(svc, village, township):
    key = (await demand_forbidden(village)).json()["application_id"]
    asked = await village.post(f"/v1/applications/{key}/exception", json={"reason": "部门信息尚未共享,已核实"})
    assert (asked.status_code, asked.json()["state"]) == (200, "exception_requested")
    decision = {"decision": "approved", "reason": "同意据实出具"}
    assert (await village.post(f"/v1/applications/{key}/exception-decision", json=decision)).status_code == 403
    granted = await township.post(f"/v1/applications/{key}/exception-decision", json=decision)
    assert (granted.status_code, granted.json()["state"]) == (200, "received")
    issued = await village.post(f"/v1/applications/{key}/issue", json=FREE)
    assert (issued.status_code, issued.json()["item_code"]) == (201, "FC05")
    assert len(await svc.events(ExceptionRequested)) == 1
    assert [event["data"]["approved"] for event in await svc.events(ExceptionDecided)] == [True]


async def test_nobody_decides_their_own_exception_by_cer_04(svc):
    async with svc.client(Role.VILLAGE, Role.TOWNSHIP, region=VILLAGE, sub="one-person") as both:
        key = (await demand_forbidden(both)).json()["application_id"]
        asked = await both.post(f"/v1/applications/{key}/exception", json={"reason": "已核实"})
        assert open_actions(asked.json()) == []
        decision = {"decision": "approved", "reason": "同意"}
        refused = await both.post(f"/v1/applications/{key}/exception-decision", json=decision)
    assert (refused.status_code, refused.json()["code"]) == (409, "exception_needs_second_person")
    assert await svc.events(ExceptionDecided) == []


async def test_a_denied_exception_stays_refused(village, township):
    key = (await demand_forbidden(village)).json()["application_id"]
    await village.post(f"/v1/applications/{key}/exception", json={"reason": "已核实"})
    decision = {"decision": "denied", "reason": "公安机关可以出具"}
    denied = await township.post(f"/v1/applications/{key}/exception-decision", json=decision)
    assert (denied.json()["state"], denied.json()["reason"]) == ("refused", "forbidden")
    assert (await village.post(f"/v1/applications/{key}/issue", json=KINSHIP)).status_code == 409


async def test_only_a_forbidden_item_knows_exceptions(county, village):
    await admit(county)
    taken = await take(village)
    await village.post(f"/v1/applications/{taken['id']}/refusal", json={"reason": "untrue", "explanation": "不实"})
    asked = await village.post(f"/v1/applications/{taken['id']}/exception", json={"reason": "再想想"})
    assert (asked.status_code, asked.json()["code"]) == (409, "illegal_transition")
