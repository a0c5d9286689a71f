"""The disposal order of a board on paper: for who takes it down, and for who looks afterwards."""

from countykit import directory
from countykit.regions import township_of
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from signage_svc.plaques.errors import DisposalNotOrdered
from signage_svc.plaques.models import Plaque

TITLE = "牌子处置单"


async def draft(_: Request, tx: Transaction, plaque: Plaque) -> Draft:
    """What the template is filled with, as the order is today; raises DisposalNotOrdered."""
    if plaque.disposal is None:
        raise DisposalNotOrdered
    township = await directory.known_region(tx, township_of(plaque.region))
    village = await directory.known_region(tx, plaque.region)
    cost = plaque.disposal_cost_yuan
    lines = {
        "所在村": village.name, "牌子名称": plaque.name, "位置": plaque.placement.title_zh,
        "尺寸": f"{plaque.width_mm}×{plaque.height_mm}毫米",
        "不规范原因": plaque.flag_reason.title_zh if plaque.flag_reason else "",
        "处置方式": plaque.disposal.title_zh, "并入或更换为": plaque.into_spec or "",
        "处置期限": chinese_day(plaque.disposal_due_on) if plaque.disposal_due_on else "",
        "预计费用": "" if cost is None else f"{cost}元", "说明": plaque.note or "",
    }  # fmt: skip
    content = {
        "board": plaque.name, "day": chinese_day(today(tx.now)),
        "lines": [{"label": label, "value": value} for label, value in lines.items() if value],
    }  # fmt: skip
    return Draft(TITLE, township.name, today(tx.now), content)
