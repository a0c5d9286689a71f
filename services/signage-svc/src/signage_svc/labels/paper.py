"""The sheet for the notice board of a village: its code, and what it is for."""

from countykit import directory
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from signage_svc.labels.models import Label

TITLE = "公示栏二维码"
_LINES = (
    "牌子挂错了、没人办事了、拆了又挂上了，任何人都可以扫码反映。",
    "不用登录，不留姓名；反映后可凭回执查看处理结果。",
    "本码只贴在村公示栏，不贴在牌子上。",
)


async def draft(request: Request, tx: Transaction, label: Label) -> Draft:
    """What the template is filled with; raises RegionEnded for a village that is no more."""
    village = await directory.region(tx, label.region, "village")
    content = {"village": village.name, "label": label.code, "lines": _LINES, "day": chinese_day(today(tx.now))}
    address: str | None = request.app.state.settings.public_url
    leads_to = address and f"{address}/places/{label.code}"
    return Draft(TITLE, village.name, today(tx.now), content, leads_to=leads_to)
