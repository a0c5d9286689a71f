"""核实清单: what the last draw's visits asked, village by village; to one township a team of two bodies goes."""

from datetime import datetime, timedelta
from typing import Any

from songbang.demo.door import Door
from songbang.demo.people import INSPECTOR, OFFICE, SECOND_INSPECTOR

API = "/api/supervision/v1"
_MEMBERS: list[dict[str, Any]] = [
    {"name": "周正", "department": "D115", "post": "县委组织部干部", "leader": True, "account": INSPECTOR},
    {"name": "郑实", "department": "D101", "post": "县民政局干部"},
]
_FOUND = {
    "FRM-2": "同一份人口数两家单位各要一次", "INS-3": "一名村干部不知道投诉渠道，已现场告知",
}  # fmt: skip


async def by_team(door: Door, village: str, drawn_village: str, at: datetime) -> dict[str, str]:
    """A team of two bodies is formed the day before, for two days, and records its visit."""
    drawn = await door.get(INSPECTOR, f"{API}/drawn-villages/{drawn_village}", at_time=at)
    day = at.date()
    team = {
        "draw_id": drawn["draw_id"], "route": [village], "members": _MEMBERS, "starts_on": day.isoformat(),
        "ends_on": (day + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    formed = await door.post(OFFICE, f"{API}/visit-teams", team, at=at - timedelta(days=1))
    been = {"region": village, "visited_on": day.isoformat(), "present": [member["name"] for member in _MEMBERS]}
    visit: dict[str, str] = await door.post(INSPECTOR, f"{API}/visit-teams/{formed['id']}/visits", been, at=at)
    return visit


async def answer(door: Door, visit: dict[str, str], at: datetime, *, mended: bool) -> None:
    """Every question of the list is answered, so that somebody has looked; one answer may be put right."""
    questions = (await door.get(INSPECTOR, f"{API}/checklist-questions"))["items"]
    answers = [_answer(question["code"], found=mended) for question in questions]
    path = f"{API}/visits/{visit['id']}/checklist"
    kept = await door.post(INSPECTOR, path, {"answers": answers}, at=at)
    if mended:
        right = {"answers": [_answer(question["code"], found=True, but="INS-3") for question in questions]}
        correction = {**right, "reason": "两名村干部都知道渠道，记错"}
        await door.post(
            INSPECTOR, f"{API}/visit-checklists/{kept['id']}/correction", correction, at=at + timedelta(hours=1)
        )
    await door.get(SECOND_INSPECTOR, f"{API}/visit-checklists/{kept['id']}", at_time=at + timedelta(hours=2))


def _answer(code: str, *, found: bool, but: str | None = None) -> dict[str, Any]:
    note = _FOUND.get(code) if found and code != but else None
    return {"question": code, "answer": "clear" if note is None else "found", "note": note}
