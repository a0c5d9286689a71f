"""减报表: forms proposed and consolidated, the catalogue, arrangements, filings on time and late, off-plan demands."""

import random
from datetime import date, datetime, time, timedelta

from songbang.demo.county import CHINA, DEPARTMENTS, County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import OFFICE, clerks, of_department, of_township, of_village

API = "/api/report/v1"
PROPOSED, APPROVED, RETURNED = 30, 18, 2
_FREQUENCIES = ("monthly", "monthly", "weekly", "ten_day", "weekly", "quarterly", "half_year", "yearly", "on_event")
_TITLES = (
    "常住人口变动表", "低保特困人员动态表", "防汛隐患点巡查表", "秸秆禁烧情况表", "环境整治进度表", "耕地种植结构表", "农村公路养护表",
    "劳动力转移就业表", "突发事件信息表", "医保参保情况表", "老年人基本情况表", "残疾人服务表", "退役军人信息表", "农产品产量表",
    "动物防疫台账表", "法律服务需求表", "文化活动情况表", "儿童关爱台账表",
)  # fmt: skip
# Which catalogued forms (by number) a township arranges: the better it does, the fewer.
_ARRANGED = {"model": (0, 5), "good": (0, 1), "fair": (0, 1, 3), "weak": (0, 1, 2, 3), "failing": (0, 1, 2, 4)}
_HURRIED = {"fair": 1, "weak": 3, "failing": 14}
_OFFPLAN = {"model": 0, "good": 0, "fair": 1, "weak": 2, "failing": 3}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    forms = await _intake(door, county)
    for year in sorted({county.at(335).year, county.today.year}):
        published = max(county.at(335), datetime(year, 1, 6, 9, tzinfo=CHINA))
        if published.date() < county.today:
            body = {"year": year, "form_ids": [form["id"] for form in forms]}
            await door.post(OFFICE, f"{API}/catalogues", body, at=published)
            await all_of(_township(door, county, township, forms, published) for township in county.townships)
    await _offplan(door, county)


async def _intake(door: Door, county: County) -> list[dict[str, str]]:
    async def propose(number: int) -> dict[str, str]:
        code, department = DEPARTMENTS[number % len(DEPARTMENTS)]
        title = _TITLES[number] if number < len(_TITLES) else f"{_TITLES[number - len(_TITLES)][:-1]}补充表"
        body = {
            "code": f"SA{number + 1:02d}", "title": title, "table_number": f"松统{number + 1:02d}表", "issued_by": department,
            "approval_number": f"松统制〔{county.at(350).year}〕{number + 1}号", "valid_until": f"{county.today.year + 1}-12-31",
            "fields": [{"name": "数量", "unit": "个"}, {"name": "户数", "unit": "户"}, {"name": "备注", "required": False}],
            "frequency": _FREQUENCIES[number % len(_FREQUENCIES)], "legal_basis": "统计法(2024)第十四条",
        }  # fmt: skip
        form: dict[str, str] = await door.post(of_department(code), f"{API}/forms", body, at=county.at(352, 9))
        return form

    forms = [await propose(number) for number in range(PROPOSED)]
    for number, form in enumerate(forms):
        decision = "approve" if number < APPROVED else "return" if number >= PROPOSED - RETURNED else "stop"
        reason = {"approve": "确有必要", "stop": "与已有报表重复，予以停用", "return": "请说明数据来源"}[decision]
        step, body = ("stoppage", {}) if decision == "stop" else ("decision", {"decision": decision})
        await door.post(OFFICE, f"{API}/forms/{form['id']}/{step}", {**body, "reason": reason}, at=county.at(345, 10))
    return forms[:APPROVED]


async def _township(
    door: Door, county: County, township: Township, forms: list[dict[str, str]], published: datetime
) -> None:
    who = of_township(township)
    ordered = max(county.at(179, 9), published + timedelta(days=1))
    last = min(date(published.year, 12, 31), county.today + timedelta(days=20))
    starts = max(ordered.date(), date(published.year, 1, 1))
    if starts > last or ordered.year > published.year:
        return
    for number in _ARRANGED[township.standing]:
        form = forms[number]
        body = {
            "form_id": form["id"], "villages": "all", "frequency": _FREQUENCIES[number], "starts_on": starts.isoformat(),
            "until": last.isoformat(), "due": {"workdays": 5},
        }  # fmt: skip
        arrangement = await door.post(who, f"{API}/arrangements", body, at=ordered)
        if number == 0:
            await _filings(door, county, township, arrangement)
    await _hurry(door, county, township, forms, published.year)


async def _hurry(door: Door, county: County, township: Township, forms: list[dict[str, str]], year: int) -> None:
    """Demands at two days' notice, with a reason that had to be given."""
    for number in range(_HURRIED.get(township.standing, 0)):
        ordered = county.at(140 - number * 9, 9)
        due = ordered.date() + timedelta(days=1)
        if due.year != year:
            continue
        body = {
            "form_id": forms[9 + number % 8]["id"], "villages": clerks(township)[:1], "frequency": "once",
            "starts_on": due.isoformat(), "until": due.isoformat(), "due": {"days": 0},
            "emergency_basis": "上级临时要求，须在次日前汇总上报",
        }  # fmt: skip
        await door.post(of_township(township), f"{API}/arrangements", body, at=ordered)


async def _filings(door: Door, county: County, township: Township, arrangement: dict[str, object]) -> None:
    """Village by village: most on time, some late, a few not at all where things go badly."""
    chance = random.Random(f"{county.seed}-{township.code}")  # noqa: S311
    late = {"model": 0.0, "good": 0.03, "fair": 0.08, "weak": 0.15, "failing": 0.3}[township.standing]
    logins = set(clerks(township))
    for period in arrangement["periods"]:  # type: ignore[attr-defined]
        due = date.fromisoformat(period["due_on"])
        acts = []
        for village, _ in township.villages:
            delay = chance.randint(1, 6) if chance.random() < late else -chance.randint(0, 3)
            day = max(due + timedelta(days=delay), date.fromisoformat(period["first_day"]))
            if day >= county.today or (delay > 4 and township.standing == "failing"):
                continue
            who = of_village(village) if village in logins else of_township(township)
            values = {"数量": chance.randint(0, 40), "户数": chance.randint(50, 400)}
            if chance.random() < 0.97:
                values["备注"] = "无"  # type: ignore[assignment]
            body = {"village": village, "period": period["period"], "values": values}
            at = datetime.combine(day, time(9 + chance.randint(0, 7)), CHINA)
            acts.append(door.post(who, f"{API}/arrangements/{arrangement['id']}/filings", body, at=at))
        await all_of(acts)


async def _offplan(door: Door, county: County) -> None:
    chance = random.Random(f"{county.seed}-offplan")  # noqa: S311
    cases: list[tuple[int, Township, str]] = []
    for township in county.townships:
        cases += [
            (130 - 11 * n, township, township.unit) for n in range(_OFFPLAN[township.standing] + (township.place == 7))
        ]
    for number in range(8):
        township = county.townships[number * 3 % len(county.townships)]
        cases.append((220 - number * 21, township, DEPARTMENTS[number * 3 % len(DEPARTMENTS)][0]))
    for number, (day, township, charged) in enumerate(
        sorted(cases, key=lambda item: (-item[0], item[1].code, item[2]))
    ):
        village = chance.choice(clerks(township))
        body = {"title": f"临时情况统计表(第{number + 1}号)", "department": charged, "reached": "group"}
        demand = await door.post(of_village(village), f"{API}/offplan-demands", body, at=county.at(day, 9))
        ruling = {"reason": "未列入年度报表目录，一事一报手续缺失"}
        path = f"{API}/offplan-demands/{demand['id']}/confirmation"
        await door.post(OFFICE, path, ruling, at=county.at(day - 3, 15))
