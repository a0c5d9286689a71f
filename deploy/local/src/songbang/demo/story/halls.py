"""服务场所: every township opens its hall and its villages' centres, an inspector looks at them; somebody reports by a
code, a body asks before it hangs."""

from typing import Any

from songbang.demo.county import County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import INSPECTOR, OFFICE, of_department, of_township
from songbang.demo.story import photos

API = "/api/signage/v1"
_GUIDE = {
    "title": "城乡居民养老保险参保登记", "post": "社会保障岗", "materials": ["居民身份证"], "steps": ["受理", "当场办结"],
    "place": "综合服务大厅1号窗口", "hours": "工作日 9:00—17:00", "phone": "0999-1234567", "workdays": 0,
    "basis": "中华人民共和国社会保险法第二十条",
}  # fmt: skip
_DETAILS = ("offices_together", "convenient", "honours_together")
_MISSED = {"model": 0, "good": 0, "fair": 1, "weak": 1, "failing": 2}
"""In how many of the three places of a township something is not as it should be."""
_REPORT = {"kind": "no_activity", "board": "综合服务大厅", "text": "周三下午没有人值班"}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    township = county.townships[0]
    clerk, inspector = of_township(township), INSPECTOR
    guide = {"region": township.code, **_GUIDE}
    matter = await door.post(clerk, f"{API}/service-matters", guide, at=county.at(60, 9))
    await door.get(clerk, f"{API}/service-matters/{matter['id']}")
    plan = {"region": township.code, **_plan(f"{township.name}综合服务大厅", matter["id"])}
    hall = await door.post(clerk, f"{API}/halls", plan, at=county.at(59, 9))
    for path in (
        "halls",
        f"halls/{hall['id']}",
        f"places/{hall['code']}",
        f"guides/{matter['code']}",
        "service-matters",
    ):
        await door.get(clerk, f"{API}/{path}")
    await _reported(door, county, clerk, township.villages[0][0])
    await all_of(_looked_at(door, county, each, hall if each is township else None) for each in county.townships)
    await door.get(inspector, f"{API}/hall-checks")
    await _requested(door, county, township.villages[0][0])


async def _looked_at(door: Door, county: County, township: Township, known: dict[str, Any] | None) -> None:
    """The township's hall, with the inspector's own photo, and the centres of two villages."""
    places = [(township.code, f"{township.name}综合服务大厅")]
    places += [(code, f"{name}党群服务中心") for code, name in township.villages[:2]]
    for number, (region, name) in enumerate(places):
        hall = known if number == 0 and known else await door.post(
            of_township(township), f"{API}/halls",
            {"region": region, "at_party_centre": number > 0, **_plan(name)}, at=county.at(58, 9),
        )  # fmt: skip
        missed = {_DETAILS[2 - number]} if number < _MISSED[township.standing] else set()
        entry = {
            "hall_id": hall["id"], "checked_on": f"{county.at(45):%Y-%m-%d}",
            **{detail: detail not in missed for detail in _DETAILS},
            **({"note": "荣誉牌分散、窗口分设，已当场指出"} if missed else {}),
        }  # fmt: skip
        check = await door.post(INSPECTOR, f"{API}/hall-checks", entry, at=county.at(45, 10 + number))
        if number == 0:
            path = f"{API}/hall-checks/{check['id']}"
            await photos.add(door, INSPECTOR, path, photos.hall(not missed), county.at(45, 14))


async def _reported(door: Door, county: County, clerk: str, village: str) -> None:
    label = await door.post(clerk, f"{API}/labels", {"region": village}, at=county.at(50, 9))
    await door.get(clerk, f"{API}/labels")
    sent = await door.post(clerk, f"{API}/places/{label['code']}/reports", _REPORT, at=county.at(40, 15))
    (report,) = (await door.get(clerk, f"{API}/board-reports"))["items"]
    answer = {"decision": "acted", "reason": "已恢复值班并公示值班电话"}
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


def _plan(name: str, *matters: str) -> dict[str, Any]:
    window = {"number": "1", "post": "社会保障岗", "staff_a": "王某", "staff_b": "李某", "matters": list(matters)}
    area = {"name": "社会保障服务区", "short_name": "社会保障", "location": "大厅左侧", "windows": [window]}
    return {
        "name": name, "address": "人民路1号", "hours": "工作日 9:00—17:00", "areas": [area],
    }  # fmt: skip
