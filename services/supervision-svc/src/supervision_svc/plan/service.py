"""What can be done with the yearly plan."""

from datetime import date
from uuid import UUID

from contracts.envelope import new_id
from contracts.number_rules import NumberArea
from contracts.plans import PlanEntryFiled, PlanEntryJoined, PlanKind, YearlyPlanPublished
from countykit import directory, lineage
from countykit.identity import Caller, Role
from countykit.numbers import Demand, GroundStatement, mend, require
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.grounds.repository import grounds
from supervision_svc.plan import repository
from supervision_svc.plan.conflicts import Conflict, ConflictKind, Planned, conflicts
from supervision_svc.plan.errors import (
    ConsentMissing,
    MandateMissing,
    NotMergeable,
    NotTheFiler,
    PlanAlreadyPublished,
    PlanDaysUnfit,
    PlanDoesNotCover,
    PlanEmpty,
    PlanEntryUnknown,
    PlanIsPublished,
    PlanNotSettled,
    PlanPlacesUnknown,
    PlanReplacedUnknown,
    SecondComprehensive,
)
from supervision_svc.plan.models import WORKFLOW, PlanEntry, State, YearlyPlan, said_of
from supervision_svc.plan.schemas import PlanApproval, PlanFiling, PlanMerger, PlanReview

_CONTENT = (
    "year", "kind", "comprehensive", "title", "content", "subject", "places", "starts_on", "ends_on", "quota", "basis",
    "admission", "mandate", "announced", "justification", "replaces",
)  # fmt: skip


def planned(entry: PlanEntry) -> Planned:
    """An entry as others meet it."""
    return Planned(
        id=entry.id, department=entry.department, kind=entry.kind, comprehensive=entry.comprehensive, year=entry.year,
        title=entry.title, content=entry.content, subject=entry.subject, places=entry.places,
        starts_on=entry.starts_on, ends_on=entry.ends_on, joint=entry.joint,
    )  # fmt: skip


async def file(tx: Transaction, caller: Caller, body: PlanFiling) -> PlanEntry:
    """File an entry of the yearly plan, or by itself once that is out.

    Raises NotTheFiler, PlanDaysUnfit, PlanPlacesUnknown, MandateMissing, ConsentMissing, PlanIsPublished,
    PlanReplacedUnknown, Forbidden, NUMBER_REFUSALS and the refusals of departments.
    """
    entry = await checked(tx, caller, body)
    entry.flags = flags_of(await found_about(tx, entry))
    return put(tx, entry)


def put(tx: Transaction, entry: PlanEntry) -> PlanEntry:
    """Put a checked entry on the record."""
    tx.add(entry)
    tx.record(PlanEntryFiled(**said_of(entry)), about=entry)
    return entry


async def checked(tx: Transaction, caller: Caller, body: PlanFiling) -> PlanEntry:
    """The entry that a filing becomes, not yet on the record; raises what `file` raises."""
    if Role.COUNTY_OFFICE not in caller.roles and not caller.acts_for(body.department):
        raise NotTheFiler
    body_of = await directory.department(tx, body.department)
    caller.require_region(body_of.home)
    county = county_of(body_of.home)
    await _require_fitting(tx, body, county)
    unknown = await repository.unknown_places(tx, body.places)
    unknown |= {place for place in body.places if place[:6] != county[:6]}
    if unknown:
        raise PlanPlacesUnknown(places=sorted(unknown)[:20])
    single = body.justification is not None
    if not single and (body.replaces or await repository.is_published(tx, county, body.year)):
        raise PlanIsPublished
    if body.replaces and await repository.in_force(tx, body.replaces, body.department) is None:
        raise PlanReplacedUnknown
    entry = PlanEntry(
        id=new_id(), region=body_of.home, single=single, joint=[], flags=[], filed_by=caller.sub,
        **{**body.model_dump(), "places": sorted(set(body.places))},
    )  # fmt: skip
    (await require(tx, demand_of(entry))).keep(entry)
    return entry


def demand_of(entry: PlanEntry) -> Demand:
    """The visits as what their body wants of the places; they are its own work, so that nothing is dispatched."""
    return Demand(
        area=NumberArea.PLANS, department=entry.department, county=entry.region, places=entry.places,
        first=entry.starts_on, last=entry.ends_on, number=entry.admission, basis=entry.basis, work=False,
    )  # fmt: skip


async def state_ground(tx: Transaction, caller: Caller, entry_id: UUID, stated: GroundStatement) -> PlanEntry:
    """State the number or law that an entry lacks; raises NUMBER_REFUSALS for one that does not cover it."""
    entry = await repository.locked(tx, caller, entry_id)
    taken = WORKFLOW.take(entry, "grounding", caller)
    entry.admission, entry.basis = stated.admission, stated.basis or entry.basis
    (await mend(tx, demand_of(entry))).keep(entry)
    tx.record(taken.event(entry), about=entry)
    return entry


async def _require_fitting(tx: Transaction, body: PlanFiling, county: str) -> None:
    if not (today(tx.now) <= body.starts_on <= body.ends_on and body.starts_on.year == body.ends_on.year == body.year):
        raise PlanDaysUnfit
    if body.kind is PlanKind.SUPERVISION and body.mandate is None:
        raise MandateMissing
    if body.kind is PlanKind.OBSERVATION and body.mandate is None:
        # What the county itself laid down is cited; other places are no law here.
        raise ConsentMissing(law=(await grounds(tx, county, [ConsentMissing.rule])).get(ConsentMissing.rule))


def flags_of(found: list[Conflict]) -> list[str]:
    """The kinds of what was found, each once."""
    return list(dict.fromkeys(conflict.kind.value for conflict in found))


async def resubmit(tx: Transaction, caller: Caller, entry_id: UUID, body: PlanFiling) -> PlanEntry:
    """File a returned entry again, mended; raises what `file` raises, and IllegalTransition."""
    entry = await repository.locked(tx, caller, entry_id)
    taken = WORKFLOW.take(entry, "resubmission", caller)
    mended = await checked(tx, caller, body)
    if mended.department != entry.department:
        raise NotTheFiler
    for name in (*_CONTENT, "region", "single", "filed_by", "ground", "gap"):
        setattr(entry, name, getattr(mended, name))
    entry.reviewed_by = None
    entry.flags = flags_of(await found_about(tx, entry))
    tx.record(taken.event(entry), about=entry)
    return entry


async def found_about(tx: Transaction, entry: PlanEntry) -> list[Conflict]:
    """What stands in an entry's way today."""
    new = planned(entry)
    return conflicts(new, await repository.neighbours(tx, entry.county, new, entry.replaces))


async def review(tx: Transaction, caller: Caller, entry_id: UUID, body: PlanReview) -> PlanEntry:
    """Pass an entry on to the approver or give it back; raises PlanSamePerson, IllegalTransition."""
    entry = await repository.locked(tx, caller, entry_id)
    taken = WORKFLOW.take(entry, "review", caller, outcome=body.decision)
    entry.reviewed_by, entry.note = caller.sub, body.reason
    entry.flags = flags_of(await found_about(tx, entry))
    tx.record(taken.event(entry), about=entry)
    return entry


async def approve(tx: Transaction, caller: Caller, entry_id: UUID, body: PlanApproval) -> PlanEntry:
    """Approve an entry, which gets its number, or give it back.

    One that comes by itself is published at once, and what it replaces ends. Raises PlanSamePerson, IllegalTransition,
    SecondComprehensive (INS-03), PlanReplacedUnknown, NUMBER_REFUSALS.
    """
    entry = await repository.locked(tx, caller, entry_id)
    outcome = "published" if entry.single and body.decision == "approved" else body.decision
    taken = WORKFLOW.take(entry, "approval", caller, outcome=outcome)
    entry.note = body.reason
    if body.decision == "approved":
        # The serial's lock comes first: of two comprehensive inspections approved at once, one sees the other.
        serial = await repository.next_serial(tx, entry.county, entry.year)
        found = await found_about(tx, entry)
        if body.exception is None and any(each.kind is ConflictKind.SECOND_COMPREHENSIVE for each in found):
            raise SecondComprehensive
        (await require(tx, demand_of(entry))).keep(entry)
        entry.number = f"JH{entry.county[:6]}-{entry.year}-{serial:04d}"
        entry.approved_by, entry.exception, entry.flags = caller.sub, body.exception, flags_of(found)
        if entry.single:
            await _replace(tx, caller, entry)
            entry.published_at = tx.now
    tx.record(taken.event(entry), about=entry)
    return entry


async def _replace(tx: Transaction, caller: Caller, entry: PlanEntry) -> None:
    if entry.replaces is None:
        return
    before = await repository.in_force(tx, entry.replaces, entry.department)
    if before is None:
        raise PlanReplacedUnknown
    taken = WORKFLOW.take(before, "supersession", caller)
    before.note = f"变更为{entry.number}"
    tx.record(taken.event(before), about=before)


async def merge(tx: Transaction, caller: Caller, entry_id: UUID, body: PlanMerger) -> PlanEntry:
    """Let an entry go together with another one, whose bodies then go at once.

    Raises NotMergeable, IllegalTransition.
    """
    entry = await repository.locked(tx, caller, entry_id)
    into = await repository.locked(tx, caller, body.into)
    stays = into.state in (State.FILED, State.REVIEWED)
    if into.id == entry.id or not stays or (into.county, into.year) != (entry.county, entry.year):
        raise NotMergeable
    taken = WORKFLOW.take(entry, "merger", caller)
    entry.merged_into, entry.note = into.id, body.note
    into.joint = sorted({*into.joint, entry.department, *entry.joint} - {into.department})
    into.places = sorted({*into.places, *entry.places})
    tx.record(taken.event(entry), about=entry)
    tx.record(PlanEntryJoined(**said_of(into)), about=into)
    return entry


async def cancel(tx: Transaction, caller: Caller, entry_id: UUID, note: str) -> PlanEntry:
    """Do not carry an entry out after all; raises IllegalTransition, Forbidden."""
    entry = await repository.locked(tx, caller, entry_id)
    taken = WORKFLOW.take(entry, "cancellation", caller)
    entry.note = note
    tx.record(taken.event(entry), about=entry)
    return entry


async def publish(tx: Transaction, caller: Caller, year: int) -> YearlyPlan:
    """Publish the plan of the caller's county and year: every approved entry is in force from now on.

    Raises PlanAlreadyPublished, PlanNotSettled (with how many entries wait), PlanEmpty.
    """
    county = county_of(caller.region.ljust(12, "0"))
    if await repository.is_published(tx, county, year):
        raise PlanAlreadyPublished
    waiting = await repository.of_year(tx, county, year, State.FILED, State.REVIEWED)
    if waiting:
        raise PlanNotSettled(waiting=len(waiting))
    entries = await repository.of_year(tx, county, year, State.APPROVED)
    if not entries:
        raise PlanEmpty
    plan = YearlyPlan(
        region=county, year=year, entries=len(entries), published_on=today(tx.now), published_by=caller.sub
    )
    tx.target = tx.add(plan)
    for entry in entries:
        taken = WORKFLOW.take(entry, "publication", caller)
        entry.published_at = tx.now
        tx.record(taken.event(entry), about=entry)
    tx.record(YearlyPlanPublished(year=year, entries=len(entries)), about=plan)
    return plan


async def require_covering(tx: Transaction, number: str, department: str, region: str, day: date) -> PlanEntry:
    """The entry that a body's visit goes by, locked; raises PlanEntryUnknown, PlanDoesNotCover."""
    entry = await repository.in_force(tx, number, department)
    if entry is None:
        raise PlanEntryUnknown
    if not entry.covers(await lineage.family(tx, region), day):
        raise PlanDoesNotCover
    return entry
