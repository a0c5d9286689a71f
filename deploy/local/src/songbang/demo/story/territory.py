"""区划变更: a village's new name is drafted, looked at for its effects, and taken back before its day."""

from datetime import timedelta

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import OFFICE

_CHANGES = "/api/directory/v1/changes"


async def tell(door: Door, county: County) -> None:
    """The chapter; the directory knows no told time."""
    code, name = county.townships[9].villages[1]
    body = {
        "kind": "rename", "effective_on": (county.today + timedelta(days=60)).isoformat(),
        "basis": "松民函〔2026〕18号", "parts": [{"predecessor": code, "name": f"新{name}"}],
    }  # fmt: skip
    drafted = await door.post(OFFICE, _CHANGES, body)
    path = f"{_CHANGES}/{drafted['id']}"
    await door.get(OFFICE, f"{path}/effects")
    await door.post(OFFICE, f"{path}/withdrawal", {"reason": "地名命名论证尚未完成"})
    await door.get(OFFICE, f"/api/directory/v1/lineage/{code}")
