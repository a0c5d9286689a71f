"""HTTP about what meetings decided."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.decisions import repository, service
from supervision_svc.decisions.errors import DecisionDayUnfit
from supervision_svc.decisions.models import WORKFLOW, Decision
from supervision_svc.decisions.schemas import (
    DecisionCancellation,
    DecisionConfirmation,
    DecisionPostponement,
    DecisionRecheck,
    DecisionReport,
    DecisionView,
)

router = Router(prefix="/v1/meeting-decisions", tags=["work groups"])


@router.get("")
async def list_meeting_decisions(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", deadline="期限")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[DecisionView]:
    """What meetings decided, as far as the caller sees it; `overdue=true` shows what was not done in time."""
    statement = wanted.narrow(repository.visible(caller))
    if wanted.values["overdue"] is not None:
        statement = statement.where(repository.overdue(today(tx.now)) == wanted.values["overdue"])
    return await page(tx, statement, Decision, paging, view=lambda row: DecisionView.at(row, caller, tx.now))


@router.get("/{decision_id}", responses=refusals(NotFound))
async def read_meeting_decision(decision_id: UUID, tx: Tx, caller: Anyone) -> DecisionView:
    """One decision."""
    return DecisionView.at(await repository.get(tx, caller, decision_id), caller, tx.now)


@router.step(WORKFLOW, "confirmation", of="/{decision_id}", refused=(DecisionDayUnfit,))
async def confirm_meeting_decision(
    decision_id: UUID, body: DecisionConfirmation, tx: Tx, caller: Anyone
) -> DecisionView:
    """Confirm or refuse, as somebody of another body, a task that a body's minutes give to a township."""
    return DecisionView.at(await service.confirm(tx, caller, decision_id, body), caller, tx.now)


@router.step(WORKFLOW, "report", of="/{decision_id}")
async def report_meeting_decision(decision_id: UUID, body: DecisionReport, tx: Tx, caller: Anyone) -> DecisionView:
    """Report a decision as done, as the body that answers for it."""
    return DecisionView.at(await service.report(tx, caller, decision_id, body), caller, tx.now)


@router.step(WORKFLOW, "recheck", of="/{decision_id}")
async def recheck_meeting_decision(decision_id: UUID, body: DecisionRecheck, tx: Tx, caller: Anyone) -> DecisionView:
    """Look, as a second person of another body, whether it is done."""
    return DecisionView.at(await service.recheck(tx, caller, decision_id, body), caller, tx.now)


@router.step(WORKFLOW, "postponement", of="/{decision_id}", refused=(DecisionDayUnfit,))
async def postpone_meeting_decision(
    decision_id: UUID, body: DecisionPostponement, tx: Tx, caller: Anyone
) -> DecisionView:  # fmt: skip
    """Give a decision a later deadline; that one was missed stays on the record."""
    return DecisionView.at(await service.postpone(tx, caller, decision_id, body), caller, tx.now)


@router.step(WORKFLOW, "cancellation", of="/{decision_id}")
async def cancel_meeting_decision(
    decision_id: UUID, body: DecisionCancellation, tx: Tx, caller: Anyone
) -> DecisionView:
    """Drop a decision that need not be carried out any more."""
    return DecisionView.at(await service.cancel(tx, caller, decision_id, body.note), caller, tx.now)
