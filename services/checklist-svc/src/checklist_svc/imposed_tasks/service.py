"""What can be done with imposed tasks."""

from uuid import UUID

from contracts.checklist import TaskImposed, TaskImpositionConfirmed, TaskImpositionDismissed
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller, Role
from servicekit.transaction import Transaction

from checklist_svc.admissions import service as admissions
from checklist_svc.imposed_tasks.errors import TaskAdmitted
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.imposed_tasks.schemas import Finding, ImposedTaskReport
from checklist_svc.settings import Settings


async def report(tx: Transaction, caller: Caller, told: ImposedTaskReport) -> ImposedTask:
    """Put a report on the record; raises DepartmentUnknown, DateInFuture."""
    require_past(told.occurred_on, workdays.today(tx.now), "派交日期不能晚于今天")
    charged = await directory.department(tx, told.department, on=told.occurred_on)
    if told.anonymous:
        tx.forget_caller()
    task = tx.add(
        ImposedTask(
            region=_region(caller, anonymous=told.anonymous), charged_home=charged.home,
            reported_by=None if told.anonymous else caller.sub, **told.model_dump(),
        )
    )  # fmt: skip
    fact = TaskImposed(title=task.title, charged_home=charged.home, anonymous=task.anonymous)
    tx.record(fact, about=task, department=task.department)
    return task


def _region(caller: Caller, *, anonymous: bool) -> str:
    """The reporter's region; of an anonymous one the region above, where many could have been it."""
    if not anonymous:
        return caller.region.ljust(12, "0")
    level_above = 9 if Role.VILLAGE in caller.roles and len(caller.region) == 12 else 6
    return caller.region[:level_above].ljust(12, "0")


async def confirm(tx: Transaction, caller: Caller, task_id: UUID, finding: Finding, settings: Settings) -> ImposedTask:
    """Charge the task to the department; raises TaskAdmitted when a valid number covers it."""
    task = await tx.locked(ImposedTask, task_id, caller.scope)
    for number in filter(None, (finding.admission_number, task.admission_number)):
        if await admissions.admits(tx, number, department=task.department, title=task.title, settings=settings):
            raise TaskAdmitted(number=number)
    task.judge("confirmation", finding.reason, tx.now)
    fact = TaskImpositionConfirmed(title=task.title, charged_home=task.charged_home)
    tx.record(fact, about=task, department=task.department)
    return task


async def dismiss(tx: Transaction, caller: Caller, task_id: UUID, finding: Finding) -> ImposedTask:
    """Find that the task was not imposed; raises IllegalTransition."""
    task = await tx.locked(ImposedTask, task_id, caller.scope)
    task.judge("dismissal", finding.reason, tx.now)
    tx.record(TaskImpositionDismissed(title=task.title), about=task, department=task.department)
    return task
