"""What can be done with off-plan demands."""

from uuid import UUID

from contracts.report import Breach, OffplanReported
from countykit import cases, directory
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.joining import Joining
from countykit.lateness import LastDays
from countykit.regions import county_of
from countykit.verdict_days import await_verdict
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.catalogues import repository as catalogues
from report_svc.elements import repository as elements
from report_svc.elements.kinds import normalised
from report_svc.elements.models import USABLE
from report_svc.forms import repository as forms
from report_svc.forms.likeness import Resemblance, keys_of, resemblances
from report_svc.forms.models import Form, State
from report_svc.intake.matching import Dictionary, is_sure
from report_svc.intake.schemas import DraftColumn, DraftForm
from report_svc.offplan.errors import DemandCatalogued
from report_svc.offplan.models import WORKFLOW, OffplanDemand
from report_svc.offplan.schemas import OffplanReport
from report_svc.questions import HEARING

LAST_DAYS = LastDays(
    OffplanDemand, WORKFLOW, "offplan-demand-lateness", awaited={cases.State.REPORTED}, noted="overdue_on"
)
JOINING = Joining(OffplanDemand, WORKFLOW, cases.Seen.by, HEARING.require_heard, LAST_DAYS)
_MOST_LIKE = 5


async def report(tx: Transaction, caller: Caller, given: OffplanReport) -> OffplanDemand:
    """Report a form demanded outside of the catalogue.

    What was demanded before its village or body ended is reported of that day. Raises DateInFuture, RegionUnknown,
    DepartmentUnknown, Forbidden.
    """
    if given.anonymous:
        tx.forget_caller()  # first, so that a refusal forgets them too
    region = given.region or caller.region.ljust(12, "0")
    caller.require_region(region)
    require_past(given.occurred_on, today(tx.now), "要求提出日期不能晚于今天")
    await directory.region(tx, region, "village", "township", on=given.occurred_on)
    department = await directory.department(tx, given.department, on=given.occurred_on)
    like = await _likeness(tx, given, region)
    demand = tx.add(
        OffplanDemand(
            **given.model_dump(mode="json", exclude={"region", "department", "occurred_on"}),
            occurred_on=given.occurred_on,
            resembles=[each.model_dump(mode="json") for each in like],
            region=cases.region_of(caller, region, anonymous=given.anonymous),
            department=department.code,
            charged_home=department.home,
            reported_by=cases.reporter(tx, caller, anonymous=given.anonymous),
        )
    )
    await await_verdict(tx, LAST_DAYS, demand)
    fact = OffplanReported(title=demand.title, charged_home=demand.charged_home)
    tx.record(fact, about=demand, department=demand.department)
    return demand


async def confirm(tx: Transaction, caller: Caller, demand_id: UUID, reason: str) -> OffplanDemand:
    """Charge the demand to its department; raises DemandCatalogued when it was within the plan, StatementAwaited."""
    demand = await cases.locked(tx, OffplanDemand, caller, demand_id)
    await HEARING.require_heard(tx, WORKFLOW, demand)
    if WORKFLOW.step("confirmation").fits(demand):
        demand.breach = await _breach(tx, demand)
    cases.judge(tx, WORKFLOW, demand, caller, "confirmation", reason)
    return demand


async def dismiss(tx: Transaction, caller: Caller, demand_id: UUID, reason: str) -> OffplanDemand:
    """Find that the demand was within the catalogue, or was none; nobody is charged."""
    demand = await cases.locked(tx, OffplanDemand, caller, demand_id)
    cases.judge(tx, WORKFLOW, demand, caller, "dismissal", reason)
    return demand


async def _breach(tx: Transaction, demand: OffplanDemand) -> Breach:
    """How the demand broke the rules; raises DemandCatalogued where it did not."""
    for form in await catalogues.forms_in_force(tx, county_of(demand.region), *demand.judged_as_of):
        if _same(form, demand):
            if demand.outside_platform:
                return Breach.REPEATED
            raise DemandCatalogued(form_id=str(form.id), form=form.code)
    like = [Resemblance.model_validate(each) for each in demand.resembles]
    if any(each.in_force for each in like):
        return Breach.REPEATED
    return Breach.REVIVED if like else Breach.OFF_PLAN


async def _likeness(tx: Transaction, given: OffplanReport, region: str) -> list[Resemblance]:
    """Which catalogued or ended forms the demanded one is like: by title, number, or the elements of its columns."""
    county = county_of(region)
    merged = await elements.successors(tx, county)
    in_force = await catalogues.forms_in_force(tx, county, tx.now, given.occurred_on or today(tx.now))
    ended = await forms.ended(tx, county, [State.STOPPED, State.WITHDRAWN, State.EXPIRED])
    if not (in_force or ended):
        return []
    columns = []
    if given.columns:
        draft = DraftForm(
            title=given.title, columns=[DraftColumn(name=each.name, unit=each.unit) for each in given.columns]
        )
        found = Dictionary(await elements.of_county(tx, county, USABLE), merged).matches(draft)
        columns = [
            keys_of(column.name, [matches[0].element.code] if is_sure(matches) else [])
            for column, matches in zip(given.columns, found, strict=True)
        ]
    known = {form.id: form for form in (*in_force, *ended)}
    return resemblances(
        columns, known.values(), merged=merged, in_force={form.id for form in in_force}, title=given.title,
        number=given.table_number,
    )[:_MOST_LIKE]  # fmt: skip


def _same(form: Form, demand: OffplanDemand) -> bool:
    by_title = normalised(form.title) == normalised(demand.title)
    number = demand.table_number
    return by_title or (number is not None and normalised(form.table_number) == normalised(number))
