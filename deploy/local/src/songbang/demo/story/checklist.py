"""减工作事务: groups cleaned, tasks admitted or refused, tasks imposed."""

import random
from datetime import timedelta

from countykit.calendar import SHIPPED

from songbang.demo.county import DEPARTMENTS, County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import APPROVER, INSPECTOR, OFFICE, clerks, of_department, of_township, of_village
from songbang.demo.story import tasks, timings
from songbang.demo.story.tasks import ENTRUSTED, ENTRUSTING

API = "/api/checklist/v1"
CLEANED_EACH = 18  # 13 townships x 18 = the seed's 234
_LEFT_OVER = {"model": 0, "good": 0, "fair": 2, "weak": 5, "failing": 9}
_IMPOSED = {"model": 0, "good": 0, "fair": 1, "weak": 2, "failing": 3}
_TOPICS = (
    "防汛",
    "秸秆禁烧",
    "医保缴费",
    "人居环境",
    "反诈宣传",
    "森林防火",
    "移风易俗",
    "党建",
    "征兵",
    "防返贫",
    "文明创建",
    "消防",
)
_AFTER_THE_LETTER = (("dropping", "对方收函后当日撤回要求"), ("insistence", "对方收函后仍要求每日打卡"))
_PLATFORMS = ("wechat", "wechat", "wechat", "qq", "wechat", "government_app")
_ADMITTED = (
    ("D104", "汛期地质灾害隐患点巡查", "突发事件应对法第二十二条"), ("D102", "春季动物防疫集中免疫配合", "动物防疫法第十一条"),
    ("D109", "城乡居民养老保险信息核对", "社会保险法第九条"), ("D114", "退役军人信息更新核对", "退役军人保障法第八条"),
    ("D103", "老年人健康体检组织动员", "基本医疗卫生与健康促进法"), ("D108", "法治宣传月活动配合", "法治宣传教育法"),
)  # fmt: skip
_REVIEWERS = (("组织部", "D115"), ("民政局", "D101"), ("农办", "D116"), ("社会工作部", "D117"))
_DISPUTED = 300
_ENFORCED = 310
_IMPOSED_TITLES = (
    "代收城乡居民医保费并按日通报进度", "统计农户新建厕所照片上传", "组织村干部关注政务公众号", "完成商业保险推广任务",
    "代办企业用工登记表", "每日填报秸秆禁烧巡查日志", "组织村民观看线上直播并打卡", "协助征收卫生费",
)  # fmt: skip


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    await timings.tell(door, county)
    await _number_rules(door, county)
    await _reviewing_bodies(door, county)
    await _admissions(door, county)
    await tasks.tell(door, county)
    await all_of(_groups(door, county, township) for township in county.townships)
    await _imposed(door, county)
    await _refusals(door, county)
    await _law_watch(door, county)


async def _number_rules(door: Door, county: County) -> None:
    """The county refuses what shows no number, mark or law, in all three areas."""
    for area in ("forms", "boards", "plans"):
        wanted = {
            "area": area, "mode": "enforce", "starts_on": county.at(_ENFORCED).date().isoformat(),
            "reason": "没有准入编号、法定标识或者法律法规条款的，一律不得要求村级组织办理",
        }  # fmt: skip
        rule = await door.post(OFFICE, f"{API}/number-rules", wanted, at=county.at(_ENFORCED + 7))
        approval = {"decision": "approved", "reason": "同意施行"}
        await door.post(APPROVER, f"{API}/number-rules/{rule['id']}/approval", approval, at=county.at(_ENFORCED + 5))


async def _reviewing_bodies(door: Door, county: County) -> None:
    """The county keeps a table of its own of who gives an opinion on applications; all of them look at every work."""
    for name, department in _REVIEWERS:
        body = {"name": name, "department": department, "works": [], "reason": "按准入制度参加全部事项审核"}
        proposed = await door.post(OFFICE, f"{API}/reviewing-bodies", body, at=county.at(_ENFORCED + 24))
        path = f"{API}/reviewing-bodies/{proposed['id']}/approval"
        approval = {"decision": "approved", "reason": "同意列为审核单位"}
        await door.post(APPROVER, path, approval, at=county.at(_ENFORCED + 22))


async def _groups(door: Door, county: County, township: Township) -> None:
    who, day = of_township(township), 172
    at = county.at(day, 9)
    groups = []
    for number in range(CLEANED_EACH + 2 + _LEFT_OVER[township.standing] + township.place % 3):
        platform = _PLATFORMS[number % len(_PLATFORMS)]
        name = f"{township.name}{_TOPICS[number % len(_TOPICS)]}工作群{number // len(_TOPICS) + 1}"
        body = {"region": township.code, "name": name, "platform": platform, "members": 20 + number * 3}
        if platform == "government_app":
            body |= {"owner_level": "county", "filing_number": f"浙网信备{2024000 + number}号"}
        groups.append(await door.post(who, f"{API}/groups", body, at=at))
    kept, *others = groups
    await door.post(
        who, f"{API}/groups/{kept['id']}/retention", {"reason": "保留1个指导村级工作"}, at=county.at(168, 9)
    )
    for number, group in enumerate(others[:CLEANED_EACH]):
        step = "merger" if number % 3 == 0 and group["platform"] == "wechat" else "dissolution"
        wanted = {"reason": "长期不用，予以解散"}
        if step == "merger":
            wanted = {"reason": "并入保留的工作群", "target": kept["id"]}
        path, day = f"{API}/groups/{group['id']}", 165 - number * 3
        await door.post(who, f"{path}/{step}", wanted, at=county.at(day, 10))
        if number < CLEANED_EACH - 3:  # the latest still wait for somebody to look
            found = {"decision": "accepted", "reason": "到村核实，群已解散"}
            await door.post(INSPECTOR, f"{path}/verification", found, at=county.at(day - 1, 10))


async def _admissions(door: Door, county: County) -> None:
    async def apply(number: int, department: str, title: str, basis: str) -> dict[str, object]:
        who, day = of_department(department), 320 - number * 9
        submitted = county.at(day, 9)
        starts = SHIPPED.add(submitted.date(), 34)
        body = {
            "title": title, "content": f"请各村协助做好{title}", "legal_basis": basis, "starts_on": starts.isoformat(),
            **(ENTRUSTED if department == ENTRUSTING else {}),
            "ends_on": (starts + timedelta(days=60 if number < 4 else 300)).isoformat(), "frequency": "monthly", "work": "papers",
        }  # fmt: skip
        draft = await door.post(who, f"{API}/admissions", body, at=submitted)
        sent: dict[str, object] = await door.post(who, f"{API}/admissions/{draft['id']}/submission", {}, at=submitted)
        return sent

    for number, (department, title, basis) in enumerate(_ADMITTED):
        admission = await apply(number, department, title, basis)
        path = f"{API}/admissions/{admission['id']}"
        requested = await door.get(OFFICE, f"{API}/reviews", admission_id=str(admission["id"]))
        for review in requested["items"]:
            given = {"decision": "agree", "reason": "符合清单要求"}
            who = of_department(review["department"])
            await door.post(who, f"{API}/reviews/{review['id']}/opinion", given, at=county.at(318 - number * 9, 14))
        decision = {
            "decision": "grant", "reason": "经县委县政府批准纳入清单",
            "approval_number": f"松委办〔{county.at(315 - number * 9).year}〕{number + 11}号",
        }  # fmt: skip
        await door.post(OFFICE, f"{path}/decision", decision, at=county.at(315 - number * 9, 15))
    await apply(6, "D112", "向村级组织摊派协税护税任务指标", "县税务局工作要点")
    returned = await apply(7, "D111", "乡村文化资源普查协助", "县文旅局年度计划")
    points = ["写明经费来源", "写明完成标准"]
    back = {"decision": "return", "reason": "请补充经费来源和完成标准", "points": points}
    await door.post(OFFICE, f"{API}/admissions/{returned['id']}/decision", back, at=county.at(250, 15))
    await apply(8, "D105", "耕地占补平衡现场核实配合", "土地管理法第三十条")


async def _imposed(door: Door, county: County) -> None:
    chance = random.Random(f"{county.seed}-imposed")  # noqa: S311
    cases: list[tuple[int, Township, str]] = []
    for township in county.townships:
        own = _IMPOSED[township.standing] + (township.standing == "good" and township.place % 2)
        cases += [(150 - 9 * n - place, township, township.unit) for place, n in enumerate(range(own))]
    for number in range(14):
        township = county.townships[number % len(county.townships)]
        cases.append((300 - number * 17, township, DEPARTMENTS[number * 5 % len(DEPARTMENTS)][0]))
    for day, township, charged in sorted(cases, key=lambda item: (-item[0], item[1].code, item[2])):
        village = chance.choice(clerks(township))
        title = chance.choice(_IMPOSED_TITLES)
        body = {"title": title, "department": charged, "anonymous": chance.random() < 0.3}
        body["occurred_on"] = county.at(day + 2).date().isoformat()
        if "打卡" in title:
            body |= {"group_demands": ["chains"], "group_name": f"{township.name}工作群"}
        task = await door.post(of_village(village), f"{API}/imposed-tasks", body, at=county.at(day, 9))
        finding = {"reason": "经核实未经准入，责令收回"}
        await door.post(OFFICE, f"{API}/imposed-tasks/{task['id']}/confirmation", finding, at=county.at(day - 4, 15))
        if day == _DISPUTED:
            await _objection(door, county, f"{API}/imposed-tasks/{task['id']}", charged, day)
    body = {"title": "参加镇里例行工作会议", "department": county.townships[0].unit}
    village = clerks(county.townships[0])[0]
    task = await door.post(of_village(village), f"{API}/imposed-tasks", body, at=county.at(40, 9))
    finding = {"reason": "属正常工作安排，不属转嫁任务"}
    await door.post(OFFICE, f"{API}/imposed-tasks/{task['id']}/dismissal", finding, at=county.at(36, 9))


async def _objection(door: Door, county: County, task: str, department: str, day: int) -> None:
    """A department objects to a verdict, and somebody who had no part in it finds that it holds."""
    grounds = {"grounds": "该任务已在县委农村工作会议上部署，请予复核"}
    await door.post(of_department(department), f"{task}/objection", grounds, at=county.at(day - 9, 10))
    review = {"decision": "upheld", "reason": "会议纪要未包含该任务，也未办理准入，维持认定"}
    await door.post(APPROVER, f"{task}/review", review, at=county.at(day - 16, 10))


async def _refusals(door: Door, county: County) -> None:
    for number, title in enumerate(("要求每村订阅60份报刊", "要求村干部下载安装政务APP并每日打卡")):
        village = clerks(county.townships[number])[1]
        who, day = of_village(village), 30 - number
        body = {"title": title, "department": DEPARTMENTS[number + 9][0]}
        await door.post(who, f"{API}/refusals/advice", body, at=county.at(day, 9))
        refused = await door.post(who, f"{API}/refusals", body, at=county.at(day, 10))
        step, note = _AFTER_THE_LETTER[number]
        await door.post(who, f"{API}/refusals/{refused['id']}/{step}", {"note": note}, at=county.at(day - 3, 10))


async def _law_watch(door: Door, county: County) -> None:
    """A law is amended: who owns what stands on it says on which article it goes on, and the office agrees."""
    change = {
        "law": "法治宣传教育法", "kind": "amended", "effective_on": f"{county.at(20):%Y-%m-%d}",
        "source": "全国人大常委会公报",
    }  # fmt: skip
    changed = await door.post(OFFICE, f"{API}/law-changes", change, at=county.at(19, 9))
    (review,) = (await door.get(OFFICE, f"{API}/law-reviews"))["items"]
    path = f"{API}/law-reviews/{review['id']}"
    answer = {
        "answer": "kept",
        "new_basis": "法治宣传教育法(2026)第二十一条",
        "reason": "修订后仍规定村级组织协助开展法治宣传",
    }
    await door.post(of_department("D108"), f"{path}/answer", answer, at=county.at(18, 9))
    agreed = {"decision": "accept", "reason": "已核对公报原文"}
    await door.post(OFFICE, f"{path}/acceptance", agreed, at=county.at(17, 9))
    for each in (f"{API}/law-changes/{changed['id']}", path, f"{path}/history"):
        await door.get(OFFICE, each)
