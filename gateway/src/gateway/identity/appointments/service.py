"""What can be done with posts: given, ended, handed over. Past ones are the history of their person."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from countykit.identity import Caller, Role
from countykit.workdays import today
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity import grants
from gateway.identity.accounts import repository as accounts
from gateway.identity.accounts.models import Account, State
from gateway.identity.appointments.schemas import PostCreation, PostEnding, PostHandover
from gateway.identity.persons import repository as persons
from gateway.identity.posts import repository
from gateway.identity.posts.conflicts import require_compatible
from gateway.identity.posts.errors import (
    PostConfirmedAlone,
    PostDaysInvalid,
    PostNotAwaiting,
    PostOver,
    PostToOneself,
    SuccessorNeeded,
)
from gateway.identity.posts.models import Post
from gateway.identity.settings import IdentitySettings


async def give(
    tx: Transaction, caller: Caller, account_id: UUID, creation: PostCreation, settings: IdentitySettings
) -> Post:  # fmt: skip
    """Give somebody a post, which waits for a second administrator if it is a powerful one.

    Raises NotFound, Forbidden, RoleNotGrantable, RoleRegionMismatch, PostToOneself, PostDaysInvalid, PostsConflict,
    PostHeld, and what is wrong with region or department.
    """
    account = await _account(tx, caller, account_id)
    await grants.check(
        tx, caller, roles=creation.roles, region=creation.region, department=creation.department
    )  # fmt: skip
    valid_from = creation.valid_from or today(tx.now)
    if creation.valid_to is not None and creation.valid_to <= max(valid_from, today(tx.now)):
        raise PostDaysInvalid
    return await _add(tx, account, caller.sub, Post(
        **creation.model_dump(mode="json", include={"roles", "region", "department", "reason"}),
        account_id=account.id, valid_from=valid_from, valid_to=creation.valid_to, given_by=caller.sub, version=1,
        awaits_confirmation=settings.needs_confirmation(creation.roles),
    ))  # fmt: skip


async def end(tx: Transaction, caller: Caller, account_id: UUID, post_id: UUID, ending: PostEnding) -> Post:
    """End a post: from this day its tokens are refused. Raises NotFound, PostOver, PostDaysInvalid, PostToOneself."""
    account = await _account(tx, caller, account_id)
    post = await _open(tx, caller, account, post_id)
    await _end(tx, account, post, ending.valid_to or today(tx.now), ending.reason, caller.sub)
    return post


async def hand_over(
    tx: Transaction, caller: Caller, account_id: UUID, post_id: UUID, handover: PostHandover,
    open_todos: dict[str, Any], settings: IdentitySettings,
) -> Post:  # fmt: skip
    """End a post and give it to a successor from the same day: what waits in it waits for them then.

    Work belongs to posts, so nothing moves; both rows refer to each other and say how much was open. Raises as `give`
    and `end`, and SuccessorNeeded.
    """
    if handover.successor == account_id:
        raise SuccessorNeeded
    # In one order, whoever hands over to whom, so that two hand-overs do not wait for each other.
    found = {each: await _account(tx, caller, each) for each in sorted((account_id, handover.successor))}
    account, successor = found[account_id], found[handover.successor]
    if successor.state is not State.ACTIVE or successor.username in await persons.others(tx, account.username):
        raise SuccessorNeeded
    post = await _open(tx, caller, account, post_id)
    await grants.check(
        tx, caller, roles=[Role(role) for role in post.roles], region=post.region, department=post.department
    )
    day, until = handover.valid_from or today(tx.now), post.valid_to
    if until is not None and until <= day:
        raise PostDaysInvalid
    await _end(tx, account, post, day, handover.reason, caller.sub)
    post.open_todos = open_todos
    return await _add(tx, successor, caller.sub, Post(
        **post.model_dump(include={"roles", "region", "department"}), account_id=successor.id, valid_from=day,
        valid_to=until, reason=handover.reason, given_by=caller.sub, taken_over_from=post.id, open_todos=open_todos,
        version=1, awaits_confirmation=settings.needs_confirmation(post.roles),
    ))  # fmt: skip


async def confirm(tx: Transaction, caller: Caller, account_id: UUID, post_id: UUID) -> Post:
    """Confirm a powerful post as somebody who neither gave it nor is to hold it.

    Raises NotFound, PostNotAwaiting, PostConfirmedAlone.
    """
    account = await accounts.locked(tx, caller.scope, account_id)
    post = await repository.locked(tx, account.id, post_id)
    if not post.awaits_confirmation or post.over_by(today(tx.now)):
        raise PostNotAwaiting
    if caller.is_any_of(post.given_by, account.username):
        raise PostConfirmedAlone
    post.awaits_confirmation, post.confirmed_by = False, caller.sub
    post.version += 1
    post.updated_at = tx.now
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/posts/{post.id}", confirmed=True
    )  # fmt: skip
    return post


async def open_post(tx: Transaction, caller: Caller, account_id: UUID, post_id: UUID) -> tuple[Account, Post]:
    """A post that may be handed over, with its account; raises as `end`."""
    account = await _account(tx, caller, account_id)
    return account, await _open(tx, caller, account, post_id)


async def _account(tx: Transaction, caller: Caller, account_id: UUID) -> Account:
    account = await accounts.locked(tx, caller.scope, account_id)
    grants.require_manageable(caller, account.roles)
    if caller.is_any_of(account.username):
        raise PostToOneself
    return account


async def _open(tx: Transaction, caller: Caller, account: Account, post_id: UUID) -> Post:
    post = await repository.locked(tx, account.id, post_id)
    caller.require_region(post.region)
    if post.over_by(today(tx.now)):
        raise PostOver
    return post


async def _add(tx: Transaction, account: Account, by: str, post: Post) -> Post:
    """Keep a new post; all posts of the natural person, under whichever login, are compared with it."""
    logins = [account.username, *await persons.others(tx, account.username)]
    require_compatible(
        await repository.of_logins(tx, logins, since=post.valid_from), roles=post.roles, region=post.region,
        department=post.department, valid_from=post.valid_from, valid_to=post.valid_to,
    )  # fmt: skip
    tx.add(post)
    await _settle(tx, account, post, by)
    return post


async def _end(tx: Transaction, account: Account, post: Post, day: date, reason: str, by: str) -> None:
    if day < today(tx.now) or (post.valid_to is not None and day > post.valid_to):
        raise PostDaysInvalid
    post.end(max(day, post.valid_from), reason, by)
    post.updated_at = tx.now
    await _settle(tx, account, post, by)


async def _settle(tx: Transaction, account: Account, post: Post, by: str) -> None:
    """An account is managed by what it holds and will hold; one without any post keeps its last place."""
    await tx.session.flush()
    _sum_up(account, await repository.of_logins(tx, [account.username], since=today(tx.now)))
    account.updated_at = tx.now
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/posts/{post.id}", roles=post.roles,
        region=post.region, valid_from=post.valid_from, valid_to=post.valid_to, by=by,
    )  # fmt: skip


def _sum_up(account: Account, posts: Collection[Post]) -> None:
    if not posts:
        return
    leading = next(iter(posts))
    account.roles = sorted({role for post in posts for role in post.roles})
    account.region = leading.region
    account.department = next((post.department for post in posts if post.department), None)
    account.version += 1
