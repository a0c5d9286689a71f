"""What visits ask, settle on the spot and put right, through a running supervision-svc."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.checklists import ChecklistAnswered
from contracts.draws import DrawnInquiryCorrected, DrawnVillageVisited
from contracts.visits import FindingSettled, VisitCorrected
from countykit.identity import Role
from countykit.testing import open_actions
from supervision_svc.checklists.questions import Answer, every_question, looked_at

VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
TOWNSHIP = "990101001000"
IMPOSED = [
    {"question": "WORK-1", "answer": "clear"},
    {"question": "WORK-2", "answer": "found", "note": "村微信群派任务"},
]
SETTLED = {"measures": "当场摘除超规格的牌子", "agreed_with": ["村党支部", "镇党建办"], "witness": "李二"}
LATER = datetime(2025, 3, 7, 2, tzinfo=UTC)


async def recorded(story, visit, answers=IMPOSED, role=Role.INSPECTOR, **options):
    return await story.post(role, f"/v1/visits/{visit['id']}/checklist", {"answers": answers}, **options)


def test_each_matter_of_the_board_has_questions_and_counts_only_when_all_were_answered():
    every = dict.fromkeys(every_question(), Answer.CLEAR)
    assert {each.matter for each in every_question().values()} - {None} == set(looked_at(every))
    assert looked_at({"WORK-1": Answer.CLEAR}) == []
    assert looked_at({"WORK-1": Answer.CLEAR, "WORK-2": Answer.UNSEEN}) == []
    assert looked_at({"WORK-1": Answer.CLEAR, "WORK-2": Answer.FOUND}) == ["imposed_tasks"]


async def test_the_questions_are_read_with_what_follows(story):
    items = (await story.get(Role.VILLAGE, "/v1/checklist-questions")).json()["items"]
    assert len(items) == len(every_question())
    assert all(each["text"] and each["then"] and each["rule"] for each in items)


async def test_answers_at_a_drawn_village_count_as_somebody_having_looked(story):
    drawn = await story.drawn()
    visit = await story.visit()
    answer = await recorded(story, visit)
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert (row["matters"], row["drawn_village_id"]) == (["imposed_tasks"], drawn["id"])
    (event,) = await story.svc.events(ChecklistAnswered)
    assert event["data"] == {
        "visit": visit["id"], "visited_on": "2025-03-03", "matters": ["imposed_tasks"], "answers": 2,
    }  # fmt: skip
    (event,) = await story.svc.events(DrawnVillageVisited)
    assert event["data"] == {"matters": ["imposed_tasks"], "visited_on": "2025-03-03"}
    assert "微信" not in str(await story.svc.events()), "what a village said does not travel"
    again = await recorded(story, visit)
    assert (again.status_code, again.json()["code"]) == (409, "checklist_exists")


async def test_answers_put_right_move_the_coverage_and_stay_readable(story):
    await story.drawn()
    row = (await recorded(story, await story.visit())).json()
    body = {
        "answers": [{"question": "INS-1", "answer": "clear"}, {"question": "INS-2", "answer": "clear"}],
        "reason": "填错了行动",
    }
    path = f"/v1/visit-checklists/{row['id']}/correction"
    other = await story.post(Role.INSPECTOR, path, body, sub="somebody")
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")
    corrected = await story.made(Role.INSPECTOR, path, body)
    assert (corrected["state"], corrected["matters"]) == ("corrected", ["offplan_visits"])
    assert corrected["corrections"][0]["answers"][1]["note"] == "村微信群派任务"
    (event,) = await story.svc.events(DrawnInquiryCorrected)
    assert event["data"] == {"added": ["offplan_visits"], "removed": ["imposed_tasks"], "visited_on": "2025-03-03"}
    drawn = (await story.get(Role.INSPECTOR, f"/v1/drawn-villages/{row['drawn_village_id']}")).json()
    assert drawn["matters"] == ["offplan_visits"]


async def test_answers_of_an_announced_visit_are_kept_and_count_nowhere(story):
    await story.drawn()
    row = (await recorded(story, await story.visit(unannounced=False))).json()
    assert row["drawn_village_id"] is None
    assert await story.svc.events(DrawnVillageVisited) == []


async def test_nobody_below_the_county_reads_or_writes_answers(story):
    visit = await story.visit()
    row = (await recorded(story, visit)).json()
    path = f"/v1/visit-checklists/{row['id']}"
    for role, options in ((Role.VILLAGE, {}), (Role.TOWNSHIP, {}), (Role.INSPECTOR, {"region": TOWNSHIP, "sub": "p"}),
                          (Role.DEPARTMENT, {"department": "agriculture"})):  # fmt: skip
        assert (await story.get(role, path, **options)).status_code == 404
        assert (await story.get(role, "/v1/visit-checklists", **options)).json()["items"] == []
    placed = await recorded(story, await story.visit(), region=TOWNSHIP, sub="placed")
    assert (placed.status_code, placed.json()["code"]) == (403, "checklist_not_independent")
    assert (await recorded(story, visit, role=Role.VILLAGE)).status_code == 403


@pytest.mark.parametrize(
    "answers",
    [
        [{"question": "NOPE-1", "answer": "clear"}],
        [IMPOSED[0], IMPOSED[0]],
        [{"question": "WORK-1", "answer": "found"}],
    ],
)
async def test_answers_that_are_none_are_refused(story, answers):
    answer = await recorded(story, await story.visit(), answers)
    assert (answer.status_code, answer.json()["code"]) == (422, "checklist_answers_unfit")
    assert (await recorded(story, await story.visit(), [])).status_code == 422


async def test_two_posts_of_answers_at_once_keep_one(story):
    visit = await story.visit()
    answers = await asyncio.gather(*(recorded(story, visit) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_light_finding_is_settled_on_the_spot_before_two_people_and_needs_no_letter(story):
    finding = await story.finding()
    path = f"/v1/findings/{finding['id']}/settlement"
    seen = (await story.get(Role.INSPECTOR, f"/v1/findings/{finding['id']}")).json()
    assert "settlement" in open_actions(seen)
    late = await story.post(Role.INSPECTOR, path, SETTLED, at=LATER)
    assert (late.status_code, late.json()["code"]) == (409, "settlement_late")
    other = await story.post(Role.INSPECTOR, path, SETTLED, sub="somebody")
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")
    settled = await story.made(Role.INSPECTOR, path, SETTLED)
    assert (settled["state"], settled["settlement"], settled["settled_on"]) == ("closed", SETTLED, "2025-03-03")
    (event,) = await story.svc.events(FindingSettled)
    assert event["data"] == {"action": "plaques", "settled_on": "2025-03-03"}
    letter = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(finding_ids=[finding["id"]]))
    assert (letter.status_code, letter.json()["code"]) == (409, "finding_closed")
    again = await story.made(Role.INSPECTOR, f"/v1/findings/{finding['id']}/reopening", {"reason": "又挂出来了"})
    assert again["state"] == "reopened"


async def test_grave_findings_lonely_inspectors_and_letters_are_not_settled_on_the_spot(story):
    grave = await story.finding(grade="serious")
    answer = await story.post(Role.INSPECTOR, f"/v1/findings/{grave['id']}/settlement", SETTLED)
    assert (answer.status_code, answer.json()["code"]) == (409, "finding_too_grave")
    alone = await story.visit(OTHER_VILLAGE, team_size=1)
    body = {"action": "plaques", "grade": "minor", "description": "牌子歪了", "clause": "PLQ-01"}
    found = await story.made(Role.INSPECTOR, f"/v1/visits/{alone['id']}/findings", body)
    answer = await story.post(Role.INSPECTOR, f"/v1/findings/{found['id']}/settlement", SETTLED)
    assert (answer.status_code, answer.json()["code"]) == (409, "settlement_alone")
    written = await story.finding()
    await story.letter(finding_ids=[written["id"]])
    answer = await story.post(Role.INSPECTOR, f"/v1/findings/{written['id']}/settlement", SETTLED)
    assert (answer.status_code, answer.json()["code"]) == (409, "finding_under_letter")


async def test_a_visit_is_put_right_by_who_recorded_it_and_what_it_said_stays(story):
    visit = await story.visit()
    path = f"/v1/visits/{visit['id']}/correction"
    right = {"visited_on": "2025-03-02", "unannounced": False, "team_size": 2, "reason": "事先通知过"}
    other = await story.post(Role.INSPECTOR, path, right, sub="somebody")
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")
    future = await story.post(Role.INSPECTOR, path, {**right, "visited_on": "2025-03-04"})
    assert (future.status_code, future.json()["code"]) == (422, "date_in_future")
    corrected = await story.made(Role.INSPECTOR, path, right)
    assert (corrected["visited_on"], corrected["unannounced"], corrected["team_size"]) == ("2025-03-02", False, 2)
    (before,) = corrected["corrections"]
    assert (before["visited_on"], before["unannounced"], before["team_size"]) == ("2025-03-03", True, 3)
    (event,) = await story.svc.events(VisitCorrected)
    assert event["data"] == {
        "visited_on": "2025-03-02", "previous_visited_on": "2025-03-03", "unannounced": False,
        "became": "announced", "counted_on": "2025-03-03",
    }  # fmt: skip
    same = await story.post(Role.INSPECTOR, path, right)
    assert (same.status_code, same.json()["code"]) == (409, "visit_correction_empty")


async def test_a_visit_by_which_a_drawn_village_counts_keeps_its_day_and_kind(story):
    await story.drawn()
    visit = await story.visit()
    await recorded(story, visit)
    path = f"/v1/visits/{visit['id']}/correction"
    right = {"visited_on": "2025-03-03", "unannounced": False, "team_size": 3, "reason": "事先通知过"}
    answer = await story.post(Role.INSPECTOR, path, right)
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_counts")
    fewer = await story.made(Role.INSPECTOR, path, {**right, "unannounced": True, "team_size": 2})
    assert fewer["team_size"] == 2


async def test_coverage_shows_the_longest_unseen_first_and_nothing_of_what_comes(story, days):
    await story.visit(OTHER_VILLAGE)
    await story.visit(VILLAGE, at=days(200))
    at = {"at": days(201)}
    told = (await story.get(Role.INSPECTOR, "/v1/coverage?level=village", **at)).json()
    assert (told["townships"], told["villages"], told["never"], told["unseen"]) == (2, 2, 0, 1)
    assert [(row["region"], row["days"], row["unseen"]) for row in told["items"]] == [
        (OTHER_VILLAGE, 201, 1), (VILLAGE, 1, 0),
    ]  # fmt: skip
    townships = (await story.get(Role.COUNTY_OFFICE, "/v1/coverage", **at)).json()["items"]
    assert [(row["region"], row["unseen"], row["region_name"]) for row in townships] == [
        ("990101002000", 1, "白沙乡"), (TOWNSHIP, 0, "青石镇"),
    ]  # fmt: skip
    before = (await story.get(Role.INSPECTOR, "/v1/coverage?level=village")).json()
    assert before["items"][0]["last_visit"] is None, "a visit of a later day is not known"
    await story.drawn(at=days(201))
    after = (await story.get(Role.INSPECTOR, "/v1/coverage?level=village", **at)).json()
    assert after == told, "a waiting lot changes nothing"
    one = (await story.get(Role.INSPECTOR, f"/v1/coverage?level=village&region={TOWNSHIP}", **at)).json()
    assert [row["region"] for row in one["items"]] == [VILLAGE]
    for role, options in ((Role.TOWNSHIP, {}), (Role.INSPECTOR, {"region": TOWNSHIP}), (Role.VILLAGE, {}),
                          (Role.INSPECTOR, {"region": "9901"})):  # fmt: skip
        assert (await story.get(role, "/v1/coverage", **options)).status_code == 403
    other = await story.get(Role.INSPECTOR, "/v1/coverage?region=990201001000")
    assert other.status_code == 403
