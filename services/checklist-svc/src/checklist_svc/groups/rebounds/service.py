"""How a closed group is known again, and what becomes of the finding."""

from collections.abc import Iterable
from uuid import UUID

from countykit import directory, objections
from countykit.identity import Caller
from servicekit.transaction import Transaction

from checklist_svc.groups.models import Group
from checklist_svc.groups.rebounds.models import WORKFLOW, GroupRebound
from checklist_svc.groups.rebounds.repository import closed_in
from checklist_svc.wording import sameness

Pair = tuple[Group, Group]
"""A closed group, and the one that it is again."""
_GENERIC = ("微信群", "工作群", "交流群", "通知群", "QQ群", "群")
_ALIKE = 85
_MEMBERS = 0.8
"""As many members as the old group had, or not a fifth fewer or more."""


def again(old: Group, new: Group, township: str) -> bool:
    """Whether a group is an old one: named alike, and run by the same body or with nearly as many members.

    A name of which nothing is left without "工作群" and the place tells groups apart by its owner and members alike.
    """
    names = [_distinctive(group.name, township) for group in (old, new)]
    same_owner = old.owner == new.owner
    fewer, more = sorted((old.members, new.members))
    near = fewer >= _MEMBERS * more
    if not all(names):
        return same_owner and near and old.name == new.name
    return sameness(*names) >= _ALIKE and (same_owner or near)


def _distinctive(name: str, township: str) -> str:
    for word in (township, *_GENERIC):
        name = name.replace(word, "")
    return name.strip()


async def among(tx: Transaction, groups: Iterable[Group]) -> list[Pair]:
    """The closed groups that are there again with some that are to be registered; each comes back once."""
    pairs: list[Pair] = []
    closed: dict[str, list[Group]] = {}
    for group in groups:
        if group.region not in closed:
            closed[group.region] = list(await closed_in(tx, group.region))
        township = await directory.known_region(tx, group.region)
        old = next((old for old in closed[group.region] if again(old, group, township.name)), None)
        if old is not None:
            closed[group.region].remove(old)
            pairs.append((old, group))
    return pairs


async def charge(tx: Transaction, caller: Caller, pairs: Iterable[Pair]) -> None:
    """Charge the owner of each group that came back, else its township."""
    for old, group in pairs:
        home = group.region if group.owner is None else (await directory.department(tx, group.owner)).home
        rebound = tx.add(
            GroupRebound(
                region=group.region, title=group.name, closed=old.id, registered_again=group.id,
                department=group.owner, charged_home=home, reported_by=caller.sub, judged_at=tx.now,
                objection_due_on=objections.objection_day(tx),
            )
        )  # fmt: skip
        tx.record(rebound.detected(), about=rebound, department=rebound.department)


async def contested(tx: Transaction, caller: Caller, rebound_id: UUID, grounds: str) -> GroupRebound:
    """The charged body objects; raises Forbidden, IllegalTransition, ObjectionLate."""
    rebound = await tx.locked(GroupRebound, rebound_id, caller.scope)
    objections.object_to(tx, WORKFLOW, rebound, caller, grounds)
    return rebound


async def reviewed(
    tx: Transaction, caller: Caller, rebound_id: UUID, reason: str, decision: str | None = None
) -> GroupRebound:
    """Decide on an objection, or without one take the finding back; raises IllegalTransition, JudgeCannotReview."""
    rebound = await tx.locked(GroupRebound, rebound_id, caller.scope)
    objections.review(tx, WORKFLOW, rebound, caller, reason, decision=decision)
    return rebound
