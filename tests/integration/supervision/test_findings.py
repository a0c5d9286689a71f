"""Findings and good practices through a running supervision-svc."""

from contracts.supervision import FindingClosed, FindingRaised, FindingReopened, PracticeRecorded, PracticeVerified
from countykit.identity import Role
from countykit.testing import open_actions

TOWNSHIP = "990101001000"
OTHER_TOWNSHIP = "990101002000"
VILLAGE = "990101001201"
PLAQUE = {"service": "signage", "collection": "plaques", "id": "01936f2a-0000-7000-8000-000000000001"}
PRACTICE = {"action": "forms", "title": "一表通办", "description": "年初统一安排,村级只填一次"}


async def test_a_finding_is_published_with_its_action_and_grade(story):
    finding = await story.finding(grade="serious", source=PLAQUE, evidence=["照片-1"])
    assert (finding["state"], finding["source"], finding["region"]) == ("open", PLAQUE, VILLAGE)
    (event,) = await story.svc.events(FindingRaised)
    assert (event["region"], event["subject"]) == (VILLAGE, f"findings/{finding['id']}")
    assert event["data"] == {"action": "plaques", "grade": "serious"}


async def test_a_finding_answers_with_its_own_version_and_not_with_the_visits(story):
    visit = await story.visit()
    body = {"action": "work", "grade": "minor", "description": "台账不全", "clause": "LST-01"}
    answer = await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body)
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"' == '"1"'


async def test_a_finding_about_the_township_is_not_shown_to_the_village(story):
    finding = await story.finding(concerns="township")
    assert finding["region"] == TOWNSHIP
    assert (await story.get(Role.VILLAGE, f"/v1/findings/{finding['id']}")).status_code == 404
    assert (await story.get(Role.TOWNSHIP, f"/v1/findings/{finding['id']}")).status_code == 200


async def test_a_finding_must_cite_a_rule_that_exists(story):
    visit = await story.visit()
    body = {"action": "work", "grade": "minor", "description": "台账不全", "clause": "ZZZ-99"}
    answer = await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "clause_unknown")


async def test_good_practice_is_not_a_grade_of_findings(story):
    visit = await story.visit()
    body = {"action": "work", "grade": "good_practice", "description": "好做法", "clause": "LST-01"}
    answer = await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body)
    assert answer.json()["code"] == "invalid_request"


async def test_a_reported_visit_of_others_carries_no_findings_and_no_practices(story):
    report = {"region": VILLAGE, "department": "civil-affairs", "visited_on": "2025-03-03", "demanded": "听汇报"}
    visit = await story.made(Role.VILLAGE, "/v1/visits/offplan", report)
    body = {"action": "work", "grade": "minor", "description": "台账不全", "clause": "LST-01"}
    finding = await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body)
    practice = await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/practices", PRACTICE)
    assert [finding.json()["code"], practice.json()["code"]] == ["illegal_transition", "illegal_transition"]
    assert await story.svc.events(FindingRaised) == []


async def test_a_closed_finding_that_is_found_again_is_reopened(story):
    finding = await story.finding()
    path = f"/v1/findings/{finding['id']}/reopening"
    too_early = await story.post(Role.INSPECTOR, path, {"reason": "再次发现"})
    assert (too_early.status_code, too_early.json()["code"]) == (409, "illegal_transition")
    repair = await story.repair(finding_ids=[finding["id"]])
    await story.submit(repair)
    await story.recheck(repair)
    assert len(await story.svc.events(FindingClosed)) == 1
    reopened = await story.made(Role.INSPECTOR, path, {"reason": "再次发现"})
    assert (reopened["state"], reopened["reason"]) == ("reopened", "再次发现")
    assert [event["sequence"] for event in await story.svc.events(FindingReopened)] == [3]


async def test_findings_are_listed_by_region_action_grade_and_visit_within_the_scope(story):
    mine = await story.finding(grade="grave")
    other = await story.finding("990101002201", action="forms", clause="FRM-05")

    async def found(role=Role.COUNTY_OFFICE, **params):
        answer = await story.get(role, "/v1/findings", params=params)
        return {item["id"] for item in answer.json()["items"]}

    assert await found() == {mine["id"], other["id"]}
    assert await found(region=OTHER_TOWNSHIP) == {other["id"]}
    assert await found(action="plaques", grade="grave", clause="PLQ-01") == {mine["id"]}
    assert await found(visit=other["visit_id"]) == {other["id"]}
    assert await found(state="closed") == set()
    assert await found(Role.TOWNSHIP) == {mine["id"]}
    assert await found(Role.VILLAGE, region=OTHER_TOWNSHIP) == set()


async def test_departments_do_not_read_findings(story):
    finding = await story.finding()
    own = {"department": "agriculture"}
    assert (await story.get(Role.DEPARTMENT, f"/v1/findings/{finding['id']}", **own)).status_code == 403
    assert (await story.get(Role.DEPARTMENT, "/v1/findings", **own)).status_code == 403


async def recorded(story, sub="inspector-1"):
    visit = await story.visit()
    return await story.made(Role.INSPECTOR, f"/v1/visits/{visit['id']}/practices", PRACTICE, sub=sub)


async def test_a_practice_counts_for_the_township_once_a_second_person_has_verified_it(story):
    practice = await recorded(story)
    assert (practice["state"], practice["region"], practice["village"]) == ("recorded", TOWNSHIP, VILLAGE)
    assert len(await story.svc.events(PracticeRecorded)) == 1
    assert await story.svc.events(PracticeVerified) == []
    path = f"/v1/practices/{practice['id']}/verification"
    verified = await story.made(Role.COUNTY_OFFICE, path, {"reason": "实地核实"})
    assert verified["state"] == "verified"
    (event,) = await story.svc.events(PracticeVerified)
    assert (event["region"], event["data"]) == (TOWNSHIP, {"action": "forms", "title": "一表通办"})


async def test_the_recorder_of_a_practice_does_not_verify_it(story):
    practice = await recorded(story)
    path = f"/v1/practices/{practice['id']}/verification"
    assert open_actions(practice) == []
    seen = await story.get(Role.INSPECTOR, f"/v1/practices/{practice['id']}", sub="inspector-2")
    assert open_actions(seen.json()) == ["verification"]
    same = await story.post(Role.INSPECTOR, path, {"reason": "属实"}, sub="inspector-1")
    assert (same.status_code, same.json()["code"]) == (409, "same_person")
    assert (await story.post(Role.TOWNSHIP, path, {"reason": "属实"})).status_code == 403
    assert (await story.post(Role.INSPECTOR, path, {"reason": "属实"}, sub="inspector-2")).status_code == 200
    again = await story.post(Role.INSPECTOR, path, {"reason": "属实"}, sub="inspector-2")
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_practices_are_listed_by_state_within_the_scope(story):
    practice = await recorded(story)

    async def found(region=TOWNSHIP, **params):
        answer = await story.get(Role.TOWNSHIP, "/v1/practices", region=region, params=params)
        return [item["id"] for item in answer.json()["items"]]

    assert await found() == await found(state="recorded", action="forms") == [practice["id"]]
    assert await found(state="verified") == []
    assert await found(OTHER_TOWNSHIP) == []
    hidden = await story.get(Role.TOWNSHIP, f"/v1/practices/{practice['id']}", region=OTHER_TOWNSHIP)
    assert hidden.status_code == 404


async def test_another_login_of_the_recorder_is_no_second_person_and_has_no_such_todo(story):
    practice = await recorded(story)

    async def asked(method, path, **claims):
        token = story.svc.mint.token(Role.INSPECTOR, region="990101000000", sub="inspector-2", **claims)
        async with story.svc.client() as client:
            return await client.request(
                method, path, headers={"authorization": f"Bearer {token}"},
                json={"reason": "属实"} if method == "POST" else None,
            )  # fmt: skip

    path = f"/v1/practices/{practice['id']}/verification"
    same = {"other_logins": ["inspector-1", "somebody"]}
    waiting = [(await asked("GET", "/v1/todos", **claims)).json()["todos"] for claims in (same, {})]
    assert [len(todos) for todos in waiting] == [0, 1]
    refused = await asked("POST", path, **same)
    assert (refused.status_code, refused.json()["code"]) == (409, "same_person")
    assert (await asked("POST", path, other_logins=["somebody"])).status_code == 200


async def test_the_rules_that_a_finding_may_cite_show_law_and_no_web_addresses(story):
    found = (await story.get(Role.INSPECTOR, "/v1/clauses")).json()["items"]
    assert len(found) == 62
    sources = [each["source"] for each in found]
    assert [source for source in sources if "http" in source or ".com" in source or ".cn" in source] == []
    assert any("国办函" in source for source in sources)
