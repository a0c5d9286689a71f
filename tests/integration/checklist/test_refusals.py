"""Letters with which a village refuses an unlisted demand."""

from datetime import UTC, datetime

from contracts.checklist import TaskRefused

VILLAGE = "990101001201"
SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)


async def refuse(people, **changes):
    return await people.made(
        people.village(), "/v1/refusals", {"title": "报刊订阅任务", "department": "WLJ", **changes}
    )


async def test_a_village_gets_a_letter_that_cites_the_rule_the_list_and_the_item(svc, people):
    refusal = await refuse(people)
    letter = refusal["letter"]
    for part in (
        "不予承接告知书",
        "机构WLJ",
        "报刊订阅任务",
        "LST-01",
        "第1版",
        "NE05",
        f"地名{VILLAGE}",
        "2026年3月2日",
    ):
        assert part in letter
    assert (refusal["cited_item"], bool(refusal["cited_item_name"])) == ("NE05", True)
    assert refusal["cited_item_name"] in letter
    (event,) = await svc.events(TaskRefused)
    assert (event["department"], event["region"]) == ("WLJ", VILLAGE)
    assert event["data"] == {"title": "报刊订阅任务", "charged_home": "990101000000", "cited_item": "NE05"}


async def test_the_letter_says_of_a_number_and_of_a_basis_only_what_is_certain(people):
    refusal = await refuse(people, admission_number="990101-2026-000009-9", basis="农办〔2026〕8号通知")
    letter = refusal["letter"]
    assert "编号“990101-2026-000009-9”经核验不能证明该事项已获准入" in letter
    assert "你单位所称依据“农办〔2026〕8号通知”，由县减负办在准入时审核" in letter
    assert refusal["basis"] == "农办〔2026〕8号通知"
    # Another county's list is no law here, and what is only alike is not called the same.
    assert not any(place in letter for place in ("禹会", "湖南", "浙江"))
    assert "与负面事项清单NE05" in letter
    literal = (await refuse(people, title="各村征订报刊60份"))["letter"]
    assert "该事项属于负面事项清单NE05" in literal


async def test_what_stands_on_the_lists_cannot_be_refused(people):
    async with people.village() as village:
        answer = await village.post("/v1/refusals", json={"title": "协助做好人口普查工作", "department": "WLJ"})
    assert (answer.status_code, answer.json()["code"], answer.json()["item"]) == (409, "demand_listed", "AS51")


async def test_what_is_admitted_cannot_be_refused(people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    demand = {"title": "村级防汛值守", "department": "NYJ", "admission_number": granted["number"]}
    assert await summer.refused(summer.village(), "/v1/refusals", demand) == (409, "demand_admitted")
    october = people.at(datetime(2026, 10, 8, 2, tzinfo=UTC))
    assert (await october.made(october.village(), "/v1/refusals", demand))["letter"]


async def test_an_admission_that_nobody_showed_cannot_be_refused_either(people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    async with summer.village() as village:
        answer = await village.post("/v1/refusals", json={"title": "村级防汛值守", "department": "NYJ"})
    assert (answer.json()["code"], answer.json()["number"]) == ("demand_admitted", granted["number"])


async def test_what_lies_outside_the_places_of_a_number_is_refused_and_the_letter_says_so(people):
    granted = await people.granted(regions=["990101001000"])
    await people.assigned(granted)
    demand = {"title": "村级防汛值守", "department": "NYJ", "admission_number": granted["number"]}
    summer = people.at(SUMMER)
    assert await summer.refused(summer.village(), "/v1/refusals", demand) == (409, "demand_admitted")
    outside = await summer.made(summer.village("990101002201"), "/v1/refusals", demand)
    assert f"编号“{granted['number']}”经核验，准入的任务范围不包括我村" in outside["letter"]


async def test_the_day_of_the_work_decides_and_the_letter_names_the_days(people):
    granted = await people.granted()
    await people.assigned(granted)
    demand = {"title": "村级防汛值守", "department": "NYJ", "admission_number": granted["number"]}
    ahead = demand | {"wanted_on": "2026-05-06"}
    assert await people.refused(people.village(), "/v1/refusals", ahead) == (409, "demand_admitted")
    early = await people.made(people.village(), "/v1/refusals", demand | {"wanted_on": "2026-05-05"})
    assert "有效期自2026年5月6日起至2026年9月30日止，2026年5月5日不在有效期内" in early["letter"]


async def test_a_number_that_was_taken_back_does_not_cover_the_days_after(people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    reason = {"reason": "任务取消"}
    await summer.made(summer.county(), f"/v1/admissions/{granted['id']}/revocation", reason, status=200)
    demand = {"title": "村级防汛值守", "department": "NYJ", "admission_number": granted["number"]}
    refused = await summer.made(summer.village(), "/v1/refusals", demand)
    assert "终止" in refused["letter"]
    before = demand | {"wanted_on": "2026-05-07"}
    assert await summer.refused(summer.village(), "/v1/refusals", before) == (409, "demand_admitted")


async def test_a_department_reads_the_refusals_addressed_to_it_and_others_do_not(people):
    refusal = await refuse(people)
    for client, status in (
        (people.department("WLJ"), 200), (people.township(), 200), (people.department("NYJ"), 404),
        (people.village("990101002201"), 404),
    ):  # fmt: skip
        async with client:
            assert (await client.get(f"/v1/refusals/{refusal['id']}")).status_code == status
            assert len((await client.get("/v1/refusals")).json()["items"]) == (status == 200)


async def test_only_a_village_refuses(people):
    demand = {"title": "报刊订阅任务", "department": "WLJ"}
    assert await people.refused(people.township(), "/v1/refusals", demand) == (403, "forbidden")
    stranger = people.village("990101001299")
    assert await people.refused(stranger, "/v1/refusals", demand) == (422, "region_unknown")
