"""What can be done with imposed tasks."""

from uuid import UUID

from contracts.checklist import TaskImposed, TaskImpositionConfirmed, TaskImpositionDismissed
from countykit import cases, directory, workdays
from countykit.cases import CaseDecision
from countykit.errors import require_past
from countykit.identity import Caller
from servicekit.transaction import Transaction

from checklist_svc.admissions import service as admissions
from checklist_svc.imposed_tasks.errors import TaskAdmitted
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.imposed_tasks.schemas import Finding, ImposedTaskReport
from checklist_svc.settings import Settings


async def report(tx: Transaction, caller: Caller, told: ImposedTaskReport) -> ImposedTask:
    """Put a report on the record; raises DepartmentUnknown, DateInFuture."""
    if told.anonymous:
        tx.forget_caller()  # first, so that a refusal forgets them too
    require_past(told.occurred_on, workdays.today(tx.now), "派交日期不能晚于今天")
    charged = await directory.department(tx, told.department, on=told.occurred_on)
    task = tx.add(
        ImposedTask(
            region=cases.region_of(caller, caller.region.ljust(12, "0"), anonymous=told.anonymous),
            charged_home=charged.home,
            reported_by=cases.reporter(tx, caller, anonymous=told.anonymous),
            **told.model_dump(),
        )
    )
    fact = TaskImposed(title=task.title, charged_home=charged.home, anonymous=task.anonymous)
    tx.record(fact, about=task, department=task.department)
    return task


async def confirm(tx: Transaction, caller: Caller, task_id: UUID, finding: Finding, settings: Settings) -> ImposedTask:
    """Charge the task to the department; raises TaskAdmitted when a valid number covers it."""
    task = await tx.locked(ImposedTask, task_id, caller.scope)
    for number in filter(None, (finding.admission_number, task.admission_number)):
        if await admissions.admits(tx, number, department=task.department, title=task.title, settings=settings):
            raise TaskAdmitted(number=number)
    cases.judge(task, caller, "confirmation", finding.reason, tx.now)
    fact = TaskImpositionConfirmed(title=task.title, charged_home=task.charged_home)
    tx.record(fact, about=task, department=task.department)
    return task


async def dismiss(tx: Transaction, caller: Caller, task_id: UUID, decision: CaseDecision) -> ImposedTask:
    """Find that the task was not imposed: nobody is charged, so the fact names nobody."""
    task = await tx.locked(ImposedTask, task_id, caller.scope)
    cases.judge(task, caller, "dismissal", decision.reason, tx.now)
    tx.record(TaskImpositionDismissed(title=task.title), about=task)
    return task
