"""What can be done with chat groups."""

from collections.abc import Iterable
from uuid import UUID

from contracts.checklist import GroupRegistered
from contracts.groups import GroupCleared, GroupComplained
from countykit import directory, lineage
from countykit.baseline import is_after_baseline
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from checklist_svc.groups import repository
from checklist_svc.groups.errors import (
    AppSecond,
    GroupOfAnotherBody,
    GroupUnknown,
    MergeTargetInvalid,
    OneGroupPerTownship,
)
from checklist_svc.groups.models import CLOSED, WORKFLOW, Group, State
from checklist_svc.groups.rebounds import service as rebounds
from checklist_svc.groups.rebounds.service import Pair
from checklist_svc.groups.repository import GROUPS
from checklist_svc.groups.schemas import GroupRegistration, GroupVerification
from checklist_svc.settings import Settings


async def register(tx: Transaction, caller: Caller, registration: GroupRegistration, settings: Settings) -> Group:
    """Put a group on the record; one that was closed before is found again. Raises as `checked` does."""
    group = await checked(tx, caller, registration, settings)
    await enter(tx, caller, [group], await rebounds.among(tx, [group]))
    return group


async def checked(tx: Transaction, caller: Caller, registration: GroupRegistration, settings: Settings) -> Group:
    """A group that may be entered; one that comes after the survey counts for no completion.

    Raises RegionUnknown, DepartmentUnknown, Forbidden.
    """
    caller.require_region(registration.region)
    await directory.region(tx, registration.region, "township")
    if registration.owner is not None:
        await directory.department(tx, registration.owner)
    late = await is_after_baseline(tx, Group, registration.region, settings)
    return Group(**registration.model_dump(), after_baseline=late)


async def enter(tx: Transaction, caller: Caller, groups: Iterable[Group], returned: Iterable[Pair]) -> None:
    """Put groups on the record, and those among them that were closed before as rebounds."""
    for group in groups:
        tx.add(group)
        fact = GroupRegistered(platform=group.platform.value, after_baseline=group.after_baseline, owner=group.owner)
        tx.record(fact, about=group)
    await tx.session.flush()  # a rebound names its groups
    await rebounds.charge(tx, caller, returned)


async def step(tx: Transaction, caller: Caller, group_id: UUID, action: str, reason: str) -> Group:
    """Retain or dissolve; raises OneGroupPerTownship (also held by the database, for races) and what an app breaks."""
    group = await GROUPS.locked(tx, caller.scope, group_id)
    taken = WORKFLOW.take(group, action, caller)
    if group.is_the_one and await repository.retained_in(tx, group.region) is not None:
        raise OneGroupPerTownship
    if group.state is State.RETAINED and await repository.has_another_app(tx, group):
        raise AppSecond
    group.reason = reason
    _closed(tx, caller, group)
    tx.record(taken.event(group), about=group)
    return group


async def merge(tx: Transaction, caller: Caller, group_id: UUID, target: UUID, reason: str) -> Group:
    """Merge a group into another open one of its township; raises MergeTargetInvalid."""
    group = await GROUPS.locked(tx, caller.scope, group_id)
    taken = WORKFLOW.take(group, "merger", caller)
    if target == group.id or not await repository.is_open_in(tx, group.region, target):
        raise MergeTargetInvalid
    group.merged_into, group.reason = target, reason
    _closed(tx, caller, group)
    tx.record(taken.event(group), about=group)
    return group


def _closed(tx: Transaction, caller: Caller, group: Group) -> None:
    if group.state in CLOSED:
        group.closed_on, group.closed_by = today(tx.now), caller.sub


async def verify(tx: Transaction, caller: Caller, group_id: UUID, found: GroupVerification) -> Group:
    """Find a group closed, or still there and therefore open again.

    Raises IllegalTransition, CloserCannotVerify, TownshipCannotVerify.
    """
    group = await GROUPS.locked(tx, caller.scope, group_id)
    taken = WORKFLOW.take(group, "verification", caller, outcome=found.decision)
    fact, group.reason = taken.event(group), found.reason
    if found.decision == "accepted":
        group.verified_on = today(tx.now)
    else:
        group.closed_on = group.closed_by = group.merged_into = None
    tx.record(fact, about=group)
    return group


async def complain(tx: Transaction, caller: Caller, group_id: UUID, department: str, home: str) -> None:
    """Mark a group by a verdict about what was demanded in it (GRP-02).

    Raises GroupUnknown, GroupOfAnotherBody: the charged body runs it, or is of the township where no owner is named.
    """
    group = await _complained(tx, caller, group_id)
    runs = home == group.region if group.owner is None else group.owner in await lineage.bodies(tx, department)
    if not runs:
        raise GroupOfAnotherBody
    group.complaints += 1
    tx.record(GroupComplained(complaints=group.complaints), about=group)


async def clear(tx: Transaction, caller: Caller, group_id: UUID) -> None:
    """Take back the mark of a verdict that fell."""
    group = await _complained(tx, caller, group_id)
    group.complaints -= 1
    tx.record(GroupCleared(complaints=group.complaints), about=group)


async def _complained(tx: Transaction, caller: Caller, group_id: UUID) -> Group:
    try:
        return await GROUPS.locked(tx, caller.scope, group_id)
    except NotFound as missing:
        raise GroupUnknown from missing


async def allow(tx: Transaction, caller: Caller, group_id: UUID, reason: str) -> Group:
    """Let the township keep a group beside the one it has, as the approver; raises ServedThere, IllegalTransition."""
    group = await GROUPS.locked(tx, caller.scope, group_id)
    taken = WORKFLOW.take(group, "allowance", caller)
    group.allowance, group.allowed_by = reason, caller.sub
    tx.record(taken.event(group), about=group)
    return group
