"""HTTP about the yearly plan."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS
from countykit.filters import Year
from countykit.identity import Anyone, Caller, Role, allow
from countykit.numbers import NUMBER_REFUSALS, GroundStatement
from countykit.regions import county_of
from fastapi import File, Query, UploadFile
from servicekit.errors import Forbidden, NotFound, Refusal
from servicekit.filters import Wanted
from servicekit.http import CONFIGURED, Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from supervision_svc.plan import imports, repository, service
from supervision_svc.plan.errors import (
    ConsentMissing,
    MandateMissing,
    NotMergeable,
    NotTheFiler,
    PlanAlreadyPublished,
    PlanDaysUnfit,
    PlanEmpty,
    PlanIsPublished,
    PlanNotSettled,
    PlanPlacesUnknown,
    PlanReplacedUnknown,
    SecondComprehensive,
)
from supervision_svc.plan.models import WORKFLOW, PlanEntry, YearlyPlan
from supervision_svc.plan.schemas import (
    PlanApproval,
    PlanConflictView,
    PlanEntryView,
    PlanFiling,
    PlanImportReport,
    PlanMerger,
    PlanQuota,
    PlanReason,
    PlanReview,
    YearlyPlanView,
    YearToPublish,
)
from supervision_svc.plan.views import conflict_views
from supervision_svc.routes import Office
from supervision_svc.settings import Settings

_LARGEST_UPLOAD = 8 * 1_048_576
_FILED: tuple[type[Refusal], ...] = (
    NotTheFiler, PlanDaysUnfit, PlanPlacesUnknown, MandateMissing, ConsentMissing, PlanIsPublished, PlanReplacedUnknown,
    *DEPARTMENT_REFUSALS, *NUMBER_REFUSALS,
)  # fmt: skip
_APPROVED: tuple[type[Refusal], ...] = (SecondComprehensive, PlanReplacedUnknown, *NUMBER_REFUSALS)

router = Router(prefix="/v1/plan-entries", tags=["plan"])
years = Router(prefix="/v1", tags=["plan"])
Filer = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE)]
Judge = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER)]
Configured = Annotated[Settings, CONFIGURED]


@router.post("", status_code=201, openapi_extra={TITLE: "申报督检考计划"}, responses=refusals(Forbidden, *_FILED))
async def file_plan_entry(body: PlanFiling, tx: Tx, caller: Filer) -> PlanEntryView:
    """File an inspection, assessment or research visit of the year; once that is out, one matter with its reason."""
    return PlanEntryView.of(await service.file(tx, caller, body), caller)


@router.post(
    "/import", max_body_size=_LARGEST_UPLOAD, openapi_extra={TITLE: "导入督检考计划"},
    responses=refusals(RowsRefused, *UNREADABLE),
)  # fmt: skip
async def import_plan_entries(
    file: Annotated[UploadFile, File(description="XLSX, CSV or JSON with the columns of a filing")],
    tx: Tx, caller: Filer, settings: Configured, dry_run: bool = False,
) -> PlanImportReport:  # fmt: skip
    """File a whole year in one call: all rows or none; with `dry_run` only the report with its conflicts."""
    return await imports.import_plan(tx, caller, file, settings.import_limit_bytes, dry_run=dry_run)


@router.get("")
async def list_plan_entries(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.ENTRIES]
) -> Page[PlanEntryView]:
    """The entries: the county sees all, bodies their own, townships and villages what is announced to them."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, PlanEntry, paging, view=lambda row: PlanEntryView.of(row, caller))


@router.get("/{entry_id}", responses=refusals(NotFound))
async def read_plan_entry(entry_id: UUID, tx: Tx, caller: Anyone) -> PlanEntryView:
    """One entry."""
    return PlanEntryView.of(await repository.get(tx, caller, entry_id), caller)


@router.get("/{entry_id}/conflicts", responses=refusals(NotFound))
async def list_plan_conflicts(entry_id: UUID, tx: Tx, caller: Judge) -> Page[PlanConflictView]:
    """What stands in an entry's way as of now, across all bodies, and what it could be merged with; one page."""
    entry = await repository.get(tx, caller, entry_id)
    found = await service.found_about(tx, entry)
    return Page(items=await conflict_views(tx, caller, found), next=None)


@router.step(WORKFLOW, "review", of="/{entry_id}", bulk=True)
async def review_plan_entry(entry_id: UUID, body: PlanReview, tx: Tx, caller: Anyone) -> PlanEntryView:
    """Pass an entry on to the approver, or give it back with what is to be mended; not by who filed it."""
    return PlanEntryView.of(await service.review(tx, caller, entry_id, body), caller)


@router.step(WORKFLOW, "approval", of="/{entry_id}", bulk=True, refused=_APPROVED)
async def approve_plan_entry(entry_id: UUID, body: PlanApproval, tx: Tx, caller: Anyone) -> PlanEntryView:
    """Approve an entry, as a third person; one that comes by itself is in force at once, and what it replaces ends."""
    return PlanEntryView.of(await service.approve(tx, caller, entry_id, body), caller)


@router.step(WORKFLOW, "resubmission", of="/{entry_id}", refused=_FILED)
async def resubmit_plan_entry(entry_id: UUID, body: PlanFiling, tx: Tx, caller: Anyone) -> PlanEntryView:
    """File a returned entry again, mended."""
    return PlanEntryView.of(await service.resubmit(tx, caller, entry_id, body), caller)


@router.step(WORKFLOW, "grounding", of="/{entry_id}", refused=NUMBER_REFUSALS)
async def ground_plan_entry(entry_id: UUID, body: GroundStatement, tx: Tx, caller: Anyone) -> PlanEntryView:
    """State the admission number or the law that an entry lacks, as its body (LST-01)."""
    return PlanEntryView.of(await service.state_ground(tx, caller, entry_id, body), caller)


@router.step(WORKFLOW, "merger", of="/{entry_id}", refused=(NotMergeable,))
async def merge_plan_entry(entry_id: UUID, body: PlanMerger, tx: Tx, caller: Anyone) -> PlanEntryView:
    """Let an entry go together with another one: both bodies visit once (INS-05)."""
    return PlanEntryView.of(await service.merge(tx, caller, entry_id, body), caller)


@router.step(WORKFLOW, "cancellation", of="/{entry_id}")
async def cancel_plan_entry(entry_id: UUID, body: PlanReason, tx: Tx, caller: Anyone) -> PlanEntryView:
    """Do not carry an entry out after all; it goes from the calendars of those to whom it was announced."""
    return PlanEntryView.of(await service.cancel(tx, caller, entry_id, body.note), caller)


@years.post(
    "/yearly-plans", status_code=201, openapi_extra={TITLE: "公布年度督检考计划"},
    responses=refusals(PlanAlreadyPublished, PlanNotSettled, PlanEmpty),
)  # fmt: skip
async def publish_yearly_plan(body: YearToPublish, tx: Tx, caller: Office) -> YearlyPlanView:
    """Publish the county's plan of a year, once every entry is settled; changes need an approval each from then on."""
    return YearlyPlanView.model_validate(await service.publish(tx, caller, body.year))


@years.get("/yearly-plans")
async def list_yearly_plans(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.YEARS]
) -> Page[YearlyPlanView]:
    """The plans that are out."""
    statement = wanted.narrow(repository.plans_of(caller))
    return await page(tx, statement, YearlyPlan, paging, view=YearlyPlanView.model_validate)


@years.get("/yearly-plans/{plan_id}", responses=refusals(NotFound))
async def read_yearly_plan(plan_id: UUID, tx: Tx, caller: Anyone) -> YearlyPlanView:
    """One plan that is out."""
    return YearlyPlanView.model_validate(await repository.year(tx, caller, plan_id))


@years.get("/plan-quotas")
async def list_plan_quotas(
    tx: Tx, caller: Anyone, year: Annotated[Year, Query(description="the plan's year")]
) -> Page[PlanQuota]:
    """How many visits without notice the county's plan has in each quarter; nothing more is told; one page."""
    county = county_of(caller.region.ljust(12, "0"))
    return Page(items=[PlanQuota(**row) for row in await repository.quotas(tx, county, year)], next=None)
