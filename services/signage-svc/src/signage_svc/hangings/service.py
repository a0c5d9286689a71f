"""What can be done with hanging requests."""

from asyncio import to_thread
from uuid import UUID

from contracts.hangings import HangingRequested
from contracts.number_rules import NumberArea
from countykit import directory
from countykit.identity import Caller
from countykit.numbers import Demand, GroundStatement, mend, require
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.printing.repository import next_serial
from servicekit.transaction import Transaction

from signage_svc.documents import DocumentSerial
from signage_svc.hangings import repository
from signage_svc.hangings.errors import HangingDoubled, SpecNeeded
from signage_svc.hangings.gate import misplaced, overfull, row_of
from signage_svc.hangings.models import WORKFLOW, HangingRequest
from signage_svc.hangings.schemas import HangingDecision, HangingEntry
from signage_svc.plaques.advice import learn
from signage_svc.plaques.ledger import Ledger, locked_ledger
from signage_svc.settings import Settings
from signage_svc.specs.errors import SpecUnknown
from signage_svc.specs.models import PlaqueSpec


async def request(tx: Transaction, caller: Caller, entry: HangingEntry, settings: Settings) -> HangingRequest:
    """Ask for a board; what the table or the rules do not allow is refused with them and not recorded."""
    caller.require_region(entry.region)
    if caller.department is None:
        raise Forbidden
    await directory.department(tx, caller.department)
    await directory.region(tx, entry.region, "township", "village")
    ledger = await locked_ledger(tx, settings, [entry.region])
    fingerprint = ledger.fingerprint(entry.region, entry.name)
    if await repository.standing(tx, caller.department, entry.region, fingerprint) is not None:
        raise HangingDoubled
    await to_thread(learn, [fingerprint])
    row = row_of(ledger.yardstick(entry.region), fingerprint)
    wanted = HangingRequest(
        **entry.model_dump(), department=caller.department, fingerprint=fingerprint, spec=row.code if row else None,
        requested_by=caller.sub,
    )  # fmt: skip
    if row is not None:
        _allow(ledger, wanted, row)
    (await require(tx, _demand(tx, wanted))).keep(wanted)
    tx.add(wanted)
    fact = HangingRequested(name=wanted.name, spec=wanted.spec)
    tx.record(fact, about=wanted, department=wanted.department)
    return wanted


def _allow(ledger: Ledger, wanted: HangingRequest, row: PlaqueSpec) -> None:
    """Raise what forbids a board of this row at this place."""
    hanging = [plaque for plaque in ledger.villages.get(wanted.region, ()) if plaque.hangs]
    refusal = misplaced(row, wanted.placement) or overfull(ledger.yardstick(wanted.region), row, hanging)
    if refusal is not None:
        raise refusal


def _demand(tx: Transaction, wanted: HangingRequest) -> Demand:
    """The board as what its body wants of the place, as of today."""
    day = today(tx.now)
    return Demand(
        area=NumberArea.BOARDS, department=wanted.department, county=wanted.region, places=[wanted.region], first=day,
        last=day, number=wanted.admission, basis=wanted.basis,
    )  # fmt: skip


async def state_ground(tx: Transaction, caller: Caller, request_id: UUID, stated: GroundStatement) -> HangingRequest:
    """State the number or law that a request lacks; raises NUMBER_REFUSALS for one that does not cover it."""
    wanted = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = WORKFLOW.take(wanted, "grounding", caller)
    wanted.admission, wanted.basis = stated.admission, stated.basis or wanted.basis
    (await mend(tx, _demand(tx, wanted))).keep(wanted)
    tx.record(taken.event(wanted), about=wanted, department=wanted.department)
    return wanted


async def decide(
    tx: Transaction, caller: Caller, request_id: UUID, body: HangingDecision, settings: Settings
) -> HangingRequest:
    """Grant or reject; a grant is checked against what hangs and is admitted now, and gets its number."""
    wanted = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = WORKFLOW.take(wanted, "decision", caller, outcome=body.decision)
    if body.decision == "granted":
        ledger = await locked_ledger(tx, settings, [wanted.region])
        code = body.spec or wanted.spec
        if code is None:
            raise SpecNeeded
        row = ledger.yardstick(wanted.region).spec(code)
        if row is None:
            raise SpecUnknown
        _allow(ledger, wanted, row)
        (await require(tx, _demand(tx, wanted))).keep(wanted)
        series = f"{wanted.region[:6]}-GP-{today(tx.now).year}"
        wanted.spec, wanted.number = code, f"{series}-{await next_serial(tx, DocumentSerial, series):04d}"
    wanted.reason = body.reason
    tx.record(taken.event(wanted), about=wanted, department=wanted.department)
    return wanted


async def withdraw(tx: Transaction, caller: Caller, request_id: UUID, reason: str) -> HangingRequest:
    """The body takes its request back."""
    wanted = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = WORKFLOW.take(wanted, "withdrawal", caller)
    wanted.reason = reason
    tx.record(taken.event(wanted), about=wanted, department=wanted.department)
    return wanted
