"""HTTP about integrity."""

from typing import Annotated

from countykit.identity import Caller, Role, allow
from fastapi import Query
from pydantic import Field
from servicekit.bodies import View
from servicekit.http import Router, Tx

from report_svc.integrity import service
from report_svc.integrity.checks import Finding
from report_svc.settings import Configured

router = Router(prefix="/v1/integrity-findings", tags=["elements"])
_MOST = 500


class IntegrityFinding(View):
    """One thing that contradicts itself or serves nobody."""

    table_title = "一致性检查"

    finding: Finding = Field(title="问题")
    element: str | None = Field(title="数据元编码")
    element_name: str | None = Field(title="数据元")
    forms: list[str] = Field(title="报表编码", description="codes of the approved forms that it is about")
    detail: str = Field(title="说明", description="in Chinese, with what may be done")


class IntegrityFindings(View):
    """What was found today."""

    total: int
    items: list[IntegrityFinding] = Field(description="500 at most")


@router.get("")
async def list_integrity_findings(
    tx: Tx, caller: Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.APPROVER)], settings: Configured,
    finding: Annotated[list[Finding], Query(description="only these; all of them when left out")] = [],  # noqa: B006
) -> IntegrityFindings:  # fmt: skip
    """What two bodies ask for, nobody delivers, or nobody uses, in the county's forms and dictionary of today."""
    found = await service.check(tx, caller, finding, unused_days=settings.unused_form_days)
    return IntegrityFindings(total=len(found), items=[IntegrityFinding.model_validate(each) for each in found[:_MOST]])
