"""投诉举报: two complaints of anybody; one proves true and stands after an objection, the other is no matter of burdens."""

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import APPROVER, OFFICE, SECOND_OFFICE, of_department, of_township

API = "/api/supervision/v1"
_TRUE = {
    "action": "forms", "title": "每日报送同一张表", "text": "要求每天晚上报送同一张表格，已有两个月", "body_named": "县统计局",
}  # fmt: skip
_OTHER = {"action": "forms", "title": "邻里纠纷", "text": "邻居占用公共道路堆放杂物", "body_named": None}


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    village, sender = county.townships[2].villages[0][0], of_township(county.townships[2])
    box = f"{API}/complaint-box"
    codes = [
        (await door.post(sender, box, {"region": village, **each}, at=county.at(45, 20)))["code"]
        for each in (_TRUE, _OTHER)
    ]
    rows = {row["title"]: row["id"] for row in (await door.get(OFFICE, f"{API}/complaints"))["items"]}
    mine, other = (f"{API}/complaints/{rows[each['title']]}" for each in (_TRUE, _OTHER))
    await door.post(
        OFFICE, f"{other}/rejection", {"answer": "不属于减负事项，请向村调解委员会反映"}, at=county.at(44, 9)
    )
    await door.post(OFFICE, f"{mine}/acceptance", {"department": "D110"}, at=county.at(44, 10))
    verdict = {"answer": "经核实属实，已责成停止，谢谢您反映。", "reason": "两个月来要求村每晚重复报送同一张表"}
    await door.post(SECOND_OFFICE, f"{mine}/confirmation", verdict, at=county.at(44, 16))
    objection = {"grounds": "该表是汛期临时报送，汛期后即停止"}
    await door.post(of_department("D110"), f"{mine}/objection", objection, at=county.at(43, 9))
    upheld = {"decision": "upheld", "reason": "汛期早已结束，报送仍在继续"}
    await door.post(APPROVER, f"{mine}/review", upheld, at=county.at(43, 15))
    await door.post(sender, f"{box}/answer", {"code": codes[1]})
    await door.post(sender, f"{box}/rating", {"code": codes[1], "satisfied": False}, at=county.at(43, 20))
    for path in (mine, f"{API}/draw-commitments", f"{API}/draws"):
        await door.get(OFFICE, path)
