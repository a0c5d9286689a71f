"""Memory: one worker before, in front of and on its way out of a backlog of a million deliveries."""

import asyncio
import json
import time

import asyncpg
import httpx
from songbang.ports import HOST

from bench.figures import Figures, figure
from bench.webhooks import ENDPOINTS, Field, collect, event, open_field, publish

DELIVERIES = 1_000_000
SECONDS = 30
GROWTH = 1.2


async def fill(field: Field, deliveries: int) -> None:
    """A backlog as the fan-out leaves it: every event is due at every endpoint."""
    connection = await asyncpg.connect(field.admin)
    _, body, _ = event(0)
    await connection.execute(
        """INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
           'checklist.group.registered.v1', '990101001000', now(), 'groups/' || n, $2
           FROM generate_series(1, $1) n""", deliveries // ENDPOINTS, body, timeout=600,
    )  # fmt: skip
    await connection.execute(
        """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, attempts)
           SELECT e.id, l.position, l.recorded_at, l.recorded_at, 0 FROM event_log l CROSS JOIN webhook_endpoint e""",
        timeout=600,
    )  # fmt: skip
    await connection.execute("ANALYZE")
    await connection.close()


async def turn(field: Field, state: str) -> None:
    """Pause or enable all endpoints, as a person does."""
    connection = await asyncpg.connect(field.admin)
    await connection.execute("UPDATE webhook_endpoint SET state = $1, version = version + 1", state)
    await connection.execute("SELECT pg_notify('webhooks', '')")
    await connection.close()


def resident_mb(port: int) -> float:
    """The memory of the worker behind a port, by its own figures."""
    text = httpx.get(f"http://{HOST}:{port}/metrics", trust_env=False).text
    line = next(line for line in text.splitlines() if line.startswith("process_resident_memory_bytes"))
    return float(line.split()[1]) / 1e6


def most_resident_mb(port: int, seconds: float) -> float:
    """The highest of several looks."""
    ends_at, highest = time.monotonic() + seconds, 0.0
    while time.monotonic() < ends_at:
        highest = max(highest, resident_mb(port))
        time.sleep(0.5)
    return highest


def measured(field: Field) -> Figures:
    """One worker through all of it; what it needs at work on a small queue is the limit."""
    asyncio.run(field.endpoints(0))
    with field.workers(1) as ports:
        collect(field, asyncio.run(publish(field, 3000)), 0, 60)
        before = resident_mb(ports[0])
        asyncio.run(turn(field, "paused"))
        asyncio.run(fill(field, DELIVERIES))
        waiting = most_resident_mb(ports[0], 5)
        field.seen()
        asyncio.run(turn(field, "enabled"))
        started = time.time()
        at_work = most_resident_mb(ports[0], SECONDS)
        rate = len(field.seen()) / (time.time() - started)
    title = f"webhooks: {DELIVERIES:,} waiting"
    goal = round(GROWTH * before, 1)
    return {
        f"{title}, memory after 3,000 deliveries, MB": figure(before),
        f"{title}, memory in front of it, MB": figure(waiting, before, goal=goal, lower_is_better=True),
        f"{title}, most memory on the way out, MB": figure(at_work, before, goal=goal, lower_is_better=True),
        f"{title}, on the way out, deliveries/s": figure(rate),
    }


def run() -> Figures:
    """On a database of its own."""
    with open_field() as field:
        return measured(field)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
