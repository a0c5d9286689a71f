"""The county's dictionary of data elements through a running report-svc."""

import asyncio

import pytest
from contracts.data_elements import ElementMerged, ElementRegistered, ElementRevised, ElementSeparated
from countykit.identity import Role
from countykit.testing import open_actions


def content(**changes):
    return {
        "name": "在册水井数", "synonyms": ["水井个数"], "category": "人居环境与基础设施",
        "definition": "村内登记在册的水井数量", "unit": "口", "kind": "count", "minimum": 0,
        "source": "县水利局(水井台账)", "refresh": "year",
        "sums_over_villages": True, **changes,
    }  # fmt: skip


@pytest.fixture
def enter(county):
    async def enter(code, by=None, **changes):
        async with by or county.office() as client:
            return await client.post("/v1/elements", json={"code": code, **content(**changes)})

    return enter


async def send(client, method, path, **options):
    async with client:
        return await client.request(method, path, **options)


async def test_a_county_adopts_the_starter_set_once_and_keeps_what_it_has(county, enter):
    county.created(await enter("W01", name="常住人口", synonyms=[], unit="人"))
    first = await send(county.office(), "POST", "/v1/elements/starter-set")
    assert first.status_code == 200, first.text
    assert (first.json()["added"], first.json()["kept"]) == (179, 1)
    again = await send(county.office(), "POST", "/v1/elements/starter-set")
    assert (again.json()["added"], again.json()["kept"]) == (0, 180)
    found = await send(county.village(), "GET", "/v1/elements", params={"q": "实住户数"})
    (element,) = found.json()["items"]
    assert (element["code"], element["state"], element["unit"]) == ("E005", "recorded", "户")
    assert element["source"] == "网格/人口库"
    assert len(await county.svc.events(ElementRegistered)) == 180
    county.refused(await send(county.department(), "POST", "/v1/elements/starter-set"), 403, "forbidden")


async def test_a_department_proposes_the_office_records_the_approver_makes_it_the_standard(county, enter):
    element = county.created(await enter("W01", county.department()))
    assert (element["state"], element["steward"], element["edition"]) == ("candidate", "STATS", 1)
    path = f"/v1/elements/{element['id']}"
    todos = await send(county.office(), "GET", "/v1/todos")
    assert [item["subject"]["title"] for item in todos.json()["todos"]] == ["在册水井数"]
    recorded = await send(county.office(), "POST", f"{path}/registration", json={"reason": "口径清楚"})
    assert recorded.json()["state"] == "recorded"
    approver = county.svc.client(Role.APPROVER, region=county.REGION, at=county.at("2025-01-07"))
    standard = await send(approver, "POST", f"{path}/standardisation", json={"reason": "同意"})
    assert standard.json()["state"] == "standard"
    body = {**content(definition="村内登记在册的机井和水井"), "reason": "补充机井"}
    county.refused(await send(county.department("AGRI"), "POST", f"{path}/revision", json=body), 403, "forbidden")
    revised = await send(county.department(), "POST", f"{path}/revision", json=body)
    assert (revised.json()["state"], revised.json()["edition"]) == ("recorded", 2)
    editions = (await send(county.village(), "GET", f"{path}/editions")).json()["editions"]
    assert [(each["number"], each["content"]["definition"]) for each in editions] == [
        (1, "村内登记在册的水井数量"), (2, "村内登记在册的机井和水井"),
    ]  # fmt: skip


async def test_a_department_speaks_for_itself_only(county, enter):
    answer = await enter("W01", county.department(), steward="AGRI")
    county.refused(answer, 422, "element_steward_needed")
    element = county.created(await enter("W01"))
    path = f"/v1/elements/{element['id']}/stewardship"
    unknown = await send(county.office(), "POST", path, json={"steward": "NOBODY", "reason": "明确责任"})
    county.refused(unknown, 422, "department_unknown")
    given = await send(county.office(), "POST", path, json={"steward": "AGRI", "reason": "明确责任"})
    assert given.json()["steward"] == "AGRI"


async def test_two_elements_of_one_name_or_code_are_refused_also_in_a_race(county, enter):
    answers = await asyncio.gather(enter("W01"), enter("W02"), enter("W01", name="水窖数"))
    first, *others = sorted(answers, key=lambda answer: answer.status_code)
    assert first.status_code == 201
    assert "element_code_taken" in {answer.json().get("code") for answer in others}
    county.refused(await enter("W09", name="在册水井数 "), 409, "element_code_taken")


async def test_relations_to_nothing_and_in_a_circle_are_refused(county, enter):
    rule = {"rule": "W01<=W02", "level": "check"}
    unknown = county.refused(await enter("W01", relations=[rule]), 422, "element_unknown")
    assert unknown["elements"] == ["W02"]
    county.created(await enter("W02", name="水井总数", synonyms=[]))
    first = county.created(await enter("W01", relations=[rule]))
    back = content(name="水井总数", synonyms=[], relations=[{"rule": "W02<=W01", "level": "check"}])
    other = (await send(county.office(), "GET", "/v1/elements", params={"q": "W02"})).json()["items"][0]
    answer = await send(
        county.office(), "POST", f"/v1/elements/{other['id']}/revision", json={**back, "reason": "反向关系"}
    )
    county.refused(answer, 422, "element_relations_circular")
    assert (await send(county.office(), "GET", f"/v1/elements/{first['id']}")).json()["edition"] == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"synonyms": ["在册水井数"]}, "synonym_repeated"), ({"minimum": 5, "maximum": 1}, "bounds_crossed"),
        ({"kind": "text"}, "not_a_number"), ({"choices": ["有"]}, "choices_of_numbers"),
        ({"relations": [{"rule": "W01<>W02", "level": "check"}]}, "string_pattern_mismatch"),
    ],
)  # fmt: skip
async def test_content_that_makes_no_sense_is_refused(county, enter, changes, code):
    answer = await enter("W01", **changes)
    assert answer.status_code == 422
    assert code in {error["code"] for error in answer.json()["errors"]}, answer.text


@pytest.fixture
async def twins(county, enter):
    """Two elements for one thing, each asked for by a form."""
    one = county.created(await enter("W01"))
    other = county.created(await enter("W02", name="水井数量", synonyms=["井数"]))
    for code, element in (("XB01", "W01"), ("XB02", "W02")):
        fields = [{"name": "水井", "unit": "口", "element": element}, {"name": "备注", "required": False}]
        await county.decided(await county.proposed(code, fields=fields))
    return one, other


async def overlaps_of(county, code):
    form = (await send(county.office(), "GET", "/v1/forms", params={"code": code})).json()["items"][0]
    return (await send(county.office(), "GET", f"/v1/forms/{form['id']}")).json()["overlaps"]


async def test_a_merger_is_looked_at_done_and_undone_without_a_trace_in_the_content(county, twins):
    one, other = twins
    shares = [each["share"] for each in await overlaps_of(county, "XB01")]
    before = [(await send(county.office(), "GET", f"/v1/elements/{each['id']}")).json() for each in twins]
    path = f"/v1/elements/{one['id']}"
    preview = (await send(county.office(), "GET", f"{path}/merger", params={"into": "W02"})).json()
    assert preview["synonyms_added"] == ["在册水井数", "水井个数"]
    assert [(each["form"], each["column"], each["doubled"]) for each in preview["columns"]] == [("XB01", "水井", False)]
    merged = await send(county.office(), "POST", f"{path}/merger", json={"into": "W02", "reason": "同一口径"})
    assert (merged.json()["state"], merged.json()["merged_into"]) == ("superseded", "W02")
    survivor = (await send(county.office(), "GET", f"/v1/elements/{other['id']}")).json()
    assert (survivor["synonyms"], survivor["edition"]) == (["井数", "在册水井数", "水井个数"], 2)
    assert [each["share"] for each in await overlaps_of(county, "XB01")] == ["1.00"] != shares
    undone = await send(county.office(), "POST", f"{path}/separation", json={"reason": "口径实有不同"})
    assert (undone.json()["state"], open_actions(undone.json())[0]) == ("recorded", "revision")
    after = [(await send(county.office(), "GET", f"/v1/elements/{each['id']}")).json() for each in twins]
    moved = {"version", "edition", "reason", "allowed_actions"}
    assert [{k: v for k, v in each.items() if k not in moved} for each in after] == [
        {k: v for k, v in each.items() if k not in moved} for each in before
    ]
    assert [each["share"] for each in await overlaps_of(county, "XB01")] == shares
    assert len(await county.svc.events(ElementMerged)) == len(await county.svc.events(ElementSeparated)) == 1
    assert len(await county.svc.events(ElementRevised)) == 2


async def test_a_merger_is_not_undone_after_thirty_days_nor_under_a_later_one(county, enter, twins):
    one, other = twins
    third = county.created(await enter("W03", name="全部水井数", synonyms=[]))
    for element, into in ((one, "W02"), (other, "W03")):
        path = f"/v1/elements/{element['id']}/merger"
        answer = await send(county.office(), "POST", path, json={"into": into, "reason": "同一口径"})
        assert answer.status_code == 200, answer.text
    path = f"/v1/elements/{one['id']}/separation"
    onward = await send(county.office(), "POST", path, json={"reason": "撤销"})
    assert county.refused(onward, 409, "element_merged_onward")["element"] == "W02"
    assert [each["share"] for each in await overlaps_of(county, "XB01")] == ["1.00"]
    late = await send(
        county.office("2025-02-10"), "POST", f"/v1/elements/{other['id']}/separation", json={"reason": "撤销"}
    )
    county.refused(late, 409, "element_undo_late")
    assert (await send(county.office(), "GET", f"/v1/elements/{third['id']}")).json()["edition"] == 2


async def test_elements_that_are_not_one_are_never_merged(county, enter):
    one = county.created(await enter("W01"))
    county.created(await enter("W02", name="水井面积", synonyms=[], unit="平方米", kind="quantity"))
    county.created(
        await enter("W03", name="可用水井数", synonyms=[], relations=[{"rule": "W03<=W01", "level": "check"}])
    )
    path = f"/v1/elements/{one['id']}/merger"
    for into, code in (
        ("W01", "element_with_itself"), ("W02", "elements_unlike"), ("W03", "elements_related"),
        ("W99", "element_unknown"),
    ):  # fmt: skip
        for method, options in (
            ("GET", {"params": {"into": into}}),
            ("POST", {"json": {"into": into, "reason": "同一"}}),
        ):
            county.refused(await send(county.office(), method, path, **options), 422, code)


async def test_what_approved_forms_ask_for_is_not_retired(county, twins):
    answer = await send(
        county.office(), "POST", f"/v1/elements/{twins[0]['id']}/retirement", json={"reason": "不再使用"}
    )
    assert county.refused(answer, 409, "element_in_use")["forms"] == ["XB01"]
