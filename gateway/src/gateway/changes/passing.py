"""Posts, systems and endpoints of what ends pass to its successor; a person keeps their roles and their history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.lineage import ChangeSubject
from countykit.workdays import today
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.changes.lines import Line, ending
from gateway.identity.accounts.models import Account
from gateway.identity.clients.models import Client
from gateway.identity.posts import repository
from gateway.identity.posts.models import Post
from gateway.identity.sessions.models import Session
from gateway.webhooks.endpoints.models import Endpoint

_BY = "system"


def _column(subject: ChangeSubject, model: type[Post | Client | Endpoint]) -> Any:
    return col(model.region if subject is ChangeSubject.REGION else model.department)


def _name(subject: ChangeSubject) -> str:
    return "region" if subject is ChangeSubject.REGION else "department"


async def posts_of(tx: Transaction, subject: ChangeSubject, codes: Collection[str], day: date) -> list[Post]:
    """The posts in some regions or bodies that are held on or after a day, locked in one order."""
    statement = sa.select(Post).where(
        _column(subject, Post).in_(list(codes)), sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) > day)
    ).order_by(col(Post.id)).with_for_update()  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def counted(tx: Transaction, subject: ChangeSubject, lines: Sequence[Line], day: date) -> tuple[int, int]:
    """How many posts would pass on, and how many would end without a successor."""
    to, ends = heirs(lines), ending(lines)
    posts = await posts_of(tx, subject, ends, day)
    held = [getattr(post, _name(subject)) in to for post in posts]
    return sum(held), len(held) - sum(held)


def heirs(lines: Sequence[Line]) -> dict[str, str]:
    """Who takes over from what ends."""
    ends = ending(lines)
    return {
        line.predecessor: line.successor for line in lines
        if line.takes_over and line.successor is not None and line.predecessor in ends
    }  # fmt: skip


async def pass_on(
    tx: Transaction, subject: ChangeSubject, lines: Sequence[Line], day: date, reason: str
) -> list[dict[str, Any]]:
    """End the posts of what ends and give them at its successor from the same day; returns what was, to undo by."""
    to, name, before = heirs(lines), _name(subject), list[dict[str, Any]]()
    accounts: set[UUID] = set()
    for post in await posts_of(tx, subject, ending(lines), day):
        before.append({"post": str(post.id), "valid_to": post.valid_to.isoformat() if post.valid_to else None})
        until, first = post.valid_to, max(day, post.valid_from)
        post.end(first, reason, _BY)
        post.updated_at = tx.now
        accounts.add(post.account_id)
        heir = to.get(getattr(post, name))
        if heir is None or await _held(tx, post, name, heir, first):
            continue
        values = {
            **post.model_dump(include={"roles", "region", "department", "awaits_confirmation", "confirmed_by"}),
            name: heir,
        }
        new = tx.add(Post(
            **values, account_id=post.account_id, valid_from=first, valid_to=until, reason=reason, given_by=_BY,
            taken_over_from=post.id, version=1,
        ))  # fmt: skip
        await tx.session.flush()
        before[-1]["passed"] = str(new.id)
        await tx.session.execute(
            sa.update(Session).where(col(Session.post_id) == post.id).values(post_id=new.id)
        )  # fmt: skip
    for account_id in sorted(accounts):
        await _place(tx, account_id)
    return [*before, *await _reroute(tx, name, to)]


async def take_back(tx: Transaction, before: Sequence[Mapping[str, Any]]) -> None:
    """Give the posts back to what did not end after all."""
    accounts: set[UUID] = set()
    for row in before:
        if "system" in row:
            model: type[Client | Endpoint] = Client if row["system"] == "client" else Endpoint
            system = await tx.session.get(model, UUID(row["id"]))
            if system is not None:
                _move(tx, system, row["name"], row["from"])
        if "post" not in row:
            continue
        post = await tx.session.get_one(Post, UUID(row["post"]))
        post.valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        post.end_reason = post.ended_by = None
        post.version += 1
        accounts.add(post.account_id)
        if "passed" in row:
            new = await tx.session.get_one(Post, UUID(row["passed"]))
            new.end(new.valid_from, "变更撤回", _BY)
            await tx.session.execute(
                sa.update(Session).where(col(Session.post_id) == new.id).values(post_id=post.id)
            )  # fmt: skip
    for account_id in sorted(accounts):
        await _place(tx, account_id)


async def newly_given(tx: Transaction, subject: ChangeSubject, codes: Collection[str], after: datetime) -> bool:
    """Whether somebody was given a post in one of these regions or bodies after a moment."""
    statement = sa.select(sa.func.count()).select_from(Post).where(
        _column(subject, Post).in_(list(codes)), col(Post.created_at) > after
    )  # fmt: skip
    return bool((await tx.session.execute(statement)).scalar_one())


async def _held(tx: Transaction, post: Post, name: str, heir: str, day: date) -> bool:
    """Whether the account holds the same roles at the successor already."""
    statement = repository.of_account(post.account_id).where(
        col(getattr(Post, name)) == heir, sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) > day)
    )  # fmt: skip
    rows = (await tx.session.execute(statement)).scalars()
    return any(sorted(row.roles) == sorted(post.roles) for row in rows)


async def _place(tx: Transaction, account_id: UUID) -> None:
    """An account is managed where its posts are."""
    await tx.session.flush()
    account = await tx.session.get_one(Account, account_id)
    posts = await repository.of_logins(tx, [account.username], since=today(tx.now))
    if posts:
        account.region = posts[0].region
        account.department = next((post.department for post in posts if post.department), None)
        account.version += 1
        account.updated_at = tx.now
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}/posts", region=account.region)


async def _reroute(tx: Transaction, name: str, to: Mapping[str, str]) -> list[dict[str, Any]]:
    """Systems and endpoints go on at the successor."""
    before = []
    kinds: tuple[tuple[str, type[Client | Endpoint]], ...] = (("client", Client), ("endpoint", Endpoint))
    for kind, model in kinds:
        statement = sa.select(model).where(col(getattr(model, name)).in_(list(to))).order_by(col(model.id))
        for row in (await tx.session.execute(statement.with_for_update())).scalars():
            old = getattr(row, name)
            before.append({"system": kind, "id": str(row.id), "name": name, "from": old})
            _move(tx, row, name, to[old])
    return before


def _move(tx: Transaction, row: Any, name: str, place: str) -> None:
    setattr(row, name, place)
    row.version += 1
    row.updated_at = tx.now
