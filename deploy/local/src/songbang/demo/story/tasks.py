"""准入事项到村: tasks are dispatched, one is entrusted and paid for, and an emergency starts before its papers."""

from datetime import timedelta
from typing import Any

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import OFFICE, clerks, of_department, of_township

API = "/api/checklist/v1"
ENTRUSTING, ASSISTED, ALARMED = "D103", "D108", "D104"
ENTRUSTED = {"entrusted": True, "funding_source": "县卫生健康局年度预算", "funding_yuan": "24000.00"}
_DOER = {"frequency": "monthly", "doer": "村委会1名工作人员"}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first; what it dispatches runs beyond the last told day."""
    entrusted, assisted = [await _granted(door, code) for code in (ENTRUSTING, ASSISTED)]
    await _purchase(door, county, entrusted)
    await _assistance(door, county, assisted)
    await _emergency(door, county)


async def _granted(door: Door, department: str) -> dict[str, Any]:
    found = await door.get(OFFICE, f"{API}/admissions", department=department, state="granted")
    admission: dict[str, Any] = found["items"][0]
    return admission


def _order(admission: dict[str, Any], villages: list[str], work_class: str) -> dict[str, Any]:
    days = {"starts_on": admission["starts_on"], "until": admission["valid_until"]}
    return {"villages": villages, "work_class": work_class, **_DOER, **days}


async def _purchase(door: Door, county: County, admission: dict[str, Any]) -> None:
    """A village's cooperative does the work: agreed, dispatched, half of it paid and arrived, and accepted."""
    who, township = of_department(ENTRUSTING), county.townships[0]
    village, name = township.villages[0]
    agreement = {
        "admission_id": admission["id"], "region": village, "receiver": "collective",
        "receiver_name": f"{name}股份经济合作社", "content": "组织老年人分批到卫生院体检，接送行动不便者",
        "price_yuan": "6000.00", "signed_on": county.at(262).date().isoformat(),
        "instalments": [
            {"due_on": county.at(100).date().isoformat(), "amount_yuan": "3000.00"},
            {"due_on": county.at(-45).date().isoformat(), "amount_yuan": "3000.00"},
        ],
    }  # fmt: skip
    signed = await door.post(who, f"{API}/agreements", agreement, at=county.at(262, 10))
    order = _order(admission, [village], "purchase")
    await door.post(who, f"{API}/admissions/{admission['id']}/assignment", order, at=county.at(261, 10))
    payments = await door.get(who, f"{API}/payments", agreement_id=signed["id"])
    first = min(payments["items"], key=lambda payment: payment["due_on"])
    entry = {
        "amount_yuan": "3000.00", "paid_on": county.at(95).date().isoformat(), "voucher": "国库支付凭证0317号",
    }  # fmt: skip
    await door.post(who, f"{API}/payments/{first['id']}/payment", entry, at=county.at(95, 15))
    await door.post(of_township(township), f"{API}/payments/{first['id']}/receipt", at=county.at(90, 10))
    done = {"accepted_on": county.at(20).date().isoformat(), "reason": "按约定完成，名册齐全"}
    await door.post(who, f"{API}/agreements/{signed['id']}/acceptance", done, at=county.at(20, 10))
    seen = {"reason": "已到村核对，情况属实"}
    await door.post(of_township(township), f"{API}/agreements/{signed['id']}/confirmation", seen, at=county.at(18, 10))


async def _assistance(door: Door, county: County, admission: dict[str, Any]) -> None:
    """Villages of two townships help a department; one of them is let off again."""
    who, first, second = of_department(ASSISTED), county.townships[1], county.townships[2]
    villages = [*clerks(first)[:2], clerks(second)[0]]
    path = f"{API}/admissions/{admission['id']}/assignment"
    await door.post(who, path, _order(admission, villages, "assist"), at=county.at(255, 10))
    dispatched = await door.get(who, f"{API}/assignments", region=villages[-1], admission_id=admission["id"])
    reason = {"reason": "改由镇司法所直接开展"}
    recall = f"{API}/assignments/{dispatched['items'][0]['id']}/recall"
    await door.post(who, recall, reason, at=county.at(40, 10))


async def _emergency(door: Door, county: County) -> None:
    """A dam needs watching tonight; the papers come the same day."""
    who, day = of_department(ALARMED), county.at(1)
    body = {
        "title": "山塘水库险情夜间值守", "content": "下游各村组织夜间值守，险情时转移群众", "legal_basis": "防洪法第四十五条",
        "starts_on": day.date().isoformat(), "ends_on": (day.date() + timedelta(days=20)).isoformat(),
        "frequency": "on_event", "work": "duty", "people": 2, "times_a_month": 1, "emergency": True, "emergency_reason": "山塘坝体渗漏",
        "regions": [county.townships[3].code], "work_form": "夜间值守", "quantity": "每村2人",
    }  # fmt: skip
    draft = await door.post(who, f"{API}/admissions", body, at=county.at(1, 8))
    path = f"{API}/admissions/{draft['id']}"
    await door.post(who, f"{path}/start", {}, at=county.at(1, 8, 5))
    await door.post(who, f"{path}/submission", {}, at=county.at(1, 8, 10))
    requested = await door.get(OFFICE, f"{API}/reviews", admission_id=draft["id"])
    for review in requested["items"]:
        given = {"decision": "agree", "reason": "险情属实"}
        opinion = f"{API}/reviews/{review['id']}/opinion"
        await door.post(of_department(review["department"]), opinion, given, at=county.at(1, 9))
    number = f"松委办〔{day.year}〕99号"
    decision = {"decision": "grant", "reason": "险情属实，同意补办", "approval_number": number}
    await door.post(OFFICE, f"{path}/decision", decision, at=county.at(1, 9, 30))
