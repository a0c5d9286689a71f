"""HTTP about survey rounds and their work orders."""

from typing import Annotated
from uuid import UUID

from contracts.surveys import LedgerKind
from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Query, UploadFile
from servicekit.errors import Forbidden, IllegalTransition, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from signage_svc.settings import Configured
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.surveys import closing, orders, service
from signage_svc.surveys.errors import (
    BoardDoubled,
    BothLedgersByOne,
    DueInPast,
    MarkContested,
    OutsideOfSurvey,
    SurveyDaysOverlap,
    SurveyDaysReversed,
    SurveyOpenAlready,
)
from signage_svc.surveys.models import ORDER_WORKFLOW, WORKFLOW
from signage_svc.surveys.repository import ORDERS, ROUNDS
from signage_svc.surveys.schemas import (
    OrderAnswer,
    OrderCompletion,
    OrderObjection,
    OrderReassignment,
    OrderReply,
    OrderVerification,
    Reconciliation,
    SurveyImportReport,
    SurveyOpening,
    SurveyOrderView,
    SurveyReason,
    SurveyView,
    VillageCount,
    VillageCoverage,
)

_LARGEST_UPLOAD = 32 * 1_048_576
router = Router(prefix="/v1/surveys", tags=["surveys"])
order_router = Router(prefix="/v1/survey-orders", tags=["surveys"])
Opener = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE)]
Surveyor = Annotated[Caller, allow(Role.TOWNSHIP, Role.INSPECTOR)]
_ENTERED = (OutsideOfSurvey, BothLedgersByOne, BoardDoubled, SpecTableMissing)


@router.post(
    "", status_code=201, responses=refusals(*REGION_REFUSALS, SurveyOpenAlready, SurveyDaysOverlap, SurveyDaysReversed)
)
async def open_survey(opening: SurveyOpening, tx: Tx, caller: Opener) -> SurveyView:
    """Open a round (摸底) in a township; its villages of that day are what has to be covered."""
    return SurveyView.of(await service.open_round(tx, caller, opening), caller)


@router.get("")
async def list_surveys(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, ROUNDS.filters]
) -> Page[SurveyView]:
    """The rounds within the caller's region, with their coverage and figures as they are now."""
    return await ROUNDS.page(tx, caller.scope, wanted, paging, lambda row: SurveyView.of(row, caller))


@router.get("/{survey_id}", responses=refusals(NotFound))
async def read_survey(survey_id: UUID, tx: Tx, caller: Anyone) -> SurveyView:
    """One round."""
    return SurveyView.of(await ROUNDS.get(tx, caller.scope, survey_id), caller)


@router.get("/{survey_id}/coverage", responses=refusals(NotFound))
async def read_survey_coverage(survey_id: UUID, tx: Tx, caller: Anyone) -> Page[VillageCoverage]:
    """Which villages are in which ledger, with how many boards; always one page."""
    rows = await service.coverage(tx, caller, survey_id)
    return Page(items=[VillageCoverage(**row) for row in rows], next=None)


@router.post(
    "/{survey_id}/import", max_body_size=_LARGEST_UPLOAD,
    responses=refusals(NotFound, Forbidden, IllegalTransition, RowsRefused, *UNREADABLE, *_ENTERED),
)  # fmt: skip
async def import_survey_ledger(
    survey_id: UUID, ledger: Annotated[LedgerKind, Query(title="台账")],
    file: Annotated[UploadFile, File(description="XLSX or CSV of one ledger")],
    tx: Tx, caller: Surveyor, settings: Configured, dry_run: bool = False,
) -> SurveyImportReport:  # fmt: skip
    """Enter one of the two ledgers by a table; each village in it replaces what was entered of it before."""
    if ledger is LedgerKind.FILE and Role.TOWNSHIP not in caller.roles:
        raise Forbidden
    return await service.import_villages(tx, caller, survey_id, ledger, file, settings, dry_run=dry_run)


@router.step(WORKFLOW, "site", of="/{survey_id}", refused=_ENTERED)
async def count_village(
    survey_id: UUID, body: VillageCount, tx: Tx, caller: Anyone, settings: Configured
) -> SurveyView:
    """Enter what hangs in one village, counted on site by who checks; a village is never asked to."""
    return SurveyView.of(await service.enter_village(tx, caller, survey_id, LedgerKind.SITE, body, settings), caller)


@router.step(WORKFLOW, "file", of="/{survey_id}", refused=_ENTERED)
async def file_village(survey_id: UUID, body: VillageCount, tx: Tx, caller: Anyone, settings: Configured) -> SurveyView:
    """Enter what was approved for one village, by another person than who counted."""
    return SurveyView.of(await service.enter_village(tx, caller, survey_id, LedgerKind.FILE, body, settings), caller)


@router.step(WORKFLOW, "reconciliation", of="/{survey_id}", refused=(DueInPast, SpecTableMissing))
async def reconcile_survey(
    survey_id: UUID, body: Reconciliation, tx: Tx, caller: Anyone, settings: Configured
) -> SurveyView:
    """Compare the two ledgers: five outcomes, one work order for each difference or suspected rebound."""
    return SurveyView.of(await service.reconcile(tx, caller, survey_id, body, settings), caller)


@router.step(WORKFLOW, "closure", of="/{survey_id}", refused=(SpecTableMissing, MarkContested, *REGION_REFUSALS))
async def close_survey(survey_id: UUID, body: SurveyReason, tx: Tx, caller: Anyone, settings: Configured) -> SurveyView:
    """Close the round: the ledger is what hangs, confirmed rebounds open their cases again, faults are marked."""
    return SurveyView.of(await closing.close(tx, caller, survey_id, body.reason, settings), caller)


@router.step(WORKFLOW, "cancellation", of="/{survey_id}")
async def cancel_survey(survey_id: UUID, body: SurveyReason, tx: Tx, caller: Anyone) -> SurveyView:
    """Give a round up before anything was compared."""
    return SurveyView.of(await service.cancel(tx, caller, survey_id, body.reason), caller)


@order_router.get("")
async def list_survey_orders(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, ORDERS.filters]
) -> Page[SurveyOrderView]:
    """The work orders within the caller's region."""
    return await ORDERS.page(tx, caller.scope, wanted, paging, lambda row: SurveyOrderView.of(row, caller))


@order_router.get("/{order_id}", responses=refusals(NotFound))
async def read_survey_order(order_id: UUID, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """One work order."""
    return SurveyOrderView.of(await ORDERS.get(tx, caller.scope, order_id), caller)


@order_router.step(ORDER_WORKFLOW, "answer", of="/{order_id}")
async def answer_survey_order(order_id: UUID, body: OrderAnswer, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """Say whether the board is one that was removed and hangs again."""
    return SurveyOrderView.of(await orders.answer(tx, caller, order_id, body), caller)


@order_router.step(ORDER_WORKFLOW, "objection", of="/{order_id}")
async def object_to_survey_order(order_id: UUID, body: OrderObjection, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """A village says that a difference found in it is none; the order is not settled before it is answered."""
    return SurveyOrderView.of(await orders.object_to(tx, caller, order_id, body), caller)


@order_router.step(ORDER_WORKFLOW, "reply", of="/{order_id}")
async def reply_to_survey_objection(order_id: UUID, body: OrderReply, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """Answer a village's objection; where it is right, closing the round marks nothing for this difference."""
    return SurveyOrderView.of(await orders.reply(tx, caller, order_id, body), caller)


@order_router.step(ORDER_WORKFLOW, "reassignment", of="/{order_id}", bulk=True, refused=(DueInPast,))
async def reassign_survey_order(order_id: UUID, body: OrderReassignment, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """Give a work order to another person, or another day."""
    return SurveyOrderView.of(await orders.reassign(tx, caller, order_id, body), caller)


@order_router.step(ORDER_WORKFLOW, "completion", of="/{order_id}", refused=(OutsideOfSurvey,))
async def complete_survey_order(order_id: UUID, body: OrderCompletion, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """Report that a difference is set right, and whether the board hangs afterwards."""
    return SurveyOrderView.of(await orders.complete(tx, caller, order_id, body), caller)


@order_router.step(ORDER_WORKFLOW, "verification", of="/{order_id}", bulk=True)
async def verify_survey_order(order_id: UUID, body: OrderVerification, tx: Tx, caller: Anyone) -> SurveyOrderView:
    """Confirm what somebody else set right, or send it back."""
    return SurveyOrderView.of(await orders.verify(tx, caller, order_id, body), caller)
