"""The faults: each breaks something while the load goes on, and leaves the healing to the product.

A fault may give back what it took (start a broker, end a pause): on a server that is the machine's or the container
engine's work. It never touches the product's data or processes to make them well again.
"""

import asyncio
import contextlib
import random
import resource
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from servicekit.bus.factory import open_bus
from servicekit.leader import LEADER_LOCK
from songbang.inventory import BUS_DATABASE, GATEWAY, PARTS, SERVICES
from songbang.kafka import LocalKafka
from songbang.stack import WEBHOOKS

from tests.faults.checks import Checker
from tests.faults.disk import why_not
from tests.faults.load import Load
from tests.faults.topics import TOPICS
from tests.faults.world import SESSION_SECONDS, World

_NAMES = [part.name for part in SERVICES]
_REPUBLISHED = 200


@dataclass
class Scene:
    """What a fault works with. `scale` shortens or lengthens its pauses."""

    world: World
    load: Load
    checker: Checker
    chance: random.Random
    scale: float

    async def pause(self, shortest: float, longest: float) -> None:
        """Let the fault last for a while."""
        await asyncio.sleep(self.chance.uniform(shortest, longest) * self.scale)

    async def moment(self) -> None:
        """Any moment: faults must not meet the load always in the same place."""
        await asyncio.sleep(self.chance.uniform(0, 1.5))


Fault = Callable[[Scene], Awaitable[str]]
"""Does it, and tells what exactly; returns when the fault is over."""


async def kill_service(scene: Scene) -> str:
    """Kill -9 of one of the five services at a random moment."""
    return await _killed(scene, scene.chance.choice(_NAMES))


async def kill_gateway(scene: Scene) -> str:
    """Kill -9 of the gateway: everybody is signed in through it, and it owns a topic itself."""
    return await _killed(scene, GATEWAY.name)


async def kill_webhooks(scene: Scene) -> str:
    """Kill -9 of the webhook worker."""
    return await _killed(scene, WEBHOOKS)


async def _killed(scene: Scene, name: str) -> str:
    await asyncio.to_thread(scene.world.kill, name)
    return name


async def kill_several(scene: Scene) -> str:
    """Kill -9 of three processes at once."""
    names = scene.chance.sample(scene.world.names, 3)
    await asyncio.gather(*(asyncio.to_thread(scene.world.kill, name) for name in names))
    return ", ".join(names)


async def kill_relay_before_publishing(scene: Scene) -> str:
    """The relay is killed after commits, while its batch is on the way to the bus."""
    name = scene.chance.choice([part.name for part in PARTS])
    scene.world.proxy.requests.clear()
    await asyncio.sleep(1.5)
    await _killed(scene, name)
    scene.world.proxy.requests.set()
    return name


async def kill_relay_before_deleting(scene: Scene) -> str:
    """The relay is killed when the bus has its batch but the acknowledgement has not come back: it is sent again."""
    name = scene.chance.choice([part.name for part in PARTS])
    scene.world.proxy.answers.clear()
    await asyncio.sleep(1.5)
    await _killed(scene, name)
    scene.world.proxy.answers.set()
    return name


async def kill_consumer_in_transaction(scene: Scene) -> str:
    """A consumer is killed while its transaction is open: a lock of the test holds it there."""
    database, table, process = scene.chance.choice(
        [("supervision", "daily", "supervision"), ("gateway", "event_log", WEBHOOKS), ("report", "inbox", "report")]
    )
    async with scene.world.connected(database) as connection, connection.transaction():
        await connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        await asyncio.sleep(2)
        await _killed(scene, process)
    return process


async def kill_consumer_before_offset(scene: Scene) -> str:
    """A consumer is killed after its commit and before its offset is stored: the batch comes again."""
    process = scene.chance.choice(["supervision", WEBHOOKS, *_NAMES])
    async with scene.world.connected(BUS_DATABASE) as connection, connection.transaction():
        await connection.execute("LOCK TABLE group_offset IN EXCLUSIVE MODE")
        await asyncio.sleep(2)
        await _killed(scene, process)
    return process


async def stop_bus(scene: Scene) -> str:
    """The bus is down for a while, in good order."""
    if scene.world.kafka is not None:
        await asyncio.to_thread(scene.world.kafka.stop)
        await scene.pause(10, 60)
        await asyncio.to_thread(scene.world.kafka.start)
        return "Kafka stopped and started"
    await scene.world.allow_bus(allowed=False)
    await scene.pause(10, 60)
    await scene.world.allow_bus(allowed=True)
    return "bus database closed and opened"


async def kill_kafka(scene: Scene) -> str:
    """Kill -9 of the broker."""
    kafka = _kafka(scene)
    await asyncio.to_thread(kafka.kill)
    await scene.pause(0, 10)
    await asyncio.to_thread(kafka.start)
    return "Kafka"


async def fill_bus_disk(scene: Scene) -> str:
    """The bus can write no more: a full disk for the embedded one, a limit on its files for the broker."""
    return await (_fill_embedded(scene) if scene.world.kafka is None else _fill_kafka(scene))


async def _fill_embedded(scene: Scene) -> str:
    """Its database has a small disk of its own; nothing else on the server has less room."""
    await scene.world.allow_bus(allowed=False)
    async with scene.world.connected("postgres") as admin:
        await scene.world.disk.take(admin, scene.world.postgres.data_dir)
    await scene.world.allow_bus(allowed=True)
    await scene.world.disk.fill()
    try:
        waiting = await _waiting_events(scene)
        await scene.pause(5, 40)
    finally:
        await scene.world.disk.empty()
    return f"{waiting} events of one service waited"


async def _waiting_events(scene: Scene, seconds: float = 60) -> int:
    """Return when the disk has turned events away: some wait longer than any pass of a relay takes."""
    statement = "SELECT count(*) FROM outbox_pending WHERE recorded_at < now() - interval '2 seconds'"
    async with asyncio.timeout(seconds):
        while True:
            for name in _NAMES:
                async with scene.world.connected(name) as connection:
                    if waiting := await connection.fetchval(statement):
                        return int(waiting)
            await asyncio.sleep(0.5)


async def _fill_kafka(scene: Scene) -> str:
    kafka = _kafka(scene)
    resource.prlimit(kafka.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(15):
            while kafka.running:
                await asyncio.sleep(0.1)
    ended = not kafka.running
    await asyncio.to_thread(kafka.kill)
    await asyncio.to_thread(kafka.start)
    return "the broker ended itself" if ended else "the broker hung on and was killed"


def _kafka(scene: Scene) -> LocalKafka:
    assert scene.world.kafka is not None, "the catalogue offers these faults on Kafka only"
    return scene.world.kafka


async def restart_postgres(scene: Scene) -> str:
    """PostgreSQL is restarted in good order; every connection ends."""
    await asyncio.to_thread(scene.world.postgres.stop)
    await scene.pause(0, 5)
    await asyncio.to_thread(scene.world.postgres.start)
    return "PostgreSQL"


async def kill_postgres(scene: Scene) -> str:
    """Kill -9 of PostgreSQL; it recovers from its log."""
    await asyncio.to_thread(scene.world.postgres.kill)
    await scene.pause(0, 5)
    await asyncio.to_thread(scene.world.postgres.start)
    return "PostgreSQL"


async def pause_process(scene: Scene) -> str:
    """SIGSTOP for longer than the bus waits for a member of a group, then SIGCONT."""
    name = scene.chance.choice(scene.world.names)
    async with _stopped(scene, name):
        await asyncio.sleep(SESSION_SECONDS[scene.world.bus] * 1.1 + 1)
    return name


async def pause_with_replica(scene: Scene) -> str:
    """One of two members is stopped past its session; the other takes its partitions over, then it wakes."""
    name = scene.chance.choice(_NAMES)
    async with scene.world.replica(name), _stopped(scene, name):
        await asyncio.sleep(SESSION_SECONDS[scene.world.bus] * 1.1 + 1)
    return name


async def depose_leader(scene: Scene) -> str:
    """The relay leader is stopped, its lock is lost, a second replica leads and publishes, then the old one wakes."""
    name = scene.chance.choice(_NAMES)
    async with scene.world.replica(name):
        async with _stopped(scene, name):
            async with scene.world.connected(name) as connection:
                await connection.fetch(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                    "WHERE locktype = 'advisory' AND (classid::bigint << 32) + objid::bigint = $1 "
                    "AND datname = current_database()",
                    LEADER_LOCK,
                )
            await asyncio.sleep(3.5)
        await asyncio.sleep(1)
    return name


@asynccontextmanager
async def _stopped(scene: Scene, name: str) -> AsyncIterator[None]:
    scene.world.signal(name, signal.SIGSTOP)
    try:
        yield
    finally:
        scene.world.signal(name, signal.SIGCONT)


async def rebalance(scene: Scene) -> str:
    """A second replica joins and leaves again, in good order or by kill -9."""
    name = scene.chance.choice(_NAMES)
    async with scene.world.replica(name) as process:
        await scene.moment()
        abrupt = scene.chance.random() < 0.5
        if abrupt:
            process.kill()
    return f"{name}, {'killed' if abrupt else 'drained'}"


async def cut_connections(scene: Scene) -> str:
    """Connections to the bus are reset in the middle of anything, again and again; new ones are refused meanwhile."""
    cut = 0
    for _ in range(3):
        scene.world.proxy.refusing = scene.chance.random() < 0.5
        cut += scene.world.proxy.cut(scene.chance, scene.chance.choice([0.3, 1.0]))
        await scene.pause(0.5, 3)
    scene.world.proxy.heal()
    return f"{cut} connections"


async def silence_bus(scene: Scene) -> str:
    """The bus is reachable and silent, as behind a firewall that drops packets."""
    (scene.world.proxy.answers if scene.chance.random() < 0.5 else scene.world.proxy.requests).clear()
    await scene.pause(5, 40)
    scene.world.proxy.heal()
    return "answers or requests held back"


async def repeat_events(scene: Scene) -> str:
    """Old events are delivered again, in a random order."""
    name = scene.chance.choice([part.name for part in PARTS])
    async with scene.world.connected(name) as connection:
        rows = [tuple(row) for row in await connection.fetch("SELECT topic, key, body FROM outbox ORDER BY id")]
    chosen = scene.chance.sample(rows, min(len(rows), _REPUBLISHED))
    await _publish(scene, chosen)
    return f"{len(chosen)} of {name}"


async def poison(scene: Scene) -> str:
    """Garbage on a topic: nothing readable, the wrong shape, or an event that was cut in half."""
    topic = scene.chance.choice(TOPICS)
    name = topic.partition(".")[2]
    async with scene.world.connected(name) as connection:
        real = await connection.fetchval("SELECT body FROM outbox ORDER BY random() LIMIT 1") or b'{"id": "'
    number = len(scene.checker.poison)
    bodies = [
        b"\x00\xff%d" % number,
        b"[%d]" % number,
        b'{"number":%d}' % number,
        real[: len(real) // 2] + b"%d" % number,
    ]
    # A key of its own: behind poison with a township's key, real events would wait on purpose.
    chosen = [(topic, f"poison-{number}-{place}", body) for place, body in enumerate(bodies)]
    scene.checker.poison |= dict.fromkeys(bodies, topic)
    await _publish(scene, chosen)
    return f"{len(chosen)} on {topic}"


async def _publish(scene: Scene, rows: list[tuple[str, str, bytes]]) -> None:
    bus = open_bus(scene.world.bus_url, client_id="faults")
    await bus.start()
    try:
        for topic in {topic for topic, _, _ in rows}:
            await bus.publish(topic, [(key, body) for named, key, body in rows if named == topic])
    finally:
        await bus.stop()


async def jump_clock(scene: Scene) -> str:
    """The services' clocks jump back by weeks and forth again, request by request, and their ticks with them."""
    scene.load.told_days_ago = scene.chance.uniform(1, 60)
    await scene.pause(5, 10)
    days, scene.load.told_days_ago = scene.load.told_days_ago, 0.0
    return f"{days:.0f} days"


async def slow_commits(scene: Scene) -> str:
    """Some commits take long after their event has drawn its place: later events become visible before earlier ones."""
    name = scene.chance.choice([part.name for part in PARTS])
    async with scene.world.connected(name) as connection:
        await connection.execute(_SLOW)
        try:
            await scene.pause(8, 25)
        finally:
            await connection.execute("DROP FUNCTION dawdle() CASCADE")
    return name


_SLOW = """
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF random() < 0.3 THEN PERFORM pg_sleep(random() * 0.5); END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON outbox_pending DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION dawdle();
"""


async def exhaust_pool(scene: Scene) -> str:
    """A lock holds every request of a service until its connection pool is empty."""
    name = scene.chance.choice(_NAMES)
    async with scene.world.connected(name) as connection, connection.transaction():
        await connection.execute("LOCK TABLE outbox_pending IN ACCESS EXCLUSIVE MODE")
        await scene.pause(8, 25)
    return name


async def exhaust_server(scene: Scene) -> str:
    """PostgreSQL has no connection left, and the services lose theirs."""
    held: list[asyncpg.Connection] = []
    try:
        with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
            while True:
                held.append(await asyncpg.connect(scene.world.service_database("postgres"), timeout=10))
        if held:
            await held[0].fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND usename <> current_user AND random() < 0.3"
            )
        with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
            while True:
                held.append(await asyncpg.connect(scene.world.service_database("postgres"), timeout=10))
        await scene.pause(3, 10)
    finally:
        for connection in held:
            connection.terminate()
    return f"{len(held)} connections held"


EVERYWHERE: tuple[Fault, ...] = (
    kill_service, kill_gateway, kill_webhooks, kill_several, kill_relay_before_publishing, kill_relay_before_deleting,
    kill_consumer_in_transaction, stop_bus, restart_postgres, kill_postgres, pause_process, pause_with_replica,
    depose_leader, rebalance, cut_connections, silence_bus, repeat_events, poison, jump_clock, slow_commits,
    exhaust_pool, exhaust_server,
)  # fmt: skip
CATALOGUE: dict[str, tuple[Fault, ...]] = {
    "postgres": (*EVERYWHERE, kill_consumer_before_offset, *(() if why_not() else (fill_bus_disk,))),
    "kafka": (*EVERYWHERE, kill_kafka, fill_bus_disk),
}


def schedule(bus: str, rounds: int, chance: random.Random) -> list[Fault]:
    """Every kind in turn, each turn in a new order: a short run meets all kinds once before any twice."""
    chosen: list[Fault] = []
    while len(chosen) < rounds:
        chosen += chance.sample(CATALOGUE[bus], len(CATALOGUE[bus]))
    return chosen[:rounds]
