"""What can be done with chat groups."""

from uuid import UUID

from contracts.checklist import GroupRegistered
from countykit import directory
from countykit.baseline import is_after_baseline
from countykit.identity import Caller
from servicekit.transaction import Transaction

from checklist_svc.groups.errors import OneGroupPerTownship
from checklist_svc.groups.models import WORKFLOW, Group, State
from checklist_svc.groups.repository import GROUPS, retained_in
from checklist_svc.groups.schemas import GroupRegistration
from checklist_svc.settings import Settings


async def register(tx: Transaction, caller: Caller, registration: GroupRegistration, settings: Settings) -> Group:
    """Put a group on the record; one that comes after the survey counts for no completion.

    Raises RegionUnknown, Forbidden.
    """
    caller.require_region(registration.region)
    await directory.region(tx, registration.region, "township")
    late = await is_after_baseline(tx, Group, registration.region, settings)
    group = tx.add(Group(**registration.model_dump(), after_baseline=late))
    tx.record(GroupRegistered(platform=registration.platform.value, after_baseline=late), about=group)
    return group


async def step(tx: Transaction, caller: Caller, group_id: UUID, action: str, reason: str) -> Group:
    """Retain, merge or dissolve; raises OneGroupPerTownship (also held by the database, for races) and AppUnfiled."""
    group = await GROUPS.locked(tx, caller.scope, group_id)
    taken = WORKFLOW.take(group, action, caller)
    if group.state is State.RETAINED and await retained_in(tx, group.region) is not None:
        raise OneGroupPerTownship
    group.reason = reason
    tx.record(taken.event(group), about=group)
    return group
