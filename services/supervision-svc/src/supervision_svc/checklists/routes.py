"""HTTP about the checklists of visits."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.checklists import repository, service
from supervision_svc.checklists.errors import ChecklistExists, QuestionUnknown
from supervision_svc.checklists.models import WORKFLOW, VisitChecklist
from supervision_svc.checklists.questions import every_question
from supervision_svc.checklists.schemas import ChecklistCorrection, ChecklistToRecord, ChecklistView, QuestionView
from supervision_svc.visits.models import WORKFLOW as VISITED

router = Router(prefix="/v1", tags=["visits"])


@router.get("/checklist-questions")
async def list_checklist_questions(caller: Anyone) -> Page[QuestionView]:  # noqa: ARG001 - for whoever is signed in
    """What visits ask by action, and what to do with what they find; one page."""
    return Page(items=[QuestionView.model_validate(each) for each in every_question().values()], next=None)


@router.step(VISITED, "checklist", of="/visits/{visit_id}", status_code=201, refused=(QuestionUnknown, ChecklistExists))
async def record_checklist(visit_id: UUID, body: ChecklistToRecord, tx: Tx, caller: Anyone) -> ChecklistView:
    """Keep what a visit asked and saw; at a drawn village it counts as somebody having looked."""
    return ChecklistView.of(await service.record(tx, caller, visit_id, body), caller)


@router.get("/visit-checklists")
async def list_visit_checklists(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", visited_on="检查日期")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[ChecklistView]:
    """The answers of visits, for those who look after them; no village, township or charged body reads them."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, VisitChecklist, paging, view=lambda row: ChecklistView.of(row, caller))


@router.get("/visit-checklists/{checklist_id}", responses=refusals(NotFound))
async def read_visit_checklist(checklist_id: UUID, tx: Tx, caller: Anyone) -> ChecklistView:
    """The answers of one visit."""
    return ChecklistView.of(await repository.get(tx, caller, checklist_id), caller)


@router.step(WORKFLOW, "correction", of="/visit-checklists/{checklist_id}", refused=(QuestionUnknown,))
async def correct_checklist(checklist_id: UUID, body: ChecklistCorrection, tx: Tx, caller: Anyone) -> ChecklistView:
    """Put the answers right as who wrote them; what they were before stays readable."""
    return ChecklistView.of(await service.correct(tx, caller, checklist_id, body), caller)
