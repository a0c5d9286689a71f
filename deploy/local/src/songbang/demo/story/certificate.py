"""减证明: items admitted, certificates issued, forbidden ones refused, who demanded them charged, a few revoked."""

import random
from datetime import date
from typing import Any

from certificate_svc.papers import wordings
from countykit import documents
from stdnum.iso7064 import mod_11_2

from songbang.demo.county import DEPARTMENTS, County, Township
from songbang.demo.door import Door, all_of
from songbang.demo.people import APPROVER, OFFICE, clerks, of_department, of_township, of_village
from songbang.demo.story.hearings import heard

API = "/api/certificate/v1"
ADMITTED = (
    "AC01",
    "AC02",
    "AC03",
    "AC05",
    "AC06",
    "AC08",
    "AC10",
    "AC15",
    "AC16",
    "AC17",
    "AC18",
    "AC19",
    "AC20",
    "AC22",
)
_ISSUED_EACH = 30
_DEMANDED = {"model": 0, "good": 1, "fair": 1, "weak": 2, "failing": 4}
_OUTSIDE = ("松安农村商业银行", "平安保险松安支公司", "某电商平台", "松安县第一中学", "某劳务公司")
_FORBIDDEN = ("FC01", "FC02", "FC05", "FC08", "FC10", "FC11", "FC15", "FC17", "FC19", "FC20")
_PROVINCES = sorted(documents.RESIDENT_PROVINCES)
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", ("志强", "秀英", "建国", "桂兰", "永福", "春梅", "德明", "玉珍")


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    admission = {
        "legal_basis": "松安县村级组织出具证明事项清单", "requested_by": "清单所列索要单位", "issuing_body": "村民委员会",
        "guide": "持有效身份证件到村便民服务站申请，当场核实", "days": 5, "decided_by": ["县民政局", "县司法局", "县委农办"],
        "source": "松民发〔2025〕8号",
    }  # fmt: skip
    await all_of(
        door.post(OFFICE, f"{API}/items/{code}/admission", admission, at=county.at(360, 9)) for code in ADMITTED
    )
    await all_of(_township(door, county, township) for township in county.townships)
    await _contested(door, county)
    await all_of(_training(door, county, township) for township in county.townships)


def _applicant(chance: random.Random) -> dict[str, str]:
    """A fictitious person, registered in any county of the country: who moved or married in kept the number."""
    number = f"{chance.choice(_PROVINCES)}{chance.randint(1, 99):02d}{chance.randint(1, 99):02d}"
    number += f"{chance.randint(1940, 2002)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    number += f"{chance.randint(0, 999):03d}"
    number += mod_11_2.calc_check_digit(number)
    return {"name": chance.choice(_SURNAMES) + chance.choice(_GIVEN), "id_number": number}


async def _township(door: Door, county: County, township: Township) -> None:
    chance = random.Random(f"{county.seed}-certificates-{township.code}")  # noqa: S311
    issued = []
    for number in range(_ISSUED_EACH):
        village = clerks(township)[number % 3]
        day = 170 - number * 5
        item = ADMITTED[number % len(ADMITTED)]
        body = {
            "region": village, "item": item, "applicant": _applicant(chance),
            "purpose": "按清单所列用途办理", "demander": {"name": "清单所列索要单位"},
        }  # fmt: skip
        application = await door.post(of_village(village), f"{API}/applications", body, at=county.at(day, 9))
        path = f"{API}/applications/{application['id']}"
        if number % 15 == 7:
            refusal = {"reason": "not_verifiable", "explanation": "所述情况发生在外地，本村无法核实"}
            await door.post(of_village(village), f"{path}/refusal", refusal, at=county.at(day - 1, 9))
        else:
            at = county.at(day - 2, 10)
            statement = _statement(item, county.at(day - 1, 15).date())
            issued.append(await door.post(of_village(village), f"{path}/issue", statement, at=at))
    await _forbidden(door, county, township, chance)
    if township.standing == "failing":
        reason = {"reason": "该事项属不应出具的证明，予以撤销", "fault": True, "forbidden": True}
        path = f"{API}/certificates/{issued[3]['id']}/revocation"
        await door.post(of_township(township), path, reason, at=county.at(15, 9))
    elif township.standing == "weak":
        reason = {"reason": "内容填写有误，予以撤销", "fault": True, "forbidden": False}
        path = f"{API}/certificates/{issued[5]['id']}/revocation"
        await door.post(of_township(township), path, reason, at=county.at(14, 9))


def _statement(item: str, checked_on: date) -> dict[str, Any]:
    """What the village has checked: the facts of the item's first wording, or a text where it has none."""
    check = {"by": "村委会副主任 李建民", "on": checked_on.isoformat(), "method": "查阅台账并入户走访"}
    for wording in wordings.of_item(item)[:1]:
        return {
            "wording": wording.code,
            "facts": {field.name: field.example for field in wording.fields},
            "fact_check": check,
        }
    return {
        "content": ["经查阅村级台账并入户走访，申请人自2019年起居住于本村，所述情况与台账记载一致。"],
        "fact_check": check,
    }


async def _forbidden(door: Door, county: County, township: Township, chance: random.Random) -> None:
    """Villagers are sent for what must not be demanded; the village refuses, and a body of the county is charged."""
    demanders: list[dict[str, str]] = [{"department": township.unit}] * (
        _DEMANDED[township.standing] + township.place % 2
    )
    demanders += [{"name": chance.choice(_OUTSIDE)} for _ in range(3)]
    demanders += [{"department": chance.choice(DEPARTMENTS)[0]}]
    judged: set[str] = set()
    for number, demander in enumerate(demanders):
        village = clerks(township)[number % 3]
        body = {
            "region": village, "item": chance.choice(_FORBIDDEN), "applicant": _applicant(chance),
            "purpose": "对方单位要求", "demander": demander,
        }  # fmt: skip
        day = 160 - number * 17
        who, path = of_village(village), f"{API}/applications"
        refused = await door.post(who, path, body, at=county.at(day, 11), expect=(422,))
        if "department" in demander:
            written = {"written": "办事窗口《所需材料一次性告知单》"}
            path = f"{API}/demands/{refused['demand_id']}/charge"
            charged = await door.post(who, path, written, at=county.at(day, 12))
            # A demand about the same matter within 30 days joins the charge that was judged already.
            if charged["charge_id"] not in judged:
                judged.add(charged["charge_id"])
                await _judge(door, county, charged["charge_id"], "confirmation", day)


async def _judge(door: Door, county: County, charge: str, verdict: str, day: int) -> None:
    reasons = {"confirmation": "告知单属实，该事项不得要求", "dismissal": "材料系申请人自备，该局未作要求"}
    path = f"{API}/demand-charges/{charge}/{verdict}"
    await door.post(OFFICE, path, {"reason": reasons[verdict]}, at=county.at(day, 15))


async def _contested(door: Door, county: County) -> None:
    """What nobody applied for is told too; a charge may prove wrong, before the verdict or after it."""
    villages = clerks(county.townships[2])
    bank = {"name": "居民家庭用电情况证明", "demander": {"name": "松安农村商业银行"}, "anonymous": True}
    noted = await door.post(of_village(villages[0]), f"{API}/demands", bank, at=county.at(44, 9))
    await door.post(OFFICE, f"{API}/demands/{noted['id']}/classification", {"item": None}, at=county.at(43, 16))
    await _written_to(door, county, noted["id"])
    charges = []
    for number, item in enumerate(("FC05", "FC08", "FC11")):
        body = {"item": item, "demander": {"department": DEPARTMENTS[6 + number][0]}, "written": "业务受理单"}
        who = of_village(villages[number])
        demand = await door.post(who, f"{API}/demands", body, at=county.at(43, 9))
        charged = await door.post(who, f"{API}/demands/{demand['id']}/charge", {}, at=county.at(43, 10))
        charges.append(charged["charge_id"])
        if number == 0:
            path = f"{API}/demand-charges/{charges[0]}"
            await heard(door, county, path, DEPARTMENTS[6][0], "办理业务所需材料的情况", 43)
        await _judge(door, county, charges[-1], "confirmation" if number else "dismissal", 41)
    path = f"{API}/demand-charges/{charges[1]}"
    grounds = {"grounds": "受理单由乡镇窗口自行印制，县局已于上月通知停用"}
    await door.post(of_department(DEPARTMENTS[7][0]), f"{path}/objection", grounds, at=county.at(36, 10))
    review = {"decision": "overturned", "reason": "经查通知属实，撤销对县局的认定"}
    await door.post(APPROVER, f"{path}/review", review, at=county.at(30, 10))
    reason = {"reason": "查对后该单位并非索要单位，自行纠正"}
    await door.post(APPROVER, f"{API}/demand-charges/{charges[2]}/withdrawal", reason, at=county.at(29, 10))


async def _written_to(door: Door, county: County, demand: str) -> None:
    """The office writes to who demanded it from outside the county, and keeps what came back on paper."""
    letter = await door.post(OFFICE, f"{API}/demands/{demand}/letter", {}, at=county.at(42, 9))
    path = f"{API}/demand-letters/{letter['id']}"
    reply = {"answer": "law", "law": "《个人贷款管理办法》第十三条", "statement": "贷款调查需了解借款人家庭情况"}
    await door.post(OFFICE, f"{path}/reply", reply, at=county.at(38, 9))
    decision = {"decision": "unfounded", "reason": "所列条款要求贷款人自行调查，未要求提交村级证明"}
    await door.post(OFFICE, f"{path}/decision", decision, at=county.at(36, 9))
    for each in (path, f"{path}/history"):
        await door.get(OFFICE, each)


async def _training(door: Door, county: County, township: Township) -> None:
    day = county.at(320, 9)
    body = {
        "region": township.code, "topic": "村级组织出具证明专题培训", "held_on": day.date().isoformat(),
        "attendees": len(township.villages) + 4,
    }  # fmt: skip
    training = await door.post(of_township(township), f"{API}/trainings", body, at=day)
    body = {"question": "公证处要的亲属关系证明，户籍能查到的还开不开？", "training_id": training["id"]}
    questions = f"{API}/training-questions"
    raised = await door.post(of_township(township), questions, body, at=county.at(320, 11))
    path, answer = f"{questions}/{raised['id']}", {"answer": "不开，由公安机关出具。"}
    await door.post(OFFICE, f"{path}/answer", answer, at=county.at(319, 9))
    for each in (questions, path, f"{path}/history"):
        await door.get(of_township(township), each)
