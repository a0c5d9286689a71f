"""Deliveries: bursts and a paced stream, against the plain-HTTP limit of the same receiver.

Every latency counts from the publication on the bus to the receipt, and every ledger must balance or the run is void.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from contracts.checklist import GroupRegistered
from contracts.envelope import TOPIC_PREFIX, encode, new_id
from contracts.parts import OWNERS
from gateway.webhooks.endpoints.models import place_of
from gateway.webhooks.wire.signing import new_symmetric
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import Bus, TopicSpec
from servicekit.vault import Vault, named_keys
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.servers import ROOT, postgres, process, url_of

KEYS = f"k1:{b64encode(bytes(range(32))).decode()}"
TOPIC = TOPIC_PREFIX + "checklist"
ENDPOINTS = 10
HANGING = 2
FELT = 1.2


def region(number: int) -> str:
    """Each endpoint has a township of its own, so that one event is one delivery."""
    return f"990101{number + 1:03d}000"


class Field:
    """One database, one bus, one receiver; workers come and go."""

    def __init__(self, server: EmbeddedPostgres, sink_port: int) -> None:
        self.server = server
        self.sink_port = sink_port
        self.sink = f"http://{HOST}:{sink_port}"
        self.admin = database_url(server.dsn(), "gateway")

    async def endpoints(self, hanging: int) -> None:
        """Ten endpoints that have proved themselves, the first of them dead."""
        vault = Vault(named_keys(KEYS, setting="KEYS"))
        connection = await asyncpg.connect(self.admin)
        await connection.execute("TRUNCATE webhook_endpoint, webhook_due, webhook_attempt, event_log, inbox CASCADE")
        for number in range(ENDPOINTS):
            id, secret = new_id(), new_id()
            path = f"hang/{number}" if number < hanging else str(number)
            await connection.execute(
                """INSERT INTO webhook_endpoint (id, version, region, created_at, updated_at, url, description, types,
                   ordering, networks, state, verified, sees_reports, created_by)
                   VALUES ($1, 1, $2, now(), now(), $3, '', '{*}', 'parallel', '{}', 'enabled', true, false,
                           'bench')""",
                id, region(number), f"{self.sink}/{path}",
            )  # fmt: skip
            sealed = vault.seal(new_symmetric(), place=place_of("webhook_secret", "sealed", secret))
            await connection.execute(
                "INSERT INTO webhook_secret (id, endpoint_id, kind, sealed, created_at, created_by) "
                "VALUES ($1, $2, 'hmac', $3, now(), 'bench')", secret, id, sealed,
            )  # fmt: skip
        await connection.close()
        self.seen()

    @contextmanager
    def workers(self, count: int) -> Iterator[list[int]]:
        """So many delivery processes; yields their ports."""
        ours = {
            "DATABASE_URL": url_of(self.server, "gateway"), "BUS_URL": url_of(self.server, "bus"),
            "SECRETS_KEYS": KEYS, "ENVIRONMENT": "demo", "WEBHOOKS_ALLOW_HTTP": "true", "LOG_LEVEL": "WARNING",
            "WEBHOOKS_ALLOWED_NETWORKS": '["127.0.0.0/8"]',
        }  # fmt: skip
        with ExitStack() as stack:
            ports = []
            for _ in range(count):
                port = free_port()
                variables = {f"SONGBANG_{name}": value for name, value in {**ours, "WEBHOOKS_PORT": str(port)}.items()}
                command = [sys.executable, "-m", "gateway.webhooks"]
                stack.enter_context(process(command, port, {**os.environ, **variables}))
                ports.append(port)
            yield ports

    def seen(self) -> list[list[Any]]:
        """What the receiver noted since the last time: (webhook-id, path, moment)."""
        answer = httpx.get(f"{self.sink}/seen", trust_env=False, timeout=60)
        noted: list[list[Any]] = answer.json()
        return noted

    def bus(self) -> Bus:
        """The bus."""
        return open_bus(url_of(self.server, "bus"), client_id="bench")


def event(number: int) -> tuple[str, bytes, str]:
    """An event for one endpoint: key, bytes, id."""
    id, code = new_id(), region(number % ENDPOINTS)
    fact = GroupRegistered(platform="wechat")
    return (
        code,
        encode(fact, id=id, subject_id=id, time=datetime.now(UTC), sequence=1, attributes={"region": code}),
        str(id),
    )


async def publish(field: Field, count: int, per_second: float = 0) -> dict[str, tuple[float, int]]:
    """Publish at once or paced; returns id → (moment of publication, endpoint)."""
    bus = field.bus()
    await bus.start()
    await bus.ensure_topics([TopicSpec(TOPIC_PREFIX + owner, 12) for owner in OWNERS])
    published: dict[str, tuple[float, int]] = {}
    started = time.time()
    batch = count if not per_second else 1
    for first in range(0, count, batch):
        if per_second:
            await asyncio.sleep(max(0.0, started + first / per_second - time.time()))
        events = [event(number) for number in range(first, min(first + batch, count))]
        at = started + first / per_second if per_second else time.time()
        published.update({id: (at, first + place) for place, (_, _, id) in enumerate(events)})
        await bus.publish(TOPIC, [(key, body) for key, body, _ in events])
    await bus.stop()
    return published


def collect(
    field: Field, published: dict[str, tuple[float, int]], hanging: int, seconds: float
) -> list[tuple[float, float]]:
    """Wait for every healthy delivery; returns (moment of publication, moment of receipt), each event once."""
    due = {id for id, (_, number) in published.items() if number % ENDPOINTS >= hanging}
    arrived: dict[str, float] = {}
    deadline = time.time() + seconds
    while due - arrived.keys() and time.time() < deadline:
        time.sleep(0.2)
        for id, path, at in field.seen():
            if id in due and not path.startswith("/hang/"):
                arrived.setdefault(id, at)
    if due - arrived.keys():
        raise RuntimeError(f"void: {len(due - arrived.keys())} of {len(due)} deliveries are missing")
    return [(published[id][0], at) for id, at in arrived.items()]


def latencies(pairs: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Milliseconds from publication to receipt."""
    ordered = sorted((received - sent) * 1000 for sent, received in pairs)
    return {
        "p50_ms": ordered[len(ordered) // 2], "p99_ms": ordered[int(len(ordered) * 0.99)], "max_ms": ordered[-1]
    }  # fmt: skip


def burst(field: Field, workers: int, count: int = 20_000, hanging: int = 0) -> float:
    """Deliveries per second of a backlog that waits on the bus when the workers start."""
    asyncio.run(field.endpoints(hanging))
    with field.workers(workers):
        asyncio.run(publish(field, ENDPOINTS * 20))  # connections are open and every part is warm
        time.sleep(2)
        field.seen()
        published = asyncio.run(publish(field, count))
        pairs = collect(field, published, hanging, 120)
    return len(pairs) / (max(received for _, received in pairs) - min(sent for sent, _ in pairs))


def paced(field: Field, hanging: int, seconds: int = 15) -> dict[str, float]:
    """200 events a second, one worker."""
    asyncio.run(field.endpoints(hanging))
    with field.workers(1):
        asyncio.run(publish(field, 600, 200))
        field.seen()
        published = asyncio.run(publish(field, 200 * seconds, 200))
        return latencies(collect(field, published, hanging, 60))


def wave(field: Field, hanging: int) -> dict[str, float]:
    """3,000 events for ten endpoints at once, one worker."""
    asyncio.run(field.endpoints(hanging))
    with field.workers(1):
        asyncio.run(publish(field, ENDPOINTS * 20))
        time.sleep(1)
        field.seen()
        published = asyncio.run(publish(field, 3000))
        return latencies(collect(field, published, hanging, 60))


def limit(port: int, processes: int) -> float:
    """Plain HTTP with as many clients as the run has workers."""
    command = [sys.executable, "-m", "bench.blast", str(port), "5", "64"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(processes)]
    return sum(float(json.loads(child.communicate(timeout=60)[0])) for child in children)


def latency_figures(field: Field) -> Figures:
    """Paced and all at once; hanging neighbours must not be felt, so that their limit is the run without them."""
    figures: Figures = {}
    alone = paced(field, 0)
    disturbed = paced(field, HANGING)
    for name, goal in (("p50_ms", 10), ("p99_ms", 50)):
        title = name.replace("_ms", "")
        figures[f"webhooks: paced 200/s, {title}, ms"] = figure(alone[name], goal=goal, lower_is_better=True)
        figures[f"webhooks: paced 200/s, {HANGING} of {ENDPOINTS} hang, {title}, ms"] = figure(
            disturbed[name], alone[name], goal=max(goal, FELT * alone[name]), lower_is_better=True
        )
    whole, healthy = wave(field, 0), wave(field, HANGING)
    figures["webhooks: 3,000 at once, p50, ms"] = figure(whole["p50_ms"])
    figures[f"webhooks: 3,000 at once, {HANGING} of {ENDPOINTS} hang, p50, ms"] = figure(
        healthy["p50_ms"], whole["p50_ms"], goal=whole["p50_ms"] + 1000, lower_is_better=True
    )
    return figures


@contextmanager
def open_field() -> Iterator[Field]:
    """A database with fsync on and a receiver, for one run."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        port = free_port()
        with (
            postgres(Path(directory), ("gateway",)) as server,
            process([sys.executable, "-m", "bench.sink", str(port)], port, os.environ, "/"),
        ):
            yield Field(server, port)


def run() -> Figures:
    """Everything, on one database."""
    figures: Figures = {}
    with open_field() as field:
        for workers, goal in ((1, 1000), (2, 2000)):
            bound = limit(field.sink_port, workers)
            name = f"webhooks: burst, {workers} worker(s), deliveries/s"
            figures[name] = figure(burst(field, workers), bound, goal=goal)
        figures |= latency_figures(field)
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
