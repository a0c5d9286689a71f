"""HTTP about hand-overs of posts."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from gateway.edge.fan_out import OnBehalf
from gateway.identity.accounts.models import Account
from gateway.identity.appointments import service
from gateway.identity.appointments.routes import GIVEN, Manager
from gateway.identity.appointments.schemas import OpenTodos, PostHandover, PostView
from gateway.identity.appointments.standing import standing
from gateway.identity.posts.errors import PostOver, SuccessorNeeded
from gateway.identity.posts.models import Post
from gateway.todos.merging import merged

router = Router(prefix="/api/identity/v1/accounts/{account_id}/posts", tags=["accounts"])
_SECONDS = 10.0
"""A hand-over waits longer for a slow service than a page does: what it counts is kept."""


@router.post("/{post_id}/handover", status_code=201, responses=refusals(*GIVEN, PostOver, SuccessorNeeded))
async def hand_over_post(
    request: Request, account_id: UUID, post_id: UUID, handover: PostHandover, tx: Tx, caller: Manager
) -> PostView:
    """End a post and give it to a successor, for whom its open work waits from then on; the answer is the new post."""
    account, post = await service.open_post(tx, caller, account_id, post_id)
    waiting = await _waiting(request, tx, account, post)
    found = await service.hand_over(
        tx, caller, account_id, post_id, handover, waiting.model_dump(mode="json"), request.app.state.settings
    )
    return PostView.model_validate(found)


async def _waiting(request: Request, tx: Tx, account: Account, post: Post) -> OpenTodos:
    """What waits in a post now, read as its holder would read it."""
    state = request.app.state
    known = await standing(tx, account, post, state.settings.recusal_days)
    token = state.issuer.access_token(account, account.username, datetime.now(UTC), standing=known).access_token
    found = await merged(state.proxy, state.table, OnBehalf(f"Bearer {token}"), limit=1, seconds=_SECONDS)
    return OpenTodos(kinds=list(found.counts), missing=list(found.missing))
