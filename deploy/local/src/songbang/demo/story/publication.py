"""红黑榜通报: a list is frozen, the named townships are heard, one objects, and what stands is approved and published."""

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import APPROVER, OFFICE, SECOND_OFFICE, of_township

API = "/api/supervision/v1"
FROZEN = 26
"""So many days before the last one the board is frozen."""


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first; the stream must have been heard."""
    wanted = {"as_of": county.at(FROZEN).date().isoformat()}
    drafted = await door.post(OFFICE, f"{API}/publications", wanted, at=county.at(FROZEN - 1, 9))
    path = f"{API}/publications/{drafted['id']}"
    await door.post(OFFICE, f"{path}/notice", at=county.at(FROZEN - 1, 10))
    entries = (await door.get(OFFICE, f"{API}/publication-entries"))["items"]
    black = sorted((entry for entry in entries if entry["black"]), key=lambda entry: str(entry["region"]))
    names = {township.code: township for township in county.townships}
    for entry in black[:1]:
        page, grounds = f"{API}/publication-entries/{entry['id']}", {"grounds": "部分牌子系县级部门所挂，镇里无权摘除"}
        await door.post(of_township(names[entry["region"]]), f"{page}/objection", grounds, at=county.at(FROZEN - 3))
        reviewed = {"decision": "upheld", "reason": "逾期未改的事项与县级部门所挂牌子无关"}
        await door.post(SECOND_OFFICE, f"{page}/review", reviewed, at=county.at(FROZEN - 5))
    entered = {"decision": "entered", "reason": "事实清楚，已听取意见"}
    for entry in black:
        page = f"{API}/publication-entries/{entry['id']}"
        await door.post(APPROVER, f"{page}/decision", entered, at=county.at(FROZEN - 12))
    await door.post(APPROVER, f"{path}/publication", at=county.at(FROZEN - 12, 15))
