"""Who demands is asked neutrally, answers, is written to again, and gets a notice when a charge is confirmed."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from certificate_svc.consumers import consumers
from contracts.demand_letters import (
    DemandLetterAnswered,
    DemandLetterDecided,
    DemandLetterLapsed,
    DemandLetterSent,
)
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.questions import _SAYS_REPORTED

from tests.printed import text_of

from .story import COUNTY, NEIGHBOUR, OTHER_TOWNSHIP, STRANGER, TOWNSHIP, VILLAGE

STOPPED = {"answer": "withdrawn", "statement": "已通知各窗口停止收取"}
CITED = {"answer": "law", "law": "《某规定》第三条", "statement": "按规定收取"}
WRITTEN = {"written": "《办事指南》第3项"}


def on(day):
    return datetime.fromisoformat(f"{day}T02:00:00+00:00").astimezone(UTC)


async def recorded(svc, day, *, region=VILLAGE, **changes):
    body = {"item": "FC05", "demander": {"department": "GA"}, "demanded_on": day, **changes}
    async with svc.client(Role.VILLAGE, region=region, at=on(day)) as client:
        answer = await client.post("/v1/demands", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def office(svc, day, path, body, status=200, sub="officer"):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on(day), sub=sub) as client:
        answer = await client.post(f"/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def written(svc, demand, day, status=201, **body):
    return await office(svc, day, f"/demands/{demand['id']}/letter", body, status)


async def charged(svc, demand, day):
    return (await office(svc, day, f"/demands/{demand['id']}/charge", WRITTEN))["charge_id"]


async def by_body(svc, day, letter, body, status=200, *, role=Role.DEPARTMENT, region=COUNTY, department="GA"):
    async with svc.client(role, region=region, department=department, at=on(day)) as client:
        answer = await client.post(f"/v1/demand-letters/{letter['id']}/answer", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def printed(svc, letter):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        answer = await client.get(f"/v1/demand-letters/{letter['id']}/document")
    assert answer.status_code == 200, answer.text
    return text_of(answer.content)


async def todos(svc, day, role, *, region=COUNTY, department=None):
    async with svc.client(role, region=region, department=department, at=on(day)) as client:
        return [todo["kind"] for todo in (await client.get("/v1/todos")).json()["todos"]]


async def test_a_body_of_the_county_is_asked_neutrally_and_answers(svc):
    first = await recorded(svc, "2026-03-02")
    early = await written(svc, first, "2026-03-03", status=422, copy_to="市公安局")
    assert early["code"] == "letter_copy_too_early"
    question = await written(svc, first, "2026-03-03")
    assert (question["kind"], question["recipient"], question["due_on"]) == ("question", "县公安局", "2026-03-10")
    other = await recorded(svc, "2026-03-04", region=NEIGHBOUR)
    assert (await written(svc, other, "2026-03-05", status=409))["code"] == "letter_unanswered"
    paper = await printed(svc, question)
    assert "询问函" in paper
    assert "2025年3月1日至2026年3月3日" in paper
    assert "不作为认定" in paper
    # What the kit forbids of a judge's question is forbidden of a letter, and neither day nor place is in it.
    assert not _SAYS_REPORTED.search(paper)
    assert not any(trace in paper for trace in ("前进村", "后山村", "青石镇", "3月2日"))
    assert await todos(svc, "2026-03-06", Role.DEPARTMENT, department="GA") == ["demand_answer"]
    await by_body(svc, "2026-03-06", question, {"answer": "law", "statement": "有依据"}, 422)
    answered = await by_body(svc, "2026-03-06", question, STOPPED)
    assert (answered["state"], answered["answer"]) == ("answered", "withdrawn")
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="SF1") as stranger:
        assert (await stranger.get(f"/v1/demand-letters/{question['id']}")).status_code == 404
    assert [event["data"]["answer"] for event in await svc.events(DemandLetterAnswered)] == ["withdrawn"]


async def test_what_is_demanded_again_is_a_question_until_a_charge_is_confirmed(svc):
    question = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await by_body(svc, "2026-03-04", question, STOPPED)
    again = await recorded(svc, "2026-03-20", region=NEIGHBOUR)
    second = await written(svc, again, "2026-03-21")
    assert (second["kind"], second["repeated"]) == ("question", False)
    assert not _SAYS_REPORTED.search(await printed(svc, second))
    await by_body(svc, "2026-03-22", second, STOPPED)
    charge = await charged(svc, again, "2026-03-23")
    assert (await written(svc, again, "2026-03-23", status=409))["code"] == "letter_covers_it"
    await office(svc, "2026-03-24", f"/demand-charges/{charge}/confirmation", {"reason": "属实"}, sub="judge")
    notice = await written(svc, again, "2026-03-25", copy_to="市公安局")
    assert (notice["kind"], notice["copy_to"], notice["charge_id"]) == ("notice", "市公安局", charge)
    paper = await printed(svc, notice)
    assert "提示函" in paper
    assert "经核实认定" in paper
    assert "抄送：市公安局" in paper
    assert [event["data"]["kind"] for event in await svc.events(DemandLetterSent)] == ["question", "question", "notice"]


async def test_what_was_demanded_before_a_letter_is_covered_by_it(svc):
    first, second = await recorded(svc, "2026-03-02"), await recorded(svc, "2026-03-02", region=NEIGHBOUR)
    question = await written(svc, first, "2026-03-03")
    await by_body(svc, "2026-03-04", question, STOPPED)
    refused = await written(svc, second, "2026-03-05", status=409)
    assert (refused["code"], refused["letter_id"]) == ("letter_covers_it", question["id"])


async def test_the_demanders_words_must_be_neutral_to_be_asked_about(svc):
    named = await recorded(svc, "2026-03-02", item=None, name="前进村饮水机使用情况证明")
    assert (await written(svc, named, "2026-03-03", status=422))["code"] == "question_not_neutral"
    told = await recorded(svc, "2026-03-02", item=None, name="群众饮水机使用情况证明")
    assert (await written(svc, told, "2026-03-03", status=422))["code"] == "question_not_neutral"


async def test_who_never_answers_is_written_to_again_with_a_copy_to_its_superior(svc):
    demand = await recorded(svc, "2026-03-02")
    silent = await written(svc, demand, "2026-03-03")
    path = f"/demand-letters/{silent['id']}/reminder"
    await svc.do_due(on("2026-03-10"))
    assert (await office(svc, "2026-03-10", path, {}, 409))["code"] == "illegal_transition"
    assert await todos(svc, "2026-03-10", Role.COUNTY_OFFICE) == []
    await svc.do_due(on("2026-03-11"))
    (lapsed,) = await svc.events(DemandLetterLapsed)
    assert lapsed["data"] == {"item": "FC05", "due_on": "2026-03-10"}
    assert await todos(svc, "2026-03-11", Role.COUNTY_OFFICE) == ["demand_reminder"]
    again = await office(svc, "2026-03-11", path, {"copy_to": "市公安局"}, 201)
    assert (again["kind"], again["follows"], again["copy_to"]) == ("question", silent["id"], "市公安局")
    paper = await printed(svc, again)
    assert "未收到答复" in paper
    assert "抄送：市公安局" in paper
    assert not _SAYS_REPORTED.search(paper)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as reader:
        assert (await reader.get(f"/v1/demand-letters/{silent['id']}")).json()["state"] == "followed"
    await by_body(svc, "2026-03-12", silent, STOPPED, 409)
    assert (await by_body(svc, "2026-03-12", again, STOPPED))["state"] == "answered"


async def test_a_new_demand_is_written_about_where_the_last_letter_lapsed(svc):
    silent = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await svc.do_due(on("2026-03-11"))
    another = await written(svc, await recorded(svc, "2026-03-12", region=NEIGHBOUR), "2026-03-12", copy_to="市公安局")
    assert (another["follows"], another["copy_to"]) == (silent["id"], "市公安局")


async def test_two_who_write_again_at_once_write_one_letter(svc):
    silent = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await svc.do_due(on("2026-03-11"))
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on("2026-03-11")) as client:
        path = f"/v1/demand-letters/{silent['id']}/reminder"
        answers = await asyncio.gather(*(client.post(path, json={"copy_to": f"市公安局{n}"}) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await svc.events(DemandLetterSent)) == 2


async def test_a_late_answer_is_an_answer(svc):
    silent = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await svc.do_due(on("2026-03-11"))
    assert (await by_body(svc, "2026-03-12", silent, STOPPED))["state"] == "answered"
    assert await todos(svc, "2026-03-12", Role.COUNTY_OFFICE) == []


async def test_a_township_reads_and_answers_what_is_written_to_its_unit(svc):
    demand = await recorded(svc, "2026-03-02", region=STRANGER, demander={"department": "SF1"})
    few = await written(svc, demand, "2026-03-03", status=409)
    assert few["code"] == "question_would_identify"
    third = RegionRegistered(code="990101001203", name="西沟村", level="village", valid_from=date(2020, 1, 1))
    await svc.hear(consumers, third, region=third.code)
    question = await written(svc, demand, "2026-03-03")
    path = f"/v1/demand-letters/{question['id']}"
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as stranger:
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/answer", json=STOPPED)).status_code == 404
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        assert (await township.get(path)).json()["charge_id"] is None
        assert (await township.get(f"{path}/document")).status_code == 200
        assert (await township.get("/v1/demands")).json()["items"] == []
    assert await todos(svc, "2026-03-04", Role.TOWNSHIP, region=TOWNSHIP) == ["demand_answer"]
    answered = await by_body(svc, "2026-03-04", question, STOPPED, role=Role.TOWNSHIP, region=TOWNSHIP, department=None)
    assert answered["state"] == "answered"
    # A letter to a department of the county is no township's.
    police = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        assert (await township.get(f"/v1/demand-letters/{police['id']}")).status_code == 404


async def test_a_bank_gets_a_letter_at_once_and_the_office_records_its_answer(svc):
    demand = await recorded(svc, "2026-03-02", demander={"name": "某农村商业银行"})
    letter = await written(svc, demand, "2026-03-03", copy_to="市银行业协会")
    assert (letter["kind"], letter["department"], letter["copy_to"]) == ("notice", None, "市银行业协会")
    assert "公安机关出具" in await printed(svc, letter)
    reply = await office(svc, "2026-03-10", f"/demand-letters/{letter['id']}/reply", CITED)
    assert (reply["answer"], reply["law"]) == ("law", "《某规定》第三条")
    await office(svc, "2026-03-10", f"/demand-letters/{letter['id']}/reply", CITED, 409)


async def test_the_office_records_what_a_body_of_the_county_answered_on_paper(svc):
    letter = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    reply = await office(svc, "2026-03-05", f"/demand-letters/{letter['id']}/reply", STOPPED)
    assert (reply["state"], reply["answer"]) == ("answered", "withdrawn")


@pytest.mark.parametrize(("decision", "accepted"), [("accepted", True), ("unfounded", False)])
async def test_the_office_accepts_a_cited_law_or_finds_it_unfounded(svc, decision, accepted):
    letter = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await by_body(svc, "2026-03-05", letter, CITED)
    assert await todos(svc, "2026-03-06", Role.COUNTY_OFFICE) == ["demand_law"]
    body = {"decision": decision, "reason": "逐条核对"}
    decided = await office(svc, "2026-03-06", f"/demand-letters/{letter['id']}/decision", body)
    assert (decided["state"], decided["reason"]) == (decision, "逐条核对")
    assert [event["data"]["accepted"] for event in await svc.events(DemandLetterDecided)] == [accepted]
    assert await todos(svc, "2026-03-06", Role.COUNTY_OFFICE) == []


async def test_who_no_longer_demands_it_has_cited_nothing_to_decide_on(svc):
    letter = await written(svc, await recorded(svc, "2026-03-02"), "2026-03-03")
    await by_body(svc, "2026-03-05", letter, STOPPED)
    body = {"decision": "accepted", "reason": "逐条核对"}
    await office(svc, "2026-03-06", f"/demand-letters/{letter['id']}/decision", body, 409)


async def test_the_judges_of_a_charge_see_the_letter_and_wait_for_its_answer(svc):
    demand = await recorded(svc, "2026-03-02")
    letter = await written(svc, demand, "2026-03-03")
    path = f"/v1/demand-letters/{letter['id']}"
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA") as police:
        before = await police.get(path)
    charge = await charged(svc, demand, "2026-03-04")
    confirm = f"/demand-charges/{charge}/confirmation"
    early = await office(svc, "2026-03-10", confirm, {"reason": "属实"}, 409, sub="judge")
    assert (early["code"], early["until"]) == ("statement_awaited", "2026-03-10")
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA") as police:
        after = await police.get(path)
        assert (after.json(), after.headers["etag"]) == (before.json(), before.headers["etag"])
    await by_body(svc, "2026-03-10", letter, CITED)
    judged = await office(svc, "2026-03-10", confirm, {"reason": "所列条款无此要求"}, sub="judge")
    assert (judged["state"], judged["letter_id"]) == ("confirmed", letter["id"])
    assert (judged["letter_answer"], judged["letter_statement"]) == ("law", "《某规定》第三条：按规定收取")
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as reader:
        listed = (await reader.get("/v1/demand-letters", params={"charge": charge})).json()["items"]
        assert [row["id"] for row in listed] == [letter["id"]]
        (row,) = (await reader.get("/v1/demand-charges")).json()["items"]
        assert row["letter_answer"] == "law"
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="GA") as police:
        assert (await police.get(f"/v1/demand-charges/{charge}")).json()["letter_id"] is None


async def test_days_without_an_answer_let_a_charge_be_judged(svc):
    demand = await recorded(svc, "2026-03-02")
    await written(svc, demand, "2026-03-03")
    charge = await charged(svc, demand, "2026-03-04")
    await svc.do_due(on("2026-03-11"))
    await office(svc, "2026-03-11", f"/demand-charges/{charge}/confirmation", {"reason": "属实"}, sub="judge")


async def test_a_village_writes_no_letters(svc):
    demand = await recorded(svc, "2026-03-02")
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await village.post(f"/v1/demands/{demand['id']}/letter", json={})).status_code == 403
        assert (await village.get("/v1/demand-letters")).status_code == 403


async def told(svc, demand, *, region=VILLAGE):
    """What who recorded a demand reads of it; list and record say the same."""
    async with svc.client(Role.VILLAGE, region=region) as village:
        one = (await village.get(f"/v1/demands/{demand['id']}")).json()
        rows = (await village.get("/v1/demands")).json()["items"]
    assert one["letter_id"] is None
    assert next(row["outcome"] for row in rows if row["id"] == demand["id"]) == one["outcome"]
    return one["outcome"]


async def test_who_recorded_a_demand_is_told_what_became_of_it(svc):
    demand = await recorded(svc, "2026-03-02")
    assert (demand["outcome"], await told(svc, demand)) == ("recorded", "recorded")
    letter = await written(svc, demand, "2026-03-03")
    assert await told(svc, demand) == "written"
    # The neighbour's is covered by the same letter; what is demanded after it is not.
    covered = await recorded(svc, "2026-03-02", region=NEIGHBOUR)
    later = await recorded(svc, "2026-03-04", region=STRANGER)
    assert await told(svc, covered, region=NEIGHBOUR) == "written"
    assert await told(svc, later, region=STRANGER) == "recorded"
    await svc.do_due(on("2026-03-11"))
    assert await told(svc, demand) == "silent"
    again = await office(svc, "2026-03-11", f"/demand-letters/{letter['id']}/reminder", {}, 201)
    assert await told(svc, demand) == "written"
    await by_body(svc, "2026-03-12", again, CITED)
    assert await told(svc, demand) == "cited"
    await office(
        svc, "2026-03-12", f"/demand-letters/{again['id']}/decision", {"decision": "unfounded", "reason": "无此条"}
    )
    assert await told(svc, demand) == "unfounded"
    charge = await charged(svc, demand, "2026-03-12")
    await office(svc, "2026-03-13", f"/demand-charges/{charge}/confirmation", {"reason": "属实"}, sub="judge")
    assert await told(svc, demand) == "confirmed"


async def test_a_demand_without_a_letter_tells_of_its_charge_and_an_answer_of_its_words(svc):
    demand = await recorded(svc, "2026-03-02")
    charge = await charged(svc, demand, "2026-03-03")
    assert await told(svc, demand) == "charged"
    await office(svc, "2026-03-04", f"/demand-charges/{charge}/dismissal", {"reason": "不属实"}, sub="judge")
    assert await told(svc, demand) == "dismissed"
    bank = await recorded(svc, "2026-03-02", demander={"name": "某农村商业银行"})
    letter = await written(svc, bank, "2026-03-03")
    await office(svc, "2026-03-05", f"/demand-letters/{letter['id']}/reply", STOPPED)
    assert await told(svc, bank) == "stopped"
