"""HTTP about accounts."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentEnded, DepartmentUnknown, RegionEnded, RegionUnknown
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Request
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from gateway.identity.accounts import repository, service
from gateway.identity.accounts.errors import UsernameTaken
from gateway.identity.accounts.models import WORKFLOW, Account
from gateway.identity.accounts.schemas import AccountCreation, AccountView, PasswordReset
from gateway.identity.gate import LoginPlace
from gateway.identity.grants import RoleNotGrantable, RoleRegionMismatch
from gateway.identity.passwords import PasswordWeak

router = Router(prefix="/api/identity/v1/accounts", tags=["accounts"])
Manager = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(
        UsernameTaken, PasswordWeak, RoleNotGrantable, RoleRegionMismatch, RegionUnknown, RegionEnded,
        DepartmentUnknown, DepartmentEnded,
    ),
)  # fmt: skip
async def create_account(
    request: Request, creation: AccountCreation, _: LoginPlace, tx: Tx, caller: Manager
) -> AccountView:
    """Open an account within the caller's own region, with roles that the caller may hand out."""
    known = request.app.state.settings.demo
    return AccountView.of(await service.create(tx, caller, creation, known_passwords=known), caller)


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


@router.step(WORKFLOW, "password", of="/{account_id}", refused=(PasswordWeak, RoleNotGrantable))
async def reset_password(
    request: Request, account_id: UUID, body: PasswordReset, _: LoginPlace, tx: Tx, caller: Anyone
) -> AccountView:
    """Give somebody a new password; all their sessions end."""
    known = request.app.state.settings.demo
    account = await service.reset_password(tx, caller, account_id, body.password, known_passwords=known)
    return AccountView.of(account, caller)


@router.step(WORKFLOW, "deactivation", "activation", of="/{account_id}", refused=(RoleNotGrantable,))
async def step_account(account_id: UUID, action: str, tx: Tx, caller: Anyone) -> AccountView:
    """Disable an account, which ends its sessions at once, or enable it again."""
    return AccountView.of(await service.step(tx, caller, account_id, action), caller)
