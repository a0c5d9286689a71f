"""A judge asks before the verdict: a neutral question to a body, and what it says."""

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import OFFICE, of_department

_LAW = "《关于规范村级组织工作事务、机制牌子和证明事项的意见》"


async def heard(door: Door, county: County, report: str, department: str, matter: str, day: int) -> None:
    """Put the question about a report (its path) some days ago, and let the body answer on the next day."""
    first, last = (county.at(ago).date().isoformat() for ago in (day + 90, day))
    body = {"matter": matter, "since": first, "until": last, "law": _LAW}
    question = await door.post(OFFICE, f"{report}/question", body, at=county.at(day, 11))
    own = f"{report.rsplit('/', 2)[0]}/questions"
    who, path = of_department(department), f"{own}/{question['id']}"
    await door.get(who, own)
    await door.get(who, path)
    statement = {"statement": "经自查，该期间我单位未作此类要求，有关业务均在平台办理。"}
    await door.post(who, f"{path}/statement", statement, at=county.at(day - 1, 9))
    await door.get(OFFICE, f"{path}/history")
