"""The county's own list: proposed, studied by bodies, published, withdrawn, and bound to a use."""

from datetime import UTC, datetime, timedelta

import pytest
from certificate_svc.consumers import consumers
from contracts.certificate import ApplicationReceived, ItemAdmitted, ItemForbidden, UnlistedDemandRecorded
from contracts.certificate_list import ItemWithdrawn, ListPublished, ListReviewOverdue
from contracts.gateway import DepartmentRegistered
from countykit.identity import Role
from countykit.testing import open_actions

from .story import ADMISSION, CHECK, COUNTY, TOWNSHIP, VILLAGE, admit, application, take

ITEM = {
    "category": "土地", "legal_basis": "不动产登记暂行条例实施细则", "requested_by": "不动产登记中心",
    "issuing_body": "村民委员会",
    "guide": "持身份证到村便民服务站办理", "days": 5, "demanders": ["不动产登记", "D105"], "purposes": ["登记"],
}  # fmt: skip
OWN = {
    "change": "allow",
    "code": "QS01",
    "name": "宅基地使用情况证明",
    "item": ITEM,
    "grounds": "不动产登记需要核实来源",
}
AGREE = {"decision": "agree", "reason": "依据充分"}
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
async def bodies(svc):
    """Clients of civil affairs, justice, land, the office, the approver, a village; on one day."""
    for code, name in (("D101", "县民政局"), ("D108", "县司法局"), ("D105", "县自然资源局")):
        await svc.hear(consumers, DepartmentRegistered(code=code, name=name, home=COUNTY), region=COUNTY)
    made = {
        code: svc.client(Role.DEPARTMENT, region=COUNTY, department=code, at=AT) for code in ("D101", "D108", "D105")
    }
    made["office"] = svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=AT)
    made["village"] = svc.client(Role.VILLAGE, region=VILLAGE, at=AT)
    yield made
    for client in made.values():
        await client.aclose()


async def proposed(client, **changes):
    answer = await client.post("/v1/list-proposals", json={**OWN, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def opine(client, proposal, **changes):
    (review,) = (
        await client.get("/v1/list-reviews", params={"proposal_id": proposal["id"], "state": "awaited"})
    ).json()["items"]
    answer = await client.post(f"/v1/list-reviews/{review['id']}/opinion", json={**AGREE, **changes})
    assert answer.status_code == 200, answer.text


async def published(bodies, **changes):
    proposal = await proposed(bodies["office"], **changes)
    path = f"/v1/list-proposals/{proposal['id']}"
    assert (await bodies["office"].post(f"{path}/submission")).status_code == 200
    for body in ("D101", "D108"):
        await opine(bodies[body], proposal)
    answer = await bodies["office"].post(f"{path}/publication")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def public(svc, **params):
    async with svc.client(at=AT) as anybody:
        answer = await anybody.get("/v1/public-list", params={"region": COUNTY, **params})
        assert answer.status_code == 200, answer.text
        return answer.json()


async def test_a_department_proposes_civil_affairs_and_justice_study_and_the_office_publishes_by_cer_02(svc, bodies):
    land, office = bodies["D105"], bodies["office"]
    empty = await proposed(land, item={"legal_basis": "细则"})
    refused = await land.post(f"/v1/list-proposals/{empty['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "certificate_item_incomplete")
    assert (await land.post(f"/v1/list-proposals/{empty['id']}/revision", json=OWN)).status_code == 200
    path = f"/v1/list-proposals/{empty['id']}"
    assert (await office.post(f"{path}/submission")).status_code == 403
    sent = await land.post(f"{path}/submission")
    assert (sent.json()["state"], sent.json()["round"], open_actions(sent.json())) == ("review", 1, [])
    early = await office.post(f"{path}/publication")
    assert (early.status_code, early.json()["code"], early.json()["missing"]) == (
        409, "list_reviews_incomplete", ["民政局", "司法局"],
    )  # fmt: skip
    civil = bodies["D101"]
    assert (await civil.get(path)).json()["content"]["guide"] == ITEM["guide"]
    assert [todo["kind"] for todo in (await civil.get("/v1/todos")).json()["todos"]] == ["list_opinion"]
    await opine(civil, sent.json(), decision="object", reason="可由部门自行核验")
    await opine(bodies["D108"], sent.json())
    objecting = await office.post(f"{path}/publication")
    assert objecting.json()["objecting"] == ["民政局"]
    await office.post(f"{path}/return", json={"reason": "请说明为何不能自行核验"})
    await land.post(f"{path}/revision", json={**OWN, "grounds": "宅基地档案在村"})
    again = await land.post(f"{path}/submission")
    assert again.json()["round"] == 2
    for body in ("D101", "D108"):
        await opine(bodies[body], sent.json())
    done = await office.post(f"{path}/publication")
    assert (done.json()["state"], done.json()["edition"], done.json()["published_on"]) == ("published", 1, "2026-03-02")
    (admitted,) = await svc.events(ItemAdmitted)
    assert admitted["data"]["item"] == "QS01"
    assert len(await svc.events(ListPublished)) == 1
    shown = await public(svc)
    (listed,) = shown["allowed"]
    assert (shown["edition"], listed["code"], listed["purposes"], len(shown["forbidden"])) == (1, "QS01", ["登记"], 20)
    assert (await public(svc, at="2026-03-01"))["allowed"] == []


async def test_a_county_forbids_more_and_never_less_and_takes_off_only_its_own(svc, bodies):
    office = bodies["office"]
    wrong = await proposed(office, code="FC05", name="无犯罪记录证明")
    refused = await office.post(f"/v1/list-proposals/{wrong['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (409, "item_forbidden_here")
    off = await proposed(office, change="withdraw", code="FC05", name="无犯罪记录证明", item=None)
    refused = await office.post(f"/v1/list-proposals/{off['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_withdraw")
    bare = await proposed(
        office, change="forbid", code="QF01", name="养犬情况证明", item={"legal_basis": "养犬管理条例"}
    )
    refused = await office.post(f"/v1/list-proposals/{bare['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "forbidden_item_incomplete")
    ban = {"legal_basis": "养犬管理条例", "issue_instead": "公安机关养犬登记"}
    await published(bodies, change="forbid", code="QF01", name="养犬情况证明", item=ban)
    assert [event["data"]["item"] for event in await svc.events(ItemForbidden)][-1] == "QF01"
    answer = await bodies["village"].post("/v1/applications", json=application(item="QF01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "item_forbidden")
    assert answer.json()["issue_instead"] == "公安机关养犬登记"
    await published(bodies, change="withdraw", code="QF01", name="养犬情况证明", item=None)
    assert len(await svc.events(ItemWithdrawn)) == 1
    shown = await public(svc)
    assert (shown["edition"], len(shown["forbidden"])) == (2, 20)
    past = await proposed(office, effective_from="2026-03-01")
    await office.post(f"/v1/list-proposals/{past['id']}/submission")
    for body in ("D101", "D108"):
        await opine(bodies[body], past)
    refused = await office.post(f"/v1/list-proposals/{past['id']}/publication")
    assert (refused.status_code, refused.json()["code"]) == (422, "effective_in_past")


async def test_a_province_adds_to_the_list_of_its_counties_and_forbids_what_they_allowed(svc, bodies):
    province = svc.client(Role.COUNTY_OFFICE, region="99", at=AT)
    above = {
        code: svc.client(Role.DEPARTMENT, region="99", department=code, at=AT) for code in ("D101", "D108")
    } | {"office": province}  # fmt: skip
    try:
        await published(above, code="ZJ01", name="渔船停泊情况证明")
        (added,) = (await public(svc))["allowed"]
        assert (added["code"], added["name"]) == ("ZJ01", "渔船停泊情况证明")
        # The county lays down its own version of it, as of what is allowed nationwide; a later prohibition ends both.
        await admit(bodies["office"], code="ZJ01", days=2)
        taken = await bodies["village"].get("/v1/items/ZJ01")
        assert (taken.json()["region"], taken.json()["days"]) == (COUNTY, 2), taken.text
        ban = {"legal_basis": "渔业船舶登记办法", "issue_instead": "渔业主管部门自行核验"}
        await published(above, change="forbid", code="ZJ01", name="渔船停泊情况证明", item=ban)
        refused = await bodies["village"].post("/v1/applications", json=application(item="ZJ01"))
        assert (refused.status_code, refused.json()["code"]) == (422, "item_forbidden")
        assert refused.json()["issue_instead"] == "渔业主管部门自行核验"
        shown = await public(svc)
        assert (shown["allowed"], len(shown["forbidden"])) == ([], 21)
        refused = await bodies["office"].post("/v1/items/ZJ01/admission", json=ADMISSION)
        assert (refused.status_code, refused.json()["code"]) == (409, "item_forbidden_here")
    finally:
        for client in above.values():
            await client.aclose()


async def test_an_opinion_that_never_comes_is_waived_after_its_days_by_the_approver(svc, bodies):
    office = bodies["office"]
    proposal = await proposed(office)
    sent = (await office.post(f"/v1/list-proposals/{proposal['id']}/submission")).json()
    await opine(bodies["D101"], sent)
    (review,) = (await office.get("/v1/list-reviews", params={"state": "awaited"})).json()["items"]
    assert review["opine_by"] == "2026-03-11"
    later = AT + timedelta(days=10)
    async with svc.client(Role.APPROVER, region=COUNTY, at=later) as approver:
        path = f"/v1/list-reviews/{review['id']}/waiver"
        early = await approver.post(path, json={"reason": "逾期"})
        assert (early.status_code, early.json()["code"]) == (409, "list_opinion_not_overdue")
        await svc.do_due(later)
        assert [event["data"]["body"] for event in await svc.events(ListReviewOverdue)] == ["司法局"]
        assert (await approver.post(path, json={"reason": "两次催告未提出"})).status_code == 200
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=later) as client:
        done = await client.post(f"/v1/list-proposals/{proposal['id']}/publication")
    assert done.status_code == 200, done.text


async def test_an_item_is_issued_for_its_purpose_and_demander_and_a_person_judges_other_words(svc, bodies):
    await published(bodies)
    village = bodies["village"]
    fit = {"item": "QS01", "purpose": "办理不动产登记", "demander": {"name": "青山县不动产登记中心"}}
    assert (await take(village, **fit))["use_confirmed"] is False
    assert (await take(village, **{**fit, "demander": {"department": "D105"}}))["item_code"] == "QS01"
    bank = {"item": "QS01", "purpose": "办理贷款", "demander": {"name": "某农村商业银行"}}
    asked = await village.post("/v1/applications", json=application(**bank))
    assert (asked.status_code, asked.json()["code"], asked.json()["purposes"]) == (422, "item_use_unfit", ["登记"])
    assert len(await svc.events(ApplicationReceived)) == 2
    looked = await take(village, **{**fit, "purpose": "首次确权", "use_fits": True})
    assert looked["use_confirmed"] is True
    refused = await village.post("/v1/applications", json=application(**bank, use_fits=False))
    assert (refused.status_code, refused.json()["code"]) == (422, "item_not_listed")
    (demand,) = await svc.events(UnlistedDemandRecorded)
    assert demand["data"]["demander"] == "某农村商业银行"


async def test_an_item_of_the_countys_own_takes_a_wording_from_the_product(bodies):
    office, village = bodies["office"], bodies["village"]
    unknown = await proposed(office, item={**ITEM, "template": "nothing"})
    refused = await office.post(f"/v1/list-proposals/{unknown['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "wording_unknown")
    await published(bodies, item={**ITEM, "template": "residence"})
    (wording,) = (await village.get("/v1/items/QS01/wordings")).json()["wordings"]
    facts = {field["name"]: field["example"] for field in wording["fields"]}
    taken = await take(village, item="QS01", purpose="不动产登记", demander={"department": "D105"})
    issued = await village.post(
        f"/v1/applications/{taken['id']}/issue", json={"facts": facts, "fact_check": CHECK, "wording": "residence"}
    )
    assert issued.status_code == 201, issued.text
    assert "-QS01-" in issued.json()["number"]
    fixed = await village.post(
        f"/v1/certificates/{issued.json()['id']}/replacement", json={"reason": "更正笔误", "facts": facts}
    )
    assert fixed.status_code == 201, fixed.text


async def test_others_propose_nothing_and_another_county_sees_nothing(svc, bodies):
    proposal = await proposed(bodies["office"])
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        assert (await township.post("/v1/list-proposals", json=OWN)).status_code == 403
    async with svc.client(Role.COUNTY_OFFICE, region="990102000000") as elsewhere:
        assert (await elsewhere.get(f"/v1/list-proposals/{proposal['id']}")).status_code == 404
    assert (await bodies["D108"].get("/v1/list-proposals")).json()["items"] == []
    await admit(bodies["office"], "AC01", demanders=["公证"], purposes=["公证"])
    answer = await bodies["village"].post("/v1/applications", json=application(demander={"name": "某银行"}))
    assert answer.json()["code"] == "item_use_unfit"


async def test_what_the_bodies_study_is_not_admitted_past_them(bodies):
    proposal = await proposed(bodies["office"], code="AC01")
    await admit(bodies["office"])  # a draft binds nobody
    path = f"/v1/list-proposals/{proposal['id']}"
    assert (await bodies["office"].post(f"{path}/submission")).status_code == 200
    refused = await bodies["office"].post("/v1/items/AC01/admission", json=ADMISSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "item_under_study")
    unnamed = {name: value for name, value in ADMISSION.items() if name != "source"}
    refused = await bodies["office"].post("/v1/items/AC02/admission", json=unnamed)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/source")
    item = await admit(bodies["office"], "AC02")
    assert item["source"] == ADMISSION["source"]
