"""Certificate items through a running certificate-svc."""

import asyncio
from datetime import UTC, datetime

from certificate_svc.items.shipped import ship_items
from contracts.certificate import ItemAdmitted, ItemForbidden
from countykit.identity import Role

from .story import ADMISSION, COUNTY, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, admit


async def codes(client, **params):
    answer = await client.get("/v1/items", params={"limit": 200, **params})
    assert answer.status_code == 200, answer.text
    return {item["code"] for item in answer.json()["items"]}


async def test_the_first_start_forbids_twenty_items_everywhere_and_offers_twenty_four_candidates(svc, village):
    assert len(await codes(village, kind="forbidden")) == 20
    assert len(await codes(village, kind="candidate")) == 24
    assert await codes(village, kind="allowed") == set()
    events = await svc.events(ItemForbidden)
    assert len(events) == 20
    assert {event["region"] for event in events} == {"000000000000"}
    assert await svc.events(ItemAdmitted) == []


async def test_a_second_replica_or_a_second_start_ships_nothing_again(svc, village):
    async def start():
        async with ship_items(svc.app):
            pass

    await asyncio.gather(start(), start())
    assert len(await codes(village)) == 44
    assert len(await svc.events(ItemForbidden)) == 20


async def test_every_item_says_where_it_comes_from(village):
    forbidden = (await village.get("/v1/items/FC05")).json()
    assert (forbidden["provenance"], forbidden["detail_provenance"]) == ("found", "general-knowledge")
    assert forbidden["legal_basis"] == "民发〔2020〕20号附件"
    assert forbidden["issue_instead"] == "公安机关出具"
    assert (await village.get("/v1/items/AC01")).json()["source"].startswith("安徽办事指南")


async def test_a_county_admits_a_candidate_for_its_villages_and_publishes_it(svc, county, village):
    item = await admit(county)
    assert (item["kind"], item["region"], item["days"]) == ("allowed", COUNTY, 5)
    (event,) = await svc.events(ItemAdmitted)
    assert event["data"] == {"item": "AC01", "name": "亲属关系证明(仅限办理公证)"}
    assert (event["region"], event["subject"]) == (COUNTY, f"items/{item['id']}")
    assert await codes(village, kind="allowed") == {"AC01"}
    assert "AC01" not in await codes(village, kind="candidate")
    async with svc.client(Role.VILLAGE, region="990102001201") as elsewhere:
        assert await codes(elsewhere, kind="allowed") == set()


async def test_an_item_without_its_marks_is_refused_by_cer_01(svc, county):
    body = {name: value for name, value in ADMISSION.items() if name not in ("legal_basis", "guide")}
    refused = await county.post("/v1/items/AC01/admission", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "certificate_item_incomplete")
    assert {error["pointer"] for error in refused.json()["errors"]} == {"/body/legal_basis", "/body/guide"}
    assert refused.json()["law"] == "优化营商环境条例第44条"
    assert await svc.events(ItemAdmitted) == []


async def test_a_meeting_of_bodies_must_have_decided_by_cer_02(county):
    refused = await county.post("/v1/items/AC01/admission", json={**ADMISSION, "decided_by": []})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/decided_by")


async def test_a_forbidden_item_cannot_be_admitted(county):
    refused = await county.post("/v1/items/FC05/admission", json=ADMISSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "item_forbidden_here")


async def test_an_unknown_item_is_not_found(county):
    assert (await county.get("/v1/items/XX99")).json()["code"] == "item_unknown"
    assert (await county.post("/v1/items/XX99/admission", json=ADMISSION)).status_code == 404


async def test_only_a_county_office_admits(svc, village, township):
    for client in (village, township):
        assert (await client.post("/v1/items/AC01/admission", json=ADMISSION)).status_code == 403
    async with svc.client() as anonymous:
        assert (await anonymous.get("/v1/items")).status_code == 401


async def test_a_new_version_takes_over_from_its_day_and_the_old_one_is_still_told_for_its_own(svc):
    spring, autumn = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=spring) as client:
        await admit(client, days=5)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=autumn) as client:
        await admit(client, days=3)
        days = {at: (await client.get("/v1/items/AC01", params={"at": at})).json() for at in
                ("2026-03-01", "2026-03-02", "2026-08-31", "2026-09-01")}  # fmt: skip
    assert [item["kind"] for item in days.values()] == ["candidate", "allowed", "allowed", "allowed"]
    assert [item["days"] for item in days.values()] == [5, 5, 5, 3]


async def test_racing_admissions_leave_one_version_in_force(svc, county):
    answers = await asyncio.gather(*(county.post("/v1/items/AC02/admission", json=ADMISSION) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    listed = (await county.get("/v1/items", params={"kind": "allowed"})).json()["items"]
    assert [item["code"] for item in listed] == ["AC02"]


async def test_closing_an_old_version_leaves_its_trace_in_the_audit(svc, county):
    first = await admit(county)
    await admit(county)
    connection = await svc.database.direct()
    try:
        changes = await connection.fetchval(
            "SELECT count(*) FROM audit WHERE resource = $1 AND before IS NOT NULL", f"certificate_item/{first['id']}"
        )
    finally:
        await connection.close()
    assert changes == 1


async def test_the_list_is_exported_with_chinese_headings(village):
    table = await village.get("/v1/items", params={"kind": "forbidden"}, headers={"accept": "text/csv"})
    assert "应由谁办理" in table.text.splitlines()[0]
    assert table.text.count("FC") == 20


async def test_lists_of_any_region_are_open_within_the_administration(svc, county):
    await admit(county)
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as client:
        for region in (TOWNSHIP, VILLAGE):
            assert await codes(client, kind="allowed", region=region) == {"AC01"}
