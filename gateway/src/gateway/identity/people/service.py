"""Checks a whole table of people, then opens accounts and gives posts: all rows or none."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.errors import Refusal
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from gateway.identity import grants, passwords
from gateway.identity.accounts import service as accounts
from gateway.identity.accounts.models import Account
from gateway.identity.accounts.schemas import AccountCreation
from gateway.identity.appointments import service as appointments
from gateway.identity.appointments.schemas import PostCreation
from gateway.identity.people import repository
from gateway.identity.people.errors import COLUMN_OF, DISTINCTION_NEEDED, DISTINCTION_TAKEN, NAME_DIFFERS
from gateway.identity.people.schemas import OpenedAccount, PersonRow
from gateway.identity.posts import repository as posts
from gateway.identity.posts.conflicts import require_compatible
from gateway.identity.posts.errors import PostToOneself
from gateway.identity.posts.models import Post
from gateway.identity.settings import IdentitySettings

PersonRows = Sequence[Row[PersonRow]]


async def check(tx: Transaction, caller: Caller, rows: PersonRows) -> list[RowError]:
    """Everything that is wrong with the rows, one error for each."""
    await repository.one_at_a_time(tx)
    known = await repository.known(tx, {row.body.username for row in rows})
    namesakes = await repository.namesakes(
        tx, {row.body.name for row in rows}, {row.body.region[:6] for row in rows}
    )  # fmt: skip
    errors = list(_of_names(rows, known, namesakes))
    wrong = {(error.sheet, error.row) for error in errors}
    planned: dict[str, list[Post]] = {}
    for row in rows:
        if (row.sheet, row.number) in wrong:
            continue
        try:
            await _require_givable(tx, caller, row.body, known.get(row.body.username), planned)
        except Refusal as refusal:
            errors.append(row.error(COLUMN_OF.get(refusal.code, "username"), refusal.code, refusal.detail))
    return errors


def _of_names(rows: PersonRows, known: dict[str, Account], namesakes: Sequence[Account]) -> Iterator[RowError]:
    """A username is of one name, and people of one name in a county are told apart by a code."""
    names = {account.username: account.name for account in known.values()}
    codes = {(each.name, each.region[:6], each.distinction): each.username for each in namesakes}
    people = {(each.name, each.region[:6], each.username) for each in namesakes}
    people |= {(row.body.name, row.body.region[:6], row.body.username) for row in rows}
    for row in rows:
        body, county = row.body, row.body.region[:6]
        if names.setdefault(body.username, body.name) != body.name:
            yield row.error("name", *NAME_DIFFERS)
        elif body.username in known:
            continue
        elif sum((name, place) == (body.name, county) for name, place, _ in people) > 1 and not body.distinction:
            yield row.error("distinction", *DISTINCTION_NEEDED)
        elif codes.setdefault((body.name, county, body.distinction), body.username) != body.username:
            yield row.error("distinction", *DISTINCTION_TAKEN)


async def _require_givable(
    tx: Transaction, caller: Caller, body: PersonRow, account: Account | None, planned: dict[str, list[Post]]
) -> None:
    """Raise what forbids this post: the giver's rights, its place, or another post of the person, of the table too."""
    await grants.check(tx, caller, roles=[body.role], region=body.region, department=body.department)
    if caller.is_any_of(body.username):
        raise PostToOneself
    if account is not None:
        caller.require_region(account.region)
        grants.require_manageable(caller, account.roles)
    day = _first_day(tx, body)
    further = planned.setdefault(body.username, [])
    held = await posts.of_logins(tx, [body.username], since=day) if account is not None else []
    place: dict[str, Any] = {"roles": [body.role], "region": body.region, "department": body.department}
    require_compatible([*held, *further], **place, valid_from=day)
    further.append(Post(**place, valid_from=day, reason=body.reason))


async def apply(
    tx: Transaction, caller: Caller, rows: PersonRows, settings: IdentitySettings
) -> tuple[list[OpenedAccount], int]:
    """Open accounts and give posts for checked rows; the accounts that were opened, and how many further posts."""
    known = await repository.known(tx, {row.body.username for row in rows})
    opened, further = [], 0
    for row in rows:
        body = row.body
        account = known.get(body.username)
        if account is None:
            password = passwords.drawn()
            creation = AccountCreation(
                **body.model_dump(include={"username", "name", "distinction", "region", "department"}),
                password=password, roles=[body.role],
            )  # fmt: skip
            known[body.username] = await accounts.create_account(
                tx, creation, known_passwords=True, expires_at=accounts.expiry(tx, settings),
                valid_from=_first_day(tx, body), reason=body.reason,
                confirmed=not settings.needs_confirmation([body.role]),
            )  # fmt: skip
            opened.append(OpenedAccount(username=body.username, name=body.name, one_time_password=password))
        else:
            post = body.model_dump(include={"region", "department", "valid_from", "reason"})
            await appointments.give(tx, caller, account.id, PostCreation(roles=[body.role], **post), settings)
            further += 1
    return opened, further


def _first_day(tx: Transaction, body: PersonRow) -> date:
    return body.valid_from or today(tx.now)
