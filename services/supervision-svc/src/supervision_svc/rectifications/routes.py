"""HTTP about rectifications."""

from typing import Annotated
from uuid import UUID

from countykit.calendar import calendar_of
from countykit.identity import Anyone, Caller
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.rectifications import repository, service
from supervision_svc.rectifications.errors import EvidenceUnknown, RepairInHand, VisitDoesNotShow
from supervision_svc.rectifications.models import WORKFLOW, Rectification
from supervision_svc.rectifications.schemas import (
    DeadlineExtension,
    RectificationView,
    RepairRecheck,
    RepairSubmission,
)
from supervision_svc.routes import LetterReader

router = Router(prefix="/v1/rectifications", tags=["rectifications"])


@router.get("")
async def list_rectifications(
    tx: Tx,
    caller: LetterReader,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", deadline="期限")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[RectificationView]:
    """The repairs within the caller's region with their deadlines; `sort=deadline` puts the most pressing first."""
    statement = wanted.narrow(repository.visible(caller.scope))
    if wanted.values["overdue"] is not None:
        statement = statement.where(repository.overdue(today(tx.now)) == wanted.values["overdue"])
    calendar = await calendar_of(tx, caller.region)
    return await page(
        tx, statement, Rectification, paging,
        view=lambda row: RectificationView.at(row, caller, tx.now, calendar),
    )  # fmt: skip


async def _view(tx: Tx, caller: Caller, row: Rectification) -> RectificationView:
    return RectificationView.at(row, caller, tx.now, await calendar_of(tx, row.region))


@router.get("/{rectification_id}", responses=refusals(NotFound))
async def read_rectification(rectification_id: UUID, tx: Tx, caller: LetterReader) -> RectificationView:
    """One repair."""
    return await _view(tx, caller, await repository.get(tx, caller.scope, rectification_id))


@router.step(WORKFLOW, "submission", of="/{rectification_id}", refused=(EvidenceUnknown,))
async def submit_repair(
    rectification_id: UUID, body: RepairSubmission, tx: Tx, caller: Anyone
) -> RectificationView:  # fmt: skip
    """Report the repair: with files on it, or with what can be seen on the spot."""
    return await _view(tx, caller, await service.submit(tx, caller, rectification_id, body))


@router.step(WORKFLOW, "recheck", of="/{rectification_id}", refused=(EvidenceUnknown, VisitDoesNotShow))
async def recheck_repair(rectification_id: UUID, body: RepairRecheck, tx: Tx, caller: Anyone) -> RectificationView:
    """Recheck a reported repair as a second person: accepted closes it, else it is open again.

    A repair that is not accepted earns nothing: the deadline stands, and what is repaired after it is late.
    """
    return await _view(tx, caller, await service.recheck(tx, caller, rectification_id, body))


@router.step(WORKFLOW, "extension", of="/{rectification_id}", refused=(RepairInHand,))
async def extend_deadline(rectification_id: UUID, body: DeadlineExtension, tx: Tx, caller: Anyone) -> RectificationView:
    """Move a deadline that has not passed. Afterwards this requests time, which a second person grants.

    A missed deadline stays missed: time given later only says by when to repair.
    """
    return await _view(tx, caller, await service.extend(tx, caller, rectification_id, body))


@router.step(WORKFLOW, "late-extension", of="/{rectification_id}")
async def grant_late_extension(rectification_id: UUID, tx: Tx, caller: Anyone) -> RectificationView:
    """Grant, as a second person, the time that was requested after the deadline; the missed deadline stays missed."""
    return await _view(tx, caller, await service.grant_late_extension(tx, caller, rectification_id))
