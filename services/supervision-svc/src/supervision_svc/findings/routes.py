"""HTTP about findings."""

from typing import Annotated
from uuid import UUID

from servicekit.errors import IllegalTransition, NotFound, StaleVersion
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.clauses import ClauseUnknown
from supervision_svc.findings import repository, service
from supervision_svc.findings.models import Finding
from supervision_svc.findings.schemas import FindingRecord, FindingReopening, FindingView
from supervision_svc.routes import Checker, FindingReader, Inspector

router = Router(prefix="/v1", tags=["findings"])


@router.post(
    "/visits/{visit_id}/findings", status_code=201, responses=refusals(NotFound, IllegalTransition, ClauseUnknown)
)
async def record_finding(visit_id: UUID, body: FindingRecord, tx: Tx, caller: Inspector) -> FindingView:
    """Record what a visit found wrong."""
    return FindingView.of(await service.record(tx, caller, visit_id, body), caller)


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


@router.post("/findings/{finding_id}/reopening", responses=refusals(NotFound, StaleVersion, IllegalTransition))
async def reopen_finding(finding_id: UUID, body: FindingReopening, tx: Tx, caller: Checker) -> FindingView:
    """Open a closed finding again because it was found again."""
    return FindingView.of(await service.reopen(tx, caller, finding_id, body.reason), caller)
