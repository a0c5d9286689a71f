"""Who comes back from an outside provider, and whom it signs out."""

from datetime import timedelta
from uuid import UUID

from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity.accounts import repository as accounts
from gateway.identity.accounts.models import State
from gateway.identity.outside.errors import OutsideDenied, OutsideUnknown
from gateway.identity.outside.provider import Arrival, Ended
from gateway.identity.outside.ticket import Ticket
from gateway.identity.outside_logins import repository
from gateway.identity.sessions import repository as sessions
from gateway.identity.tokens import service as tokens
from gateway.identity.tokens.issuer import Issuer
from gateway.identity.tokens.outcomes import Denied, Tokens

TICKET_MINUTES = 10


async def arrive(tx: Transaction, ticket: Ticket, arrival: Arrival | Denied) -> Denied | None:
    """Keep that somebody arrived, once for each ticket; a denial where nothing was proved or no account is theirs."""
    if isinstance(arrival, Denied):
        tokens.log_failure(tx, "", arrival)
        return arrival
    known = await repository.of_subject(tx, arrival.entrance.issuer, arrival.subject)
    if known is None:
        tokens.log_failure(tx, "", OutsideUnknown())
        return OutsideUnknown(subject=arrival.subject)
    until = tx.now + timedelta(minutes=TICKET_MINUTES)
    if not await repository.arrive(tx, ticket.secret, known.username, arrival.entrance, until):
        tokens.log_failure(tx, known.username, OutsideDenied(), reason="ticket_used_twice")
        return OutsideDenied()
    return None


async def come_in(
    tx: Transaction, issuer: Issuer, ticket: Ticket, wanted: UUID | None, code: str | None
) -> Tokens | Denied:
    """Begin the session of who arrived by a ticket; where a one-time code is wanted, the arrival waits for it."""
    arrival = await repository.arrived(tx, ticket.secret)
    account = await accounts.named(tx, arrival.username) if arrival is not None else None
    if arrival is None or account is None or account.state is not State.ACTIVE:
        tokens.log_failure(tx, arrival.username if arrival is not None else "", OutsideDenied())
        return OutsideDenied()
    outcome = await tokens.come_in(tx, issuer, account, wanted, code, arrival.entrance)
    arrival.done = isinstance(outcome, Tokens)
    return outcome


async def sign_out(tx: Transaction, issuer: str, ended: Ended) -> None:
    """End the sessions that began at the provider and that it ended: one of them, or all of a person."""
    known = await repository.of_subject(tx, issuer, ended.subject) if ended.subject is not None else None
    usernames = [known.username] if known is not None else []
    for username in await sessions.revoke_outside(tx, issuer, ended.at, sid=ended.sid, usernames=usernames):
        tx.log_security(SecurityKind.SIGN_OUT, account=username, resource="session", by="outside provider")
