"""HTTP about visit passes."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.never_refused import never_refused
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.passes import repository, service
from supervision_svc.passes.errors import NothingShown, PassExists, PassNotOfPlan, PassOverQuota
from supervision_svc.passes.models import CHECKS, WORKFLOW, PassCheck, VisitPass
from supervision_svc.passes.schemas import (
    NeverRefusedView,
    PassCheckView,
    PassFound,
    PassShown,
    PassToIssue,
    VisitDeclined,
    VisitPassView,
)
from supervision_svc.plan.errors import NotTheFiler
from supervision_svc.plan.routes import Configured, Filer

router = Router(prefix="/v1", tags=["passes"])
Village = Annotated[Caller, allow(Role.VILLAGE)]


def _view(row: VisitPass, caller: Caller) -> VisitPassView:
    """A pass; its code, and what it tells of others, are not for those who would be shown it."""
    view = VisitPassView.of(row, caller)
    if not caller.roles & {Role.DEPARTMENT, Role.COUNTY_OFFICE}:
        view.code, view.warnings = None, []
    return view


@router.post(
    "/plan-entries/{entry_id}/passes", status_code=201, openapi_extra={TITLE: "签发检查通行单"},
    responses=refusals(NotFound, NotTheFiler, PassNotOfPlan, PassExists, PassOverQuota, *REGION_REFUSALS),
)  # fmt: skip
async def issue_visit_pass(
    entry_id: UUID, body: PassToIssue, tx: Tx, caller: Filer, settings: Configured
) -> VisitPassView:
    """Sign the pass of one visit: an entry in force, a village and a day of it, once, within the approved number."""
    return _view(await service.issue(tx, caller, entry_id, body, settings), caller)


@router.get("/visit-passes")
async def list_visit_passes(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.PASSES]
) -> Page[VisitPassView]:
    """The passes; below the county an unannounced one only once those who came are there."""
    statement = wanted.narrow(repository.passes(caller))
    return await page(tx, statement, VisitPass, paging, view=lambda row: _view(row, caller))


@router.get("/visit-passes/{pass_id}", responses=refusals(NotFound))
async def read_visit_pass(pass_id: UUID, tx: Tx, caller: Anyone) -> VisitPassView:
    """One pass."""
    return _view(await repository.visit_pass(tx, caller, pass_id), caller)


@router.step(WORKFLOW, "voiding", of="/visit-passes/{pass_id}")
async def void_visit_pass(pass_id: UUID, tx: Tx, caller: Anyone) -> VisitPassView:
    """Take a pass back that is not used."""
    return _view(await service.void(tx, caller, pass_id), caller)


@router.post(
    "/pass-checks", status_code=201, openapi_extra={TITLE: "核验检查通行单"},
    responses=refusals(NothingShown, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def check_visit_pass(body: PassShown, tx: Tx, caller: Village, settings: Configured) -> PassFound:
    """Scan or type a pass: green, red with its article, or ask the office; a good pass is used by it."""
    kept, row, entry = await service.check(tx, caller, body, settings)
    view = PassFound.of(kept, caller)
    if row is not None and entry is not None:
        view.number, view.team_size = row.number, row.team_size
        view.title, view.content, view.subject = entry.title, entry.content, entry.subject
        view.quota_left = entry.quota - await repository.issued_for(tx, entry.id)
    return view


@router.get("/pass-checks")
async def list_pass_checks(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.CHECKED]
) -> Page[PassCheckView]:
    """What villages were told; for those who watch the county, and the village itself."""
    statement = wanted.narrow(repository.checks(caller))
    return await page(tx, statement, PassCheck, paging, view=lambda row: PassCheckView.of(row, caller))


@router.get("/pass-checks/{check_id}", responses=refusals(NotFound))
async def read_pass_check(check_id: UUID, tx: Tx, caller: Anyone) -> PassCheckView:
    """One check."""
    return PassCheckView.of(await repository.check(tx, caller, check_id), caller)


@router.step(CHECKS, "refusal", of="/pass-checks/{check_id}")
async def decline_visit(check_id: UUID, body: VisitDeclined, tx: Tx, caller: Anyone) -> PassCheckView:
    """Put on the record that the visit was declined after a red answer; it charges nobody by itself."""
    return PassCheckView.of(await service.decline(tx, caller, check_id, body.note), caller)


@router.get("/never-refused")
async def list_never_refused(caller: Anyone) -> Page[NeverRefusedView]:  # noqa: ARG001 - for whoever is signed in
    """What refusal never covers, each with its article and what those who come show; one page."""
    return Page(items=[NeverRefusedView.model_validate(each) for each in never_refused()], next=None)
