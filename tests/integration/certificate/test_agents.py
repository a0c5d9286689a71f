"""Who cannot come alone: minors, the dead and the disabled apply through somebody whose paper was seen."""

from datetime import timedelta

import pytest
from contracts.certificate import ApplicationReceived
from countykit.identity import Role
from countykit.workdays import today
from stdnum.iso7064 import mod_11_2

from tests.printed import text_of

from .story import KINSHIP, NEIGHBOUR, VILLAGE, admit, application, take


def number(born: str, serial: str = "123") -> str:
    return f"130123{born}{serial}" + mod_11_2.calc_check_digit(f"130123{born}{serial}")


CHILD = {"name": "阿依古丽·买买提", "document": "none", "no_document_reason": "户口正在补录", "born_on": "2019-03-02"}
MOTHER = {
    "name": "王秀英", "id_number": number("19880512"), "phone": "13900000001", "relation": "parent",
    "authority": "birth_certificate",
}  # fmt: skip
DEAD = {"name": "李老根", "id_number": number("19380101"), "died_on": "2026-05-06"}
SON = {"name": "李大柱", "id_number": number("19650709"), "relation": "child", "authority": "household_register"}
NEIGHBOURS_SON = {**SON, "relation": "entrusted", "authority": "mandate"}
OLD = {"name": "赵奶奶", "id_number": number("19450101"), "phone": "13900000002"}


async def refused(village, **changes) -> dict:
    answer = await village.post("/v1/applications", json=application(**changes))
    assert answer.status_code == 422, answer.text
    return answer.json()


async def test_a_child_without_a_number_gets_a_paper_through_the_mother(svc, county, village):
    await admit(county)
    taken = await take(village, applicant=CHILD, agent=MOTHER)
    assert (taken["by_agent"], taken["agent"], taken["relation"]) == (True, "王*英", "parent")
    (event,) = await svc.events(ApplicationReceived)
    assert event["data"]["by_agent"] is True
    shown = await village.post(f"/v1/applications/{taken['id']}/unmasking", json={"purpose": "核对"})
    assert shown.json()["agent"]["id_number"] == MOTHER["id_number"]
    issued = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    printed = text_of((await village.get(f"/v1/certificates/{issued['id']}/document")).content)
    assert "阿依古丽·买买提（2019年3月2日出生，无身份证件）" in printed
    assert "本证明由王秀英（当事人的父母）代为申请。" in printed
    assert MOTHER["id_number"] not in printed


async def test_an_heir_applies_for_the_dead_and_the_paper_says_so(county, village):
    await admit(county)
    taken = await take(village, applicant=DEAD, agent=SON)
    issued = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    printed = text_of((await village.get(f"/v1/certificates/{issued['id']}/document")).content)
    assert "2026年5月6日去世" in printed
    assert "（当事人的子女）代为申请" in printed


async def test_a_mandate_lies_with_the_application_before_anything_is_issued(svc, county, village, tmp_path):
    await admit(county)
    taken = await take(village, applicant=OLD, agent=NEIGHBOURS_SON)
    path = f"/v1/applications/{taken['id']}"
    missing = await village.post(f"{path}/issue", json=KINSHIP)
    assert (missing.status_code, missing.json()["code"]) == (409, "mandate_missing")
    assert "第一百六十五条" in missing.json()["law"]
    pdf = await village.get(await refused_notice(village))
    added = await village.post(f"{path}/attachments?name=授权委托书.pdf", content=pdf.content)
    assert added.status_code == 201, added.text
    assert (await village.post(f"{path}/issue", json=KINSHIP)).status_code == 201
    files = f"{path}/attachments"
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as neighbour:
        assert (await neighbour.get(files)).status_code == 404
        assert (await neighbour.post(files, content=pdf.content)).status_code == 404
    async with svc.client(Role.COUNTY_OFFICE, region="990101000000") as office:
        assert (await office.get(files)).status_code == 403


async def refused_notice(village) -> str:
    problem = await refused(village, item="FC05")
    return f"/v1/applications/{problem['application_id']}/document"


@pytest.mark.parametrize(
    ("applicant", "agent", "code", "article"),
    [
        (CHILD, None, "minor_without_agent", "第二十三条"), (DEAD, None, "deceased_without_agent", "第十三条"),
        (CHILD, SON, "agent_not_guardian", "第二十七条"), (DEAD, NEIGHBOURS_SON, "agent_not_kin", "第一百七十三条"),
        (CHILD, {**MOTHER, "id_number": number("20150512")}, "agent_not_adult", "第十八条"),
        (OLD, {**SON, "id_number": OLD["id_number"]}, "agent_is_holder", None),
        ({**DEAD, "died_on": "2999-01-01"}, SON, "date_in_future", None),
        ({**CHILD, "born_on": "2999-01-01"}, MOTHER, "date_in_future", None),
    ],
)  # fmt: skip
async def test_who_may_not_apply_so_is_refused_with_the_law(county, village, applicant, agent, code, article):
    await admit(county)
    problem = await refused(village, applicant=applicant, agent=agent)
    assert problem["code"] == code
    assert (article in problem["law"]) if article else "law" not in problem
    assert (await village.get("/v1/applications")).json()["items"] == []


async def test_at_eighteen_or_by_own_work_at_sixteen_nobody_else_is_needed(svc, county, village):
    await admit(county)
    day = today(svc.app.state.clock.now())
    eighteen, sixteen = f"{day.year - 18}{day:%m%d}", f"{day.year - 16}{day:%m%d}"
    tomorrow = day + timedelta(days=1)
    late = number(f"{tomorrow.year - 18}{tomorrow:%m%d}")
    assert (await refused(village, applicant={"name": "小明", "id_number": late}))["code"] == "minor_without_agent"
    await take(village, applicant={"name": "小明", "id_number": number(eighteen)})
    young = {"name": "小红", "id_number": number(sixteen)}
    assert (await refused(village, applicant=young))["code"] == "minor_without_agent"
    await take(village, applicant={**young, "own_income": True})


async def test_the_document_of_the_dead_is_noticed_until_somebody_has_looked(county, village, svc):
    await admit(county)
    await take(village, applicant=DEAD, agent=SON)
    somebody = {"name": DEAD["name"], "id_number": DEAD["id_number"]}
    problem = await refused(village, applicant=somebody)
    assert (problem["code"], "第十三条" in problem["law"]) == ("document_of_deceased", True)
    await take(village, applicant=somebody, alive_confirmed=True)


async def test_what_nobody_may_demand_is_on_the_record_and_an_exception_does_not_let_a_child_come_alone(
    county, village, township
):
    problem = await refused(village, applicant=CHILD, item="FC05")
    assert problem["code"] == "item_forbidden"
    path = f"/v1/applications/{problem['application_id']}"
    await village.post(f"{path}/exception", json={"reason": "部门间信息尚未共享，已核实"})
    await township.post(f"{path}/exception-decision", json={"decision": "approved", "reason": "同意"})
    free = {"content": ["情况属实。"], "fact_check": KINSHIP["fact_check"]}
    alone = await village.post(f"{path}/issue", json=free)
    assert (alone.status_code, alone.json()["code"]) == (422, "minor_without_agent")


async def test_the_letter_of_a_refusal_goes_to_who_came(village):
    problem = await refused(village, applicant=CHILD, agent=MOTHER, item="FC05")
    letter = (await village.get(f"/v1/applications/{problem['application_id']}/notice")).text
    assert "王秀英：" in letter
    assert "代阿依古丽·买买提向前进村申请" in letter


@pytest.mark.parametrize(
    ("applicant", "agent", "code"),
    [
        ({**CHILD, "born_on": None}, MOTHER, "born_on_missing"),
        ({**OLD, "born_on": "1950-01-01"}, None, "born_on_differs"),
        ({**DEAD, "died_on": "1930-01-01"}, SON, "died_on_invalid"),
        ({**CHILD, "born_on": "1850-01-01"}, None, "born_on_invalid"),
        (OLD, {**SON, "relation": "entrusted"}, "authority_of_relation"),
        (OLD, {**SON, "authority": "mandate"}, "authority_of_relation"),
        (OLD, {**SON, "document": "none", "id_number": ""}, "agent_without_document"),
        (OLD, {**SON, "id_number": "12345"}, "id_number_length"),
    ],
)
async def test_what_is_said_of_the_two_must_fit_together(village, applicant, agent, code):
    problem = await refused(village, applicant=applicant, agent=agent)
    assert (problem["code"], problem["errors"][0]["code"]) == ("invalid_request", code)


@pytest.mark.parametrize("name", ["王", "阿卜杜拉·艾山", "John Smith", "欧阳上官慕容", "䶮"])
async def test_names_are_taken_as_people_have_them_and_a_single_sign_is_no_secret(county, village, name):
    await admit(county)
    taken = await take(village, applicant={**OLD, "name": name})
    issued = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    assert (await village.get(f"/v1/certificates/{issued['id']}/document")).status_code == 200
    mine = await village.post(
        f"/v1/certificates/{issued['id']}/reissue", json={"reason": "王家庄档案室遗失原件" if name == "王" else "遗失"}
    )
    assert mine.status_code == 201, mine.text


async def test_a_public_reason_names_no_agent(county, village, township):
    await admit(county)
    taken = await take(village, applicant=CHILD, agent=MOTHER)
    issued = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    body = {"reason": "王秀英所述不实", "fault": False, "forbidden": False}
    named = await township.post(f"/v1/certificates/{issued['id']}/revocation", json=body)
    assert (named.status_code, named.json()["code"]) == (422, "personal_data_in_reason")


async def test_applications_by_agents_are_found_by_a_filter(county, village):
    await admit(county)
    await take(village, applicant=CHILD, agent=MOTHER)
    await take(village)
    for wanted, many in (("true", 1), ("false", 1)):
        found = await village.get(f"/v1/applications?by_agent={wanted}&region={VILLAGE}")
        assert len(found.json()["items"]) == many, found.text
