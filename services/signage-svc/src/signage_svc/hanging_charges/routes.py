"""HTTP about charges of boards without a grant."""

from typing import Annotated
from uuid import UUID

from countykit import cases, objections
from countykit.cases import CaseDecision
from countykit.directory import DEPARTMENT_REFUSALS
from countykit.hearings import QUESTION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.joining import JoiningBody, Judge, MatterJudged, NotOneMatter, propose_dismissal
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from countykit.questions import QuestionBody, StatementAwaited
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from signage_svc.hanging_charges import repository, service
from signage_svc.hanging_charges.errors import BoardCharged, BoardGranted, BoardOfBaseline, DemanderMissing
from signage_svc.hanging_charges.models import WORKFLOW, HangingCharge
from signage_svc.hanging_charges.schemas import HangingChargeEntry, HangingChargeView
from signage_svc.questions import HEARING, QuestionView

router = Router(prefix="/v1/hanging-charges", tags=["hanging requests"])
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.INSPECTOR)]


@router.post(
    "", status_code=201,
    responses=refusals(NotFound, *DEPARTMENT_REFUSALS, DemanderMissing, BoardOfBaseline, BoardGranted, BoardCharged),
)  # fmt: skip
async def report_hanging_charge(entry: HangingChargeEntry, tx: Tx, caller: Reporter) -> HangingChargeView:
    """Put a board that hangs without a grant to the county office, with the paper that demanded it."""
    return HangingChargeView.of(await service.report(tx, caller, entry), caller)


@router.get("")
async def list_hanging_charges(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[HangingChargeView]:
    """The charges that the caller may see; departments see those against themselves once confirmed."""
    statement = wanted.narrow(cases.visible(HangingCharge, caller))
    found = await page(tx, statement, HangingCharge, paging, view=lambda charge: HangingChargeView.of(charge, caller))
    await service.JOINING.tell(tx, *found.items)
    return found


@router.get("/{charge_id}", responses=refusals(NotFound))
async def read_hanging_charge(charge_id: UUID, tx: Tx, caller: Anyone) -> HangingChargeView:
    """One charge."""
    view = HangingChargeView.of(await cases.get(tx, HangingCharge, caller, charge_id), caller)
    await service.JOINING.tell(tx, view)
    return view


@router.get("/{charge_id}/alike", responses=refusals(NotFound))
async def list_hanging_charge_alike(charge_id: UUID, tx: Tx, caller: Judge) -> Page[HangingChargeView]:
    """The reports about the same body within 30 days to which it may be joined, of the same matter first; one page."""
    found = await service.JOINING.alike(tx, caller, charge_id)
    return Page(items=[HangingChargeView.of(charge, caller) for charge in found], next=None)


@router.step(WORKFLOW, "joining", of="/{charge_id}", refused=(NotOneMatter, StatementAwaited))
async def join_hanging_charge(charge_id: UUID, body: JoiningBody, tx: Tx, caller: Anyone) -> HangingChargeView:
    """Put a report to another one of its matter, which answers for both; who joins them does not judge it."""
    return HangingChargeView.of(await service.JOINING.join(tx, caller, charge_id, body.into), caller)


@router.step(WORKFLOW, "parting", of="/{charge_id}", refused=(MatterJudged,))
async def part_hanging_charge(charge_id: UUID, tx: Tx, caller: Anyone) -> HangingChargeView:
    """Make a joined report a matter of its own again, as long as nothing is judged."""
    return HangingChargeView.of(await service.JOINING.part(tx, caller, charge_id), caller)


@router.step(WORKFLOW, "dismissal-proposal", of="/{charge_id}")
async def propose_dismissal_of_hanging_charge(
    charge_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone
) -> HangingChargeView:
    """Say why several reports of one matter are unfounded; another person decides on it by the dismissal."""
    charge = await cases.locked(tx, HangingCharge, caller, charge_id)
    propose_dismissal(tx, WORKFLOW, charge, caller, body.reason)
    return HangingChargeView.of(charge, caller)


@router.step(WORKFLOW, "confirmation", "dismissal", of="/{charge_id}", refused=(BoardGranted, StatementAwaited))
async def step_hanging_charge(
    charge_id: UUID, action: str, body: CaseDecision, tx: Tx, caller: Anyone
) -> HangingChargeView:
    """Judge whether the body had the board hung without a grant, as somebody who did not report it."""
    return HangingChargeView.of(await service.judge(tx, caller, charge_id, action, body.reason), caller)


@router.step(WORKFLOW, "objection", of="/{charge_id}", refused=(ObjectionLate,))
async def object_to_hanging_charge(charge_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> HangingChargeView:
    """Object to the verdict as the accused body, within 30 days; the point is marked until it is decided."""
    charge = await tx.locked(HangingCharge, charge_id, caller.scope)
    objections.object_to(tx, WORKFLOW, charge, caller, body.grounds)
    return HangingChargeView.of(charge, caller)


@router.step(WORKFLOW, "review", of="/{charge_id}")
async def review_hanging_charge(charge_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> HangingChargeView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    charge = await tx.locked(HangingCharge, charge_id, caller.scope)
    objections.review(tx, WORKFLOW, charge, caller, body.reason, decision=body.decision)
    return HangingChargeView.of(charge, caller)


@router.step(WORKFLOW, "withdrawal", of="/{charge_id}")
async def withdraw_hanging_charge(charge_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> HangingChargeView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    charge = await tx.locked(HangingCharge, charge_id, caller.scope)
    objections.review(tx, WORKFLOW, charge, caller, body.reason)
    return HangingChargeView.of(charge, caller)


@router.step(WORKFLOW, "question", of="/{charge_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_hanging_charge(charge_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no report, and the charge does not move."""
    charge = await cases.locked(tx, HangingCharge, caller, charge_id)
    return await HEARING.put(tx, caller, WORKFLOW, charge, body)
