"""Changes of the ways in to an account: at once, or with a second administrator where the account is a powerful one.

Whoever could give an approver a new password, take their second factor away or bind an outside login of their own to
that account could sign in as them: what it takes two to give (decision 0117) one does not take alone.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from countykit.identity import Caller
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity.accounts import repository as rows
from gateway.identity.accounts import service as accounts
from gateway.identity.accounts.models import WORKFLOW, Account
from gateway.identity.credentials import repository
from gateway.identity.credentials.errors import (
    ChangedAlone,
    ChangeOver,
    OutsideLoginMissing,
    OutsideLoginTaken,
    OutsideLoginToOneself,
)
from gateway.identity.credentials.models import CredentialChange, CredentialKind
from gateway.identity.outside.errors import OutsideOff
from gateway.identity.outside_logins import repository as outside
from gateway.identity.outside_logins.models import OutsideLogin
from gateway.identity.second_factors import repository as factors
from gateway.identity.second_factors.errors import SecondFactorMissing
from gateway.identity.sessions import repository as sessions
from gateway.identity.settings import IdentitySettings


async def reset_password(
    tx: Transaction, caller: Caller, account_id: UUID, password: str, settings: IdentitySettings
) -> tuple[Account, bool]:
    """Give somebody a new password to be changed at the next sign-in; every session ends, and a lock with it.

    Raises NotFound, RoleNotGrantable, PasswordWeak, PasswordReused. With whether it waits.
    """
    account = await accounts.to_change(tx, caller, account_id)
    hashed = await accounts.accepted_password(account, password, known_passwords=settings.demo)
    return account, await _change(tx, caller, account, settings, CredentialKind.PASSWORD, password_hash=hashed)


async def remove_second_factor(tx: Transaction, caller: Caller, account_id: UUID, settings: IdentitySettings) -> bool:
    """Remove the second factor of somebody who lost telephone and codes; whether it waits.

    Raises NotFound, RoleNotGrantable, SecondFactorMissing.
    """
    account = await accounts.to_change(tx, caller, account_id)
    if await factors.locked(tx, account.username) is None:
        raise SecondFactorMissing
    return await _change(tx, caller, account, settings, CredentialKind.SECOND_FACTOR)


async def bind(
    tx: Transaction, caller: Caller, account_id: UUID, issuer: str | None, subject: str, settings: IdentitySettings
) -> tuple[Account, bool]:
    """Let a subject of the outside provider sign in to an account; with whether it waits.

    Raises NotFound, Forbidden, RoleNotGrantable, OutsideOff, OutsideLoginToOneself, OutsideLoginTaken.
    """
    account = await accounts.to_change(tx, caller, account_id)
    WORKFLOW.take(account, "binding", caller)
    if issuer is None:
        raise OutsideOff
    if caller.is_any_of(account.username):
        raise OutsideLoginToOneself
    await _require_free(tx, account, issuer, subject)
    waits = await _change(
        tx, caller, account, settings, CredentialKind.OUTSIDE_LOGIN, issuer=issuer, subject=subject
    )  # fmt: skip
    return account, waits


async def unbind(tx: Transaction, caller: Caller, account_id: UUID, issuer: str | None) -> Account:
    """Part an account and its subject, which needs one administrator: it only takes away.

    Raises NotFound, Forbidden, RoleNotGrantable, OutsideOff, OutsideLoginMissing.
    """
    account = await accounts.to_change(tx, caller, account_id)
    WORKFLOW.take(account, "unbinding", caller)
    if issuer is None:
        raise OutsideOff
    known = await outside.of_account(tx, issuer, account.username)
    if known is None:
        raise OutsideLoginMissing
    await tx.session.delete(known)
    await sessions.revoke_outside(tx, issuer, tx.now, sid=None, usernames=[account.username])
    _log(tx, account, CredentialKind.OUTSIDE_LOGIN, removed=True)
    return account


async def confirm(
    tx: Transaction, caller: Caller, account_id: UUID, change_id: UUID, settings: IdentitySettings
) -> None:
    """Let a change take effect, as somebody who neither asked for it nor signs in by it.

    Raises NotFound, ChangeOver, ChangedAlone, OutsideLoginTaken.
    """
    account = await rows.locked(tx, caller.scope, account_id)
    change = await repository.locked(tx, account.id, change_id)
    if change.expires_at <= tx.now:
        raise ChangeOver
    if caller.is_any_of(change.requested_by, account.username):
        raise ChangedAlone
    await _take_effect(tx, account, change, settings)
    await tx.session.delete(change)
    _log(tx, account, change.kind, requested_by=change.requested_by, confirmed=True)


async def _change(
    tx: Transaction, caller: Caller, account: Account, settings: IdentitySettings, kind: CredentialKind,
    password_hash: str | None = None, issuer: str | None = None, subject: str | None = None,
) -> bool:  # fmt: skip
    """Whether it waits for a second administrator; else it has taken effect."""
    change = CredentialChange(
        account_id=account.id, kind=kind, password_hash=password_hash, issuer=issuer, subject=subject,
        requested_by=caller.sub, created_at=tx.now,
        expires_at=tx.now + timedelta(hours=settings.one_time_password_hours),
    )  # fmt: skip
    await repository.drop(tx, account.id, kind)
    waits = settings.needs_confirmation(account.roles)
    if waits:
        tx.add(change)
    else:
        await _take_effect(tx, account, change, settings)
    _log(tx, account, kind, waits=waits)
    return waits


async def _take_effect(
    tx: Transaction, account: Account, change: CredentialChange, settings: IdentitySettings
) -> None:  # fmt: skip
    match change:
        case CredentialChange(kind=CredentialKind.PASSWORD, password_hash=str(password_hash)):
            await accounts.keep_password(tx, account, password_hash, accounts.expiry(tx, settings))
            await sessions.forget_failures(tx, account.username)
        case CredentialChange(kind=CredentialKind.OUTSIDE_LOGIN, issuer=str(issuer), subject=str(subject)):
            await _require_free(tx, account, issuer, subject)
            tx.add(OutsideLogin(
                issuer=issuer, subject=subject, username=account.username, bound_by=change.requested_by,
                bound_at=tx.now,
            ))  # fmt: skip
        case _:
            await factors.drop(tx, account.username)
            await sessions.revoke_sessions_of(tx, account.username)


async def _require_free(tx: Transaction, account: Account, issuer: str, subject: str) -> None:
    """Raise OutsideLoginTaken unless neither the subject nor the account is bound at this provider."""
    taken = await outside.of_subject(tx, issuer, subject)
    if taken is not None or await outside.of_account(tx, issuer, account.username) is not None:
        raise OutsideLoginTaken


def _log(tx: Transaction, account: Account, kind: CredentialKind, **detail: Any) -> None:
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/{kind.value.replace('_', '-')}", **detail
    )
