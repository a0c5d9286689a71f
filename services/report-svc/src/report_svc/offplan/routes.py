"""HTTP about off-plan demands."""

from typing import Annotated
from uuid import UUID

from countykit import cases, objections
from countykit.cases import CaseDecision
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.hearings import QUESTION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.joining import JoiningBody, Judge, MatterJudged, NotOneMatter, propose_dismissal
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from countykit.questions import QuestionBody, StatementAwaited
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.idempotency import SAME_WITHIN_MINUTES
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from report_svc.offplan import repository, service
from report_svc.offplan.errors import DemandCatalogued
from report_svc.offplan.models import WORKFLOW, OffplanDemand
from report_svc.offplan.schemas import OffplanReport, OffplanSummary, OffplanView
from report_svc.questions import HEARING, QuestionView

router = Router(prefix="/v1/offplan-demands", tags=["offplan-demands"])
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]


@router.post(
    "", status_code=201, openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(*REGION_REFUSALS, *DEPARTMENT_REFUSALS, DateInFuture),
)  # fmt: skip
async def report_offplan_demand(body: OffplanReport, tx: Tx, caller: Reporter) -> OffplanView:
    """Report a form that was demanded outside of the catalogue, anonymously if you wish (FRM-06, FRM-08)."""
    return OffplanView.of(await service.report(tx, caller, body), caller)


@router.get("")
async def list_offplan_demands(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[OffplanSummary]:
    """The reported demands; the charged body sees them once they are confirmed."""
    statement = wanted.narrow(cases.visible(OffplanDemand, caller))
    found = await page(tx, statement, OffplanDemand, paging, view=lambda demand: OffplanSummary.of(demand, caller))
    await service.JOINING.tell(tx, *found.items)
    return found


@router.get("/{demand_id}", responses=refusals(NotFound))
async def read_offplan_demand(demand_id: UUID, tx: Tx, caller: Anyone) -> OffplanView:
    """One reported demand."""
    view = OffplanView.of(await cases.get(tx, OffplanDemand, caller, demand_id), caller)
    await service.JOINING.tell(tx, view)
    return view


@router.get("/{demand_id}/alike", responses=refusals(NotFound))
async def list_offplan_demand_alike(demand_id: UUID, tx: Tx, caller: Judge) -> Page[OffplanSummary]:
    """The reports about the same body within 30 days to which it may be joined, of the same matter first; one page."""
    found = await service.JOINING.alike(tx, caller, demand_id)
    return Page(items=[OffplanSummary.of(demand, caller) for demand in found], next=None)


@router.step(WORKFLOW, "joining", of="/{demand_id}", refused=(NotOneMatter, StatementAwaited))
async def join_offplan_demand(demand_id: UUID, body: JoiningBody, tx: Tx, caller: Anyone) -> OffplanView:
    """Put a report to another one of its matter, which answers for both; who joins them does not judge it."""
    return OffplanView.of(await service.JOINING.join(tx, caller, demand_id, body.into), caller)


@router.step(WORKFLOW, "parting", of="/{demand_id}", refused=(MatterJudged,))
async def part_offplan_demand(demand_id: UUID, tx: Tx, caller: Anyone) -> OffplanView:
    """Make a joined report a matter of its own again, as long as nothing is judged."""
    return OffplanView.of(await service.JOINING.part(tx, caller, demand_id), caller)


@router.step(WORKFLOW, "dismissal-proposal", of="/{demand_id}")
async def propose_dismissal_of_offplan_demand(
    demand_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone
) -> OffplanView:
    """Say why several reports of one matter are unfounded; another person decides on it by the dismissal."""
    demand = await cases.locked(tx, OffplanDemand, caller, demand_id)
    propose_dismissal(tx, WORKFLOW, demand, caller, body.reason)
    return OffplanView.of(demand, caller)


@router.step(WORKFLOW, "confirmation", of="/{demand_id}", bulk=True, refused=(DemandCatalogued, StatementAwaited))
async def confirm_offplan_demand(demand_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> OffplanView:
    """Confirm a demand: it counts against the department charged."""
    return OffplanView.of(await service.confirm(tx, caller, demand_id, body.reason), caller)


@router.step(WORKFLOW, "dismissal", of="/{demand_id}", bulk=True)
async def dismiss_offplan_demand(demand_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> OffplanView:
    """Dismiss a report: the demand was within the catalogue, or was none."""
    return OffplanView.of(await service.dismiss(tx, caller, demand_id, body.reason), caller)


@router.step(WORKFLOW, "objection", of="/{demand_id}", refused=(ObjectionLate,))
async def object_to_offplan_demand(demand_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> OffplanView:
    """Object to the verdict as the accused body, within 30 days; the point is marked until it is decided."""
    case = await cases.locked(tx, OffplanDemand, caller, demand_id)
    objections.object_to(tx, WORKFLOW, case, caller, body.grounds)
    return OffplanView.of(case, caller)


@router.step(WORKFLOW, "review", of="/{demand_id}")
async def review_offplan_demand(demand_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> OffplanView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    case = await cases.locked(tx, OffplanDemand, caller, demand_id)
    objections.review(tx, WORKFLOW, case, caller, body.reason, decision=body.decision)
    return OffplanView.of(case, caller)


@router.step(WORKFLOW, "withdrawal", of="/{demand_id}")
async def withdraw_offplan_demand(demand_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> OffplanView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    case = await cases.locked(tx, OffplanDemand, caller, demand_id)
    objections.review(tx, WORKFLOW, case, caller, body.reason)
    return OffplanView.of(case, caller)


@router.step(WORKFLOW, "question", of="/{demand_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_offplan_demand(demand_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no report, and the report does not move."""
    demand = await cases.locked(tx, OffplanDemand, caller, demand_id)
    return await HEARING.put(tx, caller, WORKFLOW, demand, body)
