"""The audit chain notices every way of rewriting the past."""

import asyncio
import contextlib
import subprocess
import sys

import asyncpg
import pytest
from checklist_svc.groups.models import Group, Platform
from contracts.checklist import GroupRegistered
from countykit.testing import EXPLAIN, examined
from servicekit import audit
from servicekit.audit import ChainBroken, seal, verify
from servicekit.transaction import Context
from songbang.provision import database_url

from tests.waiting import eventually

TOWNSHIP = "990101001000"
ROWS = """
    INSERT INTO audit OVERRIDING SYSTEM VALUE
    SELECT n, now(), 'a', 'b', 'c', 'd', 'e', NULL, 'after' FROM generate_series($1::int, $2::int) n
"""


async def seal_all(connection):
    """The service's own leader seals too; whoever comes first, the chain is the same."""
    while await connection.fetchval("SELECT (SELECT count(*) FROM audit) > (SELECT count(*) FROM audit_seal)"):
        with contextlib.suppress(asyncpg.UniqueViolationError):
            await seal(connection)


@pytest.fixture
async def owner(start_service, databases):
    """A connection that may do what an attacker with the database's password could."""
    svc = await start_service("checklist_svc", bus_url="postgresql://nobody:nothing@127.0.0.1:1/bus")
    for number in range(6):
        async with svc.database.transaction(Context.of_system("test")) as tx:
            group = tx.add(Group(region=TOWNSHIP, name=f"群{number}", platform=Platform.WECHAT, members=number))
            tx.record(GroupRegistered(platform="wechat"), about=group)
    name = svc.database.url.rpartition("/")[2]
    connection = await asyncpg.connect(database_url(databases.dsn(), name))
    await seal_all(connection)
    yield connection
    await connection.close()


@pytest.fixture
async def years(database_of):
    """Two connections to a service of many sealed rows, where the tenth is still on its way."""
    url = await database_of("checklist_svc")
    async with asyncpg.create_pool(url, min_size=2, max_size=2) as pool:
        await pool.execute(ROWS, 1, 20_000)
        await pool.execute("DELETE FROM audit WHERE id = 10")
        await pool.execute("INSERT INTO audit_seal SELECT id, id, 'hash' FROM audit")
        await pool.execute("ANALYZE")
        async with pool.acquire() as one, pool.acquire() as other:
            yield one, other


async def test_the_sealer_looks_at_the_newest_rows_however_many_there_are(years):
    connection, _ = years
    await connection.execute(ROWS, 20_001, 20_005)
    assert await seal(connection, audit.NEAR) == 5
    plan = await connection.fetchval(EXPLAIN + audit.UNSEALED, 20_005 - audit.NEAR, 200)
    assert examined(plan) <= 2 * audit.NEAR


async def test_a_row_that_is_committed_long_after_its_neighbours_is_sealed_too(years, monkeypatch):
    connection, other = years
    monkeypatch.setattr(audit, "FAR_EVERY_SECONDS", 1)
    await other.execute(ROWS, 20_001, 20_001)
    sealer = asyncio.create_task(audit.run_sealer(connection))
    sealed = "SELECT count(*) FROM audit_seal WHERE audit_id = $1"
    # The first look reaches far; the row comes behind it, and is found by the next one that does.
    await eventually(lambda: other.fetchval(sealed, 20_001))
    await other.execute(ROWS, 10, 10)
    await eventually(lambda: other.fetchval(sealed, 10))
    sealer.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sealer


async def test_an_untouched_chain_verifies_and_tells_its_head(owner):
    length, head = await verify(owner)
    assert length >= 6
    assert len(head) == 32


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit SET actor = 'innocent' WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
        "DELETE FROM audit_seal WHERE position = 2",
        "UPDATE audit_seal SET audit_id = CASE audit_id WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE audit_id IN (2, 3)",
        "UPDATE audit SET at = at - interval '1 year' WHERE id = 1",
    ],
)
async def test_tampering_is_found(owner, attack):
    await owner.execute(attack)
    if "THEN -3" in attack:
        await owner.execute("UPDATE audit_seal SET audit_id = -audit_id WHERE audit_id < 0")
    with pytest.raises(ChainBroken):
        await verify(owner)


async def test_a_full_rewrite_is_found_against_a_head_kept_outside(owner):
    _, head = await verify(owner)
    await owner.execute("UPDATE audit SET actor = 'innocent'")
    await owner.execute("DELETE FROM audit_seal")
    await seal_all(owner)
    await verify(owner)
    with pytest.raises(ChainBroken):
        await verify(owner, head)


async def test_the_command_tells_a_broken_chain_from_a_whole_one(owner):
    settings = await owner.fetchrow("SELECT inet_server_port() AS port, current_database() AS name")
    url = database_url(f"postgresql://postgres:postgres@127.0.0.1:{settings['port']}/x", settings["name"])
    command = [sys.executable, "-m", "servicekit.audit", "verify", url]
    whole = subprocess.run(command, capture_output=True, text=True, timeout=60)
    await owner.execute("DELETE FROM audit WHERE id = 2")
    broken = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (whole.returncode, broken.returncode) == (0, 1)
    assert whole.stdout.startswith("ok:")
    assert "BROKEN" in broken.stderr
