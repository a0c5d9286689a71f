"""减牌子: each township closes a survey; 138 of the boards that it found are removed or replaced, some merged, one comes
back. Before and after are shown, and a drawn sample is looked at."""

import csv
import io
from typing import Any

from songbang.demo.county import County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import INSPECTOR, of_township
from songbang.demo.story import halls, photos, survey

API = "/api/signage/v1"
_UNDONE = {"model": 1, "good": 1, "fair": 2, "weak": 4, "failing": 7}
_UNFILED = {"model": 0, "good": 1, "fair": 2, "weak": 5, "failing": 7}
"""Boards that hang without ever having been approved."""
_SAMPLE = 4
_HEAD = ("region", "name", "placement", "width_mm", "height_mm", "background", "text_colour")
_GOOD = (
    ("{town}{village}村民委员会", "outside", 300, 2000, "白", "黑"), ("新时代文明实践站", "inside", 600, 400, "红", "白"),
    ("便民服务站", "inside", 600, 400, "蓝", "白"),
)  # fmt: skip
_SURPLUS_LOOKS = ("inside", 600, 400, "红", "白")
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


def _ledger(township: Township) -> bytes:
    """The township's ledger before the survey, as it was kept in a spreadsheet: the boards that belong."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEAD)
    table.writerows((code, *board.values()) for code, board in _belonging(township))
    return out.getvalue().encode()


def _belonging(township: Township) -> list[survey.Placed]:
    return [
        (code, _board(title.format(town=township.name, village=name), *looks))
        for code, name in township.villages for title, *looks in _GOOD
    ]  # fmt: skip


def _board(name: str, *looks: object) -> dict[str, Any]:
    return dict(zip(_HEAD[1:], (name, *(looks or _SURPLUS_LOOKS)), strict=True))


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
    files = {"file": ("ledger.csv", _ledger(township), "text/csv")}
    await door.post(who, f"{API}/plaques/import", files=files, at=county.at(174, 9))
    surplus = _surplus(township, number)
    site = _belonging(township) + [(code, _board(name)) for code, name in surplus]
    unfiled = surplus[len(surplus) - _UNFILED[township.standing] :]
    await survey.first_round(door, county, township, site, unfiled)
    listed: dict[tuple[str, str], str] = {}
    query: dict[str, Any] = {"region": township.code, "limit": 200}
    while True:
        page = await door.get(who, f"{API}/plaques", **query)
        listed |= {(item["region"], item["name"]): item["id"] for item in page["items"]}
        if not page["next"]:
            break
        query["after"] = page["next"]
    done = disposed(number) + len(_MERGED)
    for place, key in enumerate(surplus):
        path = f"{API}/plaques/{listed[key]}"
        await door.post(INSPECTOR, f"{path}/flag", {"reason": "not_in_spec"}, at=county.at(165 - place, 10))
        if place < done:
            await _dispose(door, county, who, path, key[1], place)
    await _sample(door, county, township)


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
    if place == 0:
        await photos.add(door, who, path, photos.wall("红"), county.at(day, 8), "before")
    await door.post(who, f"{path}/disposal", order, at=county.at(day, 9))
    await photos.add(door, who, path, photos.wall("蓝" if name in _REPLACED else None), county.at(day - 5, 15), "after")
    await door.post(who, f"{path}/completion", completion, at=county.at(day - 5, 16))


async def _sample(door: Door, county: County, township: Township) -> None:
    """An inspector looks at some of the disposals that the lot names; the others stand by them."""
    draw = {"region": township.code, "size": _SAMPLE}
    sample = await door.post(INSPECTOR, f"{API}/disposal-samples", draw, at=county.at(98, 9))
    seen = {"decision": "accepted", "reason": "现场核实已处置"}
    for board in sample["drawn"]:
        await door.post(INSPECTOR, f"{API}/plaques/{board}/verification", seen, at=county.at(97, 11))
    path = f"{API}/disposal-samples/{sample['id']}"
    await door.post(INSPECTOR, f"{path}/conclusion", {"reason": "抽查的牌子均已处置"}, at=county.at(96, 9))
    await door.get(INSPECTOR, path)


async def _rebound(door: Door, county: County) -> None:
    """A removed board hangs again in a weak township."""
    township = county.of("weak")[0]
    surplus = _surplus(township, county.townships.index(township))
    village, name = next(key for key in surplus if key[1] in _REMOVED)
    body = {"region": village, **_board(name)}
    await door.post(INSPECTOR, f"{API}/plaques", body, at=county.at(20, 11))
