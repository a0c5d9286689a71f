"""What can be done with work groups."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.work_groups import WorkGroupFormed
from countykit import directory
from countykit.identity import Caller, Role
from countykit.regions import county_of, significant
from countykit.workdays import end_of_day, today
from servicekit.due import Job
from servicekit.transaction import Transaction

from supervision_svc.programmes import repository as programmes
from supervision_svc.work_groups import repository
from supervision_svc.work_groups.errors import (
    GroupMembersUnfit,
    GroupPlaceUnfit,
    GroupTermUnfit,
)
from supervision_svc.work_groups.models import WORKFLOW, Duty, GroupState, WorkGroup
from supervision_svc.work_groups.schemas import (
    GroupMember,
    GroupMembership,
    GroupToForm,
)

_LONGEST = timedelta(days=366)


async def form(tx: Transaction, caller: Caller, body: GroupToForm) -> WorkGroup:
    """Form a group of the caller's county or township for a time.

    Raises Forbidden, GroupMembersUnfit, GroupTermUnfit, GroupPlaceUnfit, NotFound for a programme that the caller may
    not see, and the refusals of regions and departments.
    """
    region = caller.region.ljust(12, "0")
    region = region if Role.COUNTY_OFFICE not in caller.roles else county_of(region)
    caller.require_region(region)
    await directory.region(tx, region, "county", "township")
    day = today(tx.now)
    _require_term(body.until, day)
    if body.programme_id is not None:
        await programmes.programme(tx, caller, body.programme_id)
        tx.target = None
    group = WorkGroup(
        region=region, formed_on=day, formed_by=caller.sub, members=[], bodies=[],
        **body.model_dump(include={"title", "purpose", "basis", "programme_id", "until"}),
    )  # fmt: skip
    await _seat(tx, group, body.members)
    tx.target = tx.add(group)
    tx.record(WorkGroupFormed(until=group.until, members=len(group.members)), about=group)
    tx.schedule(EXPIRY.name, group.id, end_of_day(group.until))
    return group


def _require_term(until: date, day: date) -> None:
    if not day < until <= day + _LONGEST:
        raise GroupTermUnfit


async def _seat(tx: Transaction, group: WorkGroup, members: Sequence[GroupMember]) -> None:
    """The members of a group from now on; raises GroupMembersUnfit, GroupPlaceUnfit."""
    heads = sum(member.duty is Duty.HEAD for member in members)
    seats = {(member.name, member.post) for member in members}
    bodies = {member.department for member in members if member.department is not None}
    own = significant(group.region)
    of_county = len(own) <= 6
    places = {member.department or member.region for member in members}
    if heads != 1 or len(seats) != len(members) or (of_county and len(places) < 2):
        raise GroupMembersUnfit
    for code in sorted(bodies):
        home = (await directory.department(tx, code)).home
        if not home.startswith(own) and not (not of_county and home == county_of(group.region)):
            raise GroupPlaceUnfit(department=code)
    for code in sorted({member.region for member in members if member.region is not None}):
        if not (await directory.region(tx, code, "county", "township", "village")).code.startswith(own):
            raise GroupPlaceUnfit(region=code)
    group.members = [member.model_dump(mode="json") for member in members]
    group.bodies = sorted(bodies)


async def reseat(tx: Transaction, caller: Caller, group_id: UUID, body: GroupMembership) -> WorkGroup:
    """Other members or another term; raises what `form` raises, Forbidden, IllegalTransition."""
    group = await repository.locked_group(tx, caller, group_id)
    taken = WORKFLOW.take(group, "membership", caller)
    _require_term(body.until, today(tx.now))
    await _seat(tx, group, body.members)
    group.until, group.note = body.until, body.note
    tx.record(taken.event(group), about=group)
    tx.schedule(EXPIRY.name, group.id, end_of_day(group.until))
    return group


async def dissolve(tx: Transaction, caller: Caller, group_id: UUID, note: str) -> WorkGroup:
    """End a group before its day; raises Forbidden, IllegalTransition."""
    group = await repository.locked_group(tx, caller, group_id)
    taken = WORKFLOW.take(group, "dissolution", caller)
    group.note = note
    tx.record(taken.event(group), about=group)
    tx.schedule(EXPIRY.name, group.id, None)
    return group


async def expire(tx: Transaction, key: str) -> None:
    """The term of a group is over."""
    group = await repository.group_by_system(tx, UUID(key))
    over = end_of_day(group.until)
    if group.state is not GroupState.ACTIVE or tx.now < over:
        tx.schedule(EXPIRY.name, group.id, over if group.state is GroupState.ACTIVE else None)
        return
    tx.record(WORKFLOW.take(group, "expiry").event(group), about=group)
    tx.schedule(EXPIRY.name, group.id, None)


EXPIRY = Job("work-group-terms", expire, repository.EXPIRING)
