"""报表清理归并: the county office lays the forms in use on the workbench, and accepts, rejects and undoes proposals."""

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import OFFICE

API = "/api/report/v1"
_COLUMNS = [{"name": name, "element": None} for name in ("户主姓名", "残疾等级", "补贴金额", "发放月份")]
_FOUND = [
    {"code": f"XB{number:02d}", "title": title, "owner": owner, "kind": "business", "frequency": "monthly", "columns": _COLUMNS}
    for number, (title, owner) in enumerate((
        ("残疾人补贴发放月报", "县民政局"), ("残疾人两项补贴统计表", "县民政局"), ("困难残疾人补贴明细", "县民政局"),
    ), start=1)
]  # fmt: skip
"""Forms that villages are asked for beside the catalogue, as the survey of forms found them."""


async def tell(door: Door, county: County) -> None:
    """The chapter, oldest first."""
    opening = {"title": f"{county.today.year}年村级报表清理归并", "approved_forms": True, "forms": _FOUND}
    round_ = await door.post(OFFICE, f"{API}/consolidations", opening, at=county.at(20, 9))
    path, reason = f"{API}/consolidations/{round_['id']}", {"reason": "填报内容重复，合并后一次填报"}
    found = (await door.get(OFFICE, f"{path}/proposals"))["proposals"]
    free = [each["id"] for each in found if not each["conditions"]]
    if free:
        taken = await door.post(OFFICE, f"{path}/acceptance", {"proposal": free[0], **reason}, at=county.at(19, 9))
        undoing = {"step": taken["steps"], "reason": "先征求填报村意见"}
        await door.post(OFFICE, f"{path}/undoing", undoing, at=county.at(18, 9))
        await door.post(OFFICE, f"{path}/rejection", {"proposal": free[-1], **reason}, at=county.at(17, 9))
    for each in (path, f"{path}/forms", f"{API}/consolidations"):
        await door.get(OFFICE, each)
    first, last = (county.at(days).date().isoformat() for days in (60, 1))
    await door.get(OFFICE, f"{API}/efforts", first=first, last=last)
