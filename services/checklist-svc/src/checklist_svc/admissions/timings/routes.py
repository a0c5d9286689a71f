"""HTTP about timings and the minutes of work."""

from datetime import date
from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from countykit.workdays import today
from fastapi import Query
from pydantic import BeforeValidator, Field
from servicekit.dates import written
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.idempotency import SAME_WITHIN_MINUTES
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.timings import service
from checklist_svc.admissions.timings.models import TIMERS, WORKFLOW
from checklist_svc.admissions.timings.repository import TIMINGS
from checklist_svc.admissions.timings.schemas import Timing, TimingReason, TimingView, WorkTable

router = Router(prefix="/v1", tags=["admissions"])
Timer = Annotated[Caller, allow(*TIMERS)]
Reader = Annotated[Caller, allow(*TIMERS, Role.COUNTY_OFFICE)]
_Past = Annotated[date, Field(ge=date(1949, 10, 1)), BeforeValidator(written)]
OnDay = Annotated[_Past | None, Query(description="by the timings up to this day; today unless given")]
_ONE = "/work-timings/{timing_id}"


@router.post(
    "/work-timings", status_code=201, openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(Forbidden, DateInFuture, *REGION_REFUSALS),
)  # fmt: skip
async def record_work_timing(body: Timing, tx: Tx, caller: Timer) -> TimingView:
    """Record how long a work took, as a village that likes to or as an inspector who saw it. Nobody has to."""
    return TimingView.of(await service.record(tx, caller, body), caller)


@router.get("/work-timings")
async def list_work_timings(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, TIMINGS.filters]
) -> Page[TimingView]:
    """The timings of the caller's region. Who asks for work sees the medians alone."""
    return await TIMINGS.page(tx, caller.scope, wanted, paging, lambda row: TimingView.of(row, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_work_timing(timing_id: UUID, tx: Tx, caller: Reader) -> TimingView:
    """One timing."""
    return TimingView.of(await TIMINGS.get(tx, caller.scope, timing_id), caller)


@router.step(WORKFLOW, "withdrawal", of=_ONE)
async def withdraw_work_timing(timing_id: UUID, body: TimingReason, tx: Tx, caller: Anyone) -> TimingView:
    """Take a wrong timing back, as who recorded it."""
    return TimingView.of(await service.withdraw(tx, caller, timing_id, body.reason), caller)


@router.get("/work-minutes", responses=refusals(Forbidden))
async def read_work_minutes(
    tx: Tx, caller: Anyone,
    on: OnDay = None,
) -> WorkTable:  # fmt: skip
    """What one time of each kind of work takes in the county: medians of villages with samples and range."""
    if len(caller.region) < 6:
        raise Forbidden("请以县（市、区）内的账号查看")
    return await service.table(tx, caller.region.ljust(12, "0"), on or today(tx.now))
