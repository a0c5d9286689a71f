"""HTTP about burden budgets."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.neutrality import ServedThere
from countykit.regions import county_of
from countykit.workdays import today
from fastapi import Path, Query
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.burdens import reckoning, service
from checklist_svc.admissions.burdens.errors import BudgetStands, BudgetYearOver
from checklist_svc.admissions.burdens.models import WORKFLOW
from checklist_svc.admissions.burdens.repository import BUDGETS
from checklist_svc.admissions.burdens.schemas import (
    BudgetDraft,
    BudgetReason,
    BudgetRevision,
    BudgetView,
    BudgetYear,
    Forecast,
    ForecastAnswer,
    Reckoning,
)
from checklist_svc.admissions.errors import DropInvalid
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["admissions"])
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
Department = Annotated[Caller, allow(Role.DEPARTMENT)]
_YEAR = {"ge": 2000, "le": 2100}
_ONE = "/burden-budgets/{budget_id}"


@router.post(
    "/burden-budgets", status_code=201,
    responses=refusals(Forbidden, BudgetStands, BudgetYearOver, ServedThere, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def set_burden_budget(draft: BudgetDraft, tx: Tx, caller: Office) -> BudgetView:
    """Set how many minutes of each village a body may take in a year, in place of the sum that holds for all."""
    return BudgetView.of(await service.draft(tx, caller, draft), caller)


@router.get("/burden-budgets")
async def list_burden_budgets(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, BUDGETS.filters]
) -> Page[BudgetView]:
    """The budgets that were set; a department sees its own."""
    return await BUDGETS.page(tx, caller.scope, wanted, paging, lambda row: BudgetView.of(row, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_set_budget(budget_id: UUID, tx: Tx, caller: Anyone) -> BudgetView:
    """One budget that was set."""
    return BudgetView.of(await BUDGETS.get(tx, caller.scope, budget_id), caller)


@router.step(WORKFLOW, "revision", of=_ONE, refused=(BudgetYearOver,))
async def revise_burden_budget(budget_id: UUID, body: BudgetRevision, tx: Tx, caller: Anyone) -> BudgetView:
    """Change a budget, with the reason. What was admitted stays admitted."""
    return BudgetView.of(await service.revise(tx, caller, budget_id, body.minutes, body.reason), caller)


@router.step(WORKFLOW, "withdrawal", of=_ONE, refused=(BudgetYearOver,))
async def withdraw_burden_budget(budget_id: UUID, body: BudgetReason, tx: Tx, caller: Anyone) -> BudgetView:
    """Let the sum of all bodies hold for this one again."""
    return BudgetView.of(await service.withdraw(tx, caller, budget_id, body.reason), caller)


@router.get("/burden-budgets/{department}/{year}", responses=refusals(Forbidden))
async def read_burden_budget(
    department: Annotated[str, Path(max_length=60)], year: Annotated[int, Path(**_YEAR)],
    tx: Tx, caller: Anyone, settings: Configured,
) -> BudgetYear:  # fmt: skip
    """A department's burden budget in a year, and what its admissions and forms take of it."""
    if caller.scope.department is not None and not caller.acts_for(department):
        raise Forbidden("只能查看本部门的负担预算")
    region, day = caller.region.ljust(12, "0"), today(tx.now)
    (found,) = await reckoning.years_of(tx, region, department, {year: 0}, settings, today=day)
    return found


@router.get("/burden-reckonings", responses=refusals(Forbidden))
async def read_burden_reckoning(
    year: Annotated[int, Query(**_YEAR)], tx: Tx, caller: Anyone, settings: Configured
) -> Reckoning:
    """What all bodies of the county take of each village in a year, against their budgets, the fullest first."""
    if caller.scope.department is not None or len(caller.region) < 6:
        raise Forbidden("只能查看本部门的负担预算")
    county = county_of(caller.region.ljust(12, "0"))
    bodies, more = await reckoning.of_county(tx, county, year, settings)
    return Reckoning(region=county, year=year, bodies=bodies, more=more)


@router.post("/burden-forecasts", responses=refusals(Forbidden, DropInvalid))
async def forecast_burden(body: Forecast, tx: Tx, caller: Department, settings: Configured) -> ForecastAnswer:
    """Whether the caller's budget holds a task that is being typed, and which admission could go for it; not stored."""
    return await service.forecast(tx, caller, body, settings)
