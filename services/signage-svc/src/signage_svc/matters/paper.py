"""The guide of a matter on paper, to take along or to lay out at the window."""

from countykit import directory
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from signage_svc.matters.errors import MatterEnded
from signage_svc.matters.models import ServiceMatter, State

TITLE = "办事指南"


async def draft(request: Request, tx: Transaction, matter: ServiceMatter) -> Draft:
    """What the template is filled with, as the guide is today; raises MatterEnded."""
    if matter.state is not State.OFFERED:
        raise MatterEnded
    region = await directory.known_region(tx, matter.region)
    within = f"{matter.workdays}个工作日" if matter.workdays else "当场办结"
    lines = {
        "办理岗位": matter.post, "办理地点": matter.place, "办理时间": matter.hours, "承诺时限": within,
        "收费": matter.fee, "咨询电话": matter.phone or "", "办理依据": matter.basis,
    }  # fmt: skip
    content = {
        "matter": matter.title, "materials": matter.materials, "steps": matter.steps,
        "lines": [{"label": label, "value": value} for label, value in lines.items() if value],
        "day": chinese_day(today(matter.updated_at)),
    }  # fmt: skip
    address: str | None = request.app.state.settings.public_url
    leads_to = address and f"{address}/guides/{matter.code}"
    return Draft(TITLE, region.name, today(tx.now), content, matter.code, leads_to)
