"""What people and the calendar say of an entry after it was made: corrections of what was typed, and lapsed dates."""

from datetime import timedelta
from uuid import UUID

from contracts.plaque_entries import PlaqueCorrected
from contracts.signage import PlaqueLapseSuspected
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.errors import AlreadyInLedger, NothingCorrected, StillLapsed
from signage_svc.plaques.ledger import locked_ledger
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import BoardCorrection, Retention
from signage_svc.plaques.steps import WORKFLOW
from signage_svc.settings import Settings

_AT_ONCE = 200


async def correct(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: BoardCorrection, settings: Settings
) -> Plaque:
    """Correct what was wrongly typed of a board that nobody has marked; raises NothingCorrected, AlreadyInLedger."""
    board = body.model_dump(exclude={"reason"}, exclude_none=True)
    village = await repository.village_of(tx, caller.scope, plaque_id)
    ledger = await locked_ledger(tx, settings, {village, board.get("region", village)})
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    WORKFLOW.take(plaque, "correction", caller)
    if "region" in board:
        caller.require_region(board["region"])
        ledger.require_village(board["region"], today(tx.now))
    described = {"region": plaque.region, "name": plaque.name, **board}
    if ledger.taken(plaque, described):
        raise AlreadyInLedger
    fields = ledger.correct(plaque, described)
    if not fields:
        raise NothingCorrected
    plaque.note = body.reason
    ledger.judge()
    tx.record(PlaqueCorrected(fields=fields), about=plaque, department=plaque.department)
    return plaque


async def retain(tx: Transaction, caller: Caller, plaque_id: UUID, body: Retention, settings: Settings) -> Plaque:
    """Say by which date a board is in use, or valid; raises StillLapsed where that date says otherwise."""
    await repository.lock_ledgers(tx, [await repository.village_of(tx, caller.scope, plaque_id)])
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    fact = plaque.retain(caller, body.last_activity_on, body.valid_until, body.reason)
    if plaque.lapsed(today(tx.now), timedelta(days=settings.plaque_idle_days)) is not None:
        raise StillLapsed
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def suspect_lapsed(tx: Transaction, settings: Settings) -> bool:
    """Ask about boards whose dates say that they may have lapsed, a portion at a time; whether more may wait."""
    day, idle = today(tx.now), timedelta(days=settings.plaque_idle_days)
    found = await repository.lapsing(tx, day, day - idle, _AT_ONCE)
    await repository.lock_ledgers(tx, {village for _, village in found})
    for plaque in await repository.locked_all(tx, [plaque_id for plaque_id, _ in found]):
        plaque.lapse = plaque.lapsed(day, idle)
        if plaque.lapse is not None:
            tx.record(PlaqueLapseSuspected(reason=plaque.lapse), about=plaque, department=plaque.department)
    return len(found) == _AT_ONCE
