"""What can be done with visit passes."""

from datetime import date, timedelta
from uuid import UUID

from contracts.passes import PassAnswer, PassChecked, VisitPassIssued
from countykit import directory, lineage
from countykit.identity import Caller, Role
from countykit.workdays import today
from servicekit.codes import verification_code
from servicekit.transaction import Transaction

from supervision_svc.passes import payload, repository
from supervision_svc.passes.answers import Advice, of_pass, without_pass
from supervision_svc.passes.errors import NothingShown, PassExists, PassNotOfPlan, PassOverQuota
from supervision_svc.passes.models import CHECKS, WORKFLOW, PassCheck, VisitPass
from supervision_svc.passes.schemas import PassShown, PassToIssue
from supervision_svc.plan import repository as plan
from supervision_svc.plan.conflicts import WEEKLY_LIMIT
from supervision_svc.plan.errors import NotTheFiler
from supervision_svc.plan.models import PlanEntry
from supervision_svc.plan.models import State as PlanState
from supervision_svc.settings import Settings


async def issue(tx: Transaction, caller: Caller, entry_id: UUID, body: PassToIssue, settings: Settings) -> VisitPass:
    """Sign the pass of one visit of an entry in force.

    Raises NotFound, NotTheFiler, PassNotOfPlan, PassExists, PassOverQuota and the refusals of regions.
    """
    entry = await plan.to_go_by(tx, caller, entry_id)
    own = caller.department if Role.COUNTY_OFFICE not in caller.roles else (body.department or entry.department)
    bodies = set() if own is None else await lineage.bodies(tx, own)
    if own is None or bodies.isdisjoint((entry.department, *entry.joint)) or body.department not in (None, own):
        raise NotTheFiler
    await directory.region(tx, body.region, "village")
    codes = await lineage.family(tx, body.region)
    in_force = entry.state is PlanState.PUBLISHED and entry.covers(codes, body.visit_on)
    if not in_force or body.visit_on < today(tx.now):
        raise PassNotOfPlan
    if await repository.exists(tx, entry.id, body.region, body.visit_on):
        raise PassExists
    if await repository.issued_for(tx, entry.id) >= entry.quota:
        raise PassOverQuota
    row = VisitPass(
        region=body.region, entry_id=entry.id, number=entry.number or "", department=own, visit_on=body.visit_on,
        team_size=body.team_size, announced=entry.announced, code=verification_code(), issued_by=caller.sub,
        text="", signature="",
    )  # fmt: skip
    row.warnings = await _strained(tx, entry, body.region, body.visit_on)
    row.text = payload.text_of(row)
    row.signature = settings.signer.sign(row.text.encode())
    tx.target = tx.add(row)
    tx.record(VisitPassIssued(number=row.number, visit_on=row.visit_on), about=row)
    return row


async def _strained(tx: Transaction, entry: PlanEntry, region: str, day: date) -> list[str]:
    """Where village and day become known: other bodies on that day (INS-05), a third visit in the week (INS-06)."""
    others = await repository.visits_of_others(tx, entry, region, day - timedelta(days=day.weekday()))
    crowded = any(first <= day <= last for _, first, last in others)
    full = len({id for id, *_ in others}) >= WEEKLY_LIMIT
    return [*(["INS-05"] if crowded else []), *(["INS-06"] if full else [])]


async def void(tx: Transaction, caller: Caller, pass_id: UUID) -> VisitPass:
    """Take a pass back; raises NotFound, IllegalTransition, Forbidden."""
    row = await repository.locked(tx, caller, pass_id)
    taken = WORKFLOW.take(row, "voiding", caller)
    tx.record(taken.event(row), about=row)
    return row


async def check(
    tx: Transaction, caller: Caller, body: PassShown, settings: Settings
) -> tuple[PassCheck, VisitPass | None, PlanEntry | None]:
    """Tell a village what it may do with those who came, and keep what it was told; a good pass is used by it.

    Returns the check, and the pass with its entry where it is good. Raises NothingShown, DepartmentUnknown.
    """
    village = caller.region.ljust(12, "0")
    row: VisitPass | None = None
    entry: PlanEntry | None = None
    if body.shown is not None:
        row, genuine = await _shown(tx, body.shown, settings)
        entry = None if row is None else await repository.entry_of(tx, row)
        in_force = entry is not None and entry.state is PlanState.PUBLISHED
        advice = of_pass(row, genuine=genuine, in_force=in_force, village=village, today=today(tx.now))
    else:
        advice = await _without(tx, body, village)
    kept = PassCheck(
        region=village, answer=advice.answer, reason=advice.reason, detail=advice.detail, law=advice.law,
        pass_id=None if row is None else row.id, claim=body.claim, visitor=body.visitor, checked_by=caller.sub,
    )  # fmt: skip
    tx.target = tx.add(kept)
    tx.record(PassChecked(answer=advice.answer, reason=advice.reason), about=kept)
    if advice.answer is not PassAnswer.GREEN or row is None:
        return kept, None, None
    taken = WORKFLOW.take(row, "use")
    row.used_at = tx.now
    tx.record(taken.event(row), about=row)
    return kept, row, entry


async def _shown(tx: Transaction, written: str, settings: Settings) -> tuple[VisitPass | None, bool]:
    """The pass that was scanned or typed, and whether nothing in what was scanned contradicts our signature."""
    typed = payload.typed_code(written)
    if typed is not None:
        return await repository.by_code(tx, typed), True
    read = payload.read(written, settings.pass_keys)
    if read is None:
        return None, True
    code, genuine = read
    return (await repository.by_code(tx, code) if genuine else None), genuine


async def _without(tx: Transaction, body: PassShown, village: str) -> Advice:
    if body.claim is None and body.visitor is None:
        raise NothingShown
    planned = None
    if body.visitor is not None:
        await directory.department(tx, body.visitor)
        planned = await repository.may_have_a_plan(tx, body.visitor, village, today(tx.now))
    return without_pass(body.claim, planned=planned)


async def decline(tx: Transaction, caller: Caller, check_id: UUID, note: str | None) -> PassCheck:
    """Put on the record that a village declined; raises NotFound, IllegalTransition, NotToBeRefused."""
    found = await repository.check(tx, caller, check_id)
    row = await tx.locked(PassCheck, found.id, caller.scope)
    taken = CHECKS.take(row, "refusal", caller)
    row.note = note
    tx.record(taken.event(row), about=row)
    return row
