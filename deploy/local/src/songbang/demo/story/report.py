"""减报表: forms proposed and consolidated, the catalogue, arrangements, filings on time and late, off-plan demands."""

import random
from collections.abc import Awaitable
from datetime import date, datetime, time, timedelta
from typing import Any

from songbang.demo.county import CHINA, DEPARTMENTS, County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import APPROVER, OFFICE, clerks, of_department, of_township, of_village
from songbang.demo.story import during_the_year, workbench
from songbang.demo.story.hearings import heard

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
    await _dictionary(door, county)
    forms = await _intake(door, county)
    for year in sorted({county.at(335).year, county.today.year}):
        published = max(county.at(335), datetime(year, 1, 6, 9, tzinfo=CHINA))
        if published.date() < county.today:
            body = {"year": year, "form_ids": [form["id"] for form in forms]}
            await door.post(OFFICE, f"{API}/catalogues", body, at=published)
            await all_of(_township(door, county, township, forms, published) for township in county.townships)
            if year == county.today.year:
                await during_the_year.tell(door, county, published)
    await _checked(door, county, forms[0])
    await _offplan(door, county)
    await workbench.tell(door, county)


async def _dictionary(door: Door, county: County) -> None:
    """The county's dictionary of data elements: adopted, mended by a department, two of them merged and parted again."""
    path, reason = f"{API}/elements", {"reason": "口径清楚，予以办理"}
    await door.post(OFFICE, f"{path}/starter-set", at=county.at(358, 9))
    code, _ = DEPARTMENTS[0]
    well = {
        "name": "在册水井数", "synonyms": ["水井个数"], "category": "人居环境与基础设施", "definition": "村内登记在册的水井数量",
        "unit": "口", "kind": "count", "minimum": 0, "source": "水利普查台账", "refresh": "year", "sums_over_villages": True,
    }  # fmt: skip
    proposed = await door.post(of_department(code), path, {**well, "code": "W001"}, at=county.at(357, 9))
    own = f"{path}/{proposed['id']}"
    await door.post(OFFICE, f"{own}/registration", reason, at=county.at(357, 14))
    await door.post(
        of_department(code), f"{own}/revision", {**well, "definition": "村内登记在册的机井和水井", **reason}, at=county.at(356, 9)
    )  # fmt: skip
    await door.post(APPROVER, f"{own}/standardisation", reason, at=county.at(356, 14))
    await door.post(OFFICE, f"{own}/stewardship", {"steward": code, **reason}, at=county.at(356, 15))
    twin = await door.post(
        OFFICE, path, {**well, "code": "W002", "name": "村内水井数", "synonyms": []}, at=county.at(355, 9)
    )
    other = f"{path}/{twin['id']}"
    await door.get(OFFICE, f"{other}/merger", into="W001")
    await door.post(OFFICE, f"{other}/merger", {"into": "W001", **reason}, at=county.at(355, 10))
    await door.post(OFFICE, f"{other}/separation", {"reason": "一为在册，一为全部，口径不同"}, at=county.at(354, 9))
    await door.get(OFFICE, f"{other}/editions")
    await door.post(OFFICE, f"{other}/retirement", {"reason": "没有报表使用"}, at=county.at(354, 10))
    found = await door.get(OFFICE, path, q="常住人口")
    chosen = [{"id": element["id"]} for element in found["items"] if element["state"] == "recorded"][:2]
    body = {"items": chosen, "body": {"reason": "作为本县标准"}}
    await door.post(APPROVER, f"{path}/bulk/standardisation", body, at=county.at(353, 9))


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
    code, _ = DEPARTMENTS[0]
    typed = {"title": _TITLES[0], "columns": [{"name": "常住人口", "unit": "人"}, {"name": "户数", "unit": "户"}]}
    await door.post(of_department(code), f"{API}/column-suggestions", typed)
    values = [{"village": village, "value": 312} for village in clerks(county.townships[0])]
    delivery = {"element": "E005", "as_of": county.at(352).date().isoformat(), "values": values}
    delivered = await door.post(OFFICE, f"{API}/value-deliveries", delivery, at=county.at(351, 8))
    await door.get(OFFICE, f"{API}/value-deliveries")
    await door.get(OFFICE, f"{API}/value-deliveries/{delivered['id']}")
    binding = {"columns": {"户数": "E005"}}
    await door.post(of_department(code), f"{API}/forms/{forms[0]['id']}/binding", binding, at=county.at(351, 9))
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
        acts: list[Awaitable[Any]] = []
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
            path = f"{API}/arrangements/{arrangement['id']}"
            first = township is county.townships[0] and not acts and period is arrangement["periods"][0]  # type: ignore[index]
            acts.append(
                _fill_once(door, who, path, body, at) if first and who != of_township(township)
                else door.post(who, f"{path}/filings", body, at=at)
            )  # fmt: skip
        await all_of(acts)


async def _fill_once(
    door: Door, who: str, path: str, body: dict[str, Any], at: datetime
) -> None:  # fmt: skip
    """One filing is looked at as the register fills it, and confirmed in one call with what was not known."""
    where = {"village": body["village"], "period": body["period"]}
    form = await door.get(who, f"{path}/prefill", at_time=at, **where)
    await door.post(who, f"{path}/confirmation", {**body, "digest": form["digest"]}, at=at)


async def _checked(door: Door, county: County, form: dict[str, str]) -> None:
    """The asking body looks at its table, returns and accepts filings, closes the period; one village needs longer."""
    who, path = of_department(DEPARTMENTS[0][0]), f"{API}/forms/{form['id']}"
    until, today = county.at(20).date().isoformat(), county.today.isoformat()
    past = [
        period for period in (await door.get(who, f"{path}/periods"))["items"]
        if period["actual"] > 1 and not period["provisional"] and period["due_on"] < until
    ]  # fmt: skip
    if not past:
        return
    period = past[0]["period"]
    seen = await door.get(who, f"{path}/table", period=period)
    returned, *others = [row["filing_id"] for row in seen["rows"] if row["state"] == "submitted"][:20]
    mended = f"{API}/filings/{returned}"
    await door.post(who, f"{mended}/return", {"reason": "户数与上期相差较大，请核对"}, at=county.at(15, 9))
    filing = await door.get(who, mended)
    body = {"values": {**filing["values"], "备注": "已核对，数据属实"}, "reason": "已核对"}
    township = next(each for each in county.townships if each.code[:9] == filing["region"][:9])
    await door.post(of_township(township), f"{mended}/correction", body, at=county.at(14, 9))
    await door.post(who, f"{mended}/acceptance", {}, at=county.at(13, 9))
    bulk = {"items": [{"id": each} for each in others], "body": {"remark": "数据齐全"}}
    await door.post(who, f"{API}/filings/bulk/acceptance", bulk, at=county.at(13, 10))
    closing = {"form_id": form["id"], "period": period, "reason": "本期已汇总上报"}
    closure = await door.post(who, f"{API}/period-closures", closing, at=county.at(12, 9))
    needed = {**closing, "village": filing["region"], "until": today, "reason": "入户后发现漏统一户"}
    exception = await door.post(of_township(township), f"{API}/period-exceptions", needed, at=county.at(11, 9))
    decision = {"decision": "grant", "reason": "情况属实"}
    await door.post(OFFICE, f"{API}/period-exceptions/{exception['id']}/decision", decision, at=county.at(11, 15))
    await door.post(
        APPROVER, f"{API}/period-closures/{closure['id']}/reopening", {"reason": "统一复核"}, at=county.at(10, 9)
    )  # fmt: skip
    for each in (f"{API}/period-closures", f"{API}/period-exceptions", f"{path}/table-uses", f"{API}/unused-forms"):
        await door.get(OFFICE, each)
    await door.get(OFFICE, f"{API}/period-closures/{closure['id']}")
    await door.get(OFFICE, f"{API}/period-exceptions/{exception['id']}")


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
    cases.sort(key=lambda item: (-item[0], item[1].code, item[2]))
    of_county = {code for code, *_ in DEPARTMENTS}
    first_of_county = next(number for number, (_, _, charged) in enumerate(cases) if charged in of_county)
    for number, (day, township, charged) in enumerate(cases):
        village = chance.choice(clerks(township))
        body = {"title": f"临时情况统计表(第{number + 1}号)", "department": charged, "reached": "group"}
        demand = await door.post(of_village(village), f"{API}/offplan-demands", body, at=county.at(day, 9))
        ruling = {"reason": "未列入年度报表目录，一事一报手续缺失"}
        if number == 0:
            refusal = await door.post(
                of_village(village), f"{API}/form-refusals",
                {"title": "临时统计调查表", "department": charged, "survey": True, "missing_marks": ["approval_number"]},
                at=county.at(day, 10),
            )  # fmt: skip
            await door.get(of_village(village), f"{API}/form-refusals")
            await door.get(of_village(village), f"{API}/form-refusals/{refusal['id']}")
        path = f"{API}/offplan-demands/{demand['id']}"
        if number == first_of_county:
            await heard(door, county, path, charged, "要求填报表格的情况", day)
        await door.post(OFFICE, f"{path}/confirmation", ruling, at=county.at(day - 3, 15))
