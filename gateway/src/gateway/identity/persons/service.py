"""Which accounts are logins of one natural person: stated by who may manage them, taken back by two.

Rules about second persons compare all logins of a person (decision 0090). A statement holds at once: the sessions of
these accounts end, so that no token goes on that knows less.
"""

from uuid import UUID

from contracts.envelope import new_id
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity import grants
from gateway.identity.accounts import repository as accounts
from gateway.identity.accounts.models import WORKFLOW, Account
from gateway.identity.persons import repository
from gateway.identity.persons.errors import PersonKnown, PersonSameAccount, PersonSeparatedAlone, PersonSingleLogin
from gateway.identity.persons.models import PersonLogin
from gateway.identity.posts import repository as posts
from gateway.identity.posts.conflicts import require_one_person
from gateway.identity.sessions import repository as sessions


async def logins(tx: Transaction, account: Account) -> list[str]:
    """All logins of the person behind an account."""
    return sorted([account.username, *await repository.others(tx, account.username)])


async def join(tx: Transaction, caller: Caller, account_id: UUID, other_id: UUID) -> Account:
    """State that two accounts are of one person; all that was stated of either before holds for both.

    Raises NotFound, RoleNotGrantable, PersonSameAccount, PersonKnown, PostsConflict.
    """
    if account_id == other_id:
        raise PersonSameAccount
    # In one order, whichever of the two was named first, so that two such statements do not wait for each other.
    found = {each: await accounts.locked(tx, caller.scope, each) for each in sorted((account_id, other_id))}
    account, other = found[account_id], found[other_id]
    for each in (account, other):
        grants.require_manageable(caller, each.roles)
    WORKFLOW.take(account, "person", caller)
    rows = await repository.locked(tx, [account.username, other.username])
    known = repository.by_username(rows)
    if account.username in known and known[account.username] == known.get(other.username):
        raise PersonKnown
    both = [await posts.of_logins(tx, await logins(tx, each), since=today(tx.now)) for each in (account, other)]
    require_one_person(*both)
    person = known.get(other.username) or known.get(account.username) or new_id()
    for row in rows:
        row.person = person
    for each in (account, other):
        if each.username not in known:
            tx.add(PersonLogin(username=each.username, person=person, stated_by=caller.sub, stated_at=tx.now))
    await _take_effect(tx, {account.username, other.username, *known}, about=account)
    return account


async def part(tx: Transaction, caller: Caller, account_id: UUID) -> Account:
    """Take back that an account is a login of a person who has others.

    Raises NotFound, PersonSingleLogin, PersonSeparatedAlone.
    """
    account = await accounts.locked(tx, caller.scope, account_id)
    WORKFLOW.take(account, "separation", caller)
    rows = await repository.locked(tx, [account.username])
    if not rows:
        raise PersonSingleLogin
    names = {row.username for row in rows}
    if caller.is_any_of(*names, *(row.stated_by for row in rows)):
        raise PersonSeparatedAlone
    leaving = rows if len(rows) == 2 else [row for row in rows if row.username == account.username]
    for row in leaving:
        await tx.session.delete(row)
    await _take_effect(tx, names, about=account)
    return account


async def _take_effect(tx: Transaction, usernames: set[str], *, about: Account) -> None:
    for username in sorted(usernames):
        await sessions.revoke_sessions_of(tx, username)
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"account/{about.username}/person", logins=sorted(usernames)
    )  # fmt: skip
