"""Reads who is delivered to and keeps one channel per enabled endpoint."""

import asyncio
import logging
import ssl
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from aiohttp.abc import AbstractResolver
from servicekit.vault import SealBroken

from gateway.webhooks.endpoints.models import place_of
from gateway.webhooks.sending.channel import Channel
from gateway.webhooks.sending.client import Client, Target
from gateway.webhooks.sending.trust import trusting
from gateway.webhooks.settings import WebhookSettings
from gateway.webhooks.wire.guard import Guard, readable_networks
from gateway.webhooks.wire.signing import Signer, signature_with

log = logging.getLogger(__name__)

_COLUMNS = """
    e.id, e.version, e.url, e.rate_per_second, e.header_name, e.header_value, e.client_certificate, e.client_key,
    e.networks, h.failing_since IS NOT NULL AS failing,
    ARRAY(SELECT s.id FROM webhook_secret s WHERE s.endpoint_id = e.id
          AND (s.expires_at IS NULL OR s.expires_at > now()) ORDER BY s.id DESC) AS secrets
"""
# A catch-up holds its endpoint: what was missed is made out completely before anything newer goes.
ENABLED = f"""
    SELECT {_COLUMNS} FROM webhook_endpoint e LEFT JOIN webhook_health h ON h.endpoint_id = e.id
    WHERE e.state = 'enabled' AND NOT EXISTS (
        SELECT 1 FROM webhook_replay r WHERE r.endpoint_id = e.id AND r.state = 'running' AND r.catch_up)
"""
ONE = f"""
    SELECT {_COLUMNS} FROM webhook_endpoint e LEFT JOIN webhook_health h ON h.endpoint_id = e.id WHERE e.id = $1
"""
_SECRETS = "SELECT id, sealed FROM webhook_secret WHERE id = ANY($1::uuid[])"
_TRY_ALONE = "SELECT pg_try_advisory_lock(hashtextextended($1, 2))"
_LET_GO = "SELECT pg_advisory_unlock(hashtextextended($1, 2))"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a channel was built from; another one means a new connection pool and signer."""

    version: int
    secrets: tuple[UUID, ...]


class Roster:
    """The channels of this process."""

    def __init__(self, settings: WebhookSettings, resolver: AbstractResolver | None = None) -> None:
        self.channels: dict[UUID, Channel] = {}
        self._settings = settings
        self._resolver = resolver
        self._known: dict[UUID, Identity] = {}
        self._closing: set[asyncio.Task[None]] = set()

    async def reload(self, connection: asyncpg.Connection) -> list[Channel]:
        """Bring the channels up to date; returns those that ended, with what they had queued."""
        rows = {row["id"]: row for row in await connection.fetch(ENABLED)}
        for id, row in rows.items():
            identity = Identity(row["version"], tuple(row["secrets"]))
            if self._known.get(id) != identity:
                try:
                    await self._renew(connection, id, row)
                except (SealBroken, ValueError, ssl.SSLError) as error:
                    log.error("endpoint %s cannot be served: %s", id, error)
                    rows = {other: kept for other, kept in rows.items() if other != id}
                    continue
                self._known[id] = identity
            self.channels[id].failing = row["failing"]
        ended = [self._drop(id) for id in list(self.channels) if id not in rows]
        for id, channel in self.channels.items():
            await self._share(connection, id, channel)
        return ended

    def forget_locks(self) -> None:
        """The connection that held the locks of rate-limited endpoints is gone."""
        for channel in self.channels.values():
            channel.served_here = channel.rate is None

    async def target(self, connection: asyncpg.Connection, row: Any) -> Target:
        """What is needed to send to an endpoint; opens its secrets."""
        vault, id = self._settings.vault, row["id"]
        sealed = {found["id"]: found["sealed"] for found in await connection.fetch(_SECRETS, row["secrets"])}
        secrets = [
            vault.open(sealed[secret], place=place_of("webhook_secret", "sealed", secret))
            for secret in row["secrets"] if secret in sealed
        ]  # fmt: skip
        headers: tuple[tuple[str, str], ...] = ()
        if row["header_name"] is not None:
            value = vault.open(row["header_value"], place=place_of("webhook_endpoint", "header_value", id))
            headers = ((row["header_name"], value),)
        key = row["client_key"]
        return Target(
            id, row["url"], Signer([signature_with(secret) for secret in secrets]),
            Guard(self._settings.allowed_networks, readable_networks(row["networks"])), headers,
            row["client_certificate"],
            None if key is None else vault.open(key, place=place_of("webhook_endpoint", "client_key", id)),
        )  # fmt: skip

    def client(self, target: Target) -> Client:
        """A new set of connections to an endpoint."""
        return Client(
            target, timeout_seconds=self._settings.webhooks_timeout_seconds, resolver=self._resolver,
            trust=trusting(self._settings.webhooks_ca_file, target.certificate, target.key),
        )  # fmt: skip

    async def close(self) -> None:
        """Close all connections."""
        for channel in self.channels.values():
            await channel.client.close()
        for task in self._closing:
            task.cancel()
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _renew(self, connection: asyncpg.Connection, id: UUID, row: Any) -> None:
        client = self.client(await self.target(connection, row))
        channel = self.channels.get(id)
        if channel is None:
            self.channels[id] = Channel(client, self._settings.webhooks_endpoint_in_flight, row["rate_per_second"])
            return
        self._close_later(channel.client)
        channel.client, channel.hot, channel.held_until = client, True, 0.0
        channel.rate = row["rate_per_second"]

    async def _share(self, connection: asyncpg.Connection, id: UUID, channel: Channel) -> None:
        """A rate is kept exactly by letting one process at a time serve the endpoint."""
        if channel.rate is None:
            if channel.alone:
                await connection.fetchval(_LET_GO, str(id))
            channel.alone, channel.served_here = False, True
        elif not channel.alone:
            channel.alone = channel.served_here = await connection.fetchval(_TRY_ALONE, str(id))

    def _drop(self, id: UUID) -> Channel:
        channel = self.channels.pop(id)
        self._known.pop(id, None)
        self._close_later(channel.client)
        return channel

    def _close_later(self, client: Client) -> None:
        """Requests that are under way may end in peace."""

        async def close() -> None:
            try:
                await asyncio.sleep(self._settings.webhooks_timeout_seconds + 1)
            finally:
                await client.close()

        task = asyncio.create_task(close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
