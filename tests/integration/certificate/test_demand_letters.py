"""Who demands is asked before any verdict, answers, and gets a letter about what is repeated."""

from datetime import UTC, datetime

from contracts.demand_letters import DemandLetterAnswered, DemandLetterSent
from countykit.identity import Role

from tests.printed import text_of

from .story import COUNTY, NEIGHBOUR, VILLAGE

STOPPED = {"answer": "withdrawn", "statement": "已通知各窗口停止收取"}


def on(day):
    return datetime.fromisoformat(f"{day}T02:00:00+00:00").astimezone(UTC)


async def recorded(svc, day, *, region=VILLAGE, **changes):
    body = {"item": "FC05", "demander": {"department": "GA"}, "demanded_on": day, **changes}
    async with svc.client(Role.VILLAGE, region=region, at=on(day)) as client:
        answer = await client.post("/v1/demands", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def written(svc, demand, day, status=201, **body):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on(day)) as office:
        answer = await office.post(f"/v1/demands/{demand['id']}/letter", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def printed(svc, letter):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        answer = await office.get(f"/v1/demand-letters/{letter['id']}/document")
    assert answer.status_code == 200, answer.text
    return text_of(answer.content)


async def test_a_body_of_the_county_is_asked_answers_and_is_written_to_when_it_demands_again(svc):
    first = await recorded(svc, "2026-03-02")
    question = await written(svc, first, "2026-03-03", copy_to="市公安局")
    assert (question["kind"], question["recipient"], question["copy_to"]) == ("question", "县公安局", None)
    other = await recorded(svc, "2026-03-04", region=NEIGHBOUR)
    assert (await written(svc, other, "2026-03-05", status=409))["code"] == "letter_unanswered"
    paper = await printed(svc, question)
    assert "询问函" in paper
    assert "不作为认定" in paper
    assert not any(place in paper for place in ("前进村", "后山村", "青石镇"))
    path = f"/v1/demand-letters/{question['id']}"
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA", at=on("2026-03-06")) as police:
        assert [todo["kind"] for todo in (await police.get("/v1/todos")).json()["todos"]] == ["demand_answer"]
        bare = await police.post(f"{path}/answer", json={"answer": "law", "statement": "有依据"})
        assert bare.status_code == 422
        answered = await police.post(f"{path}/answer", json=STOPPED)
        assert (answered.json()["state"], answered.json()["answer"]) == ("answered", "withdrawn")
        assert (await police.get("/v1/demands")).json()["items"] == []
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="SF1") as stranger:
        assert (await stranger.get(path)).status_code == 404
    again = await recorded(svc, "2026-03-20", region=NEIGHBOUR)
    notice = await written(svc, again, "2026-03-21", copy_to="市公安局")
    assert (notice["kind"], notice["repeated"], notice["copy_to"]) == ("notice", True, "市公安局")
    paper = await printed(svc, notice)
    assert "提示函" in paper
    assert "抄送：市公安局" in paper
    assert [event["data"]["kind"] for event in await svc.events(DemandLetterSent)] == ["question", "notice"]
    assert [event["data"]["answer"] for event in await svc.events(DemandLetterAnswered)] == ["withdrawn"]


async def test_what_was_demanded_before_a_letter_is_covered_by_it(svc):
    first, second = await recorded(svc, "2026-03-02"), await recorded(svc, "2026-03-02", region=NEIGHBOUR)
    question = await written(svc, first, "2026-03-03")
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA", at=on("2026-03-04")) as police:
        await police.post(f"/v1/demand-letters/{question['id']}/answer", json=STOPPED)
    refused = await written(svc, second, "2026-03-05", status=409)
    assert (refused["code"], refused["letter_id"]) == ("letter_covers_it", question["id"])


async def test_a_bank_gets_a_letter_at_once_and_the_office_records_its_answer(svc):
    demand = await recorded(svc, "2026-03-02", demander={"name": "某农村商业银行"})
    letter = await written(svc, demand, "2026-03-03")
    assert (letter["kind"], letter["department"], letter["repeated"]) == ("notice", None, False)
    assert "公安机关出具" in await printed(svc, letter)
    path = f"/v1/demand-letters/{letter['id']}"
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on("2026-03-10")) as office:
        reply = {"answer": "law", "law": "《某规定》第三条", "statement": "按总行规定收取"}
        recorded_reply = await office.post(f"{path}/reply", json=reply)
        assert (recorded_reply.json()["answer"], recorded_reply.json()["law"]) == ("law", "《某规定》第三条")
        assert (await office.post(f"{path}/reply", json=reply)).status_code == 409
        kept = (await office.get(f"/v1/demands/{demand['id']}")).json()
    assert kept["letter_id"] == letter["id"]


async def test_a_village_writes_no_letters(svc):
    demand = await recorded(svc, "2026-03-02")
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await village.post(f"/v1/demands/{demand['id']}/letter", json={})).status_code == 403
        assert (await village.get("/v1/demand-letters")).status_code == 403
