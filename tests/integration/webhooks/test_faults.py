"""Kills, hanging neighbours, and the receiver that we give away."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import orjson
import pytest
from songbang.ports import free_port

from tests.waiting import eventually

from .receivers import Receiver

RECEIVER = Path(__file__).parents[3] / "examples" / "receiver" / "receiver.py"


async def test_a_worker_killed_again_and_again_loses_nothing_and_the_example_receiver_sees_each_event_once(
    quiet, tmp_path
):
    port, store = free_port(), tmp_path / "events.sqlite"
    url = f"http://127.0.0.1:{port}/"
    endpoint = await quiet.registered(url)
    child = await asyncio.create_subprocess_exec(
        sys.executable, str(RECEIVER), str(port), str(store), stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "SONGBANG_WEBHOOK_SECRETS": endpoint["secrets"][0]["secret"]},
    )  # fmt: skip
    brief = {"webhooks_lease_seconds": "3", "webhooks_timeout_seconds": "2"}
    try:
        async with quiet.subprocess(**brief):
            await quiet.state_of(endpoint["id"], "enabled", 30)
        bodies = []

        def stored():
            with sqlite3.connect(store) as found:
                known = found.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone()
                return found.execute("SELECT count(*) FROM event").fetchone()[0] if known else 0

        for _ in range(3):
            bodies += await quiet.publish(150)
            before = stored()
            async with quiet.subprocess(**brief):
                await eventually(lambda before=before: stored() > before)  # then it is killed, wherever it is
        async with quiet.subprocess(**brief):
            await eventually(lambda: stored() == len(bodies))
        with sqlite3.connect(store) as found:
            rows = found.execute("SELECT id, body FROM event").fetchall()
        assert {row[1] for row in rows} == set(bodies)
        assert {row[0] for row in rows} == {orjson.loads(body)["id"] for body in bodies}
        async with httpx.AsyncClient() as forger:
            assert (await forger.post(url, content=bodies[0], headers={"webhook-timestamp": "1"})).status_code == 401
    finally:
        child.kill()
        await child.wait()


async def test_hanging_endpoints_do_not_delay_their_neighbours(integration):
    async with Receiver().serving() as dead, Receiver().serving() as alive:
        for _ in range(3):
            await integration.enabled(dead)
        await integration.enabled(alive)
        dead.hanging()
        await integration.publish(300)

        async def complete():
            return len(alive.got) >= 300

        await eventually(complete, 5)
        assert alive.got[-1].at - alive.got[0].at < 3


async def test_two_workers_share_the_work_and_send_nothing_twice(quiet, receiver):
    async with quiet.delivering(), quiet.delivering():
        await quiet.enabled(receiver)
        bodies = await quiet.publish(400)

        async def complete():
            return not await quiet.query("SELECT 1 FROM webhook_due") and len(receiver.got) >= 400

        await eventually(complete)
    assert sorted(received.body for received in receiver.got) == sorted(bodies)


async def test_a_rate_limit_is_kept_by_two_workers_together(quiet, receiver):
    async with quiet.delivering(), quiet.delivering():
        await quiet.enabled(receiver, rate_per_second=10)
        await quiet.publish(40)

        async def complete():
            return len(receiver.got) >= 40

        await eventually(complete)
    assert receiver.got[-1].at - receiver.got[0].at > 2.5


# An event by its shape, from before the database's calendar begins.
OLD = (
    b'{"id": "%s", "type": "a.b.c.v1", "region": "990101001000", "subject": "a/1", "time": "0001-01-01T00:00:00+14:00"}'
)


@pytest.mark.parametrize("poison", [b"no json", OLD % str(uuid4()).encode()])
async def test_poison_on_the_bus_is_set_aside_and_the_events_behind_it_arrive(integration, receiver, poison):
    await integration.enabled(receiver)
    await integration.bus.publish("songbang.checklist", [("990101001000", poison)])
    [body] = await integration.publish()

    async def arrived():
        return receiver.got

    await eventually(arrived)
    assert receiver.got[0].body == body
    assert len(await integration.query("SELECT 1 FROM parked_event WHERE consumer = 'gateway-webhooks'")) == 1
