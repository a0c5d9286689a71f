"""What the work of a list item is, and on which law it stands for how long."""

from datetime import UTC, datetime

import pytest
from checklist_svc.law_changes.service import open_ended
from contracts.checklist import EditionPublished
from contracts.law_changes import LawChanged
from servicekit.transaction import Context

from tests.integration.checklist.test_editions import COUNTY, edition, item, published

CONTENT = {
    "doer": "水务局巡查，村级组织协助", "how_often": "汛期每周一次", "not_required": "不承担堤防维修和险情处置",
    "support": "县水务局按次补助，由县财政列支", "law": "防洪法", "article": "第38条", "law_from": "1998-01-01",
    "law_until": "2026-03-31",
}  # fmt: skip
MARKS = "清单,编码,类别,事项名称,事项内容,依据,牵头部门"
HEADS = f"{MARKS},由谁办理,多久一次,村里不需做,上级提供和经费,法规名称,法规条款,法规施行日期,法规最后有效日"


def row(**changes):
    return ",".join(["协助事项清单,AS01,应急,协助巡堤,汛期巡堤,防洪法第38条,水务局", *(CONTENT | changes).values()])


async def sent(client, *rows, **params):
    async with client:
        files = {"file": ("清单.csv", "\n".join((HEADS, *rows)).encode(), "text/csv")}
        return await client.post("/v1/editions/import", params=params, files=files)


async def read(client, path, **options):
    async with client:
        answer = await client.get(path, **options)
    assert answer.status_code == 200, answer.text
    return answer


async def end_laws(svc, day):
    async with svc.database.transaction(Context.of_system("tick", datetime(2026, *day, 2, tzinfo=UTC))) as tx:
        await open_ended(tx)


async def law_changes(people):
    return (await read(people.county(), "/v1/law-changes")).json()["items"]


async def test_the_content_comes_by_table_and_goes_out_to_villages_as_table_and_event(svc, people):
    report = (await sent(people.county(), row())).json()
    made = (await read(people.county(), f"/v1/editions/{report['edition']}")).json()["items"]
    assert [{name: made[0][name] for name in CONTENT}] == [CONTENT]
    path = f"/v1/editions/{report['edition']}/publication"
    await people.made(people.county(), path, {"effective_from": "2026-03-03"}, status=200)
    table = await read(
        people.village(), "/v1/lists/current", params={"at": "2026-03-03"}, headers={"accept": "text/csv"}
    )
    head, line = table.text.splitlines()
    assert set(HEADS.split(",")) <= set(head.removeprefix("\ufeff").split(","))
    assert all(value in line for value in CONTENT.values())
    public = (await read(people.nobody(), "/v1/public-lists", params={"region": COUNTY, "at": "2026-03-03"})).json()[
        "items"
    ]
    assert {name: public[0][name] for name in CONTENT} == CONTENT
    (listed,) = (await svc.events(EditionPublished))[-1]["data"]["items"]
    assert {name: listed[name] for name in CONTENT} == CONTENT


async def test_the_difference_of_editions_shows_what_changed_in_the_content(people):
    old = await published(people, edition(item(**CONTENT)), "2026-03-03")
    changed = item(**CONTENT | {"how_often": "每月一次", "law_until": None})
    new = await people.made(people.county(), "/v1/editions", edition(changed))
    path = f"/v1/editions/{new['id']}/diff"
    (change,) = (await read(people.county(), path, params={"against": old["id"]})).json()["changed"]
    assert change["fields"] == {"how_often": ["汛期每周一次", "每月一次"], "law_until": ["2026-03-31", ""]}


@pytest.mark.parametrize(("changes", "field"), [
    ({"law": "水法", "article": ""}, "law"),
    ({"law": "防"}, "law"),
    ({"article": "第41条"}, "article"),
    ({"article": "相关规定"}, "article"),
    ({"law_until": "1997-12-31"}, "law_until"),
])  # fmt: skip
async def test_a_law_that_the_basis_does_not_cite_so_is_refused_by_its_field(people, changes, field):
    async with people.county() as county:
        refused = await county.post("/v1/editions", json=edition(item(), item("AS02", **CONTENT | changes)))
    assert (refused.status_code, refused.json()["code"]) == (422, "item_law_unclear")
    assert [error["pointer"] for error in refused.json()["errors"]] == [f"/items/1/{field}"]
    answer = await sent(people.county(), row(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused"), answer.text
    assert (field, "item_law_unclear") in {(each["field"], each["code"]) for each in answer.json()["errors"]}


async def test_days_of_a_law_need_the_law(people):
    nameless = item(**CONTENT | {"law": ""})
    async with people.county() as county:
        errors = (await county.post("/v1/editions", json=edition(nameless))).json()["errors"]
    assert [error["pointer"] for error in errors] == ["/items/0/article", "/items/0/law_from", "/items/0/law_until"]


@pytest.mark.parametrize("changes", [{"law_from": "2026-04-02", "law_until": None}, {"law_until": "2026-03-31"}])
async def test_an_edition_does_not_begin_on_a_law_that_is_not_in_force_then(people, changes):
    draft = await people.made(people.county(), "/v1/editions", edition(item(**CONTENT | changes)))
    path = f"/v1/editions/{draft['id']}/publication"
    assert await people.refused(people.county(), path, {"effective_from": "2026-04-01"}) == (422, "law_not_in_force")
    if changes["law_until"]:  # its last day is still one of it
        await people.made(people.county(), path, {"effective_from": "2026-03-31"}, status=200)


async def test_the_day_after_a_laws_last_day_what_stands_on_it_is_reviewed_once(svc, people):
    await published(
        people, edition(item(**CONTENT), item("AS02", name="协助防疫", legal_basis="动物防疫法第30条")), "2026-03-03"
    )
    await people.granted()
    await end_laws(svc, (3, 31))
    assert await law_changes(people) == []
    await end_laws(svc, (4, 1))
    await end_laws(svc, (4, 2))
    (change,) = await law_changes(people)
    assert (change["law"], change["kind"], change["effective_on"], change["articles"], change["found"]) == (
        "防洪法", "repealed", "2026-04-01", [38], 2,
    )  # fmt: skip
    reviews = (await read(people.county(), "/v1/law-reviews")).json()["items"]
    assert {(each["standing"], each["title"]) for each in reviews} == {
        ("item", "协助巡堤"),
        ("admission", "村级防汛值守"),
    }
    assert len(await svc.events(LawChanged)) == 1
    late = people.at(datetime(2026, 4, 1, 3, tzinfo=UTC))
    draft = await late.drafted(title="堤防看护", starts_on="2026-07-01")
    path = f"/v1/admissions/{draft['id']}/submission"
    assert await late.refused(late.department(), path, {}) == (422, "basis_repealed")


async def test_a_law_of_an_edition_that_ended_before_opens_nothing(svc, people):
    await published(people, edition(item(**CONTENT)), "2026-03-03")
    await published(people, edition(item(**CONTENT | {"law_until": None})), "2026-03-20")
    await end_laws(svc, (4, 1))
    assert await law_changes(people) == []


async def test_who_may_not_refuse_a_listed_matter_learns_what_it_need_not_do(people):
    async with people.village() as village:
        demand = {"title": "协助维护社会治安", "department": "NYJ"}
        advice = (await village.post("/v1/refusals/advice", json=demand)).json()
    assert advice["answer"] == "green"
    assert "村里不需做：不作为该事项的责任主体" in advice["detail"]
    assert "经费由委托部门承担" in advice["detail"]
