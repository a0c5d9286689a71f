"""Housekeeping of the delivery side, by one process at a time: partitions, patience, expired and re-keyed secrets."""

import logging
from datetime import UTC, datetime, timedelta

import asyncpg
from servicekit.database import Database
from servicekit.transaction import Context, Transaction
from servicekit.vault import SealBroken, Vault

from gateway.event_log import repository as event_log
from gateway.webhooks import lifecycle, metrics
from gateway.webhooks.endpoints import repository
from gateway.webhooks.endpoints.models import place_of
from gateway.webhooks.settings import WebhookSettings

log = logging.getLogger(__name__)
_ONE_AT_A_TIME = 0x50B0_0021
_TRY = "SELECT pg_try_advisory_lock($1)"
_DONE = "SELECT pg_advisory_unlock($1)"
# By endpoint, so that the key leads to the few rows that wait for what was dropped, past the millions that do not.
_OLD_DUE = """
    DELETE FROM webhook_due due USING webhook_endpoint owner, (SELECT min(position) AS first FROM event_log) log
    WHERE due.endpoint_id = owner.id AND due.position < log.first
"""
_OLD_PROBES = "DELETE FROM webhook_probe WHERE created_at < now() - make_interval(days => $1)"
_FIGURES = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - oldest.due_at)), 0) AS oldest,
        count(*) FILTER (WHERE h.failing_since IS NOT NULL) AS failing
    FROM webhook_endpoint e LEFT JOIN webhook_health h ON h.endpoint_id = e.id
    LEFT JOIN LATERAL (SELECT due_at FROM webhook_due d WHERE d.endpoint_id = e.id AND d.due_at <= clock_timestamp()
                       ORDER BY d.due_at LIMIT 1) oldest ON true
    WHERE e.state = 'enabled'
"""


async def run_chores(connection: asyncpg.Connection, database: Database, settings: WebhookSettings) -> None:
    """One round of everything."""
    figures = await connection.fetchrow(_FIGURES)
    metrics.OLDEST.set(float(figures["oldest"]))
    metrics.FAILING.set(figures["failing"])
    if not await connection.fetchval(_TRY, _ONE_AT_A_TIME):
        return
    try:
        await event_log.keep_partitions(connection, settings.event_log_keep_days, datetime.now(UTC))
        await connection.execute(_OLD_DUE)
        await connection.execute(_OLD_PROBES, settings.event_log_keep_days)
        async with database.transaction(Context.of_system("webhooks:chores")) as tx:
            await lifecycle.review_failing(tx, timedelta(hours=settings.webhooks_disable_hours))
            for secret in await repository.expired_secrets(tx):
                await repository.delete(tx, secret)
            await seal_anew(tx, settings)
    finally:
        await connection.fetchval(_DONE, _ONE_AT_A_TIME)


async def seal_anew(tx: Transaction, settings: WebhookSettings) -> None:
    """Bring every sealed value to the newest key, so that an old key can be taken out of the settings."""
    vault = settings.vault
    for secret in await repository.all_secrets(tx):
        if not vault.is_current(secret.sealed):
            place = place_of("webhook_secret", "sealed", secret.id)
            secret.sealed = _resealed(vault, secret.sealed, place)
    for endpoint in await repository.with_sealed_values(tx):
        for column in ("header_value", "client_key"):
            sealed, place = getattr(endpoint, column), place_of("webhook_endpoint", column, endpoint.id)
            if sealed is not None and not vault.is_current(sealed):
                anew = _resealed(vault, sealed, place)
                setattr(endpoint, column, anew)
                endpoint.version += anew != sealed


def _resealed(vault: Vault, sealed: bytes, place: str) -> bytes:
    """A value under the newest key; one that cannot be opened stays, and must not cost the others their chores."""
    try:
        return vault.seal(vault.open(sealed, place=place), place=place)
    except SealBroken as error:
        log.error("%s cannot be sealed anew: %s", place, error)
        return sealed
