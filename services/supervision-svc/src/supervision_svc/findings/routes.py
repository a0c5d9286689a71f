"""HTTP about findings."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.clauses import ClauseUnknown, every_clause
from supervision_svc.demands import DEMAND_REFUSALS
from supervision_svc.findings import repository, service
from supervision_svc.findings.errors import FindingUnderLetter, SettledAlone, SettlementLate
from supervision_svc.findings.models import WORKFLOW, Finding
from supervision_svc.findings.schemas import ClauseView, FindingRecord, FindingReopening, FindingSettlement, FindingView
from supervision_svc.routes import FindingReader
from supervision_svc.visits.models import WORKFLOW as VISITED

router = Router(prefix="/v1", tags=["findings"])


@router.step(VISITED, "findings", of="/visits/{visit_id}", refused=(ClauseUnknown, *DEMAND_REFUSALS), status_code=201)
async def record_finding(visit_id: UUID, body: FindingRecord, tx: Tx, caller: Anyone) -> FindingView:
    """Record what a visit found wrong."""
    return FindingView.of(await service.record(tx, caller, visit_id, body), caller)


@router.get("/clauses")
async def list_clauses(caller: FindingReader) -> Page[ClauseView]:  # noqa: ARG001 - for whoever reads findings
    """The shipped rules that a finding may cite, each with its source; one page."""
    return Page(items=[ClauseView.model_validate(each) for each in every_clause().values()], next=None)


@router.get("/findings")
async def list_findings(
    tx: Tx, caller: FindingReader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[FindingView]:
    """The findings within the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Finding, paging, view=lambda row: FindingView.of(row, caller))


@router.get("/findings/{finding_id}", responses=refusals(NotFound))
async def read_finding(finding_id: UUID, tx: Tx, caller: FindingReader) -> FindingView:
    """One finding."""
    return FindingView.of(await repository.get(tx, caller.scope, finding_id), caller)


@router.step(
    WORKFLOW,
    "settlement",
    of="/findings/{finding_id}",
    refused=(SettledAlone, SettlementLate, FindingUnderLetter, *DEMAND_REFUSALS),
)
async def settle_finding(finding_id: UUID, body: FindingSettlement, tx: Tx, caller: Anyone) -> FindingView:
    """Close a light finding that was put right on the spot, while those who came were there; no letter follows."""
    return FindingView.of(await service.settle(tx, caller, finding_id, body), caller)


@router.step(WORKFLOW, "reopening", of="/findings/{finding_id}")
async def reopen_finding(finding_id: UUID, body: FindingReopening, tx: Tx, caller: Anyone) -> FindingView:
    """Open a closed finding again because it was found again."""
    return FindingView.of(await service.reopen(tx, caller, finding_id, body.reason), caller)
