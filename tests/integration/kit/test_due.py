"""The due-list: once, at its time, in the business transaction, whatever happens in between."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.due import ONLY, DueList, Job, repeated
from servicekit.leader import Leader
from servicekit.transaction import Context

from tests.waiting import eventually

NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)
CLOCK = Clock(simulated=False)


@pytest.fixture
async def database(database_of):
    """A migrated database of a service without the service, and a table that tells what was done."""
    opened = Database(await database_of("checklist_svc"))
    await opened.execute("CREATE TABLE done (key text, at timestamptz)")
    yield opened
    await opened.close()


async def do(tx, key):
    await tx.session.execute(sa.text("INSERT INTO done VALUES (:key, :at)"), {"key": key, "at": tx.now})


def nothing(_):
    return sa.select(sa.literal("x"), sa.literal(NOON)).where(sa.false())


def job(run=do, missing=nothing):
    return Job("test", run, missing)


async def enter(database, key, at):
    async with database.transaction(Context.of_system("business", NOON)) as tx:
        tx.schedule("test", key, at)


async def done(database):
    return [row["key"] for row in await database.fetch("SELECT key FROM done ORDER BY at, key")]


async def entry(database, key="a"):
    return await database.fetchrow("SELECT * FROM due_entry WHERE job = 'test' AND key = $1", key)


async def test_what_is_due_is_done_once_at_its_time_and_not_before(database):
    due = DueList(database, CLOCK, [job()])
    await enter(database, "a", NOON)
    for moment, expected in ((NOON - timedelta(seconds=1), []), (NOON, ["a"]), (NOON + timedelta(days=9), ["a"])):
        await due.pass_once(moment)
        assert await done(database) == expected
    assert await entry(database) is None


async def test_an_entry_exists_only_if_its_transaction_commits(database):
    with pytest.raises(RuntimeError):
        async with database.transaction(Context.of_system("business", NOON)) as tx:
            tx.schedule("test", "a", NOON)
            raise RuntimeError
    assert await entry(database) is None


async def test_entering_again_moves_it_and_none_withdraws_it(database):
    due = DueList(database, CLOCK, [job()])
    await enter(database, "a", NOON)
    await enter(database, "a", NOON + timedelta(days=1))
    assert (await due.pass_once(NOON), await done(database)) == (0, [])
    await enter(database, "a", None)
    assert (await due.pass_once(NOON + timedelta(days=2)), await done(database)) == (0, [])


async def test_a_failure_is_tried_again_with_growing_waits_and_keeps_no_other_entry_from_its_turn(database):
    broken = True

    async def run(tx, key):
        await do(tx, key)
        if key == "a" and broken:
            raise LookupError

    due = DueList(database, CLOCK, [job(run)])
    await enter(database, "a", NOON)
    await enter(database, "b", NOON)
    moment, waits = NOON, []
    for _ in range(12):
        await due.pass_once(moment)
        following = (await entry(database))["next_at"]
        waits.append((following - moment).total_seconds())
        moment = following
    assert await done(database) == ["b"], "a failed attempt leaves nothing behind"
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == 3600, "never longer than an hour"
    assert ((await entry(database))["attempts"], (await entry(database))["error"]) == (12, "LookupError")
    broken = False
    await due.pass_once(moment)
    assert (await done(database), await entry(database)) == (["b", "a"], None)


async def test_two_leaders_at_the_same_moment_do_it_once(database):
    both = asyncio.Barrier(2)

    async def run(tx, key):
        await both.wait()
        await do(tx, key)

    await enter(database, "a", NOON)
    await asyncio.gather(*(DueList(database, CLOCK, [job(run)]).pass_once(NOON) for _ in range(2)))
    assert await done(database) == ["a"]


async def test_what_is_withdrawn_while_its_job_runs_is_rolled_back(database):
    async def run(tx, key):
        await do(tx, key)
        await enter(database, "a", None)

    await enter(database, "a", NOON)
    await DueList(database, CLOCK, [job(run)]).pass_once(NOON)
    assert await done(database) == []


async def test_a_process_that_dies_in_the_middle_leaves_it_due_for_the_next(database):
    reached = asyncio.Event()

    async def hang(tx, key):
        await do(tx, key)
        reached.set()
        await asyncio.Event().wait()

    await enter(database, "a", NOON)
    dying = asyncio.create_task(Leader(database, [DueList(database, CLOCK, [job(hang)]).run]).run())
    await asyncio.wait_for(reached.wait(), 10)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert await done(database) == []
    living = asyncio.create_task(Leader(database, [DueList(database, CLOCK, [job()]).run]).run())
    try:
        assert await eventually(lambda: done(database)) == ["a"]
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)


async def test_what_an_older_release_left_out_is_entered_when_the_leader_begins(database):
    leader = Leader(
        database,
        [DueList(database, CLOCK, [job(missing=lambda _: sa.select(sa.literal("old"), sa.literal(NOON)))]).run],
    )
    running = asyncio.create_task(leader.run())
    try:
        assert await eventually(lambda: done(database)) == ["old"]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_repeated_job_is_due_again_at_once_while_there_is_more_and_then_after_its_time(database):
    more = [True, False, False]

    async def run(tx):
        await do(tx, ONLY)
        return more.pop(0)

    due = DueList(database, CLOCK, [repeated("test", timedelta(days=1), run)])
    await enter(database, ONLY, NOON)
    for moment, count in (
        (NOON, 1),
        (NOON, 2),
        (NOON, 2),
        (NOON + timedelta(days=9), 3),
        (NOON + timedelta(days=9), 3),
    ):
        await due.pass_once(moment)
        assert len(await done(database)) == count, "after a downtime it is caught up once, not once for each day"
    assert (await entry(database, ONLY))["due_at"] == NOON + timedelta(days=10)


async def test_the_figures_name_each_job_with_what_is_late_and_what_fails(database):
    async def fail(tx, key):
        raise LookupError

    due = DueList(database, CLOCK, [job(fail)])
    await enter(database, "a", NOON)
    await enter(database, "b", datetime(2200, 1, 1, tzinfo=UTC))
    await due.pass_once(NOON)
    await due.look()
    (shown,) = due.latest
    assert (shown["job"], shown["entries"], shown["late"], shown["failing"]) == ("test", 2, 1, 1)
    assert (shown["next"], shown["error"]) == (NOON.isoformat(), "LookupError")
    assert shown["late_seconds"] > 0
