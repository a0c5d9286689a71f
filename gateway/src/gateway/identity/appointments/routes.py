"""HTTP about posts: their history, given, ended, handed over."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentEnded, DepartmentUnknown, RegionEnded, RegionUnknown
from countykit.identity import Caller, Role, allow
from countykit.workdays import today
from fastapi import Request
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from gateway.identity.accounts import service as accounts
from gateway.identity.appointments import service
from gateway.identity.appointments.schemas import AwaitingPost, PostCreation, PostEnding, PostView
from gateway.identity.grants import RoleNotGrantable, RoleRegionMismatch
from gateway.identity.posts import repository
from gateway.identity.posts.errors import (
    PostConfirmedAlone,
    PostDaysInvalid,
    PostHeld,
    PostNotAwaiting,
    PostOver,
    PostsConflict,
    PostToOneself,
)
from gateway.identity.posts.models import Post

awaiting = Router(prefix="/api/identity/v1/awaiting-posts", tags=["accounts"])
router = Router(prefix="/api/identity/v1/accounts/{account_id}/posts", tags=["accounts"])
Manager = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
GIVEN = (
    NotFound, RoleNotGrantable, RoleRegionMismatch, RegionUnknown, RegionEnded, DepartmentUnknown, DepartmentEnded,
    PostToOneself, PostDaysInvalid, PostsConflict, PostHeld,
)  # fmt: skip


@router.get("", responses=refusals(NotFound, RoleNotGrantable))
async def list_posts(
    account_id: UUID,
    tx: Tx,
    caller: Manager,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", valid_from="任职起始")],
) -> Page[PostView]:
    """The posts of an account, present, past and to come: with whom it stands given and ended, and why."""
    account = await accounts.managed(tx, caller, account_id)
    statement = repository.of_account(account.id)
    return await page(tx, statement, Post, paging, view=PostView.model_validate)


@router.get("/{post_id}", responses=refusals(NotFound, RoleNotGrantable))
async def read_post(account_id: UUID, post_id: UUID, tx: Tx, caller: Manager) -> PostView:
    """One post of an account, in force or past."""
    account = await accounts.managed(tx, caller, account_id)
    return PostView.model_validate(await repository.one(tx, account.id, post_id))


@router.post("", status_code=201, responses=refusals(*GIVEN))
async def give_post(
    request: Request, account_id: UUID, creation: PostCreation, tx: Tx, caller: Manager
) -> PostView:  # fmt: skip
    """Give somebody a further post; at sign-in they choose among those they hold.

    One of the office, an approver, operator or auditor waits until a second administrator confirms it.
    """
    return PostView.model_validate(await service.give(tx, caller, account_id, creation, request.app.state.settings))


@router.post("/{post_id}/confirmation", responses=refusals(NotFound, PostNotAwaiting, PostConfirmedAlone))
async def confirm_post(
    account_id: UUID, post_id: UUID, tx: Tx, caller: Annotated[Caller, allow(Role.OPERATOR, Role.AUDITOR)]
) -> PostView:
    """Confirm a post as a second administrator: from now on its holder may act in it."""
    return PostView.model_validate(await service.confirm(tx, caller, account_id, post_id))


@awaiting.get("")
async def list_awaiting_posts(
    tx: Tx,
    caller: Annotated[Caller, allow(Role.OPERATOR, Role.AUDITOR)],
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", valid_from="任职起始")],
) -> Page[AwaitingPost]:
    """The posts of the caller's region that wait for a second administrator."""
    statement = repository.awaiting(caller.scope, today(tx.now))
    found = await page(tx, statement, Post, paging, view=PostView.model_validate)
    holders = await repository.holders(tx, [post.account_id for post in found.items])
    items = [AwaitingPost(**post.model_dump(), **holders[post.account_id]) for post in found.items]
    return Page(**found.model_dump(exclude={"items"}), items=items)


@router.post(
    "/{post_id}/ending", responses=refusals(NotFound, RoleNotGrantable, PostToOneself, PostDaysInvalid, PostOver)
)
async def end_post(account_id: UUID, post_id: UUID, ending: PostEnding, tx: Tx, caller: Manager) -> PostView:
    """End a post; from that day its tokens are refused everywhere, within seconds if it is today."""
    return PostView.model_validate(await service.end(tx, caller, account_id, post_id, ending))
