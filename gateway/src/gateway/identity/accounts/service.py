"""What can be done with accounts."""

from uuid import UUID

from countykit.identity import Caller
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity import grants, passwords
from gateway.identity.accounts import repository
from gateway.identity.accounts.errors import UsernameTaken
from gateway.identity.accounts.models import Account, State
from gateway.identity.accounts.schemas import AccountCreation
from gateway.identity.sessions import repository as sessions


async def create_account(tx: Transaction, creation: AccountCreation, *, known_passwords: bool) -> Account:
    """Open an account without asking who may: the door of the first operator. Raises UsernameTaken, PasswordWeak."""
    if not known_passwords:
        passwords.refuse_weak(creation.password, creation.username, creation.name)
    if await repository.named(tx, creation.username) is not None:
        raise UsernameTaken
    values = creation.model_dump(exclude={"password"}, mode="json")
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{creation.username}",
        roles=creation.roles, region=creation.region,
    )  # fmt: skip
    return tx.add(Account(**values, version=1, password_hash=await passwords.hashed(creation.password)))


async def create(tx: Transaction, caller: Caller, creation: AccountCreation, *, known_passwords: bool) -> Account:
    """Open an account within the caller's own region and grantable roles."""
    await grants.check(
        tx, caller, roles=creation.roles, region=creation.region, department=creation.department
    )  # fmt: skip
    return await create_account(tx, creation, known_passwords=known_passwords)


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


async def reset_password(
    tx: Transaction, caller: Caller, account_id: UUID, password: str, *, known_passwords: bool
) -> Account:
    """Give somebody a new password; every session ends, and a lock with it."""
    account = await repository.locked(tx, caller.scope, account_id)
    grants.require_manageable(caller, account.roles)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}")
    await change_password(tx, account, password, known_passwords=known_passwords)
    await sessions.forget_failures(tx, account.username)
    return account


async def change_password(tx: Transaction, account: Account, password: str, *, known_passwords: bool) -> None:
    """Keep another password; every session ends."""
    if not known_passwords:
        passwords.refuse_weak(password, account.username, account.name)
    account.change_password(await passwords.hashed(password))
    account.updated_at = tx.now
    await sessions.revoke_sessions_of(tx, account.username)
