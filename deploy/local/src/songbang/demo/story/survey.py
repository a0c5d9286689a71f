"""摸底 again: one township compares what hangs with what was approved, and is not done with the differences yet."""

import csv
import io
from datetime import datetime, timedelta

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import INSPECTOR, OFFICE, of_township

API = "/api/signage/v1"
_BOARD = {
    "name": "新时代文明实践站", "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红", "text_colour": "白",
}  # fmt: skip
_CENTRE = {**_BOARD, "name": "便民服务站", "background": "蓝"}


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
    seen = {"accepted": True, "note": "现场核对一致"}
    await door.post(INSPECTOR, f"{done}/verification", seen, at=county.at(7, 9))


async def _import(
    door: Door, who: str, path: str, ledger: str, boards: list[tuple[str, dict[str, object]]], at: datetime
) -> None:
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
