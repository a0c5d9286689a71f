"""One paper for several people: a couple, a household; each known by a document, each masked, each found."""

import pytest
import zxingcpp
from certificate_svc.papers import payload
from stdnum.iso7064 import mod_11_2

from tests.printed import faxed, text_of

from .story import CHECK, FREE, KINSHIP, admit, application, take


def number(born: str, serial: str = "123") -> str:
    return f"130123{born}{serial}" + mod_11_2.calc_check_digit(f"130123{born}{serial}")


HUSBAND = {"name": "李大柱", "id_number": number("19650709"), "phone": "13900000003"}
WIFE = {"name": "王秀英", "id_number": number("19660512"), "phone": "13900000004", "relation": "spouse"}
CHILD = {
    "name": "李小宝", "document": "none", "no_document_reason": "户口正在补录", "born_on": "2019-03-02",
    "relation": "child",
}  # fmt: skip
DEAD = {"name": "李老根", "id_number": number("19380101"), "died_on": "2026-05-06", "relation": "parent"}
SISTER = {"name": "李二妹", "id_number": number("19700101"), "relation": "sibling", "by_mandate": True}
AUNT = {"name": "赵玉兰", "id_number": number("19500101"), "relation": "guardian", "authority": "guardianship"}


async def issued(village, body=KINSHIP, **changes) -> dict:
    taken = await take(village, **changes)
    answer = await village.post(f"/v1/applications/{taken['id']}/issue", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def refused(village, **changes) -> dict:
    answer = await village.post("/v1/applications", json=application(applicant=HUSBAND, **changes))
    assert answer.status_code == 422, answer.text
    return answer.json()


async def test_a_couple_gets_one_paper_that_names_both_and_shows_neither_to_others(svc, county, village):
    await admit(county)
    taken = await take(village, applicant=HUSBAND, others=[WIFE])
    (shown,) = taken["others"]
    assert (taken["applicant"], shown["name"], shown["relation"]) == ("李*柱", "王*英", "spouse")
    assert shown["id_number"] == "1" + "*" * 13 + WIFE["id_number"][-4:]
    certificate = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    assert certificate["holder"] == "李*柱、王*英"
    printed = (await village.get(f"/v1/certificates/{certificate['id']}/document")).content
    said = text_of(printed)
    tails = [one["id_number"][-4:] for one in (HUSBAND, WIFE)]
    both = "、".join(
        f"{one}（居民身份证号130123********{tail}）" for one, tail in zip(("李大柱", "王秀英"), tails, strict=True)
    )
    assert f"{both}与张建国系父子关系" in said
    assert not any(one["id_number"] in said for one in (HUSBAND, WIFE))
    (code,) = zxingcpp.read_barcodes(faxed(printed))
    read = payload.read(code.text, svc.app.state.secrets.public)
    assert read is not None
    assert read.holder == "李*柱、王*英"
    async with svc.client() as anybody:
        page = await anybody.get(f"/v1/verify/{certificate['verification_code']}")
    assert not any(sign in page.text for sign in ("李", "王"))


async def test_each_of_them_is_found_by_the_whole_number_and_shown_in_clear_on_the_record(county, village):
    await admit(county)
    certificate = await issued(village, applicant=HUSBAND, others=[WIFE, CHILD])
    other = await issued(village, applicant={"name": "赵玉兰", "id_number": AUNT["id_number"]})
    for one, found in ((HUSBAND, certificate), (WIFE, certificate), (AUNT, other)):
        rows = (await village.post("/v1/certificates/search", json={"id_number": one["id_number"]})).json()["items"]
        assert [row["id"] for row in rows] == [found["id"]]
    path = f"/v1/certificates/{certificate['id']}"
    clear = (await village.post(f"{path}/unmasking", json={"purpose": "核对"})).json()["others"]
    assert [(one["name"], one["id_number"]) for one in clear] == [("王秀英", WIFE["id_number"]), ("李小宝", "")]
    lost = (await village.post(f"{path}/reissue", json={"reason": "原件遗失"})).json()
    assert lost["holder"] == "李*柱、王*英、李*宝"
    rows = (await village.post("/v1/certificates/search", json={"id_number": WIFE["id_number"]})).json()["items"]
    assert {row["id"] for row in rows} == {certificate["id"], lost["id"]}


async def test_a_public_reason_names_none_of_them(county, village, township):
    await admit(county)
    certificate = await issued(village, applicant=HUSBAND, others=[WIFE])
    body = {"reason": "王秀英所述不实", "fault": False, "forbidden": False}
    named = await township.post(f"/v1/certificates/{certificate['id']}/revocation", json=body)
    assert (named.status_code, named.json()["code"]) == (422, "personal_data_in_reason")


@pytest.mark.parametrize(
    ("others", "agent", "code"),
    [
        ([CHILD | {"relation": "sibling"}], None, "minor_without_agent"),
        ([CHILD | {"by_mandate": True}], None, "agent_not_guardian"),
        ([DEAD | {"relation": "other"}], None, "deceased_without_agent"),
        ([DEAD | {"by_mandate": True}], None, "agent_not_kin"),
        ([WIFE, WIFE], None, "holder_twice"), ([HUSBAND | {"relation": "other"}], None, "holder_twice"),
        ([WIFE], AUNT | {"id_number": WIFE["id_number"]}, "agent_is_holder"),
        ([CHILD | {"born_on": "2999-01-01"}], None, "date_in_future"),
        ([WIFE | {"id_number": "12345"}], None, "invalid_request"),
        ([CHILD | {"born_on": None}], None, "invalid_request"),
        ([CHILD] * 10, None, "invalid_request"), ([WIFE | {"relation": None}], None, "invalid_request"),
    ],
)  # fmt: skip
async def test_each_of_them_came_or_is_spoken_for(county, village, others, agent, code):
    await admit(county)
    problem = await refused(village, others=others, agent=agent)
    assert problem["code"] == code
    assert (await village.get("/v1/applications")).json()["items"] == []


async def test_a_parent_speaks_for_a_child_a_guardian_for_another_and_kin_for_the_dead(county, village):
    await admit(county)
    certificate = await issued(village, applicant=HUSBAND, others=[CHILD, DEAD])
    said = text_of((await village.get(f"/v1/certificates/{certificate['id']}/document")).content)
    for part in ("李小宝（2019年3月2日出生，无身份证件）", "，2026年5月6日去世）与张建国"):
        assert part in said
    await issued(village, applicant=HUSBAND, others=[CHILD | {"relation": "sibling"}], agent=AUNT)


async def test_the_dead_among_them_are_noticed_until_somebody_has_looked(county, village):
    await admit(county)
    await take(village, applicant=HUSBAND, others=[DEAD])
    alive = {"name": DEAD["name"], "id_number": DEAD["id_number"]}
    problem = await village.post("/v1/applications", json=application(applicant=alive))
    assert (problem.status_code, problem.json()["code"]) == (422, "document_of_deceased")
    assert (await refused(village, others=[alive | {"relation": "parent"}]))["code"] == "document_of_deceased"
    await take(village, applicant=HUSBAND, others=[alive | {"relation": "parent"}], alive_confirmed=True)
    # That one of the family has died says nothing of the others.
    await take(village, applicant=HUSBAND)


async def test_the_mandate_of_who_did_not_come_lies_with_the_application_first(county, village):
    await admit(county)
    taken = await take(village, applicant=HUSBAND, others=[SISTER])
    path = f"/v1/applications/{taken['id']}"
    missing = await village.post(f"{path}/issue", json=KINSHIP)
    assert (missing.status_code, missing.json()["code"]) == (409, "mandate_missing")
    letter = await refused(village, item="FC05", others=[WIFE])
    notice = f"/v1/applications/{letter['application_id']}"
    assert "您于" in (said := (await village.get(f"{notice}/notice")).text)
    assert "与王秀英共同向前进村申请" in said
    pdf = (await village.get(f"{notice}/document")).content
    assert (await village.post(f"{path}/attachments?name=授权委托书.pdf", content=pdf)).status_code == 201
    assert (await village.post(f"{path}/issue", json=KINSHIP)).status_code == 201


async def test_what_belongs_to_one_person_is_said_of_one(county, village):
    await admit(county, "AC09")
    taken = await take(village, item="AC09", applicant=HUSBAND, others=[WIFE])
    met = {"forum": "representatives", "held_on": "2026-01-05", "present": 9, "agreed": True, "decision": "同意"}
    await village.post(f"/v1/applications/{taken['id']}/deliberation", json={**met, "signed_by": "李建民"})
    amount = {
        "wording": "distribution", "facts": {"period": "2025年度", "amount": "1280.50"}, "fact_check": CHECK
    }  # fmt: skip
    answer = await village.post(f"/v1/applications/{taken['id']}/issue", json=amount)
    assert (answer.status_code, answer.json()["code"]) == (422, "wording_of_one_holder")
    none = {"wording": "no_distribution", "facts": {"period": "2025年度"}, "fact_check": CHECK}
    assert (await village.post(f"/v1/applications/{taken['id']}/issue", json=none)).status_code == 201


async def test_a_free_text_ends_with_whom_it_is_about(county, village):
    await admit(county, "AC02")
    certificate = await issued(village, FREE, item="AC02", applicant=HUSBAND, others=[WIFE])
    said = text_of((await village.get(f"/v1/certificates/{certificate['id']}/document")).content)
    assert "本证明的当事人：李大柱（居民身份证号130123********" in said
    alone = await issued(village, FREE, item="AC02", applicant=HUSBAND)
    assert "本证明的当事人" not in text_of((await village.get(f"/v1/certificates/{alone['id']}/document")).content)
