"""How an endpoint stops, proves itself and comes back: shared by people's requests and the workers."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from contracts.gateway import DeliveryExhausted, EndpointDisabled, EndpointFailing, EndpointRecovered, StopCause
from servicekit.database import Database
from servicekit.transaction import Context, Transaction

from gateway.event_log import repository as event_log
from gateway.webhooks.deliveries import queue
from gateway.webhooks.deliveries import repository as deliveries
from gateway.webhooks.deliveries.queue import Result
from gateway.webhooks.endpoints import repository
from gateway.webhooks.endpoints.models import WARNINGS, Endpoint, State, percent_of
from gateway.webhooks.replays.models import Replay

_WORTH_TELLING = timedelta(minutes=5)


def _context(action: str) -> Context:
    return Context.of_system(f"webhooks:{action}")


async def _driver_of(tx: Transaction) -> asyncpg.Connection:
    """What the workers' statements take, within the session's transaction."""
    connection = await (await tx.session.connection()).get_raw_connection()
    driver: asyncpg.Connection = connection.driver_connection
    return driver


async def stop(tx: Transaction, endpoint: Endpoint) -> None:
    """Remember what the endpoint has been told of, before it stops receiving; the row is locked."""
    if endpoint.receives and endpoint.stopped_position is None:
        await event_log.become_writer(tx)
        endpoint.stopped_position = await event_log.last_position(tx)


async def go_on(tx: Transaction, endpoint: Endpoint, *, was_disabled: bool) -> None:
    """Let an enabled endpoint catch up, in order, with everything since it stopped; the row is locked."""
    await repository.clear_health(tx, endpoint.id)
    if endpoint.stopped_position is not None:
        # As the writer we know that whatever comes behind this position is made out by the fan-out itself.
        await event_log.become_writer(tx)
        first, last = endpoint.stopped_position, await event_log.last_position(tx)
        endpoint.stopped_position = None
        replay = Replay(
            endpoint_id=endpoint.id, types=endpoint.types, first_position=first, next_position=first,
            last_position=last, catch_up=True, created_by=tx.context.actor, created_at=tx.now,
        )  # fmt: skip
        tx.add(replay)
        tx.record(EndpointRecovered(was_disabled=was_disabled), about=endpoint)
    else:
        _touch(tx, endpoint)
    await deliveries.notify(tx)


async def rested(tx: Transaction, endpoint: Endpoint, lease: timedelta) -> None:
    """End a pause: what waits is due, and the pause does not count as failing; the row is locked."""
    if not endpoint.verified:  # its address changed meanwhile, so first it is challenged
        await stop(tx, endpoint)
        return
    await repository.clear_health(tx, endpoint.id)
    await queue.catch_up(await _driver_of(tx), endpoint.id, lease)


async def disable_row(tx: Transaction, endpoint: Endpoint, *, cause: StopCause, reason: str) -> None:
    """Disable a locked endpoint and say so."""
    await stop(tx, endpoint)
    endpoint.apply("deactivation", reason)
    tx.record(EndpointDisabled(cause=cause), about=endpoint)
    await deliveries.notify(tx)


async def disable_those_of(tx: Transaction, owner: str) -> None:
    """Disable every endpoint that a system registered which may not sign in any more."""
    for endpoint in await repository.locked_of(tx, owner):
        await disable_row(tx, endpoint, cause=StopCause.PERSON, reason="登记该接收端的客户端已停用")


async def disable(database: Database, id: UUID, *, cause: StopCause, reason: str) -> None:
    """Disable an endpoint on its own behaviour."""
    async with database.transaction(_context("disable")) as tx:
        endpoint = await repository.locked_if_there(tx, id)
        if endpoint is not None and endpoint.receives:
            await disable_row(tx, endpoint, cause=cause, reason=reason)


async def prove(database: Database, id: UUID, url: str) -> None:
    """An address has echoed the challenge; if it is not the endpoint's any more, that proves nothing."""
    async with database.transaction(_context("prove")) as tx:
        endpoint = await repository.locked_if_there(tx, id)
        if endpoint is not None and endpoint.state == State.PENDING_CHALLENGE and endpoint.url == url:
            endpoint.verified, endpoint.state, endpoint.reason = True, State.ENABLED, None
            await go_on(tx, endpoint, was_disabled=False)


async def begin_failing(connection: asyncpg.Connection, id: UUID, at: datetime, error: str) -> None:
    """Start the clock after whose end the endpoint is disabled."""
    await connection.execute(repository.BEGIN_FAILING, id, at, error[:500])


async def recover(database: Database, id: UUID) -> datetime | None:
    """Stop that clock, and return when it began; a failure of minutes is worth an event, a blip is not."""
    async with database.transaction(_context("recover")) as tx:
        endpoint = await repository.locked_if_there(tx, id)
        if endpoint is None:
            return None
        since = await repository.clear_health(tx, id)
        if since is not None and tx.now - since >= _WORTH_TELLING:
            tx.record(EndpointRecovered(was_disabled=False), about=endpoint)
        return since


async def exhaust(database: Database, result: Result) -> None:
    """Give a delivery up, in one transaction with the event that says so."""
    claim = result.claim
    async with database.transaction(_context("exhaust")) as tx:
        endpoint = await repository.locked_if_there(tx, claim.endpoint_id)
        await queue.finish(await _driver_of(tx), [result])
        if endpoint is not None and claim.type != DeliveryExhausted.type:  # else failures would breed failures
            fact = DeliveryExhausted(event_id=claim.event_id, event_type=claim.type, attempts=claim.attempts + 1)
            tx.record(fact, about=endpoint)


async def review_failing(tx: Transaction, patience: timedelta) -> None:
    """Warn about endpoints that keep failing, and disable those that have failed for too long."""
    for endpoint, health in await repository.failing(tx):
        assert health.failing_since is not None  # noqa: S101 - the query's condition
        percent = percent_of(health.failing_since, tx.now, patience)
        if percent >= 100:
            await disable_row(tx, endpoint, cause=StopCause.FAILING, reason="持续投递失败，已自动停用")
            continue
        due = max((step for step in WARNINGS if step <= percent), default=0)
        if due > health.warned_percent:
            health.warned_percent = due
            tx.record(EndpointFailing(percent=due), about=endpoint)


def _touch(tx: Transaction, endpoint: Endpoint) -> None:
    endpoint.version += 1
    endpoint.updated_at = tx.now
