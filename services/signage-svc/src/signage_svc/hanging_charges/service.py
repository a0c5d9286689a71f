"""What can be done with charges of boards without a grant."""

from uuid import UUID

from contracts.hangings import HangingChargeReported
from countykit import cases, directory
from countykit.identity import Caller
from countykit.joining import Joining
from countykit.lateness import LastDays
from countykit.verdict_days import await_verdict
from countykit.workdays import today
from servicekit.transaction import Transaction

from signage_svc.hanging_charges import repository
from signage_svc.hanging_charges.errors import BoardCharged, BoardGranted, BoardOfBaseline, DemanderMissing
from signage_svc.hanging_charges.models import WORKFLOW, HangingCharge
from signage_svc.hanging_charges.schemas import HangingChargeEntry
from signage_svc.hangings import repository as hangings
from signage_svc.hangings.models import State as HangingState
from signage_svc.plaques import repository as plaques
from signage_svc.questions import HEARING

LAST_DAYS = LastDays(
    HangingCharge, WORKFLOW, "hanging-charge-lateness", awaited={cases.State.REPORTED}, noted="overdue_on"
)
JOINING = Joining(HangingCharge, WORKFLOW, cases.Seen.by, HEARING.require_heard, LAST_DAYS)


async def report(tx: Transaction, caller: Caller, entry: HangingChargeEntry) -> HangingCharge:
    """Put a board that hangs without a grant to the county office.

    Raises DemanderMissing, BoardOfBaseline, BoardGranted, BoardCharged.
    """
    # The board is locked, so that it is not charged twice at the same moment.
    plaque = await plaques.locked(tx, caller.scope, entry.plaque_id)
    code = entry.department or plaque.department
    if code is None:
        raise DemanderMissing
    if not plaque.after_baseline:
        raise BoardOfBaseline
    day = plaque.hung_on or today(plaque.created_at)
    charged = await directory.department(tx, code, on=day)
    if await repository.stands(tx, plaque.id, code):
        raise BoardCharged
    charge = HangingCharge(
        region=plaque.region, department=code, charged_home=charged.home, reported_by=caller.sub, title=plaque.name,
        plaque_id=plaque.id, fingerprint=plaque.fingerprint, occurred_on=day, written=entry.written,
    )  # fmt: skip
    await _refuse_granted(tx, charge)
    tx.target = tx.add(charge)
    await await_verdict(tx, LAST_DAYS, charge)
    fact = HangingChargeReported(title=charge.title, charged_home=charge.charged_home)
    tx.record(fact, about=charge, department=code)
    return charge


async def judge(tx: Transaction, caller: Caller, charge_id: UUID, action: str, reason: str) -> HangingCharge:
    """Confirm or dismiss; raises BoardGranted where a grant of the day is found only now, StatementAwaited."""
    charge = await tx.locked(HangingCharge, charge_id, caller.scope)
    if action == "confirmation":
        await HEARING.require_heard(tx, WORKFLOW, charge)
        await _refuse_granted(tx, charge)
    cases.judge(tx, WORKFLOW, charge, caller, action, reason)
    return charge


async def _refuse_granted(tx: Transaction, charge: HangingCharge) -> None:
    """A grant covers what was hung on its day or later: what came before it was hung without."""
    granted = await hangings.standing(
        tx, charge.department, charge.region, charge.fingerprint, HangingState.GRANTED
    )  # fmt: skip
    if granted is not None and today(granted.updated_at) <= charge.occurred_on:
        raise BoardGranted(number=granted.number)
