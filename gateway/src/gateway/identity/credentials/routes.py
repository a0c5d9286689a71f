"""HTTP about the ways in to other people's accounts."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Request, Response
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from gateway.identity import passwords
from gateway.identity.accounts.models import WORKFLOW
from gateway.identity.accounts.schemas import AccountView
from gateway.identity.credentials import repository, service
from gateway.identity.credentials.errors import (
    ChangedAlone,
    ChangeOver,
    OutsideLoginMissing,
    OutsideLoginTaken,
    OutsideLoginToOneself,
)
from gateway.identity.credentials.models import CredentialChange
from gateway.identity.credentials.schemas import AwaitingChange, CredentialChangeView, OutsideSubject, PasswordReset
from gateway.identity.gate import LoginPlace
from gateway.identity.grants import RoleNotGrantable
from gateway.identity.outside.errors import OutsideOff
from gateway.identity.passwords import PasswordReused, PasswordWeak
from gateway.identity.posts import repository as posts
from gateway.identity.second_factors.errors import SecondFactorMissing

router = Router(prefix="/api/identity/v1/accounts", tags=["accounts"])
awaiting = Router(prefix="/api/identity/v1/awaiting-credentials", tags=["accounts"])
Manager = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
Confirmer = Annotated[Caller, allow(Role.OPERATOR, Role.AUDITOR)]


def _issuer(request: Request) -> str | None:
    """Whom the outside provider signs as; whether there is one matters once the account is the caller's to change."""
    return request.app.state.outside.issuer if request.app.state.outside is not None else None


@router.step(WORKFLOW, "password", of="/{account_id}", refused=(PasswordWeak, PasswordReused, RoleNotGrantable))
async def reset_password(
    request: Request, account_id: UUID, body: PasswordReset, _: LoginPlace, tx: Tx, caller: Anyone
) -> AccountView:
    """Give somebody a one-time password, shown in this answer alone unless the body names one; their sessions end.

    That of the office, an approver, operator or auditor is good once a second administrator has confirmed it.
    """
    password = body.password or passwords.drawn()
    account, waits = await service.reset_password(tx, caller, account_id, password, request.app.state.settings)
    view = AccountView.of(account, caller)
    view.one_time_password, view.awaits_confirmation = None if body.password else password, waits
    return view


@router.delete(
    "/{account_id}/second-factor", status_code=204,
    responses={**refusals(NotFound, RoleNotGrantable, SecondFactorMissing), 202: {"description": "Waits"}},
)  # fmt: skip
async def reset_second_factor(request: Request, account_id: UUID, tx: Tx, caller: Manager) -> Response:
    """Remove the second factor of an account whose owner lost telephone and codes; their sessions end.

    That of the office, an approver, operator or auditor goes (202) once a second administrator has confirmed it.
    """
    waits = await service.remove_second_factor(tx, caller, account_id, request.app.state.settings)
    return Response(status_code=202 if waits else 204)


@router.step(
    WORKFLOW, "binding", of="/{account_id}",
    refused=(RoleNotGrantable, OutsideOff, OutsideLoginToOneself, OutsideLoginTaken),
)  # fmt: skip
async def bind_outside_login(
    request: Request, account_id: UUID, body: OutsideSubject, tx: Tx, caller: Anyone
) -> AccountView:
    """Let a subject of the outside provider sign in to an account; a powerful one waits for a second administrator."""
    account, waits = await service.bind(
        tx, caller, account_id, _issuer(request), body.subject, request.app.state.settings
    )  # fmt: skip
    view = AccountView.of(account, caller)
    view.awaits_confirmation = waits
    return view


@router.step(WORKFLOW, "unbinding", of="/{account_id}", refused=(RoleNotGrantable, OutsideOff, OutsideLoginMissing))
async def unbind_outside_login(request: Request, account_id: UUID, tx: Tx, caller: Anyone) -> AccountView:
    """Part an account and its subject at the outside provider; the sessions that began there end."""
    return AccountView.of(await service.unbind(tx, caller, account_id, _issuer(request)), caller)


@awaiting.get("")
async def list_awaiting_credentials(
    tx: Tx, caller: Confirmer, paging: Annotated[SortedPaging, sorted_by("id", "created_at")]
) -> Page[CredentialChangeView]:
    """The changed ways in that wait for a second administrator."""
    statement = repository.awaiting(caller.scope, tx.now)
    rows = await page(tx, statement, CredentialChange, paging, view=AwaitingChange.model_validate)
    holders = await posts.holders(tx, [row.account_id for row in rows.items])
    items = [CredentialChangeView(**row.model_dump(), **holders[row.account_id]) for row in rows.items]
    return Page(**rows.model_dump(exclude={"items"}), items=items)


@router.post(
    "/{account_id}/credential-changes/{change_id}/confirmation", status_code=204,
    responses=refusals(NotFound, ChangeOver, ChangedAlone, OutsideLoginTaken),
)  # fmt: skip
async def confirm_credential_change(
    request: Request, account_id: UUID, change_id: UUID, tx: Tx, caller: Confirmer
) -> None:
    """Confirm a changed way in as a second administrator: now it takes effect."""
    await service.confirm(tx, caller, account_id, change_id, request.app.state.settings)
