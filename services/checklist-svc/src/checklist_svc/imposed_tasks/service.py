"""What can be done with imposed tasks."""

from uuid import UUID

from contracts.imposed_tasks import TaskImposed
from countykit import cases, directory, objections, workdays
from countykit.cases import CaseDecision, State
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.joining import Joining
from countykit.lateness import LastDays
from countykit.verdict_days import await_verdict
from servicekit.transaction import Transaction

from checklist_svc.admissions import checks
from checklist_svc.admissions.checks import Coverage, Demanded
from checklist_svc.groups import service as groups
from checklist_svc.imposed_tasks.errors import TaskAdmitted
from checklist_svc.imposed_tasks.models import WORKFLOW, ImposedTask
from checklist_svc.imposed_tasks.schemas import Finding, ImposedTaskReport
from checklist_svc.questions import HEARING
from checklist_svc.settings import Settings

LAST_DAYS = LastDays(ImposedTask, WORKFLOW, "imposed-task-lateness", awaited={State.REPORTED}, noted="overdue_on")
FALLEN = frozenset({State.OVERTURNED, State.WITHDRAWN})
JOINING = Joining(ImposedTask, WORKFLOW, cases.Seen.by, HEARING.require_heard, LAST_DAYS)


async def report(tx: Transaction, caller: Caller, given: ImposedTaskReport) -> ImposedTask:
    """Put a report on the record.

    Raises DateInFuture, and DEPARTMENT_REFUSALS: the body was there on the day of the act.
    """
    if given.anonymous:
        tx.forget_caller()  # first, so that a refusal forgets them too
    require_past(given.occurred_on, workdays.today(tx.now), "派交日期不能晚于今天")
    charged = await directory.department(tx, given.department, on=given.occurred_on)
    task = tx.add(
        ImposedTask(
            region=cases.region_of(caller, caller.region.ljust(12, "0"), anonymous=given.anonymous),
            charged_home=charged.home,
            reported_by=cases.reporter(tx, caller, anonymous=given.anonymous),
            **given.model_dump(),
        )
    )
    await await_verdict(tx, LAST_DAYS, task)
    fact = TaskImposed(title=task.title, charged_home=charged.home, anonymous=task.anonymous, occurred_on=task.acted_on)
    tx.record(fact, about=task, department=task.department)
    return task


async def confirm(tx: Transaction, caller: Caller, task_id: UUID, finding: Finding, settings: Settings) -> ImposedTask:
    """Charge the task to the department, and mark the chat group in which it was demanded (GRP-02).

    Raises TaskAdmitted when it was admitted and dispatched, StatementAwaited, GroupUnknown, GroupOfAnotherBody.
    """
    task = await cases.locked(tx, ImposedTask, caller, task_id)
    await HEARING.require_heard(tx, WORKFLOW, task)
    demanded = Demanded(task.department, task.title, task.region, task.acted_on)
    for number in filter(None, (finding.admission_number, task.admission_number)):
        found, _ = await checks.coverage(tx, number, demanded, settings)
        if found is Coverage.COVERED:
            raise TaskAdmitted(number=number)
    known, admission = await checks.covering(tx, demanded, settings)
    if known is Coverage.COVERED and admission is not None:
        raise TaskAdmitted(number=admission.number)
    task.act_counted_on, task.group_id = task.acted_on, finding.group_id
    cases.judge(tx, WORKFLOW, task, caller, "confirmation", finding.reason)
    if finding.group_id is not None:
        await groups.complain(tx, caller, finding.group_id, task.department, task.charged_home)
    return task


async def dismiss(tx: Transaction, caller: Caller, task_id: UUID, decision: CaseDecision) -> ImposedTask:
    """Find that the task was not imposed: nobody is charged."""
    task = await cases.locked(tx, ImposedTask, caller, task_id)
    cases.judge(tx, WORKFLOW, task, caller, "dismissal", decision.reason)
    return task


async def review(
    tx: Transaction, caller: Caller, task_id: UUID, reason: str, decision: str | None = None
) -> ImposedTask:
    """Decide on an objection, or without one take the verdict back; what falls marks no chat group any more.

    Raises IllegalTransition, JudgeCannotReview.
    """
    task = await cases.locked(tx, ImposedTask, caller, task_id)
    objections.review(tx, WORKFLOW, task, caller, reason, decision=decision)
    if task.state in FALLEN and task.group_id is not None:
        await groups.clear(tx, caller, task.group_id)
    return task
