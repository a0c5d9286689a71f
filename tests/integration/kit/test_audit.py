"""Rewritten logs, and rows that differ from them, are named, and a healthy database is not."""

import asyncio
import hashlib

import asyncpg
import pytest
from checklist_svc.groups.models import Group
from checklist_svc.models import Base
from contracts.checklist import GroupRegistered, Platform
from countykit.testing import EXPLAIN, examined
from servicekit.audit.chain import check
from servicekit.audit.reconciliation import reconcile
from servicekit.audit.row_mac import RowMac
from servicekit.audit.seals import FAR, GENESIS, NEAR, UNSEALED, Sealer, digest_of_row, head
from servicekit.audit.tables import AUDIT, LOGS, canonical
from servicekit.database import open_engine
from servicekit.transaction import Context
from songbang.provision import database_url
from sqlalchemy.pool import NullPool

TOWNSHIP = "990101001000"
AUDIT_KEY = "dGVzdHMgaGF2ZSBhIGtleSBvZiB0aGVpciBvd24hISE="
SEALER = Sealer("c2VhbGVyIG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhISE=", "checklist")
ROW_MAC = RowMac(AUDIT_KEY, "checklist")
NOBODY = "postgresql://nobody:nothing@127.0.0.1:1/bus"
ROWS = """
    INSERT INTO audit OVERRIDING SYSTEM VALUE
    SELECT n, now(), 'a', 'b', 'c', 'd', 'e', NULL, 'after', NULL FROM generate_series($1::int, $2::int) n
"""


async def seal_all(connection):
    for table in LOGS:
        while await SEALER.seal(connection, table):
            pass


async def findings(connection, heads=()):
    """Everything that is wrong with the logs and the rows of a part."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        logs = [await check(connection, table, SEALER, ROW_MAC, heads) for table in LOGS]
    found = [sentence for log in logs for sentence in log.findings]
    place = await connection.fetchrow("SELECT inet_server_port() AS port, current_database() AS name")
    url = database_url(f"postgresql://postgres:postgres@127.0.0.1:{place['port']}/x", place["name"])
    engine = open_engine(url, poolclass=NullPool)
    models = [mapper.class_ for mapper in Base._sa_registry.mappers]
    found += [sentence async for sentence in reconcile(engine, models)]
    await engine.dispose()
    return found


async def write(svc, count):
    for number in range(count):
        async with svc.database.transaction(Context.of_system("test")) as tx:
            group = tx.add(Group(region=TOWNSHIP, name=f"群{number}", platform=Platform.WECHAT, members=number))
            tx.record(GroupRegistered(platform="wechat"), about=group)


@pytest.fixture
async def svc(start_service):
    return await start_service("checklist_svc", bus_url=NOBODY)


@pytest.fixture
async def owner(svc, databases):
    """A connection that may do what an attacker with the database's password could, after sixty sealed changes."""
    await write(svc, 60)
    connection = await asyncpg.connect(database_url(databases.dsn(), svc.database.url.rpartition("/")[2]))
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
        await pool.execute("INSERT INTO log_seal SELECT 'audit', id, id, now(), 'digest', 'seal' FROM audit")
        await pool.execute("ANALYZE")
        async with pool.acquire() as one, pool.acquire() as other:
            yield one, other


async def test_the_sealer_looks_at_the_newest_rows_however_many_there_are(years):
    connection, _ = years
    await connection.execute(ROWS, 20_001, 20_005)
    assert await SEALER.seal(connection, AUDIT, NEAR) == 5
    plan = await connection.fetchval(EXPLAIN + UNSEALED.format(table="audit"), 20_005 - NEAR, 200)
    assert examined(plan) <= 2 * NEAR


async def test_a_row_that_is_committed_long_after_its_neighbours_is_sealed_too(years):
    connection, other = years
    await other.execute(ROWS, 10, 10)
    assert await SEALER.seal(connection, AUDIT, NEAR) == 0
    assert await SEALER.seal(connection, AUDIT, FAR) == 1


async def test_a_healthy_database_is_clean_while_it_is_written_and_sealed(svc, owner, databases):
    writing = asyncio.create_task(write(svc, 150))
    sealing = await asyncpg.connect(database_url(databases.dsn(), svc.database.url.rpartition("/")[2]))
    looks = 0
    while not writing.done() or not looks:
        await seal_all(sealing)
        heads = [await head(sealing, AUDIT)]
        assert await findings(owner, heads) == []
        looks += 1
    await writing
    await sealing.close()


async def test_a_row_inserted_by_the_services_own_role_is_named(svc, owner):
    forger = await svc.database.direct()
    # The edition is written twice, and a copy of its first row would rightly be told of as a change of the edition too.
    once = await owner.fetch("SELECT id FROM audit WHERE NOT starts_with(resource, 'edition/') ORDER BY id LIMIT 3")
    first, second, third = (row["id"] for row in once)
    await forger.execute(
        "INSERT INTO audit (at, actor, action, resource, address, request_id, after, mac) "
        "SELECT at, 'innocent', action, resource, address, request_id, after, mac FROM audit WHERE id = $1",
        first,
    )
    await forger.execute(
        "INSERT INTO audit (at, actor, action, resource, address, request_id, after) "
        "SELECT at, 'innocent', action, resource, address, request_id, after FROM audit WHERE id = $1",
        second,
    )
    await forger.execute(
        "INSERT INTO audit (at, actor, action, resource, address, request_id, before, after, mac) "
        "SELECT at, actor, action, resource, address, request_id, before, after, mac FROM audit WHERE id = $1",
        third,
    )
    before_sealing = await findings(owner)
    await seal_all(owner)
    last = await owner.fetchval("SELECT max(id) FROM audit")
    assert await findings(owner) == before_sealing == [
        f"audit row {last - 2} was not written by a service: its code does not fit",
        f"audit row {last - 1} was not written by a service: it has no code",
        f"audit row {last} is a copy of row {third}",
    ]  # fmt: skip


async def test_the_services_own_role_can_neither_seal_nor_change_a_log(svc, owner):
    forger = await svc.database.direct()
    for statement in (
        "INSERT INTO log_seal VALUES ('audit', 1000, 1000, now(), 'x', 'x')", "UPDATE audit SET actor = 'innocent'",
        "DELETE FROM security_log", "DELETE FROM log_seal", "UPDATE deletion_proof SET count = 0",
    ):  # fmt: skip
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await forger.execute(statement)
    with pytest.raises(asyncpg.CheckViolationError):
        await forger.execute("SELECT security_log_delete_older_than(30, 1000)")
    await forger.close()


async def test_the_last_fifty_rows_are_missed_with_and_without_their_seals(owner):
    sent = [await head(owner, AUDIT)]
    last = sent[0].position
    await owner.execute("DELETE FROM audit WHERE id > $1", last - 50)
    assert f"audit rows {last - 49} to {last} have been deleted" in await findings(owner)
    await owner.execute("DELETE FROM log_seal WHERE log = 'audit' AND position > $1", last - 50)
    found = await findings(owner, sent)
    assert f"audit: seals {last - 49} to {last} were sent out and are gone, with their rows" in found
    # Even where no head was sent out, the rows that the audit told of are there.
    assert sum("was never audited" in sentence for sentence in await findings(owner)) >= 49


async def test_a_chain_computed_without_the_key_is_named(owner):
    await owner.execute("UPDATE audit SET actor = 'innocent' WHERE id = 3")
    rows = await owner.fetch("SELECT * FROM audit ORDER BY id")
    previous = GENESIS
    for position, row in enumerate(rows, 1):
        digest = digest_of_row(AUDIT, row)
        previous = hashlib.sha256(canonical(["audit", position, row["id"], digest, previous])).digest()
        await owner.execute(
            "UPDATE log_seal SET digest = $1, seal = $2 WHERE log = 'audit' AND position = $3",
            digest, previous, position,
        )  # fmt: skip
    found = await findings(owner)
    assert "audit: seal 1 (row 1) was not made with the sealing key" in found
    assert "audit row 3 was not written by a service: its code does not fit" in found


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        ("UPDATE audit SET actor = 'innocent' WHERE id = 3", "audit row 3 has been changed"),
        ("UPDATE audit SET at = at - interval '1 year' WHERE id = 3", "audit row 3 has been changed"),
        ("DELETE FROM audit WHERE id = 3", "audit row 3 has been deleted"),
        ("DELETE FROM log_seal WHERE log = 'audit' AND position = 2", "audit: seals 2 to 2 are missing"),
        ("UPDATE log_seal SET row_id = -row_id WHERE row_id = 3", "audit row -3 has been deleted"),
        ("UPDATE chat_group SET members = 999 WHERE name = '群7'", "is not what its last audited change left"),
        ("DELETE FROM chat_group WHERE name = '群7'", "has disappeared without an audited deletion"),
        ("INSERT INTO chat_group SELECT (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid()))).* "
         "FROM chat_group g WHERE name = '群7'", "was never audited"),
    ],
)  # fmt: skip
async def test_whatever_is_changed_past_the_service_is_named(owner, attack, named):
    assert await findings(owner) == []
    await owner.execute(attack)
    assert any(named in sentence for sentence in await findings(owner))
