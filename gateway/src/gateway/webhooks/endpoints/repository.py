"""SQL about endpoints and their secrets; every door for people takes the caller's scope."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import EVERYTHING, Caller, Scope
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.catalogue.visibility import department_of, sees_reports
from gateway.webhooks.endpoints.errors import NotReceiving
from gateway.webhooks.endpoints.models import Endpoint, Health, Secret, State

_CLEAR = sa.text("""
    UPDATE webhook_health SET failing_since = NULL, warned_percent = 0, error = NULL
    WHERE endpoint_id = :endpoint AND failing_since IS NOT NULL
    RETURNING (SELECT h.failing_since FROM webhook_health h WHERE h.endpoint_id = :endpoint)
""")
BEGIN_FAILING = """
    INSERT INTO webhook_health (endpoint_id, failing_since, warned_percent, error)
    SELECT id, $2, 0, $3 FROM webhook_endpoint WHERE id = $1
    ON CONFLICT (endpoint_id) DO UPDATE
    SET failing_since = least(webhook_health.failing_since, excluded.failing_since), error = excluded.error
"""


def _scope_of(caller: Caller) -> Scope:
    """The system of a department does not touch the endpoints of anybody else."""
    return Scope(caller.region, department_of(caller))


def _reachable(endpoint: Endpoint, caller: Caller) -> Endpoint:
    """Nobody steers an endpoint that gets more than they may see themselves."""
    if endpoint.sees_reports and not sees_reports(caller):
        raise NotFound
    return endpoint


async def get(tx: Transaction, caller: Caller, id: UUID) -> Endpoint:
    """One endpoint to look at."""
    return _reachable(await tx.get(Endpoint, id, _scope_of(caller)), caller)


async def locked(tx: Transaction, caller: Caller, id: UUID) -> Endpoint:
    """One endpoint to change."""
    return _reachable(await tx.locked(Endpoint, id, _scope_of(caller)), caller)


async def receiving(tx: Transaction, caller: Caller, id: UUID) -> Endpoint:
    """One endpoint to change that deliveries can be made out for; raises NotReceiving."""
    endpoint = await locked(tx, caller, id)
    if not endpoint.receives:
        raise NotReceiving(state=endpoint.state)
    return endpoint


async def locked_if_there(tx: Transaction, id: UUID) -> Endpoint | None:
    """One endpoint to change for the workers; somebody may have deleted it meanwhile."""
    statement = sa.select(Endpoint).where(col(Endpoint.id) == id, EVERYTHING.where(Endpoint)).with_for_update()
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def locked_of(tx: Transaction, owner: str) -> Sequence[Endpoint]:
    """The endpoints that somebody registered and that are not disabled yet, to change."""
    mine = (col(Endpoint.created_by) == owner, col(Endpoint.state) != State.DISABLED)
    statement = sa.select(Endpoint).where(*mine).order_by(col(Endpoint.id)).with_for_update()
    return list((await tx.session.execute(statement)).scalars())


async def count_in(tx: Transaction, region: str) -> int:
    """How many endpoints a region has."""
    statement = sa.select(sa.func.count()).select_from(Endpoint).where(col(Endpoint.region) == region)
    return int((await tx.session.execute(statement)).scalar_one())


FILTERS = filters(Endpoint, state=AnyOf())


def visible(caller: Caller) -> sa.Select[Endpoint]:
    """The endpoints that a caller may see."""
    statement = sa.select(Endpoint).where(_scope_of(caller).where(Endpoint))
    if not sees_reports(caller):
        statement = statement.where(col(Endpoint.sees_reports).is_(False))
    return statement


async def secrets(tx: Transaction, endpoint: UUID) -> Sequence[Secret]:
    """The secrets of an endpoint, newest first."""
    statement = sa.select(Secret).where(col(Secret.endpoint_id) == endpoint).order_by(col(Secret.id).desc())
    return list((await tx.session.execute(statement)).scalars())


async def expired_secrets(tx: Transaction) -> Sequence[Secret]:
    """Secrets whose overlap is over."""
    statement = sa.select(Secret).where(col(Secret.expires_at) <= tx.now)
    return list((await tx.session.execute(statement)).scalars())


async def all_secrets(tx: Transaction) -> Sequence[Secret]:
    """Every secret, to be sealed with a new key."""
    return list((await tx.session.execute(sa.select(Secret).with_for_update())).scalars())


async def with_sealed_values(tx: Transaction) -> Sequence[Endpoint]:
    """Endpoints that hold sealed values of their own."""
    has = col(Endpoint.header_value).is_not(None) | col(Endpoint.client_key).is_not(None)
    return list((await tx.session.execute(sa.select(Endpoint).where(has).with_for_update())).scalars())


async def health(tx: Transaction, endpoint: UUID) -> Health | None:
    """How an endpoint is doing."""
    return await tx.session.get(Health, endpoint)


async def failing(tx: Transaction) -> Sequence[tuple[Endpoint, Health]]:
    """Enabled endpoints that have been failing, to be warned about or disabled."""
    statement = (
        sa.select(Endpoint, Health)
        .join(Health, col(Health.endpoint_id) == col(Endpoint.id))
        .where(col(Health.failing_since).is_not(None), col(Endpoint.state) == State.ENABLED)
        .with_for_update(skip_locked=True)
    )
    return [(row[0], row[1]) for row in await tx.session.execute(statement)]


async def clear_health(tx: Transaction, endpoint: UUID) -> datetime | None:
    """Forget the failures; returns since when there were any."""
    moment: datetime | None = (await tx.session.execute(_CLEAR, {"endpoint": endpoint})).scalar_one_or_none()
    return moment


async def delete(tx: Transaction, row: Endpoint | Secret) -> None:
    """Delete a row, audited as every change is."""
    await tx.session.delete(row)
