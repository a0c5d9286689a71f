"""减牌子: the stock is surveyed, 138 plaques are removed or replaced, some merged, one comes back."""

import csv
import io
from typing import Any

from songbang.demo.county import County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import INSPECTOR, of_township
from songbang.demo.story import halls, survey

API = "/api/signage/v1"
_UNDONE = {"model": 1, "good": 1, "fair": 2, "weak": 4, "failing": 7}
_HEAD = ("region", "name", "placement", "width_mm", "height_mm", "background", "text_colour")
_GOOD = (
    ("{town}{village}村民委员会", "outside", 300, 2000, "白", "黑"), ("新时代文明实践站", "inside", 600, 400, "红", "白"),
    ("便民服务站", "inside", 600, 400, "蓝", "白"),
)  # fmt: skip
_REMOVED = ("志愿者驿站", "科普活动室", "家长学校", "远程教育点", "计生协会", "统计工作站", "老年体协", "环保监督岗")
_REPLACED = ("综合治理中心", "综治工作站")
_MERGED = (("妇女之家", "PL07"), ("治保会", "PL08"))
_NEW_BOARD = {
    "name": "综治中心", "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "蓝", "text_colour": "白",
}  # fmt: skip


def disposed(number: int) -> int:
    """Plaques removed or replaced by the n-th township: 8 x 11 + 5 x 10 = the seed's 138."""
    return 11 if number < 8 else 10


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    await all_of(_township(door, county, number, township) for number, township in enumerate(county.townships))
    await _rebound(door, county)
    await survey.tell(door, county)
    await halls.tell(door, county)


def _ledger(township: Township, number: int) -> bytes:
    """The township's ledger after the survey, as it would be kept in a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEAD)
    for code, name in township.villages:
        for title, place, width, height, background, colour in _GOOD:
            table.writerow(
                (code, title.format(town=township.name, village=name), place, width, height, background, colour)
            )
    for code, name in _surplus(township, number):
        table.writerow((code, name, "inside", 600, 400, "红", "白"))
    return out.getvalue().encode()


def _surplus(township: Township, number: int) -> list[tuple[str, str]]:
    """The boards that do not belong: (village, name)."""
    villages = [code for code, _ in township.villages]
    # Both go into boards that hang in this village: its practice station, and the centre that is to be renamed.
    merged = [(villages[0], name) for name, _ in _MERGED]
    names = [_REPLACED[0], *_REMOVED]
    others = [(villages[n % len(villages)], names[n % len(names)]) for n in range(len(villages) * len(names))]
    return merged + list(dict.fromkeys(others))[: disposed(number) + _UNDONE[township.standing]]


async def _township(door: Door, county: County, number: int, township: Township) -> None:
    who = of_township(township)
    files = {"file": ("ledger.csv", _ledger(township, number), "text/csv")}
    await door.post(who, f"{API}/plaques/import", files=files, at=county.at(174, 9))
    listed: dict[tuple[str, str], str] = {}
    query: dict[str, Any] = {"region": township.code, "limit": 200}
    while True:
        page = await door.get(who, f"{API}/plaques", **query)
        listed |= {(item["region"], item["name"]): item["id"] for item in page["items"]}
        if not page["next"]:
            break
        query["after"] = page["next"]
    surplus = _surplus(township, number)
    done = disposed(number) + len(_MERGED)
    for place, key in enumerate(surplus):
        path = f"{API}/plaques/{listed[key]}"
        await door.post(INSPECTOR, f"{path}/flag", {"reason": "not_in_spec"}, at=county.at(165 - place, 10))
        if place < done:
            await _dispose(door, county, who, path, key[1], place)


async def _dispose(door: Door, county: County, who: str, path: str, name: str, place: int) -> None:
    day = 150 - place * 2
    into = dict(_MERGED).get(name)
    completion: dict[str, object] = {"note": "已处置"}
    if into is not None:
        order = {"kind": "merge_into", "into_spec": into, "reason": "功能相近，予以整合"}
    elif name in _REPLACED:
        order = {"kind": "replace", "reason": "名称不规范，按规格更换"}
        completion["replacement"] = _NEW_BOARD
    else:
        order = {"kind": "remove", "reason": "无实际业务活动，予以拆除"}
    await door.post(who, f"{path}/disposal", order, at=county.at(day, 9))
    await door.post(who, f"{path}/completion", completion, at=county.at(day - 5, 16))
    seen = {"accepted": True, "note": "现场核实已处置"}
    await door.post(INSPECTOR, f"{path}/verification", seen, at=county.at(day - 12, 11))


async def _rebound(door: Door, county: County) -> None:
    """A removed board hangs again in a weak township."""
    township = county.of("weak")[0]
    surplus = _surplus(township, county.townships.index(township))
    village, name = next(key for key in surplus if key[1] in _REMOVED)
    body = {"region": village, "name": name} | dict(zip(_HEAD[2:], ("inside", 600, 400, "红", "白"), strict=True))
    await door.post(INSPECTOR, f"{API}/plaques", body, at=county.at(20, 11))
