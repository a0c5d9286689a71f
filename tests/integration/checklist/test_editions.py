"""The three lists through a running checklist-svc."""

from datetime import UTC, datetime

from checklist_svc.editions.catalogue import publish_first_edition
from contracts.checklist import EditionPublished, EditionRecalled
from countykit.identity import Role
from servicekit.transaction import Context

COUNTY, OTHER_COUNTY = "990101000000", "990202000000"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


def item(code="AS01", kind="assist", **changes):
    marks = {"name": "协助巡堤", "content": "汛期巡堤", "legal_basis": "防洪法第38条", "lead_department": "水务局"}
    return {"code": code, "kind": kind, "category": "应急", **marks, **changes}


def edition(*items, title="本县三个清单"):
    return {"title": title, "items": list(items)}


async def published(people, body, effective_from):
    draft = await people.made(people.county(), "/v1/editions", body)
    path = f"/v1/editions/{draft['id']}/publication"
    return await people.made(people.county(), path, {"effective_from": effective_from}, status=200)


async def current(people, client=None, **params):
    async with client or people.village() as reader:
        answer = await reader.get("/v1/lists/current", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_shipped_catalogue_is_edition_1_for_everybody(svc, people):
    (event,) = await svc.events(EditionPublished)
    items = event["data"].pop("items")
    assert event["data"] == {
        "number": 1, "effective_from": "2025-01-01", "duty": 12, "assist": 63, "assist_categories": 20, "negative": 13,
    }  # fmt: skip
    assert event["region"] == "000000000000"
    lists = await current(people)
    shown = [{**entry, "content": None} for entry in lists["items"]]  # the shipped names are their content, too
    assert items == [{name: entry[name] for name in items[0]} for entry in shown]
    assert (lists["edition"]["number"], lists["edition"]["assist_categories"], len(lists["items"])) == (1, 20, 88)
    assert {entry["provenance"] for entry in lists["items"]} == {"found", "general-knowledge"}


async def test_publishing_the_catalogue_again_changes_nothing(svc):
    async with svc.database.transaction(Context.of_system("tick")) as tx:
        await publish_first_edition(svc.app.state.settings, tx)
    assert len(await svc.events(EditionPublished)) == 1


async def test_the_first_day_of_the_shipped_lists_is_a_setting(start_county):
    svc = await start_county(list_effective_from="2026-01-01")
    async with svc.client(Role.VILLAGE, region="990101001201") as village:
        before = await village.get("/v1/lists/current", params={"at": "2025-12-31"})
        since = await village.get("/v1/lists/current", params={"at": "2026-01-01"})
    assert (before.status_code, before.json()["code"]) == (404, "no_edition_in_force")
    assert since.status_code == 200


async def test_one_list_can_be_read_by_its_kind_and_as_a_table(people):
    negative = await current(people, kind="negative")
    assert [entry["code"] for entry in negative["items"]] == [f"NE{number:02d}" for number in range(1, 14)]
    async with people.village() as village:
        table = await village.get("/v1/lists/current", params={"kind": "duty"}, headers={"accept": "text/csv"})
    assert table.text.count("\n") == 13
    assert "事项名称" in table.text


async def test_a_countys_own_edition_wins_over_the_default_from_its_first_day(svc, people):
    own = await published(people, edition(item(), item("NE01", "negative")), "2026-04-01")
    assert (own["number"], own["state"], own["assist"], own["negative"]) == (1, "published", 1, 1)
    assert (await current(people, at="2026-03-31"))["edition"]["region"] == "000000000000"
    assert (await current(people, at="2026-04-01"))["edition"]["id"] == own["id"]
    elsewhere = await current(people, people.village("990202001201"), at="2026-04-01")
    assert elsewhere["edition"]["region"] == "000000000000"
    event = (await svc.events(EditionPublished))[-1]
    assert (event["region"], event["data"]["effective_from"]) == (COUNTY, "2026-04-01")
    assert [(entry["code"], entry["content"]) for entry in event["data"]["items"]] == [
        ("AS01", "汛期巡堤"), ("NE01", "汛期巡堤"),
    ]  # fmt: skip


async def test_a_new_edition_supersedes_the_one_before_from_its_first_day(people):
    first = await published(people, edition(item()), "2026-04-01")
    second = await published(people, edition(item(), item("AS02")), "2026-07-01")
    assert second["number"] == 2
    async with people.county() as county:
        before = (await county.get(f"/v1/editions/{first['id']}")).json()["edition"]
        listed = (await county.get("/v1/editions", params={"state": "superseded"})).json()["items"]
    assert (before["state"], before["effective_to"]) == ("superseded", "2026-06-30")
    assert [entry["id"] for entry in listed] == [first["id"]]
    assert (await current(people, at="2026-06-30"))["edition"]["id"] == first["id"]
    assert (await current(people, at="2026-07-01"))["edition"]["id"] == second["id"]


async def test_the_difference_of_two_editions_names_what_was_added_removed_and_changed(people):
    old = await published(people, edition(item(), item("AS02"), item("AS03")), "2026-04-01")
    changed = item("AS02", name="协助巡堤护堤", wordings=["巡堤", "护堤"])
    new = await people.made(people.county(), "/v1/editions", edition(item(), changed, item("AS04")))
    async with people.county() as county:
        diff = (await county.get(f"/v1/editions/{new['id']}/diff", params={"against": old["id"]})).json()
    assert [entry["code"] for entry in diff["added"]] == ["AS04"]
    assert [entry["code"] for entry in diff["removed"]] == ["AS03"]
    assert diff["changed"] == [{"kind": "assist", "code": "AS02", "fields": {
        "name": ["协助巡堤", "协助巡堤护堤"], "wordings": ["", "巡堤；护堤"],
    }}]  # fmt: skip


async def test_other_wordings_decide_what_is_blocked_so_everybody_is_told_them(svc, people):
    words = ["签订巡堤责任状"]
    edition_id = (await published(people, edition(item("NE01", kind="negative", wordings=words)), "2026-04-01"))["id"]
    async with people.village() as village:
        shown = (await village.get(f"/v1/editions/{edition_id}")).json()["items"]
    assert [each["wordings"] for each in shown] == [words]
    told = (await svc.events(EditionPublished))[-1]["data"]["items"]
    assert [each["wordings"] for each in told] == [words]


async def sent(client, rows, **params):
    heads = "清单,编码,类别,事项名称,事项内容,依据,牵头部门,其他常用说法\n"
    async with client:
        files = {"file": ("清单.csv", (heads + "\n".join(rows)).encode(), "text/csv")}
        return await client.post("/v1/editions/import", params=params, files=files)


ROWS = [
    "协助事项清单,AS01,防汛,协助巡堤,巡查堤防,防洪法第38条,县水利局,",
    "负面事项清单,NE01,摊派,代收水费,代收水费,村民委员会组织法第9条,县民政局,收水费；催缴水费",
]


async def test_a_county_s_edition_comes_from_a_table_and_says_what_it_changes(people):
    async with people.county() as county:
        before = (await county.get("/v1/editions")).json()["items"]
    tried = (await sent(people.county(), ROWS, dry_run=True)).json()
    assert (tried["dry_run"], tried["edition"], tried["stored"]) == (True, None, 2)
    changed = {each["code"]: set(each["fields"]) for each in tried["difference"]["changed"]}
    assert "wordings" in changed["NE01"]
    assert "AS02" in {each["code"] for each in tried["difference"]["removed"]}
    async with people.county() as county:
        assert (await county.get("/v1/editions")).json()["items"] == before
    report = (await sent(people.county(), ROWS, title="本县三个清单")).json()
    async with people.county() as county:
        made = (await county.get(f"/v1/editions/{report['edition']}")).json()
    assert (made["edition"]["title"], made["edition"]["state"]) == ("本县三个清单", "draft")
    assert [each["wordings"] for each in made["items"]] == [[], ["收水费", "催缴水费"]]


async def test_a_table_with_wrong_items_names_each_row_and_stores_nothing(people):
    rows = [ROWS[0], ROWS[0], "协助事项清单,AS03,防汛,协助巡堤,,防洪法第38条,,", "什么清单,AS04,a,b,c,d,e,"]
    answer = await sent(people.county(), rows)
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused"), answer.text
    found = {(error["row"], error["field"], error["code"]) for error in answer.json()["errors"]}
    assert found >= {
        (3, "code", "item_code_repeated"), (4, "content", "list_item_incomplete"),
        (4, "lead_department", "list_item_incomplete"),
    }  # fmt: skip
    assert any(row == 5 for row, _, _ in found)
    async with people.county() as county:
        assert [each["state"] for each in (await county.get("/v1/editions")).json()["items"]] == ["published"]
    assert (await sent(people.county(), [])).status_code == 422
    assert (await sent(people.township(), ROWS)).status_code == 403


async def test_an_item_without_one_of_its_four_marks_is_refused_with_its_place(people):
    async with people.county() as county:
        answer = await county.post("/v1/editions", json=edition(item(), item("AS02", legal_basis="", content=" ")))
    assert (answer.status_code, answer.json()["code"]) == (422, "list_item_incomplete")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/items/1/legal_basis", "/items/1/content"}


async def test_two_items_with_one_code_are_refused(people):
    answer = await people.refused(people.county(), "/v1/editions", edition(item(), item()))
    assert answer == (422, "item_code_repeated")


async def test_an_edition_that_nobody_can_be_told_in_one_notice_is_refused(people):
    long = [item(f"AS{number}", content="巡" * 2000) for number in range(51)]
    assert await people.refused(people.county(), "/v1/editions", edition(*long)) == (422, "edition_too_long")


async def test_an_edition_does_not_come_into_force_in_the_past_or_before_its_forerunner(people):
    await published(people, edition(item()), "2026-05-01")
    draft = await people.made(people.county(), "/v1/editions", edition(item()))
    path = f"/v1/editions/{draft['id']}/publication"
    for day in ("2026-03-01", "2026-05-01"):
        assert await people.refused(people.county(), path, {"effective_from": day}) == (422, "effective_date_invalid")


async def test_a_published_edition_is_not_published_again(people):
    own = await published(people, edition(item()), "2026-04-01")
    path = f"/v1/editions/{own['id']}/publication"
    later = {"effective_from": "2026-08-01"}
    assert await people.refused(people.county(), path, later) == (409, "illegal_transition")


async def test_a_draft_belongs_to_its_county_and_villages_do_not_see_it(people):
    draft = await people.made(people.county(), "/v1/editions", edition(item()))
    path = f"/v1/editions/{draft['id']}"
    for client in (people.village(), people.county(OTHER_COUNTY)):
        async with client:
            assert (await client.get(path)).status_code == 404
    publication = {"effective_from": "2026-04-01"}
    assert await people.refused(people.county(OTHER_COUNTY), f"{path}/publication", publication) == (404, "not_found")


async def test_only_a_county_office_drafts_and_only_for_its_own_county(people, svc):
    assert await people.refused(people.village(), "/v1/editions", edition(item())) == (403, "forbidden")
    province = svc.client(Role.COUNTY_OFFICE, region="99")
    assert await people.refused(province, "/v1/editions", edition(item())) == (403, "forbidden")


async def test_the_lists_of_another_county_are_not_read_through_a_region_filter(people):
    async with people.village() as village:
        elsewhere = await village.get("/v1/lists/current", params={"region": OTHER_COUNTY})
        malformed = await village.get("/v1/lists/current", params={"region": "9901"})
    assert (elsewhere.status_code, malformed.status_code) == (403, 422)


async def test_an_edition_is_recalled_before_its_first_day_and_the_one_before_it_goes_on(svc, people):
    first = await published(people, edition(item()), "2026-03-10")
    second = await published(people, edition(item(), item("AS02", name="协助防疫")), "2026-04-01")
    assert (await current(people, at="2026-04-02"))["edition"]["id"] == second["id"]
    path = f"/v1/editions/{second['id']}/recall"
    recalled = await people.made(people.county(), path, {"reason": "事项还要核对"}, status=200)
    assert (recalled["state"], recalled["number"], recalled["reason"]) == ("recalled", 2, "事项还要核对")
    lists = await current(people, at="2026-04-02")
    assert (lists["edition"]["id"], lists["edition"]["state"], lists["edition"]["effective_to"]) == (
        first["id"], "published", None,
    )  # fmt: skip
    (event,) = await svc.events(EditionRecalled)
    assert event["data"] == {"number": 2, "effective_from": "2026-04-01"}
    async with people.county() as office:
        again = await office.post(path, json={"reason": "再次撤回"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    third = await published(people, edition(item()), "2026-04-01")
    assert (third["number"], third["effective_from"]) == (3, "2026-04-01")


async def test_an_edition_whose_day_has_come_is_not_recalled(svc, people):
    begun = await published(people, edition(item()), "2026-03-10")
    on_the_day = datetime(2026, 3, 10, 2, tzinfo=UTC)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on_the_day) as office:
        refused = await office.post(f"/v1/editions/{begun['id']}/recall", json={"reason": "不合适"})
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "edition_begun", "LST-04")
    async with svc.client(Role.COUNTY_OFFICE, region=OTHER_COUNTY, at=NOW) as stranger:
        assert (
            await stranger.post(f"/v1/editions/{begun['id']}/recall", json={"reason": "不合适"})
        ).status_code in (403, 404)  # fmt: skip


async def test_recalling_the_only_edition_of_a_county_leaves_the_default_lists(people):
    only = await published(people, edition(item()), "2026-03-10")
    await people.made(people.county(), f"/v1/editions/{only['id']}/recall", {"reason": "不合适"}, status=200)
    assert (await current(people, at="2026-03-11"))["edition"]["region"] == "000000000000"


async def test_anybody_reads_the_lists_of_the_county_without_a_login(svc, people):
    async def public(**params):
        async with svc.client(at=NOW) as anybody:
            answer = await anybody.get("/v1/public-lists", params=params)
        return answer.status_code, answer.json()

    status, shipped = await public(region=COUNTY)
    assert (status, shipped["region"], len(shipped["items"])) == (200, COUNTY, 88)
    await published(people, edition(item()), "2026-03-03")
    assert len((await public(region=COUNTY))[1]["items"]) == 88
    _, own = await public(region=COUNTY, at="2026-03-03")
    assert [(each["code"], each["legal_basis"]) for each in own["items"]] == [("AS01", "防洪法第38条")]
    status, problem = await public(region="990199000000")
    assert (status, problem["code"]) == (422, "region_unknown")
