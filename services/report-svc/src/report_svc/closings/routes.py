"""HTTP about closed periods and exceptions."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from report_svc.closings import errors, repository, service
from report_svc.closings.models import CLOSURES, EXCEPTIONS
from report_svc.closings.schemas import (
    ExceptionDecision,
    ExceptionRequest,
    PeriodClosing,
    PeriodClosureView,
    PeriodExceptionView,
    PeriodReopening,
)

closures = Router(prefix="/v1/period-closures", tags=["closings"])
exceptions = Router(prefix="/v1/period-exceptions", tags=["closings"])
Asker = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE)]
Needing = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.COUNTY_OFFICE)]


@closures.post(
    "", status_code=201,
    responses=refusals(
        NotFound, errors.PeriodNotArranged, errors.PeriodStillRunning, errors.PeriodClosedAlready
    ),
)  # fmt: skip
async def close_period(body: PeriodClosing, tx: Tx, caller: Asker) -> PeriodClosureView:
    """Close a period of one's form after its due days: its table changes no more but by an exception."""
    return PeriodClosureView.of(await service.close(tx, caller, body), caller)


@closures.get("")
async def list_period_closures(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.CLOSURES.filters]
) -> Page[PeriodClosureView]:
    """The closings of the caller's county; a department sees those of its own forms."""
    return await repository.CLOSURES.page(
        tx, caller.scope, wanted, paging, lambda row: PeriodClosureView.of(row, caller)
    )


@closures.get("/{closure_id}", responses=refusals(NotFound))
async def read_period_closure(closure_id: UUID, tx: Tx, caller: Anyone) -> PeriodClosureView:
    """One closing."""
    return PeriodClosureView.of(await repository.CLOSURES.get(tx, caller.scope, closure_id), caller)


@closures.step(CLOSURES, "reopening", of="/{closure_id}")
async def reopen_period(closure_id: UUID, body: PeriodReopening, tx: Tx, caller: Anyone) -> PeriodClosureView:
    """Open a closed period again for everybody, as somebody other than who closed it."""
    return PeriodClosureView.of(await service.reopen(tx, caller, closure_id, body.reason), caller)


@exceptions.post(
    "", status_code=201,
    responses=refusals(
        NotFound, *REGION_REFUSALS, errors.PeriodNotArranged, errors.PeriodNotClosed, errors.ExceptionTooLong,
        errors.ExceptionPending,
    ),
)  # fmt: skip
async def request_period_exception(body: ExceptionRequest, tx: Tx, caller: Needing) -> PeriodExceptionView:
    """Ask that one village may still file or correct in a closed period."""
    return PeriodExceptionView.of(await service.request(tx, caller, body), caller)


@exceptions.get("")
async def list_period_exceptions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.EXCEPTIONS.filters]
) -> Page[PeriodExceptionView]:
    """The exceptions within the caller's region; a department sees those of its own forms."""
    return await repository.EXCEPTIONS.page(
        tx, caller.scope, wanted, paging, lambda row: PeriodExceptionView.of(row, caller)
    )


@exceptions.get("/{exception_id}", responses=refusals(NotFound))
async def read_period_exception(exception_id: UUID, tx: Tx, caller: Anyone) -> PeriodExceptionView:
    """One exception."""
    return PeriodExceptionView.of(await repository.EXCEPTIONS.get(tx, caller.scope, exception_id), caller)


@exceptions.step(EXCEPTIONS, "decision", of="/{exception_id}")
async def decide_period_exception(
    exception_id: UUID, body: ExceptionDecision, tx: Tx, caller: Anyone
) -> PeriodExceptionView:
    """Grant or refuse an exception, as somebody other than who asked for it."""
    return PeriodExceptionView.of(await service.decide(tx, caller, exception_id, body), caller)
