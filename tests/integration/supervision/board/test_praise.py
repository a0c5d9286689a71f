"""The red list names what its townships are praised for."""

from datetime import UTC, datetime

import orjson
from contracts import imposed_tasks
from countykit.identity import Role
from servicekit.bus.interface import Message

NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)
COUNTY = "990177000000"
GOOD, OTHERS = "990177001000", [f"99017700{number}000" for number in range(2, 7)]


async def act(county, path, body, sub):
    async with county.svc.client(Role.INSPECTOR, region=COUNTY, sub=sub, at=NOW) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def praise(county, township, action, title, description):
    """A practice that one inspector recorded and another one verified; the projection hears of it."""
    visit = {
        "region": f"{township[:9]}201",
        "visited_on": "2026-06-20",
        "plan": "1号",
        "unannounced": True,
        "team_size": 2,
    }
    made = await act(county, "/v1/visits", visit, "one")
    body = {"action": action, "title": title, "description": description}
    noted = await act(county, f"/v1/visits/{made['id']}/practices", body, "one")
    await act(county, f"/v1/practices/{noted['id']}/verification", {"reason": "属实"}, "two")
    return noted["id"]


async def test_the_red_list_names_each_townships_verified_practices_and_no_other_list_does(county):
    for township in (GOOD, *OTHERS):
        county.good_year(township)
    for township in OTHERS:
        county.tell(imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township), f"{township[:9]}201")
    first = await praise(county, GOOD, "work", "村务一站办", "一个窗口办村里的事。")
    second = await praise(county, GOOD, "forms", "一表同享", "村级只核对，不重填。")
    await praise(county, OTHERS[0], "forms", "一表同享", "村级只核对，不重填。")
    told = [
        Message("t", 0, 10**6 + n, GOOD, orjson.dumps(event), None) for n, event in enumerate(await county.svc.events())
    ]
    await county.hear([*county.told, *told])
    rows = {row["region"]: row for row in (await county.board())["items"]}
    assert {region for region, row in rows.items() if row["list"] == "red"} == {GOOD}
    assert rows[GOOD]["praised"] == [
        {"id": first, "action": "work", "title": "村务一站办"}, {"id": second, "action": "forms", "title": "一表同享"},
    ]  # fmt: skip
    assert all(row["praised"] == [] for region, row in rows.items() if region != GOOD)
    one = (await county.get(f"/v1/board/{GOOD}")).json()
    assert one["praised"] == rows[GOOD]["praised"]
