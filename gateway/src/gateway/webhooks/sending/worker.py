"""The delivery worker: claims in batches, sends per endpoint within its limits, writes results in batches."""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
from aiohttp.abc import AbstractResolver
from contracts.gateway import StopCause
from servicekit import driver
from servicekit.database import Database
from sqlalchemy.exc import SQLAlchemyError

from gateway.webhooks import lifecycle, metrics
from gateway.webhooks.deliveries import queue
from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.queue import Claim, Result
from gateway.webhooks.deliveries.repository import CHANNEL
from gateway.webhooks.sending.channel import Channel
from gateway.webhooks.sending.judge import GONE, judged
from gateway.webhooks.sending.roster import Roster
from gateway.webhooks.sending.schedule import seconds_of, tried_within
from gateway.webhooks.settings import WebhookSettings

log = logging.getLogger(__name__)
LOST = (*driver.LOST, SQLAlchemyError)
_POLL_SECONDS = 0.5
_RELOAD_SECONDS = 5.0
_BEAT_SECONDS = 0.1
_GATHER_SECONDS = 0.025
_LANE_SECONDS = 0.005
_WRITTEN_AT_ONCE = 1000
_RETRY_SECONDS = 1.0


class Worker:
    """One process's deliveries. Everything it knows is in the database too, but for what is in flight."""

    def __init__(
        self, database: Database, settings: WebhookSettings, *, resolver: AbstractResolver | None = None
    ) -> None:
        self.roster = Roster(settings, resolver)
        self.last_claim_at = time.monotonic()
        self._database = database
        self._settings = settings
        self._lease = timedelta(seconds=settings.webhooks_lease_seconds)
        self._wake = asyncio.Event()
        self._changed = asyncio.Event()
        self._finished = asyncio.Event()
        self._results: list[Result] = []
        self._sends: set[asyncio.Task[None]] = set()
        self._suspects = 0
        self._stopping = False

    async def run(self) -> None:
        """Deliver until stopped; a lost database is waited for, and results that were not written yet are kept."""
        while True:
            try:
                await self._serve()
            except* LOST as errors:
                log.warning("deliveries wait for the database: %s", errors.exceptions[0])
            await asyncio.sleep(_RETRY_SECONDS)

    async def stop(self) -> None:
        """Let what is under way end, write it down and give the rest back."""
        self._stopping = True
        if self._sends:
            await asyncio.wait(self._sends, timeout=self._settings.webhooks_timeout_seconds)
        try:
            await self._settle()
        finally:
            await self.roster.close()

    async def _settle(self) -> None:
        connection = await self._connect()
        try:
            await self._write(connection)
            queued = [claim for channel in self.roster.channels.values() for claim in channel.queue]
            await queue.release(connection, queued)
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        connection = await self._database.direct()
        await connection.execute("SET synchronous_commit = off")
        # These statements walk indexes, whatever a table without fresh statistics looks like to the planner.
        await connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off")
        await connection.execute("SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan")
        return connection

    async def _serve(self) -> None:
        connections = [await self._connect() for _ in range(3)]
        claims, results, ears = connections
        try:
            self.roster.forget_locks()
            await ears.add_listener(CHANNEL, self._heard)
            await self._reload(ears)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._claim_loop(claims))
                group.create_task(self._write_loop(results))
                group.create_task(self._reload_loop(ears))
                group.create_task(self._beat())
        finally:
            for connection in connections:
                connection.terminate()

    def _heard(self, _connection: object, _pid: int, _channel: str, message: object) -> None:
        if not message:
            self._changed.set()
            return
        for part in str(message).split(","):
            channel = self.roster.channels.get(UUID(part))
            if channel is not None:
                channel.hot = True
        self._wake.set()

    async def _reload_loop(self, connection: asyncpg.Connection) -> None:
        while True:
            await _set_within(self._changed, _RELOAD_SECONDS)
            self._changed.clear()
            await self._reload(connection)

    async def _reload(self, connection: asyncpg.Connection) -> None:
        held: list[Claim] = []
        for ended in await self.roster.reload(connection):
            held += ended.queue
            ended.queue.clear()  # or the ends of what is under way would start the next
        await queue.release(connection, held)
        self._make_hot()

    def _make_hot(self) -> None:
        for channel in self.roster.channels.values():
            channel.hot = True
        self._wake.set()

    async def _claim_loop(self, connection: asyncpg.Connection) -> None:
        poll_due = 0.0
        while True:
            await _set_within(self._wake, _POLL_SECONDS)
            self._wake.clear()
            now = self.last_claim_at = time.monotonic()
            if now >= poll_due:  # retries become due without anybody telling
                poll_due = now + _POLL_SECONDS
                self._make_hot()
            wanted = self._wanted(now)
            if wanted:
                claims = await queue.claim(connection, wanted, self._lease)
                await queue.release(connection, self._take(claims, dict(wanted)))

    def _wanted(self, now: float) -> list[tuple[UUID, int]]:
        if self._stopping or len(self._results) > _WRITTEN_AT_ONCE * 4:
            return []
        wanted = []
        for id, channel in self.roster.channels.items():
            most = channel.wants(now) if channel.hot else 0
            if most > 0:
                # Cold before the question, so that a notice that arrives during it is not overwritten by the answer.
                channel.hot = False
                wanted.append((id, most))
        return wanted

    def _take(self, claims: list[Claim], wanted: dict[UUID, int]) -> list[Claim]:
        """Queue what was claimed; returns that of endpoints which stopped meanwhile."""
        channels = self.roster.channels
        got = dict.fromkeys(wanted, 0)
        for claim in claims:
            got[claim.endpoint_id] += 1
            channel = channels.get(claim.endpoint_id)
            if channel is not None:
                channel.queue.append(claim)
        for id, count in got.items():
            if id in channels:
                channels[id].hot = channels[id].hot or count == wanted[id]
                self._pump(channels[id])
        return [claim for claim in claims if claim.endpoint_id not in channels]

    def _pump(self, channel: Channel) -> None:
        """Start what may start. All suspects together never hold more than half of the process."""
        now = time.monotonic()
        suspect = channel.is_suspect(now)
        while len(self._sends) < self._settings.webhooks_in_flight and not self._stopping:
            if suspect and self._suspects >= self._settings.webhooks_in_flight // 2:
                return
            if not channel.may_start(now):
                return
            claim = channel.queue.popleft()
            left = (claim.leased_until - datetime.now(UTC)).total_seconds()
            if left <= self._settings.webhooks_timeout_seconds:
                continue  # it was queued for too long: soon somebody else may claim it
            self._suspects += suspect
            channel.in_flight[claim.position] = now
            task = asyncio.create_task(self._send(channel, claim))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)

    async def _send(self, channel: Channel, claim: Claim) -> None:
        answer = await channel.client.send(str(claim.event_id), claim.body)
        channel.in_flight.pop(claim.position, None)
        now = datetime.now(UTC)
        wanted_wait = seconds_of(answer.retry_after, now)
        channel.learn(answer, wanted_wait, time.monotonic(), self._settings.webhooks_failing_pause_seconds)
        result = judged(claim, answer, wanted_wait, self._settings.webhooks_schedule_seconds, now)
        metrics.ATTEMPTS.labels(result.outcome.value).inc()
        metrics.SECONDS.observe(answer.latency_ms / 1000)
        self._results.append(result)
        self._finished.set()
        self._pump(channel)
        if channel.hot:
            self._wake.set()

    async def _beat(self) -> None:
        """Ten times a second: count the suspects, let time-bound queues go on, end silences."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            now = time.monotonic()
            channels = list(self.roster.channels.values())
            self._suspects = sum(len(channel.in_flight) for channel in channels if channel.is_suspect(now))
            metrics.IN_FLIGHT.set(len(self._sends))
            for channel in channels:
                if channel.queue:
                    self._pump(channel)
            if any(channel.hot and channel.wants(now) > 0 for channel in channels):
                self._wake.set()

    async def _write_loop(self, connection: asyncpg.Connection) -> None:
        while True:
            await self._finished.wait()
            # The next of a lane waits for the end of the one before; nobody waits for the others.
            in_lanes = any(result.claim.lane is not None for result in self._results)
            await asyncio.sleep(_LANE_SECONDS if in_lanes else _GATHER_SECONDS)
            self._finished.clear()
            while self._results:
                await self._write(connection)

    async def _write(self, connection: asyncpg.Connection) -> None:
        """Write what has gathered; it leaves memory only when it is written."""
        batch = self._results[:_WRITTEN_AT_ONCE]
        if not batch:
            return
        await queue.finish(connection, [r for r in batch if r.outcome is not Outcome.EXHAUSTED])
        for result in batch:
            if result.outcome is Outcome.EXHAUSTED:
                await lifecycle.exhaust(self._database, result)
        del self._results[: len(batch)]
        await self._follow_health(connection, batch)
        for result in batch:
            if result.claim.lane is not None and result.claim.endpoint_id in self.roster.channels:
                self.roster.channels[result.claim.endpoint_id].hot = True
                self._wake.set()

    async def _follow_health(self, connection: asyncpg.Connection, batch: list[Result]) -> None:
        """Note when an endpoint begins to fail, has gone, or works again."""
        failed = {r.claim.endpoint_id: r.at for r in reversed(batch) if r.outcome is not Outcome.DELIVERED}
        for id, last in {result.claim.endpoint_id: result for result in batch}.items():
            channel = self.roster.channels.get(id)
            if last.status == GONE:
                await lifecycle.disable(self._database, id, cause=StopCause.GONE, reason="接收方答复 410，不再接收")
                self._changed.set()
            elif channel is not None and last.outcome is not Outcome.DELIVERED and not channel.failing:
                channel.failing = True
                await lifecycle.begin_failing(connection, id, failed[id], last.error or "")
            elif channel is not None and last.outcome is Outcome.DELIVERED and channel.failing:
                channel.failing = False
                since = await lifecycle.recover(self._database, id)
                if since is not None:  # else another worker was the first to notice
                    tried = tried_within(datetime.now(UTC) - since, self._settings.webhooks_schedule_seconds)
                    await queue.catch_up(connection, id, self._lease, tried)
                channel.hot = True
                self._wake.set()


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    # Not wait_for: on Python 3.11 it swallows a cancellation that meets the event, and the worker never ends.
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
