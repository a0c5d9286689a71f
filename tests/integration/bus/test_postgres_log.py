"""What only the PostgreSQL transport has to take care of by itself."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest
from servicekit.bus import postgres_sql as sql
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import BusOptions, BusUnavailable, TopicSpec
from servicekit.bus.postgres import PostgresBus
from servicekit.bus.postgres_subscription import share_of
from songbang.postgres import EmbeddedPostgres

from tests.waiting import eventually

from .reading import numbered, per_key, persist, poll_until, read


@pytest.fixture(scope="session")
async def dsn(postgres: EmbeddedPostgres) -> str:
    name = f"bus_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(postgres.dsn())
    await connection.execute(f"create database {name}")
    await connection.close()
    return postgres.dsn(name)


@pytest.fixture
async def bus(dsn: str) -> AsyncIterator[PostgresBus]:
    made = PostgresBus(dsn, client_id="log-test", options=BusOptions())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    made = await asyncpg.connect(dsn)
    yield made
    await made.close()


@pytest.fixture
async def topic(bus: PostgresBus) -> str:
    name = f"test.{uuid.uuid4()}"
    await bus.ensure_topics([TopicSpec(name, partitions=2, retention_ms=3_600_000)])
    return name


async def test_only_what_is_older_than_the_retention_is_dropped(
    bus: PostgresBus, topic: str, connection: asyncpg.Connection
) -> None:
    await bus.publish(topic, numbered(keys=20, each=600))
    await connection.execute(
        "update log set appended_at = appended_at - interval '2 hours' where topic = $1 and \"offset\" < 5400", topic
    )
    before = await bus.end_offsets([topic])
    old = await connection.fetchval('select count(*) from log where topic = $1 and "offset" < 5400', topic)
    assert await bus.drop_expired() == old
    assert await bus.drop_expired() == 0
    assert await bus.end_offsets([topic]) == before
    assert await connection.fetchval("select count(*) from log where topic = $1", topic) == 12_000 - old


async def test_a_new_group_starts_at_the_oldest_record_kept_and_its_lag_counts_only_those(
    bus: PostgresBus, topic: str, connection: asyncpg.Connection
) -> None:
    await bus.publish(topic, numbered(keys=1, each=10))
    await connection.execute(
        "update log set appended_at = appended_at - interval '2 hours' where topic = $1 and \"offset\" < 6", topic
    )
    await bus.drop_expired()
    subscription = bus.subscribe(f"late-{uuid.uuid4()}", [topic])
    await subscription.start()
    assert sum((await subscription.lag()).values()) == 4
    assert per_key(await read(subscription, 4)) == {"key-0": [6, 7, 8, 9]}
    await subscription.stop()


async def test_a_statement_that_outlived_its_publisher_is_ended_before_anything_new_is_appended(
    bus: PostgresBus, topic: str, connection: asyncpg.Connection, dsn: str
) -> None:
    await bus.publish(topic, [("key", b"0")])
    pid, name = await connection.fetchrow(
        "select pid, application_name from pg_stat_activity where application_name like 'log-test:publish:%'"
    )
    zombie = await asyncpg.connect(dsn, server_settings={"application_name": name})
    holder = connection.transaction()
    await holder.start()
    await connection.execute("select from head where topic = $1 for update", topic)
    late = asyncio.create_task(zombie.execute(sql.APPEND, topic, [0], ["key"], [b"late"]))
    blocked = "select pid from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'"
    await eventually(lambda: connection.fetchval(blocked, zombie.get_server_pid()))
    await connection.execute("select pg_terminate_backend($1, 5000)", pid)
    repeating = asyncio.create_task(persist(bus, topic, [("key", b"1")]))
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await late
    await holder.rollback()
    await repeating
    assert [bytes(row["value"]) for row in await connection.fetch("select value from log where topic = $1", topic)] == [
        b"0",
        b"1",
    ]


async def test_two_writers_of_the_same_partitions_never_deadlock(bus: PostgresBus, topic: str, dsn: str) -> None:
    other = PostgresBus(dsn, client_id="log-test", options=BusOptions())
    await other.start()

    async def write(writer: PostgresBus, keys: list[str]) -> None:
        for _ in range(100):
            await writer.publish(topic, [(key, b"0") for key in keys])

    keys = [f"key-{number}" for number in range(10)]
    await asyncio.gather(write(bus, keys), write(other, keys[::-1]))
    await other.stop()
    assert sum((await bus.end_offsets([topic])).values()) == 2_000


async def test_a_member_whose_connection_is_cut_gives_its_partitions_up_and_joins_again(
    bus: PostgresBus, topic: str, connection: asyncpg.Connection
) -> None:
    group = f"cut-{uuid.uuid4()}"
    subscription = bus.subscribe(group, [topic])
    lost: set[tuple[str, int]] = set()

    async def lose(partitions: set[tuple[str, int]]) -> None:
        lost.update(partitions)

    subscription.on_revoked = lose
    await subscription.start()
    await bus.publish(topic, numbered(keys=4, each=1))
    await read(subscription, 4)
    await connection.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1",
        f"log-test:{group}"[:60],
    )
    await bus.publish(topic, numbered(keys=4, each=1, start=1))
    assert per_key(await read(subscription, 4)) == {f"key-{key}": [1] for key in range(4)}
    await subscription.stop()
    assert lost == {(topic, 0), (topic, 1)}


async def test_a_member_that_was_paused_does_not_take_back_what_others_read_now(
    bus: PostgresBus, topic: str, connection: asyncpg.Connection
) -> None:
    group = f"paused-{uuid.uuid4()}"
    paused, other = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    await paused.start()
    await bus.publish(topic, numbered(keys=4, each=1))
    read_before = await read(paused, 4, commit=False)
    await connection.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1",
        f"log-test:{group}"[:60],
    )
    await other.start()
    await poll_until(lambda: len(other.assignment()) == 2, other)
    await bus.publish(topic, numbered(keys=4, each=1, start=1))
    rest = await read(other, 4, commit=False)
    await other.commit({(m.topic, m.partition): m.offset + 1 for m in rest})
    stored = await other.committed()
    try:
        await paused.commit({(m.topic, m.partition): 0 for m in read_before})
    except BusUnavailable:
        assert paused.assignment() == set()
    assert await other.committed() == stored
    await paused.stop()
    await other.stop()


@pytest.mark.parametrize("members", range(1, 15))
@pytest.mark.parametrize("salt", [0, 5, 4_000_000_007])
def test_the_shares_of_all_members_are_the_whole_and_differ_by_one_at_most(members: int, salt: int) -> None:
    shares = [share_of(rank, members, 12, salt=salt) for rank in range(members)]
    assert sum(shares) == 12
    assert max(shares) - min(shares) <= 1


def test_the_options_do_not_show_their_password() -> None:
    assert "secret" not in repr(BusOptions(sasl_password="secret"))


def test_an_unknown_kind_of_bus_is_named() -> None:
    with pytest.raises(ValueError, match="amqp"):
        open_bus("amqp://broker", client_id="x")
