"""HTTP about accounts."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentEnded, DepartmentUnknown, RegionEnded, RegionUnknown
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Request
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, SortedPaging, page, sorted_by
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

from gateway.identity.accounts import repository, service
from gateway.identity.accounts.errors import UsernameTaken
from gateway.identity.accounts.models import WORKFLOW, Account
from gateway.identity.accounts.schemas import AccountCreation, AccountView
from gateway.identity.gate import LoginPlace
from gateway.identity.grants import RoleNotGrantable, RoleRegionMismatch
from gateway.identity.passwords import PasswordWeak
from gateway.identity.posts.errors import PostsConflict
from gateway.identity.sessions import repository as sessions
from gateway.identity.sessions.models import Session
from gateway.identity.sessions.schemas import SessionView

router = Router(prefix="/api/identity/v1/accounts", tags=["accounts"])
Manager = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(
        UsernameTaken, PasswordWeak, RoleNotGrantable, RoleRegionMismatch, RegionUnknown, RegionEnded,
        DepartmentUnknown, DepartmentEnded, PostsConflict,
    ),
)  # fmt: skip
async def create_account(
    request: Request, creation: AccountCreation, _: LoginPlace, tx: Tx, caller: Manager
) -> AccountView:
    """Open an account within the caller's own region, with roles that the caller may hand out."""
    return AccountView.of(await service.create(tx, caller, creation, request.app.state.settings), caller)


@router.get("")
async def list_accounts(
    tx: Tx, caller: Manager, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[AccountView]:
    """The accounts within the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Account, paging, view=lambda account: AccountView.of(account, caller))


@router.get("/{account_id}", responses=refusals(NotFound))
async def read_account(account_id: UUID, tx: Tx, caller: Manager) -> AccountView:
    """One account."""
    return AccountView.of(await repository.get(tx, caller.scope, account_id), caller)


@router.step(WORKFLOW, "deactivation", "activation", of="/{account_id}", refused=(RoleNotGrantable,))
async def step_account(account_id: UUID, action: str, tx: Tx, caller: Anyone) -> AccountView:
    """Disable an account, which ends its sessions at once, or enable it again."""
    return AccountView.of(await service.step(tx, caller, account_id, action), caller)


@router.get("/{account_id}/sessions", responses=refusals(NotFound, RoleNotGrantable))
async def list_account_sessions(
    account_id: UUID, tx: Tx, caller: Manager, paging: Annotated[SortedPaging, sorted_by("id", "created_at")]
) -> Page[SessionView]:
    """Where the person of an account is signed in now."""
    account = await service.managed(tx, caller, account_id)
    statement = sessions.open_sessions(account.username, tx.now)
    return await page(tx, statement, Session, paging, view=SessionView.model_validate)


@router.step(WORKFLOW, "sessions", of="/{account_id}", refused=(RoleNotGrantable,), method="DELETE", status_code=204)
async def end_account_sessions(account_id: UUID, tx: Tx, caller: Anyone) -> None:
    """End all sessions of an account, as after a lost telephone; its access tokens are refused within seconds."""
    account = await service.managed(tx, caller, account_id)
    await sessions.revoke_sessions_of(tx, account.username)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/sessions")


@router.delete("/{account_id}/sessions/{session_id}", status_code=204, responses=refusals(NotFound, RoleNotGrantable))
async def end_account_session(account_id: UUID, session_id: UUID, tx: Tx, caller: Manager) -> None:
    """End one session of an account; its access token is refused within seconds."""
    account = await service.managed(tx, caller, account_id)
    session = await sessions.locked_of(tx, account.username, session_id)
    session.revoked_at = tx.now
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/sessions/{session_id}")
