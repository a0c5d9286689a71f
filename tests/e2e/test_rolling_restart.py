"""An upgrade replaces one process after the other while people work: nobody sees an error of the product."""

import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from songbang.demo.seeded import free_ports
from songbang.inventory import SERVICES
from songbang.stack import WEBHOOKS, Stack

from tests.faults.load import KINDS, Load
from tests.faults.people import OFFICE, OPERATOR, PASSWORD, settle
from tests.waiting import eventually

STREAM = "/api/supervision/v1/board/stream"
DRAIN_SECONDS = 10
PATIENT = {"upstream_patience_seconds": "120", "upstream_timeout_seconds": "120"}
"""A busy machine may take a minute to start a process; the request that waits for it must still be answered."""


@pytest.fixture(scope="module")
async def upgraded() -> AsyncIterator[Stack]:
    """A whole installation with a small directory; its log is printed when it does not come up."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        stack = Stack(Path(directory), ports=free_ports(), log=lines.append, fsync=False, gateway=PATIENT)
        try:
            await asyncio.to_thread(stack.start)
            await asyncio.to_thread(stack.open_first_account, OPERATOR, PASSWORD)
            await settle(stack.url)
            yield stack
        except BaseException:
            sys.stderr.write("\n".join(lines[-80:]))
            raise
        finally:
            await asyncio.to_thread(stack.stop)


async def answered(load: Load, more: int) -> None:
    """Wait until so many more writes have been acknowledged."""
    wanted = load.acknowledged + more
    await eventually(lambda: load.acknowledged >= wanted)


async def replace(stack: Stack, name: str) -> float:
    """Stop a process in good order and wait for the next one; returns how long the old one took to end."""
    started = time.monotonic()
    await asyncio.to_thread(stack.kill, name, signal.SIGTERM)
    took = time.monotonic() - started
    await asyncio.to_thread(stack.wait_ready)
    return took


async def listen(stack: Stack, heard: asyncio.Event) -> None:
    """An open page, which comes back whenever its stream ends."""
    form = {"grant_type": "password", "username": OFFICE, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=stack.url, timeout=30, trust_env=False) as client:
        token = (await client.post("/api/identity/v1/token", data=form)).json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        while True:
            async with client.stream("GET", STREAM, timeout=None) as answer:
                assert answer.status_code == 200, await answer.aread()
                async for line in answer.aiter_lines():
                    if line == "event: hello":
                        heard.set()


@asynccontextmanager
async def at_work(stack: Stack, seed: int) -> AsyncIterator[tuple[Load, asyncio.Task[None]]]:
    """People write and a page is open, until the block ends."""
    load, heard = Load(stack.url, seed=seed, pause_seconds=0.3, timeout_seconds=150), asyncio.Event()
    page = asyncio.create_task(listen(stack, heard))
    await load.start()
    try:
        await answered(load, 50)
        await asyncio.wait_for(heard.wait(), 30)
        yield load, page
    finally:
        page.cancel()
        await asyncio.gather(page, return_exceptions=True)
        await load.stop()


async def test_services_are_replaced_one_after_the_other_and_no_request_fails(upgraded):
    async with at_work(upgraded, seed=1) as (load, page):
        for part in SERVICES:
            ended_after = await replace(upgraded, part.name)
            assert ended_after < DRAIN_SECONDS, f"{part.name} waits for an answer that never ends"
            await answered(load, 20)
        await replace(upgraded, WEBHOOKS)
        assert not page.done(), page.exception()
    assert {write.kind.service for write in load.writes if write.acknowledged} == {kind.service for kind in KINDS}
    assert load.refused == []
    assert set(load.statuses) <= {"200", "201"}


async def test_the_gateway_is_replaced_and_everybody_who_reaches_it_is_answered(upgraded):
    async with at_work(upgraded, seed=2) as (load, _):
        ended_after = await replace(upgraded, "gateway")
        assert ended_after < DRAIN_SECONDS, "the open page keeps it"
        await answered(load, 20)
    # Without a proxy in front there is a moment in which nobody takes connections; that is no answer of the product.
    assert [status for status in load.statuses if status.isdigit() and status not in ("200", "201")] == []
