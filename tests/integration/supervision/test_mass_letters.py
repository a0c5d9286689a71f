"""Letters that are asked back: one text to many townships; and guidance before another letter about the same."""

import asyncio
from datetime import date

from contracts.gateway import RegionRegistered
from countykit.identity import Role
from supervision_svc.consumers import consumers

TOWNSHIPS = [f"99010100{place}000" for place in (1, 2, 3, 4, 5)]


async def know(story):
    for code in TOWNSHIPS[2:]:
        event = RegionRegistered(code=code, name=f"{code[6:9]}乡", level="township", valid_from=date(2020, 1, 1))
        await story.svc.hear(consumers, event, region=code)


def problem(text="向村级转嫁统计任务"):
    return {"problems": [{"action": "work", "description": text, "clause": "LST-03"}]}


async def test_one_text_to_more_than_three_townships_within_a_week_needs_a_person(story, days):
    await know(story)
    for place, code in enumerate(TOWNSHIPS[:3]):
        await story.letter(region=code, at=days(place), **problem())
    body = story.draft(TOWNSHIPS[3], **problem("向村级 转嫁统计任务。"))
    checked = await story.made(Role.COUNTY_OFFICE, "/v1/letters/checks", body, at=days(6))
    assert (checked["recipients"], checked["reason_needed"], checked["repeats"]) == (4, True, [])
    mass = await story.post(Role.COUNTY_OFFICE, "/v1/letters", body, at=days(6))
    assert (mass.status_code, mass.json()["code"], mass.json()["recipients"]) == (409, "letter_mass", 4)
    assert "整治形式主义为基层减负若干规定" in mass.json()["law"]
    given = {**body, "mass_reason": "四个乡镇均已查实同一部门转嫁"}
    sent = await story.made(Role.COUNTY_OFFICE, "/v1/letters", given, at=days(6))
    assert (sent["number"], sent["mass_reason"]) == ("减负函〔2025〕4号", "四个乡镇均已查实同一部门转嫁")
    later = await story.letter(region=TOWNSHIPS[4], at=days(14), **problem())
    assert later["mass_reason"] is None, "the week is over"


async def test_letters_about_what_was_found_there_are_no_mass_letters_and_recalled_ones_do_not_count(story):
    await know(story)
    first = await story.letter(region=TOWNSHIPS[0], **problem())
    for code in TOWNSHIPS[1:3]:
        await story.letter(region=code, **problem())
    finding = await story.finding("990101002201", description="向村级转嫁统计任务")
    await story.letter(region=TOWNSHIPS[1], finding_ids=[finding["id"]])
    reason = {"reason": "对象有误，予以撤回"}
    await story.made(Role.COUNTY_OFFICE, f"/v1/letters/{first['id']}/recall", reason, sub="second")
    await story.letter(region=TOWNSHIPS[3], **problem())


async def test_four_at_once_do_not_pass_together(story):
    await know(story)
    answers = await asyncio.gather(
        *(story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(code, **problem())) for code in TOWNSHIPS)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409]


async def test_the_same_problem_again_suggests_guidance_before_another_letter(story, days):
    first = await story.letter()
    body = story.draft(problems=[{"action": "work", "description": "又向村级转嫁任务", "clause": "LST-05"}])
    checked = await story.made(Role.COUNTY_OFFICE, "/v1/letters/checks", body, at=days(30))
    assert checked["repeats"] == [first["number"]]
    assert "上门指导" in checked["advice"]
    held = {
        "held_on": "2025-03-20", "participants_departments": ["civil-affairs"],
        "agreed_measures": "逐项退回并建立回访制度", "follow_up_on": "2025-04-03",
    }  # fmt: skip
    await story.made(Role.COUNTY_OFFICE, f"/v1/letters/{first['id']}/guidance", held, at=days(20))
    checked = await story.made(Role.COUNTY_OFFICE, "/v1/letters/checks", body, at=days(30))
    assert (checked["repeats"], checked["advice"]) == ([], None)
    second = await story.made(Role.COUNTY_OFFICE, "/v1/letters", body, at=days(30))
    third = await story.made(Role.COUNTY_OFFICE, "/v1/letters", body, at=days(31))
    assert (second["repeats"], third["repeats"]) == ([], [second["number"]])
    assert (await story.post(Role.TOWNSHIP, "/v1/letters/checks", body)).status_code == 403
