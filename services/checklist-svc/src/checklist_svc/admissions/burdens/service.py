"""What can be done with burden budgets."""

from datetime import date
from uuid import UUID

from contracts.burdens import BurdenBudgetSet
from countykit import directory
from countykit.identity import Caller
from countykit.neutrality import neutral
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from checklist_svc.admissions import repository as admissions
from checklist_svc.admissions.burdens import reckoning, repository
from checklist_svc.admissions.burdens.errors import BudgetStands, BudgetYearOver
from checklist_svc.admissions.burdens.models import WORKFLOW, BurdenBudget, State
from checklist_svc.admissions.burdens.schemas import BudgetDraft, BudgetYear, Droppable, Forecast, ForecastAnswer
from checklist_svc.admissions.errors import DropInvalid
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.months import months_in
from checklist_svc.admissions.timings import service as timings
from checklist_svc.admissions.timings.measuring import monthly
from checklist_svc.settings import Settings

_MOST = 10
_NOTE = "超出本部门年度负担分钟预算：可以指明一项退出的事项(一进一出)，或者写明超出预算的理由，由审定人员决定"


async def draft(tx: Transaction, caller: Caller, wanted: BudgetDraft) -> BurdenBudget:
    """Set a body's budget of a year; raises Forbidden, DepartmentUnknown, BudgetStands, BudgetYearOver."""
    if len(caller.region) != 6:
        raise Forbidden("只有县级减负办可以核定负担预算")
    body = await directory.department(tx, wanted.department)
    county = county_of(caller.region.ljust(12, "0"))
    caller.require_region(body.home)
    if wanted.year < today(tx.now).year:
        raise BudgetYearOver
    budget = BurdenBudget(region=county, **wanted.model_dump())
    refusal = neutral(budget, caller)
    if refusal is not None:
        raise refusal
    if await repository.in_force(tx, county, wanted.year, department=wanted.department):
        raise BudgetStands
    tx.add(budget)
    tx.record(BurdenBudgetSet(year=budget.year, minutes=budget.minutes), about=budget, department=budget.department)
    return budget


async def revise(tx: Transaction, caller: Caller, budget_id: UUID, minutes: int, reason: str) -> BurdenBudget:
    """Change a budget. What was admitted stays; the new sum holds for what comes. Raises BudgetYearOver."""
    budget, taken = await _taken(tx, caller, budget_id, "revision")
    budget.previous, budget.minutes, budget.reason = budget.minutes, minutes, reason
    tx.record(taken.event(budget), about=budget, department=budget.department)
    return budget


async def withdraw(tx: Transaction, caller: Caller, budget_id: UUID, reason: str) -> BurdenBudget:
    """Let the budget of all bodies hold for this one again; raises BudgetYearOver."""
    budget, taken = await _taken(tx, caller, budget_id, "withdrawal")
    budget.reason = reason
    tx.record(taken.event(budget), about=budget, department=budget.department)
    return budget


async def _taken(tx: Transaction, caller: Caller, budget_id: UUID, step: str) -> tuple[BurdenBudget, Taken[State]]:
    budget = await repository.BUDGETS.locked(tx, caller.scope, budget_id)
    taken = WORKFLOW.take(budget, step, caller)
    if budget.year < today(tx.now).year:
        raise BudgetYearOver
    return budget, taken


async def forecast(tx: Transaction, caller: Caller, wanted: Forecast, settings: Settings) -> ForecastAnswer:
    """Whether the budget holds what a department is typing, and what it could give up; raises DropInvalid."""
    if caller.department is None:
        raise Forbidden
    region, day = caller.region.ljust(12, "0"), today(tx.now)
    table = await timings.table(tx, region, day)
    basis = next(each for each in table.works if each.work is wanted.work)
    minutes = monthly(wanted, basis.minutes)
    added = {
        year: minutes * months_in(year, wanted.starts_on, wanted.ends_on)
        for year in range(wanted.starts_on.year, wanted.ends_on.year + 1)
    }
    running = await admissions.granted_to(tx, region, caller.department)
    leaving = next((row for row in running if row.id == wanted.drops), None)
    if wanted.drops is not None and leaving is None:
        raise DropInvalid
    years = await reckoning.years_of(
        tx, region, caller.department, added, settings, leaving=leaving, today=day
    )  # fmt: skip
    if not reckoning.is_over(years):
        return ForecastAnswer(
            burden_minutes=minutes, minutes_basis=basis, years=years, over=False, droppable=[], more=False, note=None
        )
    rows = [] if leaving is not None else [_droppable(row, years, day) for row in running]
    rows = sorted((row for row in rows if row.minutes), key=lambda row: (-row.minutes, row.title))
    return ForecastAnswer(
        burden_minutes=minutes, minutes_basis=basis, years=years, over=True, droppable=rows[:_MOST],
        more=len(rows) > _MOST, note=_NOTE,
    )  # fmt: skip


def _droppable(row: Admission, years: list[BudgetYear], day: date) -> Droppable:
    freed = {year.year: row.minutes_in(year.year) - row.minutes_in(year.year, ended_on=day) for year in years}
    return Droppable(
        id=row.id, title=row.title, number=row.number, minutes=sum(freed.values()),
        enough=all(year.over <= freed[year.year] for year in years),
    )  # fmt: skip
