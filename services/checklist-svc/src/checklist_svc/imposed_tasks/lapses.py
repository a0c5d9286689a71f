"""Emergencies whose papers never came: each becomes a report that the county office judges."""

from contracts.imposed_tasks import TaskImposed
from countykit import directory
from countykit.verdict_days import await_verdict
from servicekit.due import Job
from servicekit.transaction import Transaction

from checklist_svc.admissions import emergencies, repository
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.imposed_tasks.service import LAST_DAYS


async def lapse(tx: Transaction, key: str) -> None:
    """End an emergency without papers, and put its start on the record without a reporter."""
    admission = await emergencies.end_unfiled(tx, key)
    if admission is None:
        return
    charged = await directory.department(tx, admission.department, on=admission.starts_on)
    task = tx.add(
        ImposedTask(
            region=admission.region, charged_home=charged.home, department=charged.code, title=admission.title,
            admission_number=admission.number, occurred_on=admission.ended_on,
            detail=f"应急编号{admission.number}在手续补办期限内未补办准入手续，已失效（系统提示，待核实）",
        )
    )  # fmt: skip
    await await_verdict(tx, LAST_DAYS, task)
    fact = TaskImposed(title=task.title, charged_home=charged.home, anonymous=False, occurred_on=task.acted_on)
    tx.record(fact, about=task, department=task.department)


LAPSE = Job(emergencies.LAPSE, lapse, repository.LAPSING)
