"""Login, rotation and logout."""

import hmac
import math
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.envelope import new_id
from countykit.regions import significant
from countykit.validity import ended_by
from countykit.workdays import today
from prometheus_client import Counter
from servicekit.security_log import Outcome, SecurityKind
from servicekit.transaction import Transaction

from gateway.directory.departments import repository as departments
from gateway.directory.regions import repository as regions
from gateway.identity import passwords
from gateway.identity.accounts import repository as accounts
from gateway.identity.accounts.models import Account, State
from gateway.identity.accounts.schemas import USERNAME
from gateway.identity.appointments.standing import Standing, standing
from gateway.identity.appointments.standing import held as posts_held
from gateway.identity.clients import repository as clients
from gateway.identity.clients.models import Client
from gateway.identity.digests import digest
from gateway.identity.keyring import Keyring
from gateway.identity.persons import repository as persons
from gateway.identity.posts.models import Post
from gateway.identity.reach import Reach, reach_of
from gateway.identity.second_factors import repository as factors
from gateway.identity.second_factors.service import Outcome as Proved
from gateway.identity.second_factors.service import Proof, Prover
from gateway.identity.sessions import repository
from gateway.identity.sessions.models import RefreshToken, Session
from gateway.identity.settings import IdentitySettings
from gateway.identity.tokens.outcomes import (
    ClientDenied,
    Denied,
    LoginLocked,
    NoPost,
    OneTimePasswordExpired,
    PlaceEnded,
    RefreshDenied,
    SecondFactorNeeded,
    SecondFactorWrong,
    Tokens,
)  # fmt: skip

LOCKOUTS = Counter("songbang_login_lockouts_total", "Sign-ins that have to wait after wrong passwords")
# A client that lost the answer to a rotation may ask once more within this time.
_GRACE = timedelta(seconds=10)
_FAILURES_COUNT_FOR = timedelta(hours=1)
_ACCOUNT = re.compile(f"{USERNAME}|^C[0-9a-f]{{16}}$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Makes tokens as the settings say."""

    settings: IdentitySettings
    keyring: Keyring
    prover: Prover

    def access_token(
        self, who: Account | Client, sub: str, now: datetime, session: UUID | None = None,
        standing: Standing | None = None, *, must_enrol: bool = False, reach: Reach | None = None,
    ) -> Tokens:  # fmt: skip
        """An access token with the claims that every service reads; `session` goes in as `sid`.

        A person acts in the post of their `standing`, a system as what it was registered for.
        """
        place = standing.post if standing is not None else who
        seconds = self.settings.access_token_seconds
        issued_at = int(now.timestamp())
        claims = {
            "iss": self.settings.token_issuer, "aud": self.settings.token_audience, "sub": sub, "jti": str(new_id()),
            "iat": issued_at, "exp": issued_at + seconds, "name": who.name, "roles": list(place.roles),
            "region": significant(place.region), "department": place.department,
            **(standing.claims if standing is not None else {}), **(reach.claims if reach is not None else {}),
        }  # fmt: skip
        if session is not None:
            claims["sid"] = str(session)
        if isinstance(who, Account) and who.owes_password(now, self.settings.password_days):
            claims["must_change_password"] = True
        if must_enrol:
            claims["must_enrol_second_factor"] = True
        return Tokens(self.keyring.sign(claims), seconds)


async def by_password(
    tx: Transaction,
    issuer: Issuer,
    username: str,
    password: str,
    wanted: UUID | None = None,
    code: str | None = None,
) -> Tokens | Denied:
    """A person signs in, in the post they want or hold longest: a new session begins."""
    account = await check_password(tx, issuer.settings, username, password)
    if isinstance(account, Denied):
        _log_failure(tx, username, account)
        return account
    denial = denial_of(await issuer.prover.prove(tx, account.username, code))
    if denial is not None:
        _log_failure(tx, username, denial)
        return denial
    post = await _post(tx, account, wanted)
    if isinstance(post, Denied):
        _log_failure(tx, username, post)
        return post
    if account.password_expires_at is not None and account.password_expires_at <= tx.now:
        _log_failure(tx, username, OneTimePasswordExpired())
        return OneTimePasswordExpired()
    now = tx.now
    tx.act_as(account.username)
    person = await persons.person_of(tx, account.username) or account.id
    tx.log_security(
        SecurityKind.SIGN_IN, resource="session", grant="password", person=str(person), post=str(post.id)
    )  # fmt: skip
    session = tx.add(Session(
        username=account.username, post_id=post.id, created_at=now,
        expires_at=now + timedelta(days=issuer.settings.session_days),
    ))  # fmt: skip
    await tx.session.flush()  # the token refers to its session's row
    refresh_token = secrets.token_urlsafe(32)
    _keep(tx, issuer, session, refresh_token)
    return await _answer(tx, issuer, account, post, session, refresh_token)


def denial_of(proof: Proof) -> Denied | None:
    """What a proof of a second factor is denied with."""
    match proof.outcome:
        case Proved.GOOD:
            return None
        case Proved.LOCKED:
            return LoginLocked(retry_after_seconds=proof.seconds)
        case Proved.NEEDED:
            return SecondFactorNeeded()
        case Proved.WRONG:
            return SecondFactorWrong()


async def check_password(tx: Transaction, settings: IdentitySettings, username: str, password: str) -> Account | Denied:
    """The active account behind a username and password.

    Failures are counted for the name and the caller's network, which waits after some of them, twice as long each time.
    """
    record = await repository.locked_failures(tx, username)
    if record.locked_until is not None and tx.now < record.locked_until:
        seconds = math.ceil((record.locked_until - tx.now).total_seconds())
        return LoginLocked(retry_after_seconds=seconds)
    account = await accounts.named(tx, username)
    usable = account if account is not None and account.state == State.ACTIVE else None
    if await passwords.matches(password, usable.password_hash if usable else None) and usable is not None:
        await repository.forget_failures(tx, username, record.network)
        if passwords.outdated(usable.password_hash):
            usable.password_hash = await passwords.hashed(password)
        return usable
    recent = tx.now - (record.locked_until or record.failed_at) < _FAILURES_COUNT_FOR
    record.failures = record.failures + 1 if recent else 1
    record.failed_at = tx.now
    beyond = record.failures - settings.lockout_failures
    record.locked_until = tx.now + settings.waiting_time(beyond) if beyond >= 0 else None
    if beyond >= 0:
        LOCKOUTS.inc()
    return Denied()


async def by_refresh_token(
    tx: Transaction, issuer: Issuer, refresh_token: str, wanted: UUID | None = None
) -> Tokens | Denied:
    """Rotate: the token is used up and its successor handed out. Using one again ends the whole session.

    Another post that is wanted is acted in from now on, without a new password.
    """
    found = await repository.token(tx, refresh_token)
    if found is None:
        return RefreshDenied()
    session = await repository.locked_session(tx, found.session_id)
    found = await repository.token(tx, refresh_token)  # again, now that nobody else rotates
    account = await accounts.named(tx, session.username)
    if found is None or account is None or account.state != State.ACTIVE:
        return RefreshDenied()
    post = await _post(tx, account, wanted or session.post_id)
    # A place that ended has ended the sessions with it, and is the reason to give.
    over = not session.is_open(tx.now) or tx.now >= found.expires_at
    if over and not isinstance(post, PlaceEnded):
        return RefreshDenied()
    if isinstance(post, Denied):
        return post
    successor = issuer.keyring.successor(refresh_token)
    if found.used_at is None:
        found.used_at = tx.now
        _keep(tx, issuer, session, successor)
    elif not await _is_lost_answer(tx, found, successor):
        session.revoked_at = tx.now
        _log_failure(tx, session.username, RefreshDenied(), reason="refresh_token_used_twice")
        return RefreshDenied()
    if post.id != session.post_id:
        session.post_id = post.id
        tx.act_as(account.username)
        tx.log_security(SecurityKind.SIGN_IN, resource="session", post=str(post.id))
    return await _answer(tx, issuer, account, post, session, successor)


async def _is_lost_answer(tx: Transaction, used: RefreshToken, successor: str) -> bool:
    following = await repository.token(tx, successor)
    fresh = used.used_at is not None and tx.now - used.used_at <= _GRACE
    return fresh and following is not None and following.used_at is None


async def by_client(tx: Transaction, issuer: Issuer, client_id: str, client_secret: str) -> Tokens | Denied:
    """A system signs in; it has no session, its secret is its refresh token."""
    client = await clients.named(tx, client_id)
    stored = client.secret_hash if client is not None and client.is_active else bytes(32)
    if not hmac.compare_digest(digest(client_secret), stored) or client is None:
        _log_failure(tx, client_id, ClientDenied())
        return ClientDenied()
    if await _place_ended(tx, client):
        _log_failure(tx, client_id, PlaceEnded())
        return PlaceEnded()
    tx.act_as(client.client_id)
    tx.log_security(SecurityKind.SIGN_IN, resource="client", grant="client_credentials")
    reach = await reach_of(tx, client.region, client.department)
    return issuer.access_token(client, client.client_id, tx.now, reach=reach)


async def _post(tx: Transaction, account: Account, wanted: UUID | None) -> Post | Denied:
    """The post to act in: the one that is wanted, else of those held today the longest held whose place goes on."""
    held = [post for post in await posts_held(tx, account) if wanted in (None, post.id)]
    for post in held:
        if not await _place_ended(tx, post):
            return post
    return PlaceEnded() if held else NoPost()


async def _place_ended(tx: Transaction, who: Post | Client) -> bool:
    """Whether the region or the body of a post or system is no more."""
    place = (await regions.known(tx, [who.region])).get(who.region)
    body = await departments.find(tx, who.department) if who.department is not None else None
    day = today(tx.now)
    return (place is not None and ended_by(place, day)) or (body is not None and body.ended_by(day))


async def end_session(tx: Transaction, refresh_token: str) -> None:
    """Log out: the whole family ends. An unknown token is nothing to complain about (RFC 7009)."""
    found = await repository.token(tx, refresh_token)
    if found is not None:
        session = await repository.locked_session(tx, found.session_id)
        if session.revoked_at is None:
            session.revoked_at = tx.now
            tx.act_as(session.username)
            tx.log_security(SecurityKind.SIGN_OUT, resource="session")


def _log_failure(tx: Transaction, name: str, denial: Denied, **detail: str) -> None:
    """A name that no account could have may be a password typed into the wrong field: it is not kept."""
    account = name if _ACCOUNT.fullmatch(name) else "?"
    detail["code"] = denial.code
    tx.log_security(SecurityKind.SIGN_IN, Outcome.FAILURE, account=account, resource="session", **detail)


def _keep(tx: Transaction, issuer: Issuer, session: Session, refresh_token: str) -> None:
    unused = tx.now + timedelta(hours=issuer.settings.refresh_token_hours)
    tx.add(RefreshToken(
        hash=digest(refresh_token), session_id=session.id, expires_at=min(unused, session.expires_at)
    ))  # fmt: skip


async def _answer(
    tx: Transaction, issuer: Issuer, account: Account, post: Post, session: Session, refresh_token: str
) -> Tokens:
    known = await standing(tx, account, post, issuer.settings.recusal_days)
    must_enrol = (
        issuer.settings.needs_second_factor(post.roles) and await factors.confirmed(tx, account.username) is None
    )
    access = issuer.access_token(account, account.username, tx.now, session.id, known, must_enrol=must_enrol)
    return Tokens(access.access_token, access.expires_in, refresh_token)
