"""Reminder letters and guidance visits through a running supervision-svc."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.rectifications import RectificationOpened, RectificationStarted
from contracts.supervision import GuidanceHeld, LetterReceived, LetterSent
from countykit.identity import Role
from servicekit.transaction import Context
from supervision_svc.letters import repository

TOWNSHIP = "990101001000"
OTHER_TOWNSHIP = "990101002000"


async def test_a_letter_opens_one_rectification_per_problem_in_one_transaction(story):
    finding = await story.finding()
    problem = {"action": "work", "description": "转嫁统计任务", "clause": "LST-03", "demand": "三日内收回"}
    letter = await story.letter(finding_ids=[finding["id"]], problems=[problem])
    assert (letter["number"], letter["deadline"], letter["state"]) == ("减负函〔2025〕1号", "2025-03-17", "sent")
    (sent,) = await story.svc.events(LetterSent)
    assert (sent["region"], sent["data"]) == (
        TOWNSHIP,
        {
            "number": letter["number"],
            "actions": ["plaques", "work"],
            "deadline": "2025-03-17",
            "provisional": False,
            "problems": 2,
        },
    )
    opened = await story.svc.events(RectificationOpened)
    assert [event["data"]["action"] for event in opened] == ["plaques", "work"]
    assert {event["data"]["letter"] for event in opened} == {letter["id"]}
    subjects = [f"rectifications/{problem['rectification_id']}" for problem in letter["problems"]]
    assert [event["subject"] for event in opened] == subjects
    assert letter["problems"][0]["finding_id"] == finding["id"]
    assert letter["problems"][0]["description"] == finding["description"]
    assert letter["problems"][1]["demand"] == "三日内收回"


async def test_the_deadline_counts_working_days_with_exchanged_weekends(story):
    before_spring_festival = datetime(2025, 1, 20, 2, tzinfo=UTC)
    letter = await story.letter(at=before_spring_festival)
    assert letter["deadline"] == "2025-02-08", "two exchanged weekend days count, eight holidays do not"
    assert (await story.letter(deadline_workdays=5))["deadline"] == "2025-03-10"


async def test_numbers_are_free_of_gaps_though_letters_race_and_some_are_refused(story):
    good, bad = story.draft(), story.draft(problems=[{"action": "work", "description": "转嫁", "clause": "ZZZ-99"}])
    answers = await asyncio.gather(*(story.post(Role.COUNTY_OFFICE, "/v1/letters", body) for body in [good, bad] * 6))
    sent = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert sorted(sent) == sorted(f"减负函〔2025〕{serial}号" for serial in range(1, 7))
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} == {"clause_unknown"}


async def test_a_number_drawn_by_a_letter_that_fails_later_is_given_back(story):
    async def fail_with_a_number_in_hand():
        async with story.svc.database.transaction(Context.of_system("test")) as tx:
            assert await repository.next_serial(tx, "990101000000", 2025) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await fail_with_a_number_in_hand()
    assert (await story.letter())["number"] == "减负函〔2025〕1号"


async def test_letters_racing_for_one_finding_leave_one_letter_and_one_rectification(story):
    finding = await story.finding()
    draft = story.draft(finding_ids=[finding["id"]])
    answers = await asyncio.gather(*(story.post(Role.COUNTY_OFFICE, "/v1/letters", draft) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "already_under_repair"}
    assert len(await story.svc.events(RectificationOpened)) == 1


async def test_numbers_begin_anew_each_year(story):
    await story.letter(at=datetime(2024, 12, 31, 2, tzinfo=UTC))
    after_midnight_in_china = datetime(2024, 12, 31, 16, 30, tzinfo=UTC)
    assert (await story.letter(at=after_midnight_in_china))["number"] == "减负函〔2025〕1号"


async def test_a_letter_is_never_visible_to_another_township_nor_to_departments(story):
    letter = await story.letter()
    other = {"region": OTHER_TOWNSHIP}
    for path in (f"/v1/letters/{letter['id']}", f"/v1/letters/{letter['id']}/text"):
        assert (await story.get(Role.TOWNSHIP, path)).status_code == 200
        assert (await story.get(Role.TOWNSHIP, path, **other)).status_code == 404
        assert (await story.get(Role.DEPARTMENT, path, department="agriculture")).status_code == 403
        assert (await story.get(Role.VILLAGE, path)).status_code == 403
    assert (await story.post(Role.TOWNSHIP, f"/v1/letters/{letter['id']}/receipt", **other)).status_code == 404
    for path in ("/v1/letters", "/v1/rectifications", "/v1/guidance"):
        answer = await story.get(Role.TOWNSHIP, path, **other, params={"region": TOWNSHIP})
        assert answer.json()["items"] == []


async def test_only_the_county_office_sends_letters_within_its_county(story):
    assert (await story.post(Role.INSPECTOR, "/v1/letters", story.draft())).status_code == 403
    elsewhere = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft("990102001000"))
    assert elsewhere.status_code == 403
    county = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft("990101000000"))
    assert (county.status_code, county.json()["code"]) == (422, "region_unknown")
    nothing = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(problems=[]))
    assert nothing.json()["code"] == "invalid_request"


async def test_a_letter_names_only_open_findings_of_its_township_each_once(story):
    elsewhere = await story.finding("990101002201")
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(finding_ids=[elsewhere["id"]]))
    assert (answer.status_code, answer.json()["code"]) == (422, "finding_elsewhere")
    finding = await story.finding()
    draft = story.draft(finding_ids=[finding["id"]])
    twice = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(finding_ids=[finding["id"]] * 2))
    assert twice.json()["code"] == "invalid_request"
    repair = await story.repair(finding_ids=[finding["id"]])
    running = await story.post(Role.COUNTY_OFFICE, "/v1/letters", draft)
    assert (running.status_code, running.json()["code"]) == (409, "already_under_repair")
    await story.submit(repair)
    await story.recheck(repair)
    closed = await story.post(Role.COUNTY_OFFICE, "/v1/letters", draft)
    assert (closed.status_code, closed.json()["code"]) == (409, "finding_closed")
    await story.made(Role.INSPECTOR, f"/v1/findings/{finding['id']}/reopening", {"reason": "反弹"})
    assert (await story.post(Role.COUNTY_OFFICE, "/v1/letters", draft)).status_code == 201


async def test_the_receipt_starts_the_rectifications_and_happens_once(story):
    letter = await story.letter()
    path = f"/v1/letters/{letter['id']}/receipt"
    assert (await story.post(Role.COUNTY_OFFICE, path)).status_code == 403
    received = await story.made(Role.TOWNSHIP, path)
    assert (received["state"], received["received_at"]) == ("received", "2025-03-03T02:00:00Z")
    (event,) = await story.svc.events(LetterReceived)
    assert event["data"] == {"number": letter["number"], "actions": ["work"]}
    assert len(await story.svc.events(RectificationStarted)) == 1
    assert (await story.post(Role.TOWNSHIP, path)).json()["code"] == "illegal_transition"


async def test_the_receipt_says_whom_to_call_in_the_township_but_tells_no_event(story):
    handler = {"name": "党建办", "phone": "0999-7654321"}
    path = f"/v1/letters/{(await story.letter())['id']}/receipt"
    unreachable = await story.post(Role.TOWNSHIP, path, {"handler": {"name": "党建办", "phone": "有事找我"}})
    assert unreachable.status_code == 422
    received = await story.made(Role.TOWNSHIP, path, {"handler": handler})
    assert (received["handler_name"], received["handler_phone"]) == ("党建办", "0999-7654321")
    (event,) = await story.svc.events(LetterReceived)
    assert "0999-7654321" not in str(event)


async def test_the_text_reads_as_an_official_letter(story):
    letter = await story.letter(problems=[
        {"action": "plaques", "description": "外墙挂牌五块", "clause": "PLQ-01", "demand": "拆除多余牌子"},
        {"action": "forms", "description": "当日下达当日收取报表", "clause": "FRM-05"},
    ])  # fmt: skip
    answer = await story.get(Role.TOWNSHIP, f"/v1/letters/{letter['id']}/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    assert lines[:3] == ["关于规范机制牌子和报表填报的工作提示函", "减负函〔2025〕1号", "青石镇："]
    assert lines[-2:] == ["松岭县为基层减负工作办公室", "2025年3月3日"]
    for said in (
        "（一）外墙挂牌五块。", "（一）拆除多余牌子。", "（二）当日下达当日收取报表。",
        "《松岭县规范村级组织工作实施方案》", "2025年3月17日前完成整改", "10个工作日",
        "联系人：王某，0999-1234567", "你镇",
    ):  # fmt: skip
        assert said in answer.text
    # Law alone, and no report (DOC-04): neither our codes nor speeches, addresses, other places or papers to send in.
    for never in ("PLQ-01", "FRM-05", "发言", ".com", "黔南", "辽宁", "佐证材料", "报送整改"):
        assert never not in answer.text


async def test_letters_are_listed_by_year_state_and_region(story):
    first, second = await story.letter(), await story.letter(region=OTHER_TOWNSHIP)

    async def found(**params):
        answer = await story.get(Role.INSPECTOR, "/v1/letters", params=params)
        return {item["id"] for item in answer.json()["items"]}

    assert await found(year=2025, sort="deadline") == {first["id"], second["id"]}
    assert await found(year=2024) == await found(state="received") == set()
    assert await found(region=OTHER_TOWNSHIP, state="sent") == {second["id"]}


async def test_a_guidance_visit_is_recorded_with_those_who_took_part(story, days):
    letter = await story.letter()
    body = {
        "held_on": "2025-03-05", "participants_departments": ["civil-affairs", "agriculture"],
        "agreed_measures": "三日内收回转嫁任务",
    }  # fmt: skip
    path = f"/v1/letters/{letter['id']}/guidance"
    early = await story.post(Role.COUNTY_OFFICE, path, {**body, "held_on": "2025-03-02"})
    future = await story.post(Role.COUNTY_OFFICE, path, body)
    strange = await story.post(Role.COUNTY_OFFICE, path, {**body, "participants_departments": ["nobody"]}, at=days(2))
    assert [answer.json()["code"] for answer in (early, future, strange)] == [
        "before_the_letter", "date_in_future", "department_unknown",
    ]  # fmt: skip
    assert (await story.post(Role.TOWNSHIP, path, body, at=days(2))).status_code == 403
    guidance = await story.made(Role.COUNTY_OFFICE, path, body, at=days(2))
    (event,) = await story.svc.events(GuidanceHeld)
    assert event["subject"] == f"guidance/{guidance['id']}"
    assert (event["region"], event["data"]) == (
        TOWNSHIP,
        {"letter": letter["id"], "held_on": "2025-03-05", "departments": ["agriculture", "civil-affairs"]},
    )
    listed = await story.get(Role.TOWNSHIP, "/v1/guidance", params={"letter": letter["id"]})
    assert [item["agreed_measures"] for item in listed.json()["items"]] == ["三日内收回转嫁任务"]
    hidden = await story.get(Role.TOWNSHIP, f"/v1/guidance/{guidance['id']}", region=OTHER_TOWNSHIP)
    assert hidden.status_code == 404
