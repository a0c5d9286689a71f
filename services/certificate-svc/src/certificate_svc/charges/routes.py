"""HTTP about charges of forbidden demands."""

from typing import Annotated
from uuid import UUID

from countykit import cases, objections
from countykit.cases import CaseDecision
from countykit.hearings import QUESTION_REFUSALS
from countykit.identity import Anyone, Caller
from countykit.joining import JoiningBody, Judge, MatterJudged, NotOneMatter, propose_dismissal
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from countykit.questions import QuestionBody, StatementAwaited
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.charges import repository
from certificate_svc.charges.models import WORKFLOW, DemandCharge
from certificate_svc.charges.schemas import DemandChargeView
from certificate_svc.charges.service import JOINING
from certificate_svc.letters import repository as letters
from certificate_svc.questions import HEARING, QuestionView

router = Router(prefix="/v1/demand-charges", tags=["demands"])


async def _seen(tx: Tx, charge: DemandCharge, caller: Caller) -> DemandChargeView:
    letter = (await letters.of_charges(tx, [charge.id])).get(charge.id)
    return DemandChargeView.of(charge, caller).heard(letter, caller)


@router.get("")
async def list_demand_charges(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[DemandChargeView]:
    """The charges that the caller may see; departments see those against themselves once confirmed."""
    statement = wanted.narrow(cases.visible(DemandCharge, caller))
    found = await page(tx, statement, DemandCharge, paging, view=lambda charge: DemandChargeView.of(charge, caller))
    await JOINING.tell(tx, *found.items)
    about = await letters.of_charges(tx, [view.id for view in found.items])
    for view in found.items:
        view.heard(about.get(view.id), caller)
    return found


@router.get("/{charge_id}", responses=refusals(NotFound))
async def read_demand_charge(charge_id: UUID, tx: Tx, caller: Anyone) -> DemandChargeView:
    """One charge."""
    view = await _seen(tx, await cases.get(tx, DemandCharge, caller, charge_id), caller)
    await JOINING.tell(tx, view)
    return view


@router.get("/{charge_id}/alike", responses=refusals(NotFound))
async def list_demand_charge_alike(charge_id: UUID, tx: Tx, caller: Judge) -> Page[DemandChargeView]:
    """The reports about the same body within 30 days to which it may be joined, of the same matter first; one page."""
    found = await JOINING.alike(tx, caller, charge_id)
    return Page(items=[DemandChargeView.of(charge, caller) for charge in found], next=None)


@router.step(WORKFLOW, "joining", of="/{charge_id}", refused=(NotOneMatter, StatementAwaited))
async def join_demand_charge(charge_id: UUID, body: JoiningBody, tx: Tx, caller: Anyone) -> DemandChargeView:
    """Put a report to another one of its matter, which answers for both; who joins them does not judge it."""
    await letters.require_heard(tx, charge_id)
    return await _seen(tx, await JOINING.join(tx, caller, charge_id, body.into), caller)


@router.step(WORKFLOW, "parting", of="/{charge_id}", refused=(MatterJudged,))
async def part_demand_charge(charge_id: UUID, tx: Tx, caller: Anyone) -> DemandChargeView:
    """Make a joined report a matter of its own again, as long as nothing is judged."""
    return await _seen(tx, await JOINING.part(tx, caller, charge_id), caller)


@router.step(WORKFLOW, "confirmation", "dismissal", of="/{charge_id}", bulk=True, refused=(StatementAwaited,))
async def step_demand_charge(
    charge_id: UUID, action: str, body: CaseDecision, tx: Tx, caller: Anyone
) -> DemandChargeView:
    """Judge whether the body unlawfully demanded the certificate, as somebody who did not report it."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    if action == "confirmation":
        await HEARING.require_heard(tx, WORKFLOW, charge)
        if WORKFLOW.step(action).fits(charge):
            await letters.require_heard(tx, charge.id)
    cases.judge(tx, WORKFLOW, charge, caller, action, body.reason)
    return await _seen(tx, charge, caller)


@router.step(WORKFLOW, "dismissal-proposal", of="/{charge_id}")
async def propose_dismissal_of_demand_charge(
    charge_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone
) -> DemandChargeView:
    """Say why several reports of one matter are unfounded; another person decides on it by the dismissal."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    propose_dismissal(tx, WORKFLOW, charge, caller, body.reason)
    return await _seen(tx, charge, caller)


@router.step(WORKFLOW, "objection", of="/{charge_id}", refused=(ObjectionLate,))
async def object_to_demand_charge(charge_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> DemandChargeView:
    """Object to the verdict as the accused body, within 30 days; the point is marked until it is decided."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    objections.object_to(tx, WORKFLOW, charge, caller, body.grounds)
    return await _seen(tx, charge, caller)


@router.step(WORKFLOW, "review", of="/{charge_id}")
async def review_demand_charge(charge_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> DemandChargeView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    objections.review(tx, WORKFLOW, charge, caller, body.reason, decision=body.decision)
    return await _seen(tx, charge, caller)


@router.step(WORKFLOW, "withdrawal", of="/{charge_id}")
async def withdraw_demand_charge(charge_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> DemandChargeView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    objections.review(tx, WORKFLOW, charge, caller, body.reason)
    return await _seen(tx, charge, caller)


@router.step(WORKFLOW, "question", of="/{charge_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_demand_charge(charge_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no report, and the charge does not move."""
    charge = await cases.locked(tx, DemandCharge, caller, charge_id)
    return await HEARING.put(tx, caller, WORKFLOW, charge, body)
