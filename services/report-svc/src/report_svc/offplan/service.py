"""What can be done with off-plan demands."""

from uuid import UUID

from contracts.report import OffplanReported
from countykit import cases, directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.catalogues import repository as catalogues
from report_svc.forms.fields import normalised
from report_svc.forms.models import Form
from report_svc.offplan.errors import DemandCatalogued
from report_svc.offplan.models import WORKFLOW, OffplanDemand
from report_svc.offplan.schemas import OffplanReport


async def report(tx: Transaction, caller: Caller, given: OffplanReport) -> OffplanDemand:
    """Report a form demanded outside of the catalogue; raises RegionUnknown, DepartmentUnknown, Forbidden."""
    if given.anonymous:
        tx.forget_caller()  # first, so that a refusal forgets them too
    region = given.region or caller.region.ljust(12, "0")
    caller.require_region(region)
    await directory.region(tx, region, "village", "township")
    department = await directory.department(tx, given.department)
    demand = tx.add(
        OffplanDemand(
            **given.model_dump(exclude={"region", "department"}),
            region=cases.region_of(caller, region, anonymous=given.anonymous),
            department=department.code,
            charged_home=department.home,
            reported_by=cases.reporter(tx, caller, anonymous=given.anonymous),
        )
    )
    fact = OffplanReported(title=demand.title, charged_home=demand.charged_home)
    tx.record(fact, about=demand, department=demand.department)
    return demand


async def confirm(tx: Transaction, caller: Caller, demand_id: UUID, reason: str) -> OffplanDemand:
    """Charge the demand to its department; raises DemandCatalogued when it was within the plan all along."""
    demand = await tx.locked(OffplanDemand, demand_id, caller.scope)
    cases.judge(tx, WORKFLOW, demand, caller, "confirmation", reason)
    await _require_outside(tx, demand)
    return demand


async def dismiss(tx: Transaction, caller: Caller, demand_id: UUID, reason: str) -> OffplanDemand:
    """Find that the demand was within the catalogue, or was none; nobody is charged."""
    demand = await tx.locked(OffplanDemand, demand_id, caller.scope)
    cases.judge(tx, WORKFLOW, demand, caller, "dismissal", reason)
    return demand


async def _require_outside(tx: Transaction, demand: OffplanDemand) -> None:
    """What counts is the catalogue on the day of the report, not what was added or stopped afterwards."""
    county = demand.region[:6].ljust(12, "0")
    day = today(demand.created_at)
    for form in await catalogues.forms_in_force(tx, county, demand.created_at, day):
        if _same(form, demand):
            raise DemandCatalogued(form_id=str(form.id), form=form.code)


def _same(form: Form, demand: OffplanDemand) -> bool:
    by_title = normalised(form.title) == normalised(demand.title)
    number = demand.table_number
    return by_title or (number is not None and normalised(form.table_number) == normalised(number))
