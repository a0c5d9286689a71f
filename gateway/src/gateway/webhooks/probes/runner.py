"""Sends probes from the worker's process, which alone talks to the outside."""

import asyncio
import hmac
import logging
import ssl
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from servicekit.database import Database
from servicekit.vault import SealBroken

from gateway.webhooks import lifecycle
from gateway.webhooks.probes import repository
from gateway.webhooks.probes.models import Kind, State
from gateway.webhooks.sending.client import Answer, Target
from gateway.webhooks.sending.roster import ONE, Roster
from gateway.webhooks.sending.worker import LOST

log = logging.getLogger(__name__)
_MOST = 100


class Probes:
    """Sends what is queued, many at a time: who is slow to answer keeps nobody else waiting."""

    def __init__(self, database: Database, roster: Roster, lease: timedelta) -> None:
        self._database = database
        self._roster = roster
        self._lease = lease
        self._running: set[asyncio.Task[None]] = set()

    async def begin(self, connection: asyncpg.Connection) -> bool:
        """Begin what is queued; tells whether there was anything."""
        rows = await connection.fetch(repository.CLAIM, self._lease, _MOST - len(self._running))
        for row in rows:
            task = asyncio.create_task(self._run(row))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return bool(rows)

    async def stop(self) -> None:
        """Drop what is under way; when its lease is over it is sent again."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, row: Any) -> None:
        try:
            url, answer = await _sent(self._database, self._roster, row)
            fault = _fault(row, answer)
            if fault is None and row["kind"] == Kind.CHALLENGE:
                await lifecycle.prove(self._database, row["endpoint_id"], url)
            state = State.SUCCEEDED if fault is None else State.FAILED
            connection = await self._database.direct()
            try:
                await connection.execute(
                    repository.FINISH, row["id"], state.value, answer.status, answer.latency_ms, fault, answer.body
                )
            finally:
                await connection.close()
        except LOST as error:
            log.warning("probe %s waits for the database: %s", row["id"], error)


async def _sent(database: Database, roster: Roster, row: Any) -> tuple[str, Answer]:
    """The address it was sent to, and what came back."""
    try:
        target = await _target(database, roster, row["endpoint_id"])
        if target is None:
            return "", Answer(0, error="the endpoint was deleted")
        client = roster.client(target)
    except (SealBroken, ValueError, ssl.SSLError) as error:
        log.error("endpoint %s cannot be served: %s", row["endpoint_id"], error)
        return "", Answer(0, error="the endpoint's address, certificate or secrets cannot be used")
    try:
        return target.url, await client.send(str(row["id"]), row["body"])
    finally:
        await client.close()


async def _target(database: Database, roster: Roster, id: UUID) -> Target | None:
    connection = await database.direct()
    try:
        endpoint = await connection.fetchrow(ONE, id)
        return None if endpoint is None else await roster.target(connection, endpoint)
    finally:
        await connection.close()


def _fault(row: Any, answer: Answer) -> str | None:
    """Why a probe failed; a challenge must come back as `{"challenge": …}` or as plain text."""
    if not answer.accepted:
        return answer.error or f"answered {answer.status}"
    if row["kind"] == Kind.CHALLENGE and not hmac.compare_digest(_echo(answer.body or b""), row["echo"].encode()):
        return "the answer does not echo the challenge"
    return None


def _echo(body: bytes) -> bytes:
    try:
        document = orjson.loads(body)
    except ValueError:
        return body.strip()
    echoed = document.get("challenge") if isinstance(document, dict) else document
    return echoed.encode() if isinstance(echoed, str) else b""
