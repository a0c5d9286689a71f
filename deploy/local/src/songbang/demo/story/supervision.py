"""督查: visits straight to villages, findings and good practices, letters, repairs in time, late, false and overdue."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from songbang.demo.county import DEPARTMENTS, County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import (
    APPROVER,
    INSPECTOR,
    OFFICE,
    SECOND_INSPECTOR,
    SECOND_OFFICE,
    clerks,
    of_township,
    of_village,
)
from songbang.demo.story import checklists, complaints, joint, plan

API = "/api/supervision/v1"
_PRACTICES = {"model": 2, "good": 1, "fair": 1, "weak": 0, "failing": 0}
_OFFPLAN = {"model": 0, "good": 0, "fair": 0, "weak": 1, "failing": 2}
_GOOD = (
    ("work", "准入事项二维码上墙，村干部当场核验"), ("plaques", "一门一牌，服务指引集中设置"), ("forms", "一表同享，村级只核对不重填"),
    ("certificates", "部门间信息核验替代证明"), ("inspections", "多部门联合检查一次到村"),
)  # fmt: skip
_BAD = (
    ("plaques", "general", "PLQ-03", "仍悬挂失效牌子"), ("forms", "general", "FRM-05", "临时要求村级次日报送表格"),
    ("work", "serious", "LST-01", "向村级转嫁部门工作任务"), ("certificates", "general", "CER-01", "出具清单外证明"),
    ("inspections", "minor", "INS-06", "同一周多次到村检查"),
)  # fmt: skip
_OWN_GROUNDS = {
    "LST-01": "第五条", "INS-05": "第九条", "INS-06": "第十条", "FRM-05": "第十二条", "FRM-06": "第十三条",
    "PLQ-01": "第十五条", "PLQ-03": "第十六条",
}  # fmt: skip
_MATTERS = ["imposed_tasks", "offplan_forms", "offplan_visits", "forbidden_demanded", "complaints_upheld"]
_DRAWN_PEOPLE = {
    "team_size": 2,
    "people": [
        {"name": name, "department": body, "avoid": []}
        for name, body in (
            ("周正", "D115"),
            ("吴明", "D115"),
            ("郑实", "D101"),
            ("冯清", "D101"),
            ("陈平", "D116"),
            ("卫直", "D117"),
        )
    ],
}
"""Who may be sent: people of the four reviewing bodies; of each township two of different bodies go."""
CONTACT = {"name": "县减负办", "phone": "0990-1234567"}


async def tell(door: Door, county: County) -> None:
    """The chapter in the order of time: deadlines follow the last told moment."""
    await plan.tell(door, county)
    await _grounds(door, county)
    findings = await _visits(door, county)
    await _offplan(door, county)
    await _letters(door, county, findings)
    await complaints.tell(door, county)
    await joint.tell(door, county)


async def _grounds(door: Door, county: County) -> None:
    """The county laid down itself what elsewhere rests on another place's document; its letters cite that."""
    at = county.at(346, 9)
    document = {
        "document": "松安县规范村级组织工作事务、机制牌子和证明事项实施方案", "number": f"松减办〔{at.year}〕3号",
        "effective_from": at.date().isoformat(),
    }  # fmt: skip
    for clause, article in _OWN_GROUNDS.items():
        await door.post(OFFICE, f"{API}/county-grounds", {**document, "clause": clause, "article": article}, at=at)


@dataclass
class _Inspected:
    """A township over the year: its chances, the praise that is left for it, and what was found there."""

    place: int
    township: Township
    chance: random.Random
    praise: int
    findings: list[str] = field(default_factory=list)


async def _visits(door: Door, county: County) -> dict[str, list[str]]:
    """Three draws over the year and three rounds for each, every township once a round; the findings by township."""
    inspected = [
        _Inspected(
            place, township, random.Random(f"{county.seed}-visits-{township.code}"), _PRACTICES[township.standing]  # noqa: S311
        )
        for place, township in enumerate(county.townships)
    ]  # fmt: skip
    for draw in range(3):
        drawn = await _draw(door, county, 350 - 99 * draw)
        rounds = range(3 * draw, 3 * draw + 3)
        await all_of(_rounds(door, county, one, rounds, drawn[one.township.code]) for one in inspected)
    return {one.township.code: one.findings for one in inspected}


async def _draw(door: Door, county: County, day: int) -> dict[str, list[str]]:
    """Draw villages for 99 days, bound on the day before and revealed in the morning; returns them by township."""
    at = county.at(day, 8)
    span = {"visit_from": at.date().isoformat(), "visit_until": county.at(day - 98, 8).date().isoformat()}
    draw = await door.post(OFFICE, f"{API}/draws", {**span, **_DRAWN_PEOPLE}, at=county.at(day + 1, 17))
    number = {"commitment": draw["commitment"], "public_value": f"{day * 7919 % 100_000:05d}"}
    await door.post(APPROVER, f"{API}/draws/{draw['id']}/reveal", number, at=at)
    page = await door.get(INSPECTOR, f"{API}/drawn-villages", at_time=at, draw=draw["id"], limit=100)
    drawn: dict[str, list[str]] = {}
    for row in sorted(page["items"], key=lambda row: str(row["region"])):
        drawn.setdefault(f"{row['region'][:9]}000", []).append(f"{row['region']} {row['id']}")
    return drawn


async def _rounds(door: Door, county: County, one: _Inspected, rounds: Iterable[int], drawn: list[str]) -> None:
    place, township = one.place, one.township
    for round_number in rounds:
        at = county.at(345 - round_number * 33 - place, 9)
        # Of three rounds two go where the lot fell, without notice; the third where the inspectors think right.
        lot = None if round_number % 3 == 2 or (round_number, place) == _UNREACHED else drawn.pop(0)
        visit = await _visit(door, township, one.chance, at, lot, team=(round_number, place) == _TEAM)
        if lot is not None:
            await _answered(door, visit, lot, at, round_number, place)
        path, theme = f"{API}/visits/{visit['id']}", round_number + place
        if round_number >= 5 and one.praise:
            one.praise -= 1
            action, title = _GOOD[theme % len(_GOOD)]
            practice = {"action": action, "title": title, "description": f"{township.name}：{title}，群众反映好。"}
            noted = await door.post(INSPECTOR, f"{path}/practices", practice, at=at + timedelta(hours=2))
            seen, checked = {"reason": "现场复核属实"}, f"{API}/practices/{noted['id']}/verification"
            await door.post(SECOND_INSPECTOR, checked, seen, at=at + timedelta(days=2))
        if (township.standing in ("weak", "failing") and round_number >= 5) or (round_number, place) in _ELSEWHERE:
            action, grade, clause, text = _BAD[theme % len(_BAD)]
            body = {"action": action, "grade": grade, "clause": clause, "description": text, "concerns": "township"}
            finding = await door.post(INSPECTOR, f"{path}/findings", body, at=at + timedelta(hours=1))
            one.findings.append(finding["id"])


_CHECKLISTS_SINCE = 6
_TEAM = (6, 2)
"""The round and the township to which a team of two bodies went."""
_UNREACHED = (7, 8)
"""One township went without its last drawn visit: a road was closed, and nobody went again."""
_ELSEWHERE = {(2, 3), (3, 4), (6, 6), (6, 7), (7, 8), (7, 9), (5, 5)}


async def _visit(
    door: Door, township: Township, chance: random.Random, at: datetime, lot: str | None, *, team: bool
) -> dict[str, str]:
    village, _ = chance.choice(township.villages)
    unannounced = chance.random() < 0.7
    if lot is not None:
        village, unannounced = lot.split()[0], True
        if team:
            return await checklists.by_team(door, village, lot.split()[1], at)
    body = {
        "region": village, "visited_on": at.date().isoformat(), "plan": f"松减督〔{at.year}〕1号",
        "unannounced": unannounced, "team_size": 3,
    }  # fmt: skip
    visit: dict[str, str] = await door.post(INSPECTOR, f"{API}/visits", body, at=at)
    return visit


async def _answered(door: Door, visit: dict[str, str], lot: str, at: datetime, round_number: int, place: int) -> None:
    """What a drawn village was asked about: by matters at first, by the answers of a checklist since the last draw."""
    written = at + timedelta(minutes=30)
    if round_number >= _CHECKLISTS_SINCE:
        await checklists.answer(door, visit, written, mended=place == _TEAM[1])
        return
    seen = {"visit_id": visit["id"], "matters": _MATTERS}
    await door.post(INSPECTOR, f"{API}/drawn-villages/{lot.split()[1]}/visit", seen, at=written)


async def _offplan(door: Door, county: County) -> None:
    cases: list[tuple[int, Township, str]] = []
    for township in county.townships:
        cases += [(125 - 13 * n, township, township.unit) for n in range(_OFFPLAN[township.standing])]
    cases += [(200 - 23 * n, county.townships[n * 2], DEPARTMENTS[n * 2][0]) for n in range(5)]
    for day, township, charged in sorted(cases, key=lambda item: (-item[0], item[1].code)):
        village, at = clerks(township)[0], county.at(day, 15)
        body = {
            "region": village, "department": charged, "visited_on": at.date().isoformat(), "demanded": "查阅台账并现场打分排名",
        }  # fmt: skip
        visit = await door.post(of_village(village), f"{API}/visits/offplan", body, at=at)
        note = {"reason": "未列入年度计划，属计划外检查"}
        await door.post(OFFICE, f"{API}/visits/{visit['id']}/confirmation", note, at=at + timedelta(days=3))


async def _letters(door: Door, county: County, findings: dict[str, list[str]]) -> None:
    """Letters to townships with findings; all but one repair ends well, one only at the second try."""
    late, false = county.of("failing")
    sent = []
    for township in county.townships:  # one after the other: numbers follow the order of townships
        if findings[township.code]:
            body = {"region": township.code, "finding_ids": findings[township.code][-3:], "contact": CONTACT}
            sent.append((township, await door.post(OFFICE, f"{API}/letters", body, at=county.at(70, 9))))
    await all_of(
        door.post(
            of_township(township),
            f"{API}/letters/{letter['id']}/receipt",
            {"handler": {"name": f"{township.name}党建办", "phone": f"0990-12300{township.code[7:9]}"}},
            at=county.at(69, 9),
        )
        for township, letter in sent
    )
    await _guidance(door, county, sent)
    await _heard(door, county, *next(one for one in sent if one[0] not in (late, false)))
    repaired = [
        (township, problem["rectification_id"], township is false and place == 0)
        for township, letter in sent
        for place, problem in enumerate(letter["problems"])
        if not (township is late and place == 0)
    ]
    await all_of(_submit(door, county, township, repair, day=64) for township, repair, _ in repaired)
    looks = await _looks(door, county, {each.code: each for each, *_ in repaired}.values(), day=60)
    await all_of(
        _recheck(door, county, repair, looks[township.code], bad=bad, day=60) for township, repair, bad in repaired
    )
    again = next(repair for _, repair, bad in repaired if bad)
    await _submit(door, county, false, again, day=55)
    looks = await _looks(door, county, [false], day=52)
    await _recheck(door, county, again, looks[false.code], bad=False, day=52)
    await _recalled(door, county, false, findings[false.code][0])


async def _heard(door: Door, county: County, township: Township, letter: dict[str, Any]) -> None:
    """Before it repairs, a township says its word on the letter and wants more time, the second time with a reason."""
    who, path = of_township(township), f"{API}/letters/{letter['id']}"
    stated = {"statement": "第一项涉及的牌子系县级部门所挂，请一并督促"}
    await door.post(who, f"{path}/statement", stated, at=county.at(68, 9))
    reply = {"reason": "已同时通知该部门，乡镇整改要求不变"}
    await door.post(SECOND_OFFICE, f"{path}/reply", reply, at=county.at(67, 9))
    wish = {"rectification_id": letter["problems"][0]["rectification_id"], "workdays": 5}
    for ago, reason, decision, note in (
        (66, "近期工作较多", "refused", "不属于客观困难"), (65, "两村道路中断，无法到场核实", "granted", "情况属实，同意"),
    ):  # fmt: skip
        wanted = await door.post(who, f"{API}/extension-requests", {**wish, "reason": reason}, at=county.at(ago, 9))
        verdict = {"decision": decision, "reason": note}
        await door.post(OFFICE, f"{API}/extension-requests/{wanted['id']}/decision", verdict, at=county.at(ago, 15))


async def _recalled(door: Door, county: County, township: Township, finding: str) -> None:
    """A letter that was wrong is taken back the next day, with all that it counted."""
    body = {"region": township.code, "finding_ids": [finding], "contact": CONTACT}
    letter = await door.post(OFFICE, f"{API}/letters", body, at=county.at(48, 9))
    why = {"reason": "经核对，该问题已在上一轮整改中解决，原函撤回"}
    await door.post(APPROVER, f"{API}/letters/{letter['id']}/recall", why, at=county.at(47, 9))


async def _looks(door: Door, county: County, townships: Iterable[Township], *, day: int) -> dict[str, str]:
    """Who rechecks goes there: one visit for the repairs of a township."""
    at = county.at(day, 9)
    visit = {"visited_on": at.date().isoformat(), "unannounced": False, "team_size": 2}
    places = {township.code: township.villages[0][0] for township in townships}
    return {
        code: (await door.post(SECOND_INSPECTOR, f"{API}/visits", {**visit, "region": village}, at=at))["id"]
        for code, village in places.items()
    }


async def _recheck(door: Door, county: County, repair: str, visit: str, *, bad: bool, day: int) -> None:
    note = "复核不到位，退回重办" if bad else "现场复核属实"
    verdict = {"decision": "returned" if bad else "accepted", "reason": note, "workdays": 10, "visit_id": visit}
    await door.post(SECOND_INSPECTOR, f"{API}/rectifications/{repair}/recheck", verdict, at=county.at(day, 10))


async def _guidance(door: Door, county: County, sent: list[tuple[Township, dict[str, str]]]) -> None:
    for township, letter in sent:
        if township.standing in ("weak", "failing"):
            held = county.at(66, 9)
            body = {
                "held_on": held.date().isoformat(), "participants_departments": ["D101", "D102"],
                "agreed_measures": "逐项会商整改举措，明确专人和时限",
            }  # fmt: skip
            await door.post(OFFICE, f"{API}/letters/{letter['id']}/guidance", body, at=county.at(66, 17))


async def _submit(door: Door, county: County, township: Township, repair: str, *, day: int) -> None:
    where = f"{township.name}党建办可查阅处理情况，由党建办主任说明"
    body = {"measures": "已按要求整改，并举一反三全面自查", "on_the_spot": where}
    path = f"{API}/rectifications/{repair}/submission"
    await door.post(of_township(township), path, body, at=county.at(day, 16))
