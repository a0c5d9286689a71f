"""Login, rotation and logout."""

import hmac
import math
import re
import secrets
from datetime import timedelta
from uuid import UUID

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
from gateway.identity.appointments.standing import held as posts_held
from gateway.identity.appointments.standing import standing
from gateway.identity.clients import repository as clients
from gateway.identity.clients.models import Client
from gateway.identity.digests import digest
from gateway.identity.persons import repository as persons
from gateway.identity.posts.models import Post
from gateway.identity.reach import reach_of
from gateway.identity.second_factors import repository as factors
from gateway.identity.second_factors.service import Outcome as Proved
from gateway.identity.second_factors.service import Proof
from gateway.identity.sessions import repository
from gateway.identity.sessions.models import Entrance, RefreshToken, Session
from gateway.identity.settings import IdentitySettings
from gateway.identity.tokens.issuer import Issuer
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
        log_failure(tx, username, account)
        return account
    return await come_in(tx, issuer, account, wanted, code)


async def come_in(
    tx: Transaction,
    issuer: Issuer,
    account: Account,
    wanted: UUID | None,
    code: str | None,
    entrance: Entrance | None = None,
) -> Tokens | Denied:
    """Begin a session for whoever proved to be the owner of an account: by its password, or at an outside provider.

    A second factor that the provider proved stands for the one of here.
    """
    post = await _passed(tx, issuer, account, wanted, code, entrance)
    if isinstance(post, Denied):
        log_failure(tx, account.username, post)
        return post
    now = tx.now
    tx.act_as(account.username)
    person = await persons.person_of(tx, account.username) or account.id
    tx.log_security(
        SecurityKind.SIGN_IN, resource="session", grant="outside" if entrance else "password", person=str(person),
        post=str(post.id),
    )  # fmt: skip
    session = Session(
        username=account.username, post_id=post.id, created_at=now,
        expires_at=now + timedelta(days=issuer.settings.session_days),
    )  # fmt: skip
    if entrance is not None:
        session.outside_issuer, session.outside_sid = entrance.issuer, entrance.sid
        session.outside_second_factor = entrance.second_factor
    tx.add(session)
    await tx.session.flush()  # the token refers to its session's row
    refresh_token = secrets.token_urlsafe(32)
    _keep(tx, issuer, session, refresh_token)
    return await _answer(tx, issuer, account, post, session, refresh_token)


async def _passed(
    tx: Transaction, issuer: Issuer, account: Account, wanted: UUID | None, code: str | None, entrance: Entrance | None
) -> Post | Denied:
    if entrance is None or not entrance.second_factor:
        denial = denial_of(await issuer.prover.prove(tx, account.username, code))
        if denial is not None:
            return denial
    post = await _post(tx, account, wanted)
    if isinstance(post, Denied):
        return post
    expired = account.password_expires_at is not None and account.password_expires_at <= tx.now
    return OneTimePasswordExpired() if expired and entrance is None else post


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
        log_failure(tx, session.username, RefreshDenied(), reason="refresh_token_used_twice")
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
        log_failure(tx, client_id, ClientDenied())
        return ClientDenied()
    if await _place_ended(tx, client):
        log_failure(tx, client_id, PlaceEnded())
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


def log_failure(tx: Transaction, name: str, denial: Denied, **detail: str) -> None:
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
        issuer.settings.needs_second_factor(post.roles) and not session.outside_second_factor
        and await factors.confirmed(tx, account.username) is None
    )  # fmt: skip
    access = issuer.access_token(
        account, account.username, tx.now, session.id, known, must_enrol=must_enrol,
        by_password=session.outside_issuer is None,
    )  # fmt: skip
    return Tokens(access.access_token, access.expires_in, refresh_token)
