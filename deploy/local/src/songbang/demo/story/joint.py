"""三联机制: a programme, a work group and what its meeting decided, guidance at a township's wish, the city invited."""

from typing import Any

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import APPROVER, INSPECTOR, OFFICE, of_department, of_township

API = "/api/supervision/v1"
_TEXTS = {
    "requirements": "坚持党建引领，为村级组织减负增效", "aims": "转嫁任务动态清零，工作群、牌子、报表应减尽减",
    "safeguards": "县委组织部、县民政局、县委农办、县委社会工作部牵头，纳入督查",
}  # fmt: skip
_HEAD = {"name": "林立", "post": "县委组织部部长", "duty": "head", "department": "D115"}
_DOES = {"name": "何平", "post": "县统计局副局长", "duty": "executive", "department": "D110"}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    await _programme(door, county)
    await _work_group(door, county)
    await _guidance(door, county)


async def _programme(door: Door, county: County) -> None:
    """One comes back from the approver once; its measures are computed from then on."""
    townships = [township.code for township in county.townships]
    day = {ago: county.at(ago).date().isoformat() for ago in (41, -90)}
    last = {"deadline": day[-90]}
    measures: list[dict[str, Any]] = [
        {
            "strand": "party_government", "title": "坚决防止向村级转嫁任务", "department": "D115", "joint": ["D101"],
            "success": "imposed_tasks", "target": "0", **last,
        },
        {
            "strand": "county_township", "title": "清理整合面向村级的工作群", "townships": townships,
            "success": "groups_cleaned", "target": "0.9", **last,
        },
        {
            "strand": "city_county", "title": "规范督查检查考核", "department": "D116", "success": "offplan_visits",
            "target": "0", **last,
        },
    ]  # fmt: skip
    at = county.at(42, 9)
    body = {
        "year": at.year, "title": "规范村级组织工作事务、机制牌子和证明事项实施方案", "number": f"松委办〔{at.year}〕31号",
        "starts_on": day[41], "ends_on": day[-90], "measures": measures, **_TEXTS,
    }  # fmt: skip
    filed = await door.post(OFFICE, f"{API}/programmes", body, at=at)
    path = f"{API}/programmes/{filed['id']}"
    back = {"decision": "returned", "reason": "补充防止督查检查过多的任务的责任分工"}
    await door.post(APPROVER, f"{path}/approval", back, at=county.at(42, 15))
    await door.post(OFFICE, f"{path}/resubmission", body, at=county.at(41, 9))
    await door.post(APPROVER, f"{path}/approval", {"decision": "published", "reason": "同意印发"}, at=county.at(41, 15))


async def _work_group(door: Door, county: County) -> None:
    """Its meeting decides three things: one is done at the second look, one is given more time, one is dropped."""
    first = county.townships[0]
    group = {
        "title": "县减负督查专班", "purpose": "现场会商、现场解决村级组织负担问题", "basis": "规范村级组织工作实施方案",
        "members": [_HEAD, _DOES], "until": county.at(-200).date().isoformat(),
    }  # fmt: skip
    formed = await door.post(OFFICE, f"{API}/work-groups", group, at=county.at(40, 9))
    path = f"{API}/work-groups/{formed['id']}"
    due = county.at(20).date().isoformat()
    decided = [
        {"title": "停止每晚重复报送的报表", "department": "D110", "person": "何平", "deadline": due},
        {"title": "核对乡村两级牌子台账", "township": first.code, "deadline": due},
        {"title": "清理休眠工作群", "township": first.code, "deadline": due},
    ]
    meeting = {
        "title": "第一次专题会议", "held_on": county.at(39).date().isoformat(), "present": ["林立", "何平"],
        "minutes": "听取各组情况，议定三项工作。", "decisions": decided,
    }  # fmt: skip
    met = await door.post(OFFICE, f"{path}/meetings", meeting, at=county.at(39, 16))
    mended = {"minutes": "听取各组情况，议定三项工作，由县减负办跟踪。", "correction": "补记跟踪单位"}
    await door.post(OFFICE, f"{API}/meetings/{met['id']}/correction", mended, at=county.at(38, 9))
    rows = (await door.get(OFFICE, f"{API}/meeting-decisions"))["items"]
    stopped, agreed, cleaned = (
        f"{API}/meeting-decisions/{row['id']}" for want in decided for row in rows if row["title"] == want["title"]
    )
    done = {"measures": "已书面通知各村停止报送", "evidence": ["县统计局通知"]}
    for ago, verdict in ((37, "returned"), (35, "done")):
        await door.post(of_department("D110"), f"{stopped}/report", done, at=county.at(ago, 9))
        note = "已核实" if verdict == "done" else "两个村尚未收到通知"
        await door.post(
            INSPECTOR, f"{stopped}/recheck", {"decision": verdict, "reason": note}, at=county.at(ago - 1, 9)
        )
    later = {"deadline": county.at(-10).date().isoformat(), "note": "摸底结束后一并核对"}
    await door.post(OFFICE, f"{agreed}/postponement", later, at=county.at(33, 9))
    await door.post(OFFICE, f"{cleaned}/cancellation", {"note": "已在清理工作群时完成"}, at=county.at(33, 10))
    town = {
        "title": f"{first.name}规范工作小组", "purpose": "抓好规范工作落实", "basis": "镇党委会议纪要",
        "until": county.at(-60).date().isoformat(),
        "members": [
            {"name": "孙书记", "post": "镇党委书记", "duty": "head", "region": first.code},
            {"name": "李主任", "post": "村委会主任", "duty": "member", "region": first.villages[0][0]},
        ],
    }  # fmt: skip
    own = await door.post(of_township(first), f"{API}/work-groups", town, at=county.at(33, 11))
    less = {"members": [town["members"][0], town["members"][1]], "until": town["until"], "note": "延用原班子"}
    await door.post(of_township(first), f"{API}/work-groups/{own['id']}/membership", less, at=county.at(32, 9))
    over = {"note": "任务并入县专班，不再单设"}
    await door.post(of_township(first), f"{API}/work-groups/{own['id']}/dissolution", over, at=county.at(31, 9))


async def _guidance(door: Door, county: County) -> None:
    """A township wishes for help and gets it on the spot; its effect is found in a second look."""
    township = county.townships[6]
    wish = {"region": township.code, "matter": "乡村两级台账口径不一，如何核对"}
    wanted = await door.post(of_township(township), f"{API}/guidance-requests", wish, at=county.at(31, 10))
    path = f"{API}/guidance-requests/{wanted['id']}"
    came = county.at(29).date().isoformat()
    await door.post(
        OFFICE, f"{path}/reply", {"decision": "agreed", "reason": "后天到镇里一起核对", "planned_on": came},
        at=county.at(31, 15),
    )  # fmt: skip
    visit = {
        "held_on": came, "participants_departments": ["D101", "D116"], "agreed_measures": "以乡镇台账为准，逐村核对",
        "follow_up_on": county.at(15).date().isoformat(),
    }  # fmt: skip
    held = await door.post(OFFICE, f"{path}/visit", visit, at=county.at(29, 16))
    guided = f"{API}/guidance/{held['id']}"
    await door.post(of_township(township), f"{guided}/effect", {"effect": "已逐村核对一致"}, at=county.at(28, 9))
    await door.post(OFFICE, f"{guided}/closure", {"decision": "closed", "reason": "已抽查核实"}, at=county.at(27, 9))
