"""How a task went: said by the township at its end, with what villagers said at drawn visits, and what follows."""

from datetime import UTC, date, datetime

from checklist_svc.consumers import consumers
from contracts.assignments import TaskEvaluated, VillagersAnswered
from contracts.draws import DrawnVillageVisited
from countykit.testing import open_actions

VILLAGE, NEXT_DOOR, ELSEWHERE = "990101001201", "990101002201", "990101002000"
ENDED = datetime(2026, 9, 30, 16, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 20, 2, tzinfo=UTC)
GOOD = {"grade": "good", "result": "隐患点全部巡查"}
POOR = {"grade": "poor", "result": "只要台账，未见成效"}
VISITED = {"visited_on": "2026-05-20"}


async def evaluations(client, **params):
    async with client:
        answer = await client.get("/v1/evaluations", params=params)
    assert answer.status_code == 200, answer.text
    return {row["region"]: row for row in answer.json()["items"]}


async def ended(svc, people, **changes):
    granted = await people.granted(**changes)
    await people.assigned(granted, villages=[VILLAGE, NEXT_DOOR])
    await svc.do_due(ENDED)
    return granted


async def test_a_township_evaluates_a_task_after_it_has_ended_in_its_villages(svc, people):
    granted = await people.granted()
    await people.assigned(granted, villages=[VILLAGE, NEXT_DOOR])
    await svc.do_due(MAY)
    assert await evaluations(people.county()) == {}
    await svc.do_due(ENDED)
    autumn = people.at(ENDED)
    found = await evaluations(autumn.county(), state="awaited")
    assert {region: row["villages"] for region, row in found.items()} == {"990101001000": 1, ELSEWHERE: 1}
    (own,) = (await evaluations(autumn.township())).values()
    assert open_actions(own) == ["grading"]
    path = f"/v1/evaluations/{own['id']}/grading"
    # Neither the village, nor the body whose task it is, nor another township says how it went.
    for client, refusal in (
        (autumn.village(), (403, "forbidden")), (autumn.department(), (403, "forbidden")),
        (autumn.county(), (403, "forbidden")), (autumn.township(ELSEWHERE), (404, "not_found")),
    ):  # fmt: skip
        assert await autumn.refused(client, path, GOOD) == refusal
    given = await autumn.made(autumn.township(), path, GOOD, status=200)
    assert (given["state"], given["grade"], given["respondents"]) == ("given", "good", None)
    assert await autumn.refused(autumn.township(), path, POOR) == (409, "illegal_transition")
    (event,) = await svc.events(TaskEvaluated)
    assert (event["region"], event["department"], event["data"]["villages"]) == ("990101001000", "NYJ", 1)


async def test_only_what_villagers_said_at_drawn_visits_is_shown_and_only_of_five_or_more(svc, people):
    granted = await people.granted()
    await people.assigned(granted, villages=[VILLAGE, NEXT_DOOR])
    rows = {}
    async with people.county() as county:
        for row in (await county.get("/v1/assignments")).json()["items"]:
            rows[row["region"]] = f"/v1/assignments/{row['id']}/satisfaction"
    may = people.at(MAY)
    four = VISITED | {"respondents": 4, "satisfied": 1}
    assert await may.refused(may.inspector(), rows[VILLAGE], four) == (409, "visit_not_drawn")
    for village in (VILLAGE, NEXT_DOOR):
        await svc.hear(consumers, DrawnVillageVisited(matters=[], visited_on=date(2026, 5, 20)), region=village)
    more = VISITED | {"respondents": 3, "satisfied": 4}
    assert await may.refused(may.inspector(), rows[VILLAGE], more) == (422, "invalid_request")
    for client in (may.township(), may.village(), may.inspector("990101001000")):
        assert (await may.refused(client, rows[VILLAGE], four))[0] == 403
    shown = await may.made(may.inspector(), rows[VILLAGE], four, status=200)
    assert "answers" not in shown
    assert await may.refused(may.inspector(), rows[VILLAGE], four) == (409, "answers_already_recorded")
    await may.made(may.inspector(), rows[NEXT_DOOR], VISITED | {"respondents": 6, "satisfied": 5}, status=200)
    assert {event["data"]["respondents"] for event in await svc.events(VillagersAnswered)} == {4, 6}
    await svc.do_due(ENDED)
    autumn = people.at(ENDED)
    for region, seen in (("990101001000", (None, None)), (ELSEWHERE, (6, 5))):
        (row,) = (await evaluations(autumn.township(region))).values()
        given = await autumn.made(autumn.township(region), f"/v1/evaluations/{row['id']}/grading", GOOD, status=200)
        assert (given["respondents"], given["satisfied"]) == seen


async def test_what_most_townships_found_poor_is_admitted_again_only_for_a_reason(svc, people):
    await ended(svc, people)
    autumn = people.at(ENDED)
    for region, grading in (("990101001000", POOR), (ELSEWHERE, POOR)):
        (row,) = (await evaluations(autumn.township(region))).values()
        await autumn.made(autumn.township(region), f"/v1/evaluations/{row['id']}/grading", grading, status=200)
    again = {"title": "村级防汛值守工作", "starts_on": "2027-05-06", "ends_on": "2027-09-30"}
    renewal = await autumn.submitted(**again)
    await autumn.reviewed(renewal)
    async with autumn.county() as county:
        read = (await county.get(f"/v1/admissions/{renewal['id']}")).json()
    assert [(each["grade"], each["result"]) for each in read["evaluations"]] == [("poor", POOR["result"])] * 2
    decision = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕88号"}
    path = f"/v1/admissions/{renewal['id']}/decision"
    assert await autumn.refused(autumn.county(), path, decision) == (409, "evaluation_poor")
    despite = decision | {"despite": "已改为购买服务，由专业队伍承担"}
    assert (await autumn.made(autumn.county(), path, despite, status=200))["despite"] == despite["despite"]
    # Another body's wish for the same matter has no such past.
    other = await autumn.submitted("WLJ", **again)
    await autumn.reviewed(other)
    granted = await autumn.made(autumn.county(), f"/v1/admissions/{other['id']}/decision", decision, status=200)
    assert granted["state"] == "granted"


async def test_what_was_taken_back_before_it_began_is_nothing_to_evaluate_and_what_began_again_waits(svc, people):
    granted = await people.granted()
    await people.assigned(granted)
    async with people.village() as village:
        (row,) = (await village.get("/v1/assignments")).json()["items"]
    recall = f"/v1/assignments/{row['id']}/recall"
    await people.made(people.department(), recall, {"reason": "暂不需要"}, status=200)
    await svc.do_due(MAY)
    assert await evaluations(people.county()) == {}
    await people.assigned(granted, until="2026-06-30")
    await svc.do_due(datetime(2026, 7, 1, 2, tzinfo=UTC))
    july = people.at(datetime(2026, 7, 1, 2, tzinfo=UTC))
    (waiting,) = (await evaluations(july.township())).values()
    await july.assigned(granted, starts_on="2026-07-02")
    path = f"/v1/evaluations/{waiting['id']}/grading"
    assert await july.refused(july.township(), path, GOOD) == (409, "work_not_ended")
    await svc.do_due(ENDED)
    autumn = people.at(ENDED)
    assert (await autumn.made(autumn.township(), path, GOOD, status=200))["grade"] == "good"
