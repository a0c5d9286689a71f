"""A delivery process killed with `kill -9` at a chosen point, where a lock or its receiver holds it, and then another.

Whatever the point, no event is lost, a repetition has the same webhook-id, and nothing is repeated that need not be.
"""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager

import asyncpg
import orjson
import pytest
from aiohttp import web
from contracts.gateway import DeliveryExhausted
from songbang.provision import database_url

from tests.waiting import eventually

PATIENT = {"webhooks_timeout_seconds": 20, "webhooks_lease_seconds": 60, "webhooks_schedule_seconds": [0, 0.1, 0.2]}
STUCK = 0x5EED
WAITING = "FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
# Deferred to the commit: everything of the transaction was done and nothing of it is there yet.
BEFORE_COMMIT = f"""
    CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared({STUCK}); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER stand_still AFTER INSERT ON {{table}} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION stand_still();
"""


class Scene:
    """One endpoint, the administrator's connections to both databases, and a receiver that counts."""

    def __init__(self, quiet, receiver, gateway, bus):
        self.quiet = quiet
        self.receiver = receiver
        self.gateway = gateway
        self.bus = bus

    async def begin(self):
        await self.quiet.registered(self.receiver.url)
        await self.quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
        await self.quiet.query("DELETE FROM webhook_probe")

    @asynccontextmanager
    async def held(self, connection, lock, *values):
        """Hold a lock; yields a check that the delivery process waits for it."""
        async with connection.transaction():
            await connection.execute(lock, *values)

            async def waits():
                return await connection.fetchval(f"SELECT count(*) {WAITING}")

            yield waits
            # The server would end the statement of a dead client as if nothing had happened: it dies with it here.
            await connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {WAITING}")

    async def killed_when(self, check):
        """A process that is killed as soon as the check holds."""
        async with self.process() as process:
            await eventually(check, 90)
            process.kill()
            await process.wait()

    def process(self):
        return self.quiet.subprocess(**{name: str(value) for name, value in PATIENT.items()})

    async def others_finish(self, bodies, *, exactly):
        """When its leases are over, the next process makes it good; each event has arrived as often as it should."""
        wanted = {orjson.loads(body)["id"]: exactly for body in bodies} if isinstance(exactly, int) else exactly
        await self.quiet.query("UPDATE webhook_due SET due_at = now() WHERE due_at < 'infinity'")
        async with self.quiet.delivering(**PATIENT):

            async def nothing_is_due():
                done = len(await self.attempts("delivered")) == len(bodies)
                return done and not await self.quiet.query("SELECT 1 FROM webhook_due")

            await eventually(nothing_is_due, 60)
        assert dict(Counter(self.receiver.ids)) == wanted
        assert {received.body for received in self.receiver.got} == set(bodies)

    async def attempts(self, outcome):
        return await self.quiet.query("SELECT 1 FROM webhook_attempt WHERE outcome = $1", outcome)


@pytest.fixture
async def scene(quiet, receiver, databases):
    urls = [quiet.svc.database.url, quiet.bus_url]
    connections = [await asyncpg.connect(database_url(databases.dsn(), url.rpartition("/")[2])) for url in urls]
    found = Scene(quiet, receiver, *connections)
    await found.begin()
    yield found
    for connection in connections:
        await connection.close()


async def test_killed_before_the_event_was_stored_it_is_heard_again_and_sent_once(scene):
    await scene.gateway.execute(BEFORE_COMMIT.format(table="webhook_due"))
    async with scene.held(scene.gateway, f"SELECT pg_advisory_xact_lock({STUCK})") as waits:
        bodies = await scene.quiet.publish(5)
        await scene.killed_when(waits)
        assert await scene.quiet.query("SELECT 1 FROM event_log UNION ALL SELECT 1 FROM inbox") == []
    await scene.others_finish(bodies, exactly=1)


async def test_killed_between_the_storing_and_the_offset_it_is_heard_again_and_not_stored_again(scene):
    async with scene.held(scene.bus, "LOCK TABLE group_offset IN SHARE ROW EXCLUSIVE MODE") as waits:
        bodies = await scene.quiet.publish(5)

        async def delivered_and_stuck():
            return await waits() and len(await scene.attempts("delivered")) == 5

        await scene.killed_when(delivered_and_stuck)
    await scene.others_finish(bodies, exactly=1)
    assert len(await scene.quiet.query("SELECT 1 FROM event_log")) == 5


async def test_killed_with_requests_under_way_only_those_are_repeated_and_the_claimed_ones_are_not(scene):
    released = asyncio.Event()

    async def hang(_):
        await released.wait()
        return web.Response()

    scene.receiver.answer = hang
    bodies = await scene.quiet.publish(16)

    async def half_is_sent_and_all_is_claimed():
        claimed = await scene.quiet.query("SELECT 1 FROM webhook_due WHERE due_at > now()")
        return len(claimed) == 16 and len(scene.receiver.got) == 8

    await scene.killed_when(half_is_sent_and_all_is_claimed)
    sent = set(scene.receiver.ids)
    released.set()
    scene.receiver.accepting()
    ids = [orjson.loads(body)["id"] for body in bodies]
    await scene.others_finish(bodies, exactly={id: 2 if id in sent else 1 for id in ids})


async def test_killed_after_the_answer_and_before_it_was_written_the_event_is_repeated_once(scene):
    arrived, held = asyncio.Event(), asyncio.Event()

    async def wait_for_the_lock(_):
        arrived.set()
        await held.wait()
        return web.Response()

    scene.receiver.answer = wait_for_the_lock
    [body] = await scene.quiet.publish()

    async def answered_and_stuck():
        if not arrived.is_set():
            return False
        async with scene.held(scene.gateway, "SELECT 1 FROM webhook_due FOR UPDATE") as waits:
            held.set()
            await eventually(waits)
            process.kill()
            await process.wait()
        return True

    async with scene.process() as process:
        await eventually(answered_and_stuck, 90)
    assert await scene.attempts("delivered") == []
    await scene.others_finish([body], exactly=2)


async def test_killed_after_the_result_was_written_nothing_is_repeated(scene):
    bodies = await scene.quiet.publish(5)

    async def written():
        return len(await scene.attempts("delivered")) == 5

    await scene.killed_when(written)
    await scene.others_finish(bodies, exactly=1)


async def test_killed_while_giving_up_a_delivery_is_given_up_once_and_says_so_once(scene):
    scene.receiver.failing()
    await scene.gateway.execute(BEFORE_COMMIT.format(table="outbox"))
    async with scene.held(scene.gateway, f"SELECT pg_advisory_xact_lock({STUCK})") as waits:
        [body] = await scene.quiet.publish()
        await scene.killed_when(waits)
        assert await scene.quiet.svc.events(DeliveryExhausted) == []
    await scene.quiet.query("UPDATE webhook_due SET due_at = now()")
    async with scene.quiet.delivering(**PATIENT):

        async def given_up():
            return not await scene.quiet.query("SELECT 1 FROM webhook_due")

        await eventually(given_up, 60)
    [fact] = await scene.quiet.svc.events(DeliveryExhausted)
    assert fact["data"]["event_id"] == orjson.loads(body)["id"] == scene.receiver.got[-1].id
    assert len(await scene.attempts("exhausted")) == 1
