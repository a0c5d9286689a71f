"""The pass on paper: what a body shows, with the code that a village scans or types."""

from typing import Any

from countykit import directory
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from supervision_svc.passes import payload, repository
from supervision_svc.passes.models import VisitPass

TITLE = "检查通行单"


async def draft(request: Request, tx: Transaction, row: VisitPass) -> Draft:
    """What the template is filled with. Not kept: the code holds a signature that is made anew for each copy."""
    settings, entry = request.app.state.settings, await repository.entry_of(tx, row)
    county = await directory.known_region(tx, entry.county)
    village = await directory.known_region(tx, row.region)
    body = await directory.department(tx, row.department, on=row.visit_on)
    lines = {
        "到访单位": body.name, "到访村（社区）": village.name, "到访日期": chinese_day(row.visit_on),
        "人数": str(row.team_size),
        "计划编号": row.number, "事由": entry.title, "内容": entry.content, "对象": entry.subject,
    }  # fmt: skip
    content: dict[str, Any] = {
        "lines": [{"label": label, "value": value} for label, value in lines.items()],
        "paragraphs": [
            "到村时请先出示，由村（社区）扫码或者输入编号核验。本单只在上列日期、到上列村（社区）有效一次。",
            "按计划内容开展，不得另要材料、另行加项；抢险救灾、行政执法、审计、纪检监察、信访等依法不得拒绝的事项，不凭本单。",
        ],
        "day": chinese_day(today(row.created_at)),
    }  # fmt: skip
    leads_to = payload.shown(row, settings.signer, settings.public_url)
    issuer = county.name + settings.letter_office
    return Draft(TITLE, issuer, today(row.created_at), content, code=row.code, leads_to=leads_to)


async def number(_: Transaction, row: VisitPass) -> str:
    """The plan number with the end of the village's code: one of several passes of an entry."""
    return f"{row.number}-{row.region[6:]}-{row.visit_on:%m%d}"
