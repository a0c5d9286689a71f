"""A law changes: every certificate and wording that stands on it is found, and the office says what becomes of it."""

from uuid import uuid4

import pytest
from certificate_svc.consumers import consumers
from contracts.certificate_law_reviews import CertificateLawReviewOpened, CertificateLawReviewSettled
from contracts.law_changes import LawChanged
from countykit.identity import Role

from .story import COUNTY, admit

KEEP = {"answer": "kept", "new_basis": "公证法(2026)第12条", "reason": "条文序号变动"}
END = {"answer": "ended", "reason": "不再出具"}


async def changed(svc, law, *, kind="repealed", articles=(), change=None, region=COUNTY):
    event = LawChanged(law=law, kind=kind, effective_on="2026-03-20", articles=list(articles), found=0)
    await svc.hear(consumers, event, region=region, subject_id=change or uuid4())


async def reviews(client):
    return {row["code"]: row for row in (await client.get("/v1/law-reviews", params={"limit": 200})).json()["items"]}


async def test_the_items_in_force_and_the_wordings_that_cite_a_changed_law_are_found_once(svc, county):
    await admit(county)
    change = uuid4()
    for _ in range(2):
        await changed(svc, "中华人民共和国公证法", change=change)
    found = await reviews(county)
    assert "kinship/1" in found
    assert found["AC01"]["basis"] == "公证法第11条"
    assert (found["AC01"]["state"], found["AC01"]["region_name"]) == ("open", "青山县")
    # What nobody has admitted here binds nobody.
    assert not {code for code in found if code.startswith("AC")} - {"AC01"}
    opened = await svc.events(CertificateLawReviewOpened)
    assert sorted(event["data"]["code"] for event in opened) == sorted(found)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        todos = (await office.get("/v1/todos")).json()["todos"]
    assert {todo["kind"] for todo in todos} == {"certificate_law_review"}


async def test_a_forbidden_item_is_found_and_another_article_or_county_is_not(svc, county):
    await admit(county)
    await changed(svc, "民发〔2020〕20号")
    assert "FC05" in await reviews(county)
    before = len(await reviews(county))
    await changed(svc, "公证法", articles=[3])
    await changed(svc, "公证法", region="990102000000")
    assert len(await reviews(county)) == before


async def test_what_goes_on_needs_a_basis_in_force_and_another_persons_word(svc, county):
    await admit(county)
    await changed(svc, "公证法")
    path = f"/v1/law-reviews/{(await reviews(county))['AC01']['id']}"
    for basis in (None, "上级要求", "公证法第12条"):
        refused = await county.post(f"{path}/answer", json={**KEEP, "new_basis": basis})
        assert (refused.status_code, refused.json()["code"]) == (422, "new_basis_missing")
    answered = await county.post(f"{path}/answer", json={**KEEP, "new_basis": "公证程序规则第5条"})
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    accept = {"decision": "accept", "reason": "属实"}
    same = await county.post(f"{path}/acceptance", json=accept)
    assert (same.status_code, same.json()["code"]) == (409, "law_review_same_person")
    async with svc.client(Role.APPROVER, region=COUNTY, sub="approver") as approver:
        todos = (await approver.get("/v1/todos")).json()["todos"]
        assert [todo["kind"] for todo in todos] == ["certificate_law_review_acceptance"]
        back = await approver.post(f"{path}/acceptance", json={"decision": "return", "reason": "请写明条款"})
        assert back.json()["state"] == "open"
        await county.post(f"{path}/answer", json={**KEEP, "new_basis": "公证程序规则第5条"})
        assert (await approver.post(f"{path}/acceptance", json=accept)).json()["state"] == "settled"
    (settled,) = await svc.events(CertificateLawReviewSettled)
    assert (settled["data"]["kept"], settled["data"]["basis"]) == (True, "公证程序规则第5条")


async def test_what_is_in_force_on_the_old_law_has_not_ended(svc, county):
    await admit(county)
    await changed(svc, "公证法", kind="amended")
    path = f"/v1/law-reviews/{(await reviews(county))['AC01']['id']}"
    refused = await county.post(f"{path}/answer", json=END)
    assert (refused.status_code, refused.json()["code"]) == (409, "still_in_force")
    await admit(county, legal_basis="公证程序规则第5条")
    assert (await county.post(f"{path}/answer", json=END)).json()["state"] == "answered"


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT])
async def test_only_the_office_answers(svc, county, role):
    await admit(county)
    await changed(svc, "公证法")
    path = f"/v1/law-reviews/{(await reviews(county))['AC01']['id']}"
    department = "GA" if role is Role.DEPARTMENT else None
    async with svc.client(role, region=COUNTY, department=department) as other:
        assert (await other.post(f"{path}/answer", json=KEEP)).status_code == 403
