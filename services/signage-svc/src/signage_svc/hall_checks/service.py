"""What can be done with checks of service places."""

from countykit.errors import require_past
from countykit.identity import Caller
from countykit.objections import objection_day
from countykit.regions import township_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from signage_svc.hall_checks import repository
from signage_svc.hall_checks.errors import CheckerNotIndependent, HallNotInUse, MissedWithoutNote
from signage_svc.hall_checks.models import WORKFLOW, HallCheck
from signage_svc.hall_checks.schemas import HallCheckEntry
from signage_svc.halls.models import State as HallState
from signage_svc.halls.repository import HALLS


async def record(tx: Transaction, caller: Caller, entry: HallCheckEntry) -> HallCheck:
    """Record what an inspector saw; of a hall only the last check counts.

    Raises CheckerNotIndependent, DateInFuture, MissedWithoutNote, HallNotInUse.
    """
    if caller.is_of_a_township:
        raise CheckerNotIndependent
    require_past(entry.checked_on, today(tx.now), "核查日期不能晚于今天")
    # The hall is locked, so that two checks of the same hall do not both become its last one.
    hall = await HALLS.locked(tx, caller.scope, entry.hall_id)
    if hall.state is not HallState.OPEN:
        raise HallNotInUse
    before = await repository.counting_of(tx, hall.id)
    if before is not None:
        taken = WORKFLOW.take(before, "supersession")
        tx.record(taken.event(before), about=before)
        await tx.session.flush()
    check = HallCheck(
        **entry.model_dump(), region=hall.region, hall_name=hall.name, charged_home=township_of(hall.region),
        reported_by=caller.sub, judged_by=caller.sub, judged_at=tx.now, objection_due_on=objection_day(tx),
    )  # fmt: skip
    if check.missed and not check.note:
        raise MissedWithoutNote
    tx.target = tx.add(check)
    tx.record(check.recorded(), about=check)
    return check
