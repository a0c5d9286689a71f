"""A letter cites law, or the county's own document; a rule that rests on neither is no ground."""

from datetime import UTC, datetime

import pytest
from contracts.county_grounds import CountyGroundEnded, CountyGroundNamed
from countykit.identity import Role
from countykit.testing import open_actions

TOWNSHIP = "990101001000"
LATER = datetime(2025, 3, 10, 2, tzinfo=UTC)


def about(clause):
    return [{"action": "work", "description": "向村级转嫁统计任务", "clause": clause}]


async def sent(story, clause, **options):
    return await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(problems=about(clause)), **options)


@pytest.mark.parametrize("clause", ["DOC-07", "BRW-01", "INS-04", "PLQ-02", "CER-03", "MTG-06", "LST-02"])
async def test_a_rule_without_law_is_no_ground_of_a_letter(story, clause):
    for path in ("/v1/letters", "/v1/letters/checks"):
        answer = await story.post(Role.COUNTY_OFFICE, path, story.draft(problems=about(clause)))
        assert (answer.status_code, answer.json()["code"]) == (422, "ground_missing")
        assert answer.json()["clauses"] == [clause]


async def test_a_finding_without_law_becomes_no_letter_until_the_county_laid_the_rule_down(story):
    finding = await story.finding(action="plaques", clause="PLQ-02")
    draft = story.draft(finding_ids=[finding["id"]])
    assert (await story.post(Role.COUNTY_OFFICE, "/v1/letters", draft)).json()["code"] == "ground_missing"
    await story.ground("PLQ-02", article="第七条")
    letter = await story.made(Role.COUNTY_OFFICE, "/v1/letters", draft)
    assert letter["problems"][0]["grounds"] == "《松岭县规范村级组织工作实施方案》（松减办〔2020〕3号）第七条"


async def test_a_letter_keeps_what_it_cited_and_the_newest_document_is_cited_from_its_day(story):
    newer = {"document": "松岭县为基层减负实施细则", "number": "松减办〔2025〕8号", "effective_from": "2025-03-10"}
    await story.ground("LST-03", **newer, article="第二条")
    early = (await sent(story, "LST-03")).json()
    late = (await sent(story, "LST-03", at=LATER)).json()
    assert "松减办〔2020〕3号" in early["problems"][0]["grounds"]
    assert "松减办〔2025〕8号" in late["problems"][0]["grounds"]
    listed = await story.get(Role.TOWNSHIP, "/v1/county-grounds", params={"clause": "LST-03"})
    for ground in listed.json()["items"]:
        ended = await story.made(
            Role.COUNTY_OFFICE, f"/v1/county-grounds/{ground['id']}/ending", {"note": "文件废止"}, at=LATER
        )
        assert (ended["state"], open_actions(ended)) == ("ended", [])
    assert (await sent(story, "LST-03", at=LATER)).json()["code"] == "ground_missing"
    text = (await story.get(Role.TOWNSHIP, f"/v1/letters/{early['id']}/text")).text
    assert "松减办〔2020〕3号" in text
    assert "110102" not in text
    assert "西城" not in text
    assert len(await story.svc.events(CountyGroundEnded)) == 2


async def test_grounds_are_named_by_the_office_of_the_county_with_a_proper_number(story):
    named = await story.ground("INS-06")
    event = (await story.svc.events(CountyGroundNamed))[-1]
    assert (event["region"], event["data"]) == ("990101000000", {"clause": "INS-06", "number": "松减办〔2020〕3号"})
    body = {"clause": "INS-06", "document": "某方案", "number": "3号", "effective_from": "2025-01-01"}
    assert (await story.post(Role.COUNTY_OFFICE, "/v1/county-grounds", body)).json()["code"] == "invalid_request"
    body |= {"document": "松岭县方案", "number": "松减办〔2025〕3号"}
    assert (await story.post(Role.TOWNSHIP, "/v1/county-grounds", body)).status_code == 403
    strange = await story.post(Role.COUNTY_OFFICE, "/v1/county-grounds", {**body, "clause": "ZZZ-99"})
    assert strange.json()["code"] == "clause_unknown"
    other = {"region": "990102001000"}
    path = f"/v1/county-grounds/{named['id']}"
    assert (await story.get(Role.TOWNSHIP, path)).status_code == 200
    assert (await story.get(Role.TOWNSHIP, path, **other)).status_code == 404


async def test_the_consent_to_look_around_cites_what_the_county_laid_down(story):
    body = {
        "department": "agriculture", "year": 2025, "kind": "observation", "title": "观摩学习",
        "content": "看农田管护做法", "subject": "管护人员", "places": [TOWNSHIP],
        "starts_on": "2025-06-03", "ends_on": "2025-06-03", "quota": 1,
        "basis": "农田建设管理办法", "announced": True,
    }  # fmt: skip

    async def law():
        answer = await story.post(Role.DEPARTMENT, "/v1/plan-entries", body, department="agriculture")
        assert answer.json()["code"] == "plan_consent_missing"
        return answer.json()["law"]

    assert "张掖" not in await law()
    await story.ground("INS-15", article="第十一条")
    assert await law() == "《松岭县规范村级组织工作实施方案》（松减办〔2020〕3号）第十一条"
