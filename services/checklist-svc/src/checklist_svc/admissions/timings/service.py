"""What can be done with timings, and how an application gets its minutes."""

from datetime import date, timedelta
from uuid import UUID

from contracts.timings import WorkTimed
from countykit import directory
from countykit.errors import require_past
from countykit.identity import Caller, Role
from countykit.regions import county_of
from countykit.workdays import today
from pydantic import ValidationError
from servicekit.transaction import Transaction

from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.timings import measuring, repository
from checklist_svc.admissions.timings.errors import EffortMissing
from checklist_svc.admissions.timings.models import WORKFLOW, WorkTiming
from checklist_svc.admissions.timings.schemas import Effort, Timing, WorkTable
from checklist_svc.admissions.works import Work

_WINDOW = timedelta(days=2 * 365)
"""Work changes: what is older tells nothing any more."""


async def record(tx: Transaction, caller: Caller, given: Timing) -> WorkTiming:
    """Put a timing on the record; raises Forbidden, RegionUnknown, DateInFuture."""
    caller.require_region(given.region)
    await directory.region(tx, given.region, "village")
    require_past(given.done_on, today(tx.now), "计时日期不能晚于今天")
    timing = WorkTiming(recorded_by=caller.sub, observed=Role.INSPECTOR in caller.roles, **given.model_dump())
    tx.add(timing)
    tx.record(WorkTimed(work=timing.work.value, minutes=timing.minutes, observed=timing.observed), about=timing)
    return timing


async def withdraw(tx: Transaction, caller: Caller, timing_id: UUID, reason: str) -> WorkTiming:
    """Take a wrong timing back; raises Forbidden, IllegalTransition."""
    timing = await repository.TIMINGS.locked(tx, caller.scope, timing_id)
    taken = WORKFLOW.take(timing, "withdrawal", caller)
    timing.reason = reason
    tx.record(taken.event(timing), about=timing)
    return timing


async def table(tx: Transaction, region: str, on: date) -> WorkTable:
    """What each kind of work takes in a county, by the timings of the two years before a day."""
    county = county_of(region)
    found = measuring.measured(await repository.samples(tx, county, on - _WINDOW, on))
    return WorkTable(region=county, on=on, works=[found[work] for work in Work])


async def reckon(tx: Transaction, admission: Admission) -> None:
    """Give an application the minutes that follow from its work, as they are known today; raises EffortMissing."""
    if admission.work is None:
        raise EffortMissing  # of before minutes were computed
    try:
        effort = Effort.model_validate(admission.model_dump(include=set(Effort.model_fields)))
    except ValidationError as refused:
        raise EffortMissing from refused
    found = next(each for each in (await table(tx, admission.region, today(tx.now))).works if each.work == effort.work)
    admission.minutes_basis = found.model_dump(mode="json")
    admission.burden_minutes = measuring.monthly(effort, found.minutes)
