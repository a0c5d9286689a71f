"""督检考计划: bodies file their year, two go together, one sends it back; published, changed once, gone by."""

from datetime import timedelta
from typing import Any

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import APPROVER, OFFICE, of_department, of_village

API = "/api/supervision/v1"
_ENTRIES = "/plan-entries"
# Body, kind, title, contents, object, days before the last day, announced.
_FILED = (
    ("D102", "inspection", "高标准农田管护检查", "查看高标准农田沟渠、机井的管护情况", "村集体管护人员", 120, True),
    ("D105", "inspection", "耕地管护情况检查", "查看高标准农田沟渠、道路的管护情况", "村集体管护人员", 120, True),
    ("D101", "inspection", "低保对象抽查", "核对低保对象家庭情况", "低保对象", 90, False),
    ("D116", "research", "村级负担调研", "听取村干部对督查检查过多的意见和建议", "村干部", 60, True),
    ("D104", "research", "应急工作调研", "查阅应急台账并现场打分排名", "村级应急力量", 60, True),
)


async def tell(door: Door, county: County) -> None:
    """The chapter in the order of time; its visits lie in one calendar year."""
    begins = 300
    place = county.townships[0].villages[0][0]
    filed = [await _file(door, county, place, begins, *entry) for entry in _FILED]
    land, fields, poor, burdens, disguised = filed
    await door.get(OFFICE, f"{API}{_ENTRIES}/{fields['id']}/conflicts", at_time=county.at(begins, 11))
    joined = {"into": land["id"], "note": "内容相近、同日到村，联合开展"}
    await _step(door, OFFICE, fields, "merger", joined, county.at(begins - 1))
    back = {"decision": "returned", "reason": "调研不得查台账、打分排名"}
    await _step(door, OFFICE, disguised, "review", back, county.at(begins - 1))
    mended = _body(county, place, *_FILED[4][:3], "听取村级应急队员对装备和培训的意见", *_FILED[4][4:])
    await _step(door, of_department("D104"), disguised, "resubmission", mended, county.at(begins - 2))
    for entry in (land, poor, burdens, disguised):
        await _approve(door, county, entry, begins - 3)
    await door.post(OFFICE, f"{API}/yearly-plans", {"year": county.at(_ago(county, 50)).year}, at=county.at(begins - 5))
    await _change(door, county, place, burdens, begins - 6)
    await _step(
        door, of_department("D104"), disguised, "cancellation", {"note": "改为电话了解，不到村"}, county.at(begins - 7)
    )
    number = (await door.get(OFFICE, f"{API}{_ENTRIES}/{land['id']}"))["number"]
    went = county.at(_ago(county, 120), 9)
    await _passes(door, county, place, land)
    visit = {
        "region": place,
        "visited_on": went.date().isoformat(),
        "plan": number,
        "unannounced": False,
        "team_size": 4,
    }
    await door.post(of_department("D102"), f"{API}/visits", visit, at=went)


async def _passes(door: Door, county: County, place: str, entry: Any) -> None:
    """The visit shows its pass and is let in; the same pass a second time, and a visit without one, are declined."""
    clerk, body = of_village(place), of_department("D102")
    day = _ago(county, 120)
    went, path = county.at(day, 8), f"{API}{_ENTRIES}/{entry['id']}/passes"
    wanted = {"region": place, "visit_on": went.date().isoformat(), "team_size": 4}
    spoiled = await door.post(body, path, wanted, at=county.at(day + 5))
    await door.post(body, f"{API}/visit-passes/{spoiled['id']}/voiding", at=county.at(day + 5, 11))
    shown = {"shown": (await door.post(body, path, wanted, at=county.at(day + 4)))["code"]}
    await door.post(clerk, f"{API}/pass-checks", shown, at=went)
    again = await door.post(clerk, f"{API}/pass-checks", shown, at=county.at(day, 15))
    declined = {"note": "同一通行单第二次到村"}
    await door.post(clerk, f"{API}/pass-checks/{again['id']}/refusal", declined, at=county.at(day, 15, 5))
    await door.post(clerk, f"{API}/pass-checks", {"claim": "audit"}, at=county.at(day - 2))


def _ago(county: County, ago: int) -> int:
    """So many days before the last day, or as many more as it takes for 125 to 50 days ago to lie in one year."""
    passed = county.today.timetuple().tm_yday
    return ago + (passed - 49 if 50 <= passed <= 130 else 0)


def _body(
    county: County, place: str, body: str, kind: str, title: str, content: str, subject: str, ago: int,
    announced: bool,
) -> dict[str, Any]:  # fmt: skip
    day = county.at(_ago(county, ago)).date()
    return {
        "department": body, "year": day.year, "kind": kind, "title": title, "content": content,
        "subject": subject, "places": [place], "starts_on": day.isoformat(),
        "ends_on": (day + timedelta(days=0 if announced else 6)).isoformat(), "quota": 1,
        "basis": "政府督查工作条例第四条和本部门年度工作安排", "announced": announced,
    }  # fmt: skip


async def _file(door: Door, county: County, place: str, ago: int, body: str, *rest: Any) -> Any:
    return await door.post(
        of_department(body), f"{API}{_ENTRIES}", _body(county, place, body, *rest), at=county.at(ago)
    )


async def _step(door: Door, who: str, entry: Any, name: str, body: Any, at: Any) -> Any:
    return await door.post(who, f"{API}{_ENTRIES}/{entry['id']}/{name}", body, at=at)


async def _approve(door: Door, county: County, entry: Any, ago: int) -> None:
    await _step(door, OFFICE, entry, "review", {"decision": "accepted", "reason": "符合要求"}, county.at(ago, 9))
    await _step(door, APPROVER, entry, "approval", {"decision": "approved", "reason": "同意"}, county.at(ago - 1, 9))


async def _change(door: Door, county: County, place: str, before: Any, ago: int) -> None:
    """After publication: one matter, one approval, instead of the entry in force."""
    replaced = (await door.get(OFFICE, f"{API}{_ENTRIES}/{before['id']}"))["number"]
    body = {
        **_body(county, place, *_FILED[3][:5], 50, announced=True), "justification": "农忙时节推迟到村", "replaces": replaced,
    }  # fmt: skip
    change = await door.post(of_department("D116"), f"{API}{_ENTRIES}", body, at=county.at(ago))
    await _approve(door, county, change, ago - 1)
