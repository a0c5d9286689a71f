"""What can be done with changes of regions and bodies."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.lineage import ChangeSubject, TerritoryChanged, TerritoryRestored
from countykit.identity import EVERYTHING, Caller
from countykit.regions import county_of
from countykit.workdays import CHINA, today
from servicekit.due import Job
from servicekit.errors import Refusal
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.changes import passing, repository
from gateway.changes.applying import apply_departments, apply_regions, restore
from gateway.changes.bodies import department_lines
from gateway.changes.errors import ChangeNotUndoable, ChangePending
from gateway.changes.lines import Line
from gateway.changes.models import UNDO_WITHIN, WORKFLOW, DirectoryChange, State
from gateway.changes.repository import CHANGES
from gateway.changes.schemas import ChangeDraft
from gateway.changes.territory import Ground, automatic, region_lines, wanted
from gateway.directory.departments import repository as departments
from gateway.directory.regions import repository as regions

JOB = "directory_change"


async def lines_of(tx: Transaction, draft: ChangeDraft, day: date, besides: UUID | None = None) -> Sequence[Line]:
    """The lines that follow from a draft on the directory as it is; raises what is wrong with it."""
    await regions.lock_for_import(tx)
    if draft.subject is ChangeSubject.DEPARTMENT:
        named = {code for part in draft.parts for code in (part.predecessor, part.successor) if code}
        lines = department_lines(draft, await departments.locked(tx, named), day)
    else:
        known = await regions.known(tx, wanted(draft))
        heads = [part.predecessor for part in draft.parts if part.predecessor in known]
        ground = Ground(known, await repository.below(tx, heads, day))
        below = {region.code: region for region in ground.below}
        ground = Ground({**known, **below, **await regions.known(tx, automatic(draft, ground))}, ground.below)
        lines = region_lines(draft, ground, day)
    codes = {code for line in lines for code in (line.predecessor, line.successor) if code}
    other = await repository.pending(tx, draft.subject, codes, besides)
    if other is not None:
        raise ChangePending(change=str(other.id))
    return lines


async def draft_change(tx: Transaction, caller: Caller, draft: ChangeDraft) -> DirectoryChange:
    """Draft a change; nothing happens yet. Raises Forbidden, and what is wrong with it."""
    day = max(draft.effective_on, today(tx.now))
    lines = await lines_of(tx, draft, day)
    region = await _region(tx, draft, lines)
    caller.require_region(region)
    if draft.subject is ChangeSubject.REGION:
        for line in lines:
            caller.require_region(line.predecessor)
            caller.require_region(line.successor or line.predecessor)
    return tx.add(DirectoryChange(
        region=region, subject=draft.subject, kind=draft.kind, stated_on=draft.effective_on, effective_on=day,
        basis=draft.basis, parts=[part.model_dump() for part in draft.parts],
        villages=[part.model_dump() for part in draft.villages], lines=[asdict(line) for line in lines],
        drafted_by=caller.sub, version=1,
    ))  # fmt: skip


async def confirm(tx: Transaction, caller: Caller, change_id: UUID) -> DirectoryChange:
    """Confirm a change as a second person; it takes effect at once, or when its day begins in China."""
    change = await CHANGES.locked(tx, caller.scope, change_id)
    WORKFLOW.take(change, "confirmation", caller)
    change.confirmed_by = caller.sub
    change.effective_on = max(change.stated_on, today(tx.now))
    change.version += 1
    if change.effective_on <= today(tx.now):
        await take_effect(tx, change)
    else:
        await lines_of(tx, draft_of(change), change.effective_on, change.id)
        tx.schedule(JOB, change.id, datetime.combine(change.effective_on, time(), CHINA))
    return change


async def withdraw(tx: Transaction, caller: Caller, change_id: UUID, reason: str) -> DirectoryChange:
    """Take a change back that has not taken effect."""
    change = await CHANGES.locked(tx, caller.scope, change_id)
    WORKFLOW.take(change, "withdrawal", caller)
    change.reason = reason
    change.version += 1
    tx.schedule(JOB, change.id, None)
    return change


async def take_effect(tx: Transaction, change: DirectoryChange) -> None:
    """Write a confirmed change into the directory, pass posts on, and tell everybody. Raises what is wrong by now."""
    lines = await lines_of(tx, draft_of(change), change.effective_on, change.id)
    change.lines = [asdict(line) for line in lines]
    change.state, change.effective_at = State.EFFECTIVE, tx.now
    apply = apply_regions if change.subject is ChangeSubject.REGION else apply_departments
    before = await apply(tx, lines, change.effective_on)
    passed = await passing.pass_on(tx, change.subject, lines, change.effective_on, change.basis)
    change.before = [*before, *passed]
    repository.keep(tx, change, lines)
    tx.record(TerritoryChanged(
        subject=change.subject, kind=change.kind, effective_on=change.effective_on, stated_on=change.stated_on,
        basis=change.basis, lines=[line.succession for line in lines if not line.stays],
    ), about=change)  # fmt: skip


async def undo(tx: Transaction, caller: Caller, change_id: UUID, reason: str, *, new_records: int) -> DirectoryChange:
    """Take a change back within a day of its effect, while nothing new depends on it."""
    change = await CHANGES.locked(tx, caller.scope, change_id)
    WORKFLOW.take(change, "undoing", caller)
    moment = change.effective_at or tx.now
    fresh = fresh_codes(change)
    depends = (
        new_records
        or await repository.named_later(tx, change, {code for line in lines_kept(change) for code in _both(line)})
        or await passing.newly_given(tx, change.subject, fresh, moment)
        or (change.subject is ChangeSubject.REGION and await repository.homed(tx, fresh, after=moment))
    )
    if depends or tx.now - moment > UNDO_WITHIN:
        raise ChangeNotUndoable
    change.reason = reason
    await restore(tx, change.subject, change.before, change.effective_on)
    await passing.take_back(tx, change.before)
    await repository.forget(tx, change.id)
    tx.record(TerritoryRestored(
        subject=change.subject, kind=change.kind, effective_on=change.effective_on,
        lines=[line.succession for line in lines_kept(change) if not line.stays],
    ), about=change)  # fmt: skip
    return change


def fresh_codes(change: DirectoryChange) -> list[str]:
    """The codes that came into the directory by a change."""
    return sorted(row["code"] for row in change.before if row.get("code") and row.get("row") is None)


def lines_kept(change: DirectoryChange) -> list[Line]:
    """The lines of a change as they were kept."""
    return [Line(**line) for line in change.lines]


def draft_of(change: DirectoryChange) -> ChangeDraft:
    """What was drafted, to look at again on the directory of another day."""
    return ChangeDraft.model_validate({
        "subject": change.subject, "kind": change.kind, "effective_on": change.stated_on, "basis": change.basis,
        "parts": change.parts, "villages": change.villages,
    })  # fmt: skip


def _both(line: Line) -> list[str]:
    return [line.predecessor, *([line.successor] if line.successor else [])]


async def _region(tx: Transaction, draft: ChangeDraft, lines: Sequence[Line]) -> str:
    """The county whose change it is."""
    first = lines[0].predecessor
    if draft.subject is ChangeSubject.REGION:
        return county_of(first)
    return county_of((await departments.get(tx, first)).region)


async def _begin(tx: Transaction, key: str) -> None:
    """The day of a confirmed change has come; what is wrong with it by now blocks it, and says why."""
    change = await CHANGES.locked(tx, EVERYTHING, UUID(key))
    if change.state is not State.CONFIRMED:
        return
    try:
        async with tx.part():
            await take_effect(tx, change)
    except Refusal as refusal:
        await tx.session.refresh(change)
        change.state, change.reason = State.BLOCKED, f"{refusal.code}：{refusal.detail}"
        change.version += 1


def _missing(_: datetime) -> sa.Select[Any]:
    at = sa.cast(col(DirectoryChange.effective_on), sa.DateTime).op("AT TIME ZONE")(CHINA.key)
    return sa.select(sa.cast(col(DirectoryChange.id), sa.Text), at).where(
        col(DirectoryChange.state) == State.CONFIRMED
    )  # fmt: skip


BEGINNING = Job(JOB, _begin, _missing)
"""Confirmed changes on the due-list: each takes effect as its day begins."""
