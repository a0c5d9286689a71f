"""The desk on a working day: what is searched, asked about in everyday words, and tried out; it changes nothing."""

from typing import Any

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import OFFICE, of_township

_WORDS: dict[str, dict[str, Any]] = {
    "checklist/v1/judgements": {"text": "请各村签订安全生产责任状，未完成的扣分并通报"},
    "signage/v1/judgements": {"name": "青石镇妇女之家", "place": "外部"},
    "report/v1/judgements": {"title": "脱贫户数", "form": "驻村帮扶工作月报"},
    "certificate/v1/judgements": {"name": "父子关系证明", "purpose": "领取存款", "demander": "银行"},
    "report/v1/column-suggestions": {"title": "驻村帮扶工作月报", "columns": [{"name": "脱贫户数"}]},
}


async def tell(door: Door, county: County) -> None:
    """One reading of each kind."""
    township, year = county.townships[0], county.today.year
    for path, body in _WORDS.items():
        await door.post(OFFICE, f"/api/{path}", body)
    for service in ("", "checklist/v1/", "signage/v1/", "report/v1/", "certificate/v1/", "supervision/v1/"):
        await door.get(OFFICE, f"/api/{service}search", q="工作")
    supervision = "/api/supervision/v1"
    await door.post(OFFICE, f"{supervision}/board/simulations", {"changes": {"red_line": "70"}})
    await door.get(OFFICE, f"{supervision}/plan-quotas", year=year)
    await door.get(OFFICE, f"{supervision}/overview/series", figure="groups_cleaned")
    draws = await door.get(OFFICE, f"{supervision}/draws")
    await door.get(of_township(township), f"{supervision}/draw-proofs/{draws['items'][0]['id']}")
    await door.get(OFFICE, f"/api/checklist/v1/burden-budgets/D110/{year}")
    today = f"{county.today:%Y-%m-%d}"
    await door.get(OFFICE, "/api/checklist/v1/hours-given-back", first=f"{year}-01-01", last=today)
    await door.get(OFFICE, "/api/checklist/v1/burden-reckonings", year=year)
    await door.get(OFFICE, "/api/integration/v1/event-types/checklist.task.refused.v1")
