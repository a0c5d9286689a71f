"""Time-driven work of the leader."""

import asyncio

import asyncpg
import pytest
import sqlalchemy as sa
from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.leader import Leader
from servicekit.ticks import Tick, tick_duty
from songbang.provision import database_url


async def test_a_tick_whose_connection_breaks_runs_again_because_the_leader_lives_on(databases):
    database = Database(database_url(databases.dsn(), "postgres"))
    runs: list[int] = []
    again = asyncio.Event()

    async def tick(tx):
        runs.append(1)
        if len(runs) > 1:
            again.set()
        else:
            await tx.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    leader = Leader(database, [tick_duty(database, Clock(simulated=False), [Tick("test", 60, tick)])])
    running = asyncio.create_task(leader.run())
    try:
        await asyncio.wait_for(again.wait(), 20)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()


@pytest.mark.parametrize("error", [asyncpg.InternalClientError("cannot switch to state 12"), RuntimeError("a fault")])
async def test_the_leader_leads_again_whatever_ended_a_duty(databases, error):
    database = Database(database_url(databases.dsn(), "postgres"))
    reigns: list[int] = []
    again = asyncio.Event()

    async def duty(_):
        reigns.append(1)
        if len(reigns) == 1:
            raise error
        again.set()

    running = asyncio.create_task(Leader(database, [duty]).run())
    try:
        await asyncio.wait_for(again.wait(), 20)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()
