"""The relay loses nothing and keeps each aggregate's order, whatever commits late."""

import asyncio
import contextlib
import random

import asyncpg
import orjson
from checklist_svc.groups.models import Group
from contracts.checklist import GroupRegistered, Platform
from countykit.identity import EVERYTHING
from servicekit import relay
from servicekit.bus.interface import BusUnavailable
from servicekit.leader import Leader
from servicekit.relay import Relay
from servicekit.transaction import Context
from songbang.provision import database_url

from tests.waiting import eventually

STANDING_BY = """
    SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND state = 'idle' AND query LIKE '%pg_try_advisory_lock%'
"""

TOWNSHIP = "990101001000"


class RecordingBus:
    """Remembers what was published; can be told to be down."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self.passes = 0
        self.down = False

    async def publish(self, topic, records) -> None:
        if self.down:
            raise BusUnavailable("down")
        self.passes += 1
        self.events.extend(orjson.loads(value) for _, value in records)


async def make_groups(svc, count: int) -> list[Group]:
    groups = [Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1) for _ in range(count)]
    async with svc.database.transaction(Context.of_system("test")) as tx:
        for group in groups:
            tx.add(group)
            tx.record(GroupRegistered(platform="wechat"), about=group)
    return groups


async def isolated(start_service):
    """A service whose own relay never reaches a broker, so that the test's relay is the only one."""
    return await start_service("checklist_svc", bus_url="postgresql://nobody:nothing@127.0.0.1:1/bus")


# A slow commit: the outbox row is written, its id drawn, the aggregate locked, and others overtake.
SLOW_COMMITS = """
    CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF random() < 0.1 THEN PERFORM pg_sleep(0.03); END IF; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON outbox_pending DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION slow_commit();
"""


async def test_racing_writers_with_slow_commits_lose_no_event_and_invert_none(start_service, databases):
    svc = await isolated(start_service)
    owner = await asyncpg.connect(database_url(databases.dsn(), svc.database.url.rpartition("/")[2]))
    await owner.execute(SLOW_COMMITS)
    await owner.close()
    groups = await make_groups(svc, 8)
    bus, chance = RecordingBus(), random.Random(7)
    done = asyncio.Event()

    async def write(number: int) -> None:
        for _ in range(60):
            group = chance.choice(groups)
            async with svc.database.transaction(Context.of_system("test")) as tx:
                row = await tx.locked(Group, group.id, EVERYTHING)
                tx.record(GroupRegistered(platform="wechat"), about=row)

    async def relay() -> None:
        connection = await svc.database.direct()
        door = Relay(svc.database, bus)
        while not (done.is_set() and await door.publish_pending(connection) == 0):
            await door.publish_pending(connection)
            await asyncio.sleep(0)
        await connection.close()

    relaying = asyncio.create_task(relay())
    await asyncio.gather(*(write(number) for number in range(5)))
    done.set()
    await relaying
    assert sum(event["type"] == GroupRegistered.type for event in bus.events) == 8 + 5 * 60
    for group in groups:
        sequences = [event["sequence"] for event in bus.events if event["subject"] == f"groups/{group.id}"]
        assert sequences == list(range(1, len(sequences) + 1))


async def test_events_wait_in_the_outbox_while_the_bus_is_down(start_service):
    svc = await isolated(start_service)
    groups = await make_groups(svc, 3)
    bus = RecordingBus()
    connection = await svc.database.direct()
    own = Relay(svc.database, bus)
    bus.down = True
    try:
        await own.publish_pending(connection)
        raise AssertionError("a bus that is down must be noticed")
    except BusUnavailable:
        assert await waiting(connection, groups) == 3
    bus.down = False
    assert await own.publish_pending(connection) >= 3  # the first edition of the lists may be among them
    assert await waiting(connection, groups) == 0
    await connection.close()
    assert {f"groups/{group.id}" for group in groups} <= {event["subject"] for event in bus.events}


async def test_events_that_follow_each_other_closely_share_a_pass(start_service, monkeypatch):
    monkeypatch.setattr(relay, "PASS_SECONDS", 0.2)
    svc = await isolated(start_service)
    bus, connection, asking = RecordingBus(), await svc.database.direct(), await svc.database.direct()
    relaying = asyncio.create_task(Relay(svc.database, bus).run(connection))
    groups = [group for _ in range(20) for group in await make_groups(svc, 1)]

    async def published() -> bool:
        return await waiting(asking, groups) == 0

    await eventually(published)
    relaying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await relaying
    await connection.close()
    await asking.close()
    assert bus.passes <= 10


async def waiting(connection: asyncpg.Connection, groups: list[Group]) -> int:
    """How many events about these groups still wait for the broker."""
    return await connection.fetchval(
        """SELECT count(*) FROM outbox_pending p JOIN outbox o ON o.id = p.id AND o.recorded_at = p.recorded_at
           WHERE convert_from(o.body, 'UTF8')::jsonb ->> 'subject' = ANY($1)""",
        [f"groups/{group.id}" for group in groups],
    )


async def test_a_published_event_is_byte_for_byte_the_row_of_the_log(svc):
    await make_groups(svc, 1)
    subscription = svc.app.state.bus.subscribe("byte-test", ["songbang.checklist"])
    await subscription.start()
    connection = await svc.database.direct()
    body = await connection.fetchval("SELECT body FROM outbox")

    async def heard() -> bool:
        return any(message.value == body for message in await subscription.poll(500, 0.5))

    await eventually(heard)
    await subscription.stop()
    await connection.close()


async def test_only_one_of_two_replicas_leads_and_the_other_takes_over(svc):
    connection: asyncpg.Connection = await svc.database.direct()

    async def duty(_: asyncpg.Connection) -> None:
        await asyncio.Event().wait()

    await eventually(lambda: svc.app.state.leader.leading)
    second = Leader(svc.database, [duty])
    running = asyncio.create_task(second.run())
    # It has asked for the lock, did not get it, and stands by on its connection.
    await eventually(lambda: connection.fetchval(STANDING_BY))
    assert svc.app.state.leader.leading
    assert not second.leading
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND pid <> pg_backend_pid()"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    await eventually(lambda: not (second.leading and svc.app.state.leader.leading))
    await eventually(lambda: second.leading or svc.app.state.leader.leading)
    assert second.leading != svc.app.state.leader.leading
    running.cancel()
    await connection.close()
