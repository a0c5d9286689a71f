"""What can be done with plaques."""

from asyncio import to_thread
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from contracts.envelope import Event
from contracts.rebounds import ReboundDetected
from contracts.signage import Disposal, Doubt, FlagReason, PlaqueRegistered
from countykit import workdays
from countykit.baseline import is_after_baseline
from countykit.identity import EVERYTHING, Caller
from countykit.objections import CaseObjection, CaseReview
from countykit.regions import township_of
from servicekit.filters import Wanted
from servicekit.transaction import Transaction

from signage_svc.elsewhere import first_closed, is_granted
from signage_svc.plaques import rebounds, repository
from signage_svc.plaques.advice import learn
from signage_svc.plaques.errors import (
    CaseOpenAgain,
    DisposalDueInPast,
    FlagContradicted,
    MergeNotAllowed,
    MergeTargetMissing,
    ReplacementExpected,
    ReplacementOffSpec,
)  # fmt: skip
from signage_svc.plaques.ledger import Ledger, locked_ledger
from signage_svc.plaques.marks import marked_on
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import (
    Completion,
    DisposalOrder,
    NameConfirmation,
    PlaqueCorrection,
    PlaqueFlag,
    PlaqueIdentity,
    PlaqueRegistration,
    Replacement,
    TownshipLedger,
)  # fmt: skip
from signage_svc.plaques.steps import State
from signage_svc.settings import Settings
from signage_svc.specs.errors import SpecUnknown

_DISPOSAL = timedelta(days=30)


async def register(tx: Transaction, caller: Caller, registration: PlaqueRegistration, settings: Settings) -> Plaque:
    """Enter a board in the ledger; one that was removed before reopens its case."""
    caller.require_region(registration.region)
    named = [registration.department] if registration.department else []
    ledger = await locked_ledger(tx, settings, [registration.region], named)
    plaque = ledger.enter(registration, workdays.today(tx.now))
    await enter_all(tx, ledger, [plaque], settings)
    return plaque


def update_all(tx: Transaction, known: Sequence[tuple[Plaque, PlaqueRegistration]]) -> None:
    """Bring boards of the ledger up to date with the rows of a table, and publish what changed."""
    for plaque, row in known:
        fact = plaque.update(row)
        if fact is not None:
            tx.record(fact, about=plaque, department=plaque.department)


async def enter_all(tx: Transaction, ledger: Ledger, plaques: Sequence[Plaque], settings: Settings) -> None:
    """Store new entries of the ledger, and publish them and the rebounds among them.

    Of a board that hangs again after the survey only the case counts, which is open once more.
    """
    townships = {township_of(plaque.region) for plaque in plaques}
    surveyed = await first_closed(tx, townships)
    late = {
        township: await is_after_baseline(tx, Plaque, township, settings, surveyed.get(township))
        for township in sorted(townships)
    }
    cases: dict[UUID, tuple[Plaque, Event]] = {}
    for plaque in plaques:
        plaque.after_baseline = late[township_of(plaque.region)]
        tx.add(plaque)
        if plaque.rebound_of is not None:
            case = await repository.locked(tx, EVERYTHING, plaque.rebound_of)
            cases[plaque.id] = (case, case.hang_again())
    await to_thread(learn, [plaque.fingerprint for plaque in plaques])
    ledger.judge()
    for plaque in plaques:
        fact = PlaqueRegistered(
            spec=plaque.spec, placement=plaque.placement.value, conforms=plaque.conforms,
            after_baseline=plaque.after_baseline, doubt=plaque.doubt,
        )  # fmt: skip
        tx.record(fact, about=plaque, department=plaque.department)
        if plaque.id in cases:
            _reopen(tx, *cases[plaque.id], plaque)


def _reopen(tx: Transaction, case: Plaque, reopened: Event, again: Plaque) -> None:
    """What was wrong with the removed board is wrong with the one that hangs again."""
    reason = case.flag_reason or FlagReason.FUNCTION_MISMATCH
    flagged = again.flag(reason, tx.now, "已拆除的牌子重新出现(回潮)", by=again.answered_by)
    tx.record(flagged, about=again, department=again.department)
    tx.record(reopened, about=case, department=case.department)
    tx.record(
        ReboundDetected(registered_again=again.id, title=case.name[:200]), about=case, department=again.department
    )


async def identify(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: PlaqueIdentity, settings: Settings
) -> Plaque:
    """Say whether a board is the removed one that it seems to be; raises BodyCannotVerify, CaseOpenAgain."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    fact = plaque.identify(caller, body.note, rebound=body.rebound)
    tx.record(fact, about=plaque, department=plaque.department)
    if plaque.rebound_of is not None:
        case = await repository.locked(tx, EVERYTHING, plaque.rebound_of)
        if case.hangs:
            raise CaseOpenAgain
        _reopen(tx, case, case.hang_again(), plaque)
    ledger.judge()
    return plaque


async def held(tx: Transaction, caller: Caller, plaque_id: UUID, settings: Settings) -> tuple[Ledger, Plaque]:
    """A board and its village's ledger, locked in the order of all: the village before the board."""
    ledger = await locked_ledger(tx, settings, [await repository.village_of(tx, caller.scope, plaque_id)])
    return ledger, await repository.locked(tx, caller.scope, plaque_id)


async def flag(tx: Transaction, caller: Caller, plaque_id: UUID, body: PlaqueFlag, settings: Settings) -> Plaque:
    """Mark a plaque as not belonging; raises FlagContradicted where the computed conformity knows better.

    Where the words doubt a board, this is a person's answer.
    """
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    off_spec = bool(plaque.differences) or plaque.doubt == Doubt.NAME
    listed = ledger.yardstick(plaque.region).named(plaque.fingerprint) is not None
    fact = plaque.flag(body.reason, tx.now, body.note, by=caller.sub)
    shown = {
        FlagReason.NOT_IN_SPEC: not listed and plaque.confirmed_by is None,
        FlagReason.OFF_SPEC: off_spec,
    }
    if not shown.get(body.reason, True):
        raise FlagContradicted(differences=plaque.differences)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def unflag(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: PlaqueCorrection, settings: Settings
) -> Plaque:
    """Take a wrong mark back, from the day on which it was made; raises MarkerCannotUnflag."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    case, day = await rebounds.case_of(tx, plaque), marked_on(plaque)
    fact = plaque.unflag(body.reason, caller)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    rebounds.overturned(tx, case, plaque, day)
    return plaque


async def object_to_mark(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: CaseObjection, settings: Settings
) -> Plaque:
    """The township contests a mark within 30 days; raises ObjectionLate."""
    _, plaque = await held(tx, caller, plaque_id, settings)
    fact = plaque.object_to_mark(body.grounds, caller, tx.now)
    tx.record(fact, about=plaque, department=plaque.department)
    rebounds.objected(tx, await rebounds.case_of(tx, plaque), plaque)
    return plaque


async def review_mark(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: CaseReview, settings: Settings
) -> Plaque:  # fmt: skip
    """Decide on a township's objection to a mark; raises JudgeCannotReview.

    With a mark of the ledger's own the rebound falls that it was made for: a board that belongs did not come back.
    """
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    case, day = await rebounds.case_of(tx, plaque), marked_on(plaque)
    fact = plaque.review_mark(body.decision, body.reason, caller, tx.now)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    if body.decision == "overturned":
        rebounds.overturned(tx, case, plaque, day)
    else:
        rebounds.upheld(tx, case, plaque)
    return plaque


async def confirm(
    tx: Transaction, caller: Caller, plaque_id: UUID, body: NameConfirmation, settings: Settings
) -> Plaque:
    """A person answers what a board is; raises SpecUnknown."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    if body.spec is not None and ledger.yardstick(plaque.region).spec(body.spec) is None:
        raise SpecUnknown
    fact = plaque.confirm(caller.sub, body.spec, body.reason)
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


async def order_disposal(
    tx: Transaction, caller: Caller, plaque_id: UUID, order: DisposalOrder, settings: Settings
) -> Plaque:
    """Decide what happens to a flagged plaque; raises MergeNotAllowed, MergeTargetMissing, SpecUnknown."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    day = workdays.today(tx.now)
    if order.due_on is not None and order.due_on < day:
        raise DisposalDueInPast
    fact = plaque.order_disposal(
        order.kind,
        order.into_spec,
        order.reason,
        tx.now,
        due_on=order.due_on or day + _DISPOSAL,
        cost_yuan=order.cost_yuan,
    )
    if plaque.disposal is Disposal.MERGE_INTO:
        _check_target(ledger, plaque, order.into_spec or "")
        if not await _expected(tx, ledger, plaque):
            raise MergeTargetMissing
    elif order.into_spec is not None and ledger.yardstick(plaque.region).spec(order.into_spec) is None:
        raise SpecUnknown
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


def _check_target(ledger: Ledger, plaque: Plaque, into_spec: str) -> None:
    """The board goes where its kind belongs."""
    yardstick = ledger.yardstick(plaque.region)
    target, right = yardstick.spec(into_spec), yardstick.absorbing(plaque.fingerprint)
    if target is None:
        raise SpecUnknown
    if right is None or right.code != target.code:
        raise MergeNotAllowed(may_absorb=target.absorbs, right_target=right.code if right else None)


async def _expected(tx: Transaction, ledger: Ledger, plaque: Plaque) -> bool:
    """Whether the board that a board goes into hangs, or is ordered: by a replacement, or by a granted request."""
    target, region = plaque.into_spec or "", ledger.now(plaque.region)
    ordered = any(
        other.state == State.DISPOSAL_ORDERED and other.disposal is Disposal.REPLACE and other.into_spec == target
        for other in ledger.villages[region]
    )
    return ledger.has_other(plaque, target) or ordered or await is_granted(tx, region, target)


async def complete(
    tx: Transaction, caller: Caller, plaque_id: UUID, completion: Completion, settings: Settings
) -> Plaque:
    """Report a disposal as done; raises ReplacementOffSpec, and MergeTargetMissing for what goes into nothing."""
    ledger, plaque = await held(tx, caller, plaque_id, settings)
    fact = plaque.complete(caller.sub, tx.now, completion.note)
    if (plaque.disposal is Disposal.REPLACE) != (completion.replacement is not None):
        raise ReplacementExpected
    if completion.replacement is not None:
        _replace(tx, ledger, plaque, completion.replacement)
    if plaque.disposal is Disposal.MERGE_INTO and not ledger.has_other(plaque, plaque.into_spec or ""):
        raise MergeTargetMissing
    ledger.judge()
    tx.record(fact, about=plaque, department=plaque.department)
    return plaque


def _replace(tx: Transaction, ledger: Ledger, plaque: Plaque, replacement: Replacement) -> None:
    ledger.replace(plaque, replacement)
    plaque.hung_on = workdays.today(tx.now)
    differences = ledger.yardstick(plaque.region).as_listed(plaque)
    if differences:
        raise ReplacementOffSpec(differences=[difference.model_dump() for difference in differences])


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
