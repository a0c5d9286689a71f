"""HTTP about imposed tasks."""

from typing import Annotated
from uuid import UUID

from countykit import cases, objections
from countykit.cases import CaseDecision
from countykit.directory import DEPARTMENT_REFUSALS
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

from checklist_svc.groups.errors import GroupOfAnotherBody, GroupUnknown
from checklist_svc.imposed_tasks import repository, service
from checklist_svc.imposed_tasks.errors import TaskAdmitted
from checklist_svc.imposed_tasks.models import WORKFLOW, ImposedTask
from checklist_svc.imposed_tasks.schemas import Finding, ImposedTaskReport, ImposedTaskView
from checklist_svc.questions import HEARING, QuestionView
from checklist_svc.settings import Configured

router = Router(prefix="/v1/imposed-tasks", tags=["imposed tasks"])
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]


@router.post(
    "", status_code=201, openapi_extra=SAME_WITHIN_MINUTES, responses=refusals(*DEPARTMENT_REFUSALS, DateInFuture)
)
async def report_imposed_task(body: ImposedTaskReport, tx: Tx, caller: Reporter) -> ImposedTaskView:
    """Report a task that was pushed down without admission (LST-01), by name or anonymously."""
    return ImposedTaskView.of(await service.report(tx, caller, body), caller)


@router.get("")
async def list_imposed_tasks(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ImposedTaskView]:
    """The reports that the caller may see; departments see those against themselves once confirmed."""
    statement = wanted.narrow(cases.visible(ImposedTask, caller))
    found = await page(tx, statement, ImposedTask, paging, view=lambda task: ImposedTaskView.of(task, caller))
    await service.JOINING.tell(tx, *found.items)
    return found


@router.get("/{task_id}", responses=refusals(NotFound))
async def read_imposed_task(task_id: UUID, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """One report."""
    view = ImposedTaskView.of(await cases.get(tx, ImposedTask, caller, task_id), caller)
    await service.JOINING.tell(tx, view)
    return view


@router.get("/{task_id}/alike", responses=refusals(NotFound))
async def list_imposed_task_alike(task_id: UUID, tx: Tx, caller: Judge) -> Page[ImposedTaskView]:
    """The reports about the same body within 30 days to which it may be joined, of the same matter first; one page."""
    found = await service.JOINING.alike(tx, caller, task_id)
    return Page(items=[ImposedTaskView.of(task, caller) for task in found], next=None)


@router.step(WORKFLOW, "joining", of="/{task_id}", refused=(NotOneMatter, StatementAwaited))
async def join_imposed_task(task_id: UUID, body: JoiningBody, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Put a report to another one of its matter, which answers for both; who joins them does not judge it."""
    return ImposedTaskView.of(await service.JOINING.join(tx, caller, task_id, body.into), caller)


@router.step(WORKFLOW, "parting", of="/{task_id}", refused=(MatterJudged,))
async def part_imposed_task(task_id: UUID, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Make a joined report a matter of its own again, as long as nothing is judged."""
    return ImposedTaskView.of(await service.JOINING.part(tx, caller, task_id), caller)


@router.step(WORKFLOW, "dismissal-proposal", of="/{task_id}")
async def propose_dismissal_of_imposed_task(
    task_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone
) -> ImposedTaskView:
    """Say why several reports of one matter are unfounded; another person decides on it by the dismissal."""
    task = await cases.locked(tx, ImposedTask, caller, task_id)
    propose_dismissal(tx, WORKFLOW, task, caller, body.reason)
    return ImposedTaskView.of(task, caller)


@router.step(
    WORKFLOW, "confirmation", of="/{task_id}", bulk=True,
    refused=(TaskAdmitted, StatementAwaited, GroupUnknown, GroupOfAnotherBody),
)  # fmt: skip
async def confirm_imposed_task(
    task_id: UUID, body: Finding, tx: Tx, caller: Anyone, settings: Configured
) -> ImposedTaskView:
    """Find that the task was imposed; it counts against the department, and marks the chat group that is named."""
    return ImposedTaskView.of(await service.confirm(tx, caller, task_id, body, settings), caller)


@router.step(WORKFLOW, "dismissal", of="/{task_id}", bulk=True)
async def dismiss_imposed_task(task_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Find that the task was not imposed."""
    return ImposedTaskView.of(await service.dismiss(tx, caller, task_id, body), caller)


@router.step(WORKFLOW, "objection", of="/{task_id}", refused=(ObjectionLate,))
async def object_to_imposed_task(task_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Object to the verdict as the accused body, within 30 days; the point is marked until it is decided."""
    case = await cases.locked(tx, ImposedTask, caller, task_id)
    objections.object_to(tx, WORKFLOW, case, caller, body.grounds)
    return ImposedTaskView.of(case, caller)


@router.step(WORKFLOW, "review", of="/{task_id}")
async def review_imposed_task(task_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    task = await service.review(tx, caller, task_id, body.reason, body.decision)
    return ImposedTaskView.of(task, caller)


@router.step(WORKFLOW, "withdrawal", of="/{task_id}")
async def withdraw_imposed_task(task_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> ImposedTaskView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    return ImposedTaskView.of(await service.review(tx, caller, task_id, body.reason), caller)


@router.step(WORKFLOW, "question", of="/{task_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_imposed_task(task_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no report, and the report does not move."""
    task = await cases.locked(tx, ImposedTask, caller, task_id)
    return await HEARING.put(tx, caller, WORKFLOW, task, body)
