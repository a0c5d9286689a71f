"""What can be done with plaques."""

from collections.abc import Sequence
from uuid import UUID

from contracts.envelope import Event
from contracts.signage import Disposal, FlagReason, PlaqueRegistered, ReboundDetected
from countykit import workdays
from countykit.identity import EVERYTHING, Caller
from servicekit.filters import Wanted
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.errors import (
    FlagContradicted,
    MergeNotAllowed,
    ReplacementExpected,
    ReplacementOffSpec,
)  # fmt: skip
from signage_svc.plaques.ledger import Ledger, locked_ledger, yardstick
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import (
    Completion,
    DisposalOrder,
    PlaqueFlag,
    PlaqueRegistration,
    Replacement,
    TownshipLedger,
    Verification,
)  # fmt: skip
from signage_svc.settings import Settings
from signage_svc.specs.errors import SpecTableMissing, SpecUnknown

_VILLAGES_PER_TICK = 500


async def register(tx: Transaction, caller: Caller, registration: PlaqueRegistration, settings: Settings) -> Plaque:
    """Enter a board in the ledger; one that was removed before reopens its case."""
    caller.require_region(registration.region)
    named = [registration.department] if registration.department else []
    ledger = await locked_ledger(tx, settings, [registration.region], named)
    plaque = ledger.enter(registration, workdays.today(tx.now))
    await enter_all(tx, ledger, [plaque])
    return plaque


def update_all(tx: Transaction, known: Sequence[tuple[Plaque, PlaqueRegistration]]) -> None:
    """Bring boards of the ledger up to date with the rows of a table, and publish what changed."""
    for plaque, row in known:
        fact = plaque.update(row)
        if fact is not None:
            tx.record(fact, about=plaque, department=plaque.department)


async def enter_all(tx: Transaction, ledger: Ledger, plaques: Sequence[Plaque]) -> None:
    """Store new entries of the ledger, and publish them and the rebounds among them."""
    cases: dict[UUID, tuple[Plaque, Event]] = {}
    for plaque in plaques:
        tx.add(plaque)
        if plaque.rebound_of is not None:
            case = await repository.locked(tx, EVERYTHING, plaque.rebound_of)
            cases[plaque.id] = (case, case.hang_again())
    ledger.judge()
    for plaque in plaques:
        fact = PlaqueRegistered(spec=plaque.spec, placement=plaque.placement.value, conforms=plaque.conforms)
        tx.record(fact, about=plaque, department=plaque.department)
        if plaque.id in cases:
            _reopen(tx, *cases[plaque.id], plaque)


def _reopen(tx: Transaction, case: Plaque, reopened: Event, again: Plaque) -> None:
    """What was wrong with the removed board is wrong with the one that hangs again."""
    flagged = again.flag(case.flag_reason or FlagReason.FUNCTION_MISMATCH, "已拆除的牌子重新出现(回潮)")
    tx.record(flagged, about=again, department=again.department)
    tx.record(reopened, about=case, department=case.department)
    tx.record(ReboundDetected(registered_again=again.id), about=case, department=again.department)


async def flag(tx: Transaction, caller: Caller, plaque_id: UUID, body: PlaqueFlag) -> Plaque:
    """Mark a plaque as not belonging; raises FlagContradicted where the computed conformity knows better."""
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    fact = plaque.flag(body.reason, body.note)
    found = {difference["kind"] for difference in plaque.differences}
    shown = {FlagReason.NOT_IN_SPEC: "not_in_spec" in found, FlagReason.OFF_SPEC: bool(found - {"not_in_spec"})}
    if not shown.get(body.reason, True):
        raise FlagContradicted(differences=plaque.differences)
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def order_disposal(
    tx: Transaction, caller: Caller, plaque_id: UUID, order: DisposalOrder, settings: Settings
) -> Plaque:
    """Decide what happens to a flagged plaque; raises MergeNotAllowed, SpecUnknown."""
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    fact = plaque.order_disposal(order.kind, order.into_spec, order.reason)
    if order.into_spec is not None:
        target = (await yardstick(tx, settings)).spec(order.into_spec)
        if target is None:
            raise SpecUnknown
        if not target.may_absorb(plaque.fingerprint):
            raise MergeNotAllowed(may_absorb=target.absorbs)
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def complete(
    tx: Transaction, caller: Caller, plaque_id: UUID, completion: Completion, settings: Settings
) -> Plaque:
    """Report a disposal as done; a replacement must fit the spec table (raises ReplacementOffSpec)."""
    ledger = await locked_ledger(tx, settings, [await repository.village_of(tx, caller.scope, plaque_id)])
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    fact = plaque.complete(caller.sub, tx.now, completion.note)
    if (plaque.disposal is Disposal.REPLACE) != (completion.replacement is not None):
        raise ReplacementExpected
    if completion.replacement is not None:
        _replace(tx, ledger, plaque, completion.replacement)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


def _replace(tx: Transaction, ledger: Ledger, plaque: Plaque, replacement: Replacement) -> None:
    ledger.replace(plaque, replacement)
    plaque.hung_on = workdays.today(tx.now)
    differences = ledger.yardstick.differences(plaque)
    if differences:
        raise ReplacementOffSpec(differences=[difference.model_dump() for difference in differences])


async def verify(
    tx: Transaction, caller: Caller, plaque_id: UUID, verification: Verification, settings: Settings
) -> Plaque:
    """Confirm somebody else's disposal, or reopen it; raises DoerCannotVerify."""
    ledger = await locked_ledger(tx, settings, [await repository.village_of(tx, caller.scope, plaque_id)])
    plaque = await repository.locked(tx, caller.scope, plaque_id)
    fact = plaque.verify(caller, tx.now, accepted=verification.accepted, note=verification.note)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def rejudge(tx: Transaction, settings: Settings) -> None:
    """Judge again what was judged with an older table or other settings; the leader's work, a portion at a time."""
    try:
        mark = (await yardstick(tx, settings)).mark
    except SpecTableMissing:
        return  # the first start has not published it yet, so nothing has been judged either
    villages = await repository.villages_judged_otherwise(tx, mark, _VILLAGES_PER_TICK)
    if villages:
        (await locked_ledger(tx, settings, villages)).judge()


async def summary(tx: Transaction, caller: Caller, wanted: Wanted) -> list[TownshipLedger]:
    """The township ledgers in figures, counted from the rows."""
    counts = await repository.counts_by_township(tx, caller.scope, wanted)
    names = await repository.regions(tx, [row["township"] for row in counts])
    return [
        TownshipLedger(
            region=row["township"], name=names[row["township"]].name if row["township"] in names else "",
            **{name: count for name, count in row.items() if name != "township"},
        )
        for row in counts
    ]  # fmt: skip
