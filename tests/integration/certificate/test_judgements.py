"""Judgements of certificates through a running certificate-svc, by the lists that hold where the caller works."""

from .story import admit


async def judged(client, **body):
    answer = await client.post("/v1/judgements", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_forbidden_name_is_blocked_and_who_issues_it_is_said(village):
    judgement = await judged(village, name="无犯罪记录证明")
    assert (judgement["answer"], judgement["route"]) == ("block", "FC05")
    assert "公安" in judgement["authority"]


async def test_everyday_words_are_flagged_with_their_item(village):
    judgement = await judged(village, name="没结过婚的证明", purpose="贷款", demander="银行")
    assert (judgement["answer"], judgement["items"][0]["code"]) == ("flag", "FC08")


async def test_an_exception_passes_only_when_the_county_keeps_the_item(county, village):
    body = {"name": "亲属关系证明", "purpose": "办理继承公证", "demander": "公证处"}
    candidate = await judged(village, **body)
    assert (candidate["answer"], candidate["route"]) == ("unsure", "AC01")
    await admit(county)
    kept = await judged(village, **body)
    assert (kept["answer"], kept["exception"]["title"]) == ("pass", "民发〔2020〕20号附件第1项")
