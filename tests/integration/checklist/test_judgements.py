"""Judgements of demands through a running checklist-svc: advice while typing, stored nowhere."""

from countykit.identity import Role

from .conftest import COUNTY, VILLAGE


async def judged(client, **body):
    async with client:
        answer = await client.post("/v1/judgements", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_literal_name_of_a_published_item_blocks_and_shows_its_law(people):
    judgement = await judged(people.village(), text="请各村签订安全生产责·任·狀")
    assert (judgement["answer"], judgement["items"][0]["code"]) == ("block", "NE06")
    mark = judgement["marks"][0]
    assert mark["law"]["sentence"]
    assert "请各村签订安全生产责·任·狀"[mark["start"] : mark["end"]] == mark["text"]
    assert set(judgement["versions"]) == {"rules", "texts", "models"}


async def test_a_breach_in_other_words_is_flagged_and_a_lifting_passes(people):
    flagged = await judged(people.county(), text="各村每天上传巡查照片,少一张扣1分,全镇排名通报")
    assert flagged["answer"] == "flag"
    assert flagged["nearest"]["text"]
    assert (await judged(people.township(), text="取消各类责任状"))["answer"] == "pass"


async def test_every_signed_in_role_may_ask_and_nothing_is_stored(svc):
    before = len(await svc.events())
    for role, region in ((Role.VILLAGE, VILLAGE), (Role.COUNTY_OFFICE, COUNTY), (Role.DEPARTMENT, COUNTY)):
        judgement = await judged(svc.client(role, region=region, department="NYJ"), text="县文旅局到村检查农家书屋")
        assert (judgement["answer"], bool(judgement["question"])) == ("unsure", True)
    assert len(await svc.events()) == before


async def test_what_the_form_says_beside_counts_and_bad_bodies_are_refused(people):
    paid = await judged(people.department(), text="委托村里张贴公告,费用另行安排", payer="县民政局")
    unpaid = await judged(people.department(), text="委托村里张贴公告,费用另行安排", payer="村集体")
    assert paid["breach"] < unpaid["breach"]
    async with people.department() as client:
        for body in ({}, {"text": ""}, {"text": "字" * 10_001}, {"text": "好", "answer": "pass"}):
            assert (await client.post("/v1/judgements", json=body)).status_code == 422, body


async def test_readiness_names_the_versions_that_judge(people):
    async with people.village() as client:
        ready = (await client.get("/readyz")).json()
    assert ready["words"].keys() == {"rules", "texts", "models"}
