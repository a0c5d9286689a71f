"""Sends errands from the worker's process, which alone talks to the outside."""

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

from gateway.webhooks.endpoints import lifecycle
from gateway.webhooks.errands import repository
from gateway.webhooks.errands.models import Kind, State
from gateway.webhooks.sending.client import Answer, Target
from gateway.webhooks.sending.roster import ONE, Roster

log = logging.getLogger(__name__)


async def run_errands(connection: asyncpg.Connection, database: Database, roster: Roster, lease: timedelta) -> int:
    """Send what is queued; returns how many there were."""
    rows = await connection.fetch(repository.CLAIM, lease)
    answers = await asyncio.gather(*(_send(database, roster, row) for row in rows))
    for row, answer in zip(rows, answers, strict=True):
        fault = _fault(row, answer)
        state = State.SUCCEEDED if fault is None else State.FAILED
        if state is State.SUCCEEDED and row["kind"] == Kind.CHALLENGE:
            await lifecycle.prove(database, row["endpoint_id"])
        await connection.execute(
            repository.FINISH, row["id"], state.value, answer.status, answer.latency_ms, fault, answer.body
        )
    return len(rows)


async def _send(database: Database, roster: Roster, row: Any) -> Answer:
    try:
        target = await _target(database, roster, row["endpoint_id"])
        if target is None:
            return Answer(0, error="the endpoint was deleted")
        client = roster.client(target)
    except (SealBroken, ValueError, ssl.SSLError) as error:
        log.error("endpoint %s cannot be served: %s", row["endpoint_id"], error)
        return Answer(0, error="the endpoint's secrets cannot be read")
    try:
        return await client.send(str(row["id"]), row["body"])
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
    """Why an errand failed; a challenge must come back as `{"challenge": …}` or as plain text."""
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
