"""年中新增报表: a lawful form that came up in summer, from its proposal to its first table, filled by those who hold it.

Nobody types what an office sends: villages look at it, one corrects a figure, one adds what only it knows.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from songbang.demo.county import CHINA, DEPARTMENTS, County, Township
from songbang.demo.door import Door
from songbang.demo.people import APPROVER, OFFICE, clerks, of_department, of_township, of_village

API = "/api/report/v1"
_BODY = DEPARTMENTS[3]
_FIELDS = [
    {"name": "常住户数", "unit": "户", "element": "E005"}, {"name": "常住人口", "unit": "人", "element": "E007"},
    {"name": "转移避险人数", "unit": "人", "element": "E163", "required": False},
]  # fmt: skip
_FILED, _ARRANGED, _ENDED = 98, 96, 20
"""How many days ago the form was filed for the catalogue, arranged, and shortened."""


async def tell(door: Door, county: County, published: datetime) -> None:
    """The chapter, oldest first; nothing where the year's catalogue was not out yet, or would end too soon."""
    filed = county.at(_FILED, 9)
    if filed <= published + timedelta(days=1) or filed.year != county.today.year:
        return
    form = await _added(door, county)
    await _withdrawn(door, county)
    first, second = county.townships[:2]
    arrangement = await _arranged(door, county, first, form)
    await _filled(door, county, first, arrangement)
    mistaken = await _arranged(door, county, second, form)
    cancelled = {"reason": "本乡镇由县应急管理局直接取数，不再安排"}
    path = f"{API}/arrangements/{mistaken['id']}/cancellation"
    await door.post(of_township(second), path, cancelled, at=county.at(_ARRANGED - 2, 9))
    until = county.at(_ENDED).date()
    if (until.year, until.month) < (county.today.year, 12):
        body = {"until": until.isoformat(), "reason": "汛期结束，不再填报"}
        path = f"{API}/arrangements/{arrangement['id']}/shortening"
        await door.post(of_township(first), path, body, at=county.at(_ENDED, 9))
    since = county.at(_ARRANGED).date().isoformat()
    await door.get(OFFICE, f"{API}/correction-rates", first=since, last=county.today.isoformat())
    await door.get(OFFICE, f"{API}/integrity-findings")


async def _proposed(door: Door, county: County, code: str, title: str) -> dict[str, Any]:
    """A form of the emergency office that the county office approves."""
    body = {
        "code": code, "title": title, "table_number": f"松应急{code[2:]}表", "issued_by": _BODY[1],
        "approval_number": f"松应急〔{county.today.year}〕{code[2:]}号", "valid_until": f"{county.today.year + 1}-12-31",
        "fields": _FIELDS, "frequency": "monthly", "legal_basis": "防洪法(2016)第四十二条", "kind": "administrative",
    }  # fmt: skip
    form: dict[str, Any] = await door.post(of_department(_BODY[0]), f"{API}/forms", body, at=county.at(_FILED + 2, 9))
    decision = {"decision": "approve", "reason": "汛期确有必要，数据由部门提供"}
    await door.post(OFFICE, f"{API}/forms/{form['id']}/decision", decision, at=county.at(_FILED + 1, 9))
    return form


async def _file(door: Door, county: County, form: dict[str, Any]) -> dict[str, Any]:
    body = {
        "form_id": form["id"], "year": county.today.year, "reason": "主汛期省级新部署转移避险，须按月掌握在村人口",
    }  # fmt: skip
    path = f"{API}/catalogue-additions"
    addition: dict[str, Any] = await door.post(of_department(_BODY[0]), path, body, at=county.at(_FILED, 9))
    return addition


async def _added(door: Door, county: County) -> dict[str, Any]:
    form = await _proposed(door, county, "SA90", "汛期在村人口月报")
    addition = await _file(door, county, form)
    own = f"{API}/catalogue-additions/{addition['id']}"
    decision = {"decision": "add", "reason": "省级有部署，数据由部门推送，不增加村级填报"}
    await door.post(APPROVER, f"{own}/decision", decision, at=county.at(_FILED - 1, 9))
    await door.get(OFFICE, own)
    await door.get(OFFICE, f"{API}/catalogue-additions")
    return form


async def _withdrawn(door: Door, county: County) -> None:
    form = await _proposed(door, county, "SA91", "汛期物资储备月报")
    addition = await _file(door, county, form)
    path = f"{API}/catalogue-additions/{addition['id']}/withdrawal"
    await door.post(of_department(_BODY[0]), path, at=county.at(_FILED, 16))


async def _arranged(door: Door, county: County, township: Township, form: dict[str, Any]) -> dict[str, Any]:
    body = {
        "form_id": form["id"], "villages": "all", "frequency": "monthly",
        "starts_on": county.at(_ARRANGED).date().isoformat(), "until": f"{county.today.year}-12-31",
        "due": {"workdays": 5},
    }  # fmt: skip
    path = f"{API}/arrangements"
    arrangement: dict[str, Any] = await door.post(of_township(township), path, body, at=county.at(_ARRANGED, 9))
    return arrangement


async def _filled(door: Door, county: County, township: Township, arrangement: dict[str, Any]) -> None:
    """The first period: delivered by a table for all villages, confirmed by those with a login, read by its asker."""
    period = arrangement["periods"][0]
    last = date.fromisoformat(period["last_day"])
    if last + timedelta(days=6) >= county.today:
        return
    rows = "".join(f"{code},{300 + n},{900 + 7 * n}\n" for n, (code, _) in enumerate(township.villages))
    files = {"file": ("population.csv", f"村(社区),常住户数,常住人口\n{rows}".encode(), "text/csv")}
    days = {"as_of": last.isoformat(), "valid_until": (last + timedelta(days=60)).isoformat()}
    await door.post(OFFICE, f"{API}/value-deliveries/import", files=files, params=days, at=_on(last, 1))
    own = f"{API}/arrangements/{arrangement['id']}"
    said: list[dict[str, Any]] = [{}, {"常住户数": 298}, {"转移避险人数": 12}]
    for village, values in zip(clerks(township), said, strict=True):
        where, who = {"village": village, "period": period["period"]}, of_village(village)
        prefilled = await door.get(who, f"{own}/prefill", at_time=_on(last, 2), **where)
        body = {**where, "digest": prefilled["digest"], "values": values}
        await door.post(who, f"{own}/confirmation", body, at=_on(last, 2))
    table = f"{API}/forms/{arrangement['form_id']}/table"
    await door.get(of_department(_BODY[0]), table, at_time=_on(last, 3), period=period["period"])


def _on(last: date, days: int) -> datetime:
    return datetime.combine(last + timedelta(days=days), time(10), CHINA)
