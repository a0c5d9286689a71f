"""What can be done with chat groups."""

from uuid import UUID

from contracts.checklist import GroupDissolved, GroupMerged, GroupRegistered, GroupRetained
from countykit import directory
from countykit.identity import Caller
from servicekit.transaction import Transaction

from checklist_svc.groups import repository
from checklist_svc.groups.errors import UNLAWFUL, OneGroupPerTownship
from checklist_svc.groups.models import Group, State
from checklist_svc.groups.schemas import GroupRegistration


async def register(tx: Transaction, caller: Caller, registration: GroupRegistration) -> Group:
    """Put a group on the record; raises RegionUnknown, Forbidden."""
    caller.require_region(registration.region)
    await directory.region(tx, registration.region, "township")
    group = tx.add(Group(**registration.model_dump()))
    tx.record(GroupRegistered(platform=registration.platform.value), about=group)
    return group


async def step(tx: Transaction, caller: Caller, group_id: UUID, action: str, reason: str) -> Group:
    """Retain, merge or dissolve; raises OneGroupPerTownship (also held by the database, for races) and AppUnfiled."""
    group = await repository.locked(tx, caller.scope, group_id)
    was_retained = group.state == State.RETAINED
    group.apply(action, reason)
    if group.state is State.RETAINED and group.flags:
        raise UNLAWFUL[group.flags[0]](flags=group.flags)
    if group.state is State.RETAINED and await repository.retained_in(tx, group.region) is not None:
        raise OneGroupPerTownship
    platform = group.platform.value
    if group.state is State.RETAINED:
        tx.record(GroupRetained(platform=platform), about=group)
    else:
        fact = GroupMerged if group.state is State.MERGED else GroupDissolved
        tx.record(fact(platform=platform, was_retained=was_retained), about=group)
    return group
