"""摸底: every township closes a round whose ledger the rest of the chapter goes by; one counts again at the year's end."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from songbang.demo.county import County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import INSPECTOR, OFFICE, of_township
from songbang.demo.story import photos

API = "/api/signage/v1"
_BOARD = {
    "name": "新时代文明实践站", "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红", "text_colour": "白",
}  # fmt: skip
_CENTRE = {**_BOARD, "name": "便民服务站", "background": "蓝"}


Placed = tuple[str, dict[str, Any]]
"""A board with the code of its village."""


async def first_round(
    door: Door, county: County, township: Township, site: list[Placed], unfiled: Iterable[tuple[str, str]]
) -> None:
    """An inspector counts on site, the township files what it had approved; each difference is settled, the round closed.

    What was never approved stays for the inspector to judge: that it is not on file is no fault of the board.
    """
    clerk, at = of_township(township), county.at(172, 9)
    opening = {
        "region": township.code, "title": "村级牌子摸底", "first_day": f"{at:%Y-%m-%d}",
        "last_day": f"{county.at(166):%Y-%m-%d}",
    }  # fmt: skip
    survey = await door.post(clerk, f"{API}/surveys", opening, at=at)
    path = f"{API}/surveys/{survey['id']}"
    strangers = set(unfiled)
    await _import(door, INSPECTOR, path, "site", site, county.at(171, 9))
    filed = [(code, board) for code, board in site if (code, board["name"]) not in strangers]
    await _import(door, clerk, path, "file", filed, county.at(170, 9))
    order = {"responsible": "村镇办李某", "due_on": f"{county.at(167):%Y-%m-%d}"}
    await door.post(clerk, f"{path}/reconciliation", order, at=county.at(169, 9))
    orders = (await door.get(clerk, f"{API}/survey-orders", round_id=survey["id"], limit=200))["items"]
    for each in orders[:1]:
        order_path = f"{API}/survey-orders/{each['id']}"
        await photos.add(door, INSPECTOR, order_path, photos.wall("红"), county.at(168, 8))
    await all_of(_settle(door, county, clerk, f"{API}/survey-orders/{each['id']}") for each in orders)
    await door.post(clerk, f"{path}/closure", {"reason": "两级台账已逐一核对"}, at=county.at(166, 9))


async def _settle(door: Door, county: County, clerk: str, order: str) -> None:
    """The board stays until somebody says whether it belongs."""
    done = {"still_hangs": True, "note": "未经审批，已补登台账，待核查"}
    await door.post(clerk, f"{order}/completion", done, at=county.at(168, 9))
    await door.post(
        INSPECTOR, f"{order}/verification", {"decision": "accepted", "reason": "现场核对一致"}, at=county.at(167, 10)
    )


async def tell(door: Door, county: County) -> None:
    """An inspector counts on site, the township files what it approved, and each difference has its order."""
    await _look_at_own_table(door, county)
    township = county.of("good")[0]
    clerk, at = of_township(township), county.at(16, 9)
    opening = {
        "region": township.code, "title": "年底牌子复查", "first_day": f"{at:%Y-%m-%d}",
        "last_day": f"{at + timedelta(days=14):%Y-%m-%d}",
    }  # fmt: skip
    survey = await door.post(clerk, f"{API}/surveys", opening, at=at)
    path = f"{API}/surveys/{survey['id']}"
    first, *others = [code for code, _ in township.villages]
    await door.post(INSPECTOR, f"{path}/site", {"region": first, "boards": [_BOARD, _CENTRE]}, at=county.at(14, 9))
    await _import(door, INSPECTOR, path, "site", [(code, board) for code in others for board in (_BOARD, _CENTRE)], at)
    await door.post(clerk, f"{path}/file", {"region": first, "boards": [_BOARD]}, at=county.at(13, 9))
    outside = {**_CENTRE, "placement": "outside"}
    filed = [(code, board) for code in others for board in (_BOARD, outside if code == others[0] else _CENTRE)]
    await _import(door, clerk, path, "file", filed, at)
    order = {"responsible": "村镇办李某", "due_on": f"{county.at(-20):%Y-%m-%d}"}
    await door.post(clerk, f"{path}/reconciliation", order, at=county.at(10, 9))
    await door.get(clerk, f"{path}/coverage")
    orders = (await door.get(clerk, f"{API}/survey-orders", round_id=survey["id"]))["items"]
    done = f"{API}/survey-orders/{orders[0]['id']}"
    moved = {"responsible": "民政办王某", "due_on": order["due_on"], "note": "经办人调整"}
    await door.post(clerk, f"{done}/reassignment", moved, at=county.at(9, 9))
    await door.post(clerk, f"{done}/completion", {"still_hangs": True, "note": "已补登备案"}, at=county.at(8, 9))
    seen = {"decision": "accepted", "reason": "现场核对一致"}
    await door.post(INSPECTOR, f"{done}/verification", seen, at=county.at(7, 9))


async def _import(door: Door, who: str, path: str, ledger: str, boards: list[Placed], at: datetime) -> None:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("region", *_BOARD))
    table.writerows((code, *board.values()) for code, board in boards)
    files = {"file": ("ledger.csv", out.getvalue().encode(), "text/csv")}
    await door.post(who, f"{path}/import", files=files, params={"ledger": ledger}, at=at)


async def _look_at_own_table(door: Door, county: County) -> None:
    """The county tries what a wider hall sign would change, and publishes nothing."""
    rows = (await door.get(OFFICE, f"{API}/specs"))["items"]
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    for row in rows:
        values = {name: "、".join(value) if isinstance(value, list) else value for name, value in row.items()}
        table.writerow(values | ({"width_mm": 1500} if row["code"] == "PL14" else {}))
    files = {"file": ("specs.csv", out.getvalue().encode(), "text/csv")}
    wanted = {"basis": "松安县挂牌规格一览表(征求意见稿)", "dry_run": "true"}
    await door.post(OFFICE, f"{API}/specs/import", files=files, params=wanted, at=county.at(17, 9))
