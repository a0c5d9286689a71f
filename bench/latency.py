"""Commit → board: how long until an acknowledged write has changed the board's evidence, at 500 events per second."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import uvloop
from checklist_svc.groups.models import Group
from contracts.checklist import GroupRegistered, Platform
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import Bus, TopicSpec
from servicekit.consumers import ConsumerLoop
from servicekit.database import Database
from servicekit.relay import Relay
from servicekit.transaction import Context
from songbang.provision import database_url
from supervision_svc.facts.projection import PROJECTION
from supervision_svc.facts.table import TOPICS

from bench.figures import Figures, figure
from bench.servers import postgres, url_of

PER_SECOND, SECONDS = 500, 12
_REACH = timedelta(seconds=3)


async def _write(database: Database, written: dict[str, float]) -> None:
    """Transactions of the kit at a steady pace; remembers when each commit returned."""
    started = time.perf_counter()

    async def one(number: int) -> None:
        await asyncio.sleep(max(0.0, started + number / PER_SECOND - time.perf_counter()))
        async with database.transaction(Context.of_system("bench")) as tx:
            group = tx.add(
                Group(region=f"990101{number % 13 + 1:03d}000", name="群", platform=Platform.WECHAT, members=1)
            )
            tx.record(GroupRegistered(platform="wechat"), about=group)
        written[f"groups/{group.id}"] = time.perf_counter()

    room = asyncio.Semaphore(32)

    async def bounded(number: int) -> None:
        async with room:
            await one(number)

    await asyncio.gather(*(bounded(number) for number in range(PER_SECOND * SECONDS)))


async def _watch(url: str, seen: dict[str, float], count: int) -> None:
    """Look at the evidence every few milliseconds, as the board's own change counter does."""
    connection = await asyncpg.connect(url)
    last = datetime.now(UTC)
    deadline = time.perf_counter() + SECONDS + 20
    while len(seen) < count and time.perf_counter() < deadline:
        # Evidence does not come in the order of its events' times, so the look reaches back a little.
        rows = await connection.fetch("SELECT subject, time FROM evidence WHERE time >= $1", last - _REACH)
        now = time.perf_counter()
        for row in rows:
            seen.setdefault(row["subject"], now)
            last = max(last, row["time"])
        await asyncio.sleep(0.01)
    await connection.close()


async def _measure(checklist: str, supervision: str, supervision_admin: str, bus_url: str) -> list[float]:
    writer, reader = Database(checklist, name="bench-writer", pool_size=16), Database(supervision, name="bench-reader")
    buses: list[Bus] = [open_bus(bus_url, client_id=name, options=None) for name in ("writer", "reader")]
    for bus in buses:
        await bus.start()
    await buses[0].ensure_topics([TopicSpec(topic) for topic in TOPICS])
    connection = await writer.direct()
    tasks = [
        asyncio.create_task(Relay(writer, buses[0]).run(connection)),
        asyncio.create_task(ConsumerLoop(PROJECTION, reader, buses[1]).run()),
    ]
    await asyncio.sleep(3)  # the group settles
    written: dict[str, float] = {}
    seen: dict[str, float] = {}
    await asyncio.gather(_write(writer, written), _watch(supervision_admin, seen, PER_SECOND * SECONDS))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for bus in buses:
        await bus.stop()
    await writer.close()
    await reader.close()
    lost = written.keys() - seen.keys()
    if lost:
        raise RuntimeError(f"{len(lost)} writes never reached the board")
    return sorted((seen[subject] - at) * 1000 for subject, at in written.items())


def run() -> Figures:
    """The embedded bus; one process for both ends, so the figure is on the pessimistic side."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with postgres(Path(directory), ("checklist_svc", "supervision_svc")) as server:
            admin = database_url(server.dsn(), "supervision")
            ages = uvloop.run(
                _measure(url_of(server, "checklist"), url_of(server, "supervision"), admin, url_of(server, "bus"))
            )
    return {
        "commit to board p50 at 500/s, ms": figure(ages[len(ages) // 2]),
        "commit to board p99 at 500/s, ms": figure(ages[int(len(ages) * 0.99)], goal=1000, lower_is_better=True),
    }


if __name__ == "__main__":
    print(run())
