"""服务场所: one township opens a hall with one window for many signs, somebody reports by its code, a body asks before it hangs."""

from typing import Any

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import INSPECTOR, OFFICE, of_department, of_township

API = "/api/signage/v1"
_GUIDE = {
    "title": "城乡居民养老保险参保登记", "post": "社会保障岗", "materials": ["居民身份证"], "steps": ["受理", "当场办结"],
    "place": "综合服务大厅1号窗口", "hours": "工作日 9:00—17:00", "phone": "0999-1234567", "workdays": 0,
    "basis": "中华人民共和国社会保险法第二十条",
}  # fmt: skip
_REPORT = {"kind": "no_activity", "board": "综合服务大厅", "text": "周三下午没有人值班"}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    township = county.townships[0]
    clerk, inspector = of_township(township), INSPECTOR
    guide = {"region": township.code, **_GUIDE}
    matter = await door.post(clerk, f"{API}/service-matters", guide, at=county.at(60, 9))
    await door.get(clerk, f"{API}/service-matters/{matter['id']}")
    hall = await door.post(
        clerk, f"{API}/halls", {"region": township.code, **_plan(township.name, matter["id"])}, at=county.at(59, 9)
    )
    for path in (
        "halls",
        f"halls/{hall['id']}",
        f"places/{hall['code']}",
        f"guides/{matter['code']}",
        "service-matters",
    ):
        await door.get(clerk, f"{API}/{path}")
    await _reported(door, county, clerk, township.villages[0][0])
    await door.get(inspector, f"{API}/hall-checks")
    await _requested(door, county, township.villages[0][0])


async def _reported(door: Door, county: County, clerk: str, village: str) -> None:
    label = await door.post(clerk, f"{API}/labels", {"region": village}, at=county.at(50, 9))
    await door.get(clerk, f"{API}/labels")
    sent = await door.post(clerk, f"{API}/places/{label['code']}/reports", _REPORT, at=county.at(40, 15))
    (report,) = (await door.get(clerk, f"{API}/board-reports"))["items"]
    answer = {"outcome": "acted", "reason": "已恢复值班并公示值班电话"}
    await door.post(clerk, f"{API}/board-reports/{report['id']}/answer", answer, at=county.at(38, 9))
    await door.get(clerk, f"{API}/report-receipts/{sent['receipt']}")
    await door.get(clerk, f"{API}/board-reports/{report['id']}")


async def _requested(door: Door, county: County, village: str) -> None:
    request = {
        "region": village, "name": "退役军人服务站", "placement": "inside", "purpose": "为退役军人办理优抚事务",
        "basis": "中华人民共和国退役军人保障法第八条",
    }  # fmt: skip
    wanted = await door.post(of_department("D114"), f"{API}/hanging-requests", request, at=county.at(30, 9))
    decision = {"decision": "granted", "reason": "符合挂牌规格一览表"}
    await door.post(OFFICE, f"{API}/hanging-requests/{wanted['id']}/decision", decision, at=county.at(28, 9))
    for path in ("hanging-requests", f"hanging-requests/{wanted['id']}", "hanging-charges"):
        await door.get(OFFICE, f"{API}/{path}")


def _plan(township: str, matter: str) -> dict[str, Any]:
    window = {"number": "1", "post": "社会保障岗", "staff_a": "王某", "staff_b": "李某", "matters": [matter]}
    area = {"name": "社会保障服务区", "short_name": "社会保障", "location": "大厅左侧", "windows": [window]}
    return {
        "name": f"{township}综合服务大厅", "address": f"{township}人民路1号", "hours": "工作日 9:00—17:00", "areas": [area],
    }  # fmt: skip
