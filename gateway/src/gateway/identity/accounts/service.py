"""What can be done with accounts."""

from datetime import date, datetime, timedelta
from uuid import UUID

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity import grants, passwords
from gateway.identity.accounts import repository
from gateway.identity.accounts.errors import UsernameTaken
from gateway.identity.accounts.models import Account, State
from gateway.identity.accounts.schemas import AccountCreation
from gateway.identity.posts.conflicts import require_compatible
from gateway.identity.posts.models import Post
from gateway.identity.sessions import repository as sessions
from gateway.identity.settings import IdentitySettings


async def create_account(
    tx: Transaction, creation: AccountCreation, *, known_passwords: bool, expires_at: datetime | None = None,
    valid_from: date | None = None, reason: str = "开通账号", confirmed: bool = True,
) -> Account:  # fmt: skip
    """Open an account without asking who may: the door of the first operator. Raises UsernameTaken, PasswordWeak.

    A password that expires was chosen by somebody else and must be changed at the first sign-in. `valid_from` and
    `reason` are those of its first post, in which nobody signs in before it is `confirmed`.
    """
    if not known_passwords:
        passwords.refuse_weak(creation.password, creation.username, creation.name)
    if await repository.named(tx, creation.username) is not None:
        raise UsernameTaken
    values = creation.model_dump(exclude={"password"}, mode="json")
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{creation.username}",
        roles=creation.roles, region=creation.region,
    )  # fmt: skip
    account = tx.add(Account(
        **values, version=1, password_hash=await passwords.hashed(creation.password),
        must_change_password=expires_at is not None, password_expires_at=expires_at, password_changed_at=tx.now,
    ))  # fmt: skip
    await tx.session.flush()  # the post refers to its account's row
    tx.add(Post(
        **creation.model_dump(include={"roles", "region", "department"}, mode="json"), account_id=account.id,
        valid_from=valid_from or today(tx.now), reason=reason, given_by=tx.context.actor, version=1,
        awaits_confirmation=not confirmed,
    ))  # fmt: skip
    return account


async def create(tx: Transaction, caller: Caller, creation: AccountCreation, settings: IdentitySettings) -> Account:
    """Open an account within the caller's own region and grantable roles; its owner changes the password at once."""
    await grants.check(
        tx, caller, roles=creation.roles, region=creation.region, department=creation.department
    )  # fmt: skip
    require_compatible(
        (), roles=creation.roles, region=creation.region, department=creation.department, valid_from=today(tx.now)
    )  # fmt: skip
    expires_at = expiry(tx, settings)
    return await create_account(
        tx, creation, known_passwords=settings.demo, expires_at=expires_at,
        confirmed=not settings.needs_confirmation(creation.roles),
    )  # fmt: skip


async def managed(tx: Transaction, caller: Caller, account_id: UUID) -> Account:
    """An account whose roles the caller may hand out; raises NotFound outside of their region, RoleNotGrantable."""
    account = await repository.get(tx, caller.scope, account_id)
    grants.require_manageable(caller, account.roles)
    return account


async def step(tx: Transaction, caller: Caller, account_id: UUID, action: str) -> Account:
    """Disable or enable; a disabled account's sessions end at once."""
    account = await repository.locked(tx, caller.scope, account_id)
    grants.require_manageable(caller, account.roles)
    account.apply(action, caller)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}")
    account.updated_at = tx.now
    if account.state is State.DISABLED:
        await sessions.revoke_sessions_of(tx, account.username)
    return account


async def to_change(tx: Transaction, caller: Caller, account_id: UUID) -> Account:
    """An account whose way in the caller may change; raises as `managed`."""
    account = await repository.locked(tx, caller.scope, account_id)
    grants.require_manageable(caller, account.roles)
    return account


async def change_password(tx: Transaction, account: Account, password: str, *, known_passwords: bool) -> None:
    """Keep another password of one's own; every session ends. Raises PasswordWeak, PasswordReused."""
    await keep_password(tx, account, await accepted_password(account, password, known_passwords=known_passwords))


async def accepted_password(account: Account, password: str, *, known_passwords: bool) -> str:
    """The hash of a password that an account may have; raises PasswordWeak, PasswordReused."""
    if not known_passwords:
        passwords.refuse_weak(password, account.username, account.name)
    await passwords.refuse_reused(password, account.last_passwords)
    return await passwords.hashed(password)


async def keep_password(
    tx: Transaction, account: Account, password_hash: str, expires_at: datetime | None = None
) -> None:  # fmt: skip
    """Keep a password that was accepted; every session ends."""
    account.change_password(password_hash, tx.now, expires_at=expires_at)
    account.updated_at = tx.now
    await sessions.revoke_sessions_of(tx, account.username)


def expiry(tx: Transaction, settings: IdentitySettings) -> datetime | None:
    """When a password that another person knows expires; those of a demonstration are known to everybody and stay."""
    return None if settings.demo else tx.now + timedelta(hours=settings.one_time_password_hours)
