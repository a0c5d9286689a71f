"""Migrations: the models say what the database is, twice is once, and a newer schema is refused."""

import asyncio
import sys

import asyncpg
import pytest
from alembic import command
from contracts.version import VERSION
from servicekit import migrate
from servicekit.compatibility import FIRST_RELEASE
from songbang.inventory import PARTS
from songbang.provision import database_url

from tests.waiting import eventually

WAITING = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'ALTER TABLE%' AND wait_event_type = 'Lock'
"""

_databases = iter(range(1, 1000))


async def come_to(connection: asyncpg.Connection, revision: str, min_release: str) -> None:
    """What the next release's migrations leave behind."""
    await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
    row = "INSERT INTO schema_release (revision, release, min_release) VALUES ($1, '99.1.0', $2)"
    await connection.execute(row, revision, min_release)


async def empty_database(server) -> str:
    name = f"migration_{next(_databases)}"
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return database_url(server.dsn(), name)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
async def test_migrations_make_what_the_models_say(databases, part):
    url = await empty_database(databases)
    await asyncio.to_thread(migrate.upgrade, part.package, url, part.name)
    await asyncio.to_thread(migrate.check, part.package, url)


async def test_two_machines_may_migrate_at_once(databases):
    url = await empty_database(databases)
    arguments = ["-m", "servicekit.migrate", "checklist_svc", "upgrade", "--url", url, "--role", "checklist"]
    machines = [
        await asyncio.create_subprocess_exec(sys.executable, *arguments, stderr=asyncio.subprocess.PIPE)
        for _ in range(3)
    ]
    endings = await asyncio.gather(*(machine.communicate() for machine in machines))
    assert [machine.returncode for machine in machines] == [0, 0, 0], endings


async def test_a_newer_schema_is_refused_with_a_sentence_that_says_what_to_do(databases):
    url = await empty_database(databases)
    await asyncio.to_thread(migrate.upgrade, "checklist_svc", url)
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    await connection.close()
    with pytest.raises(migrate.SchemaRefused, match="newer release"):
        await asyncio.to_thread(migrate.upgrade, "checklist_svc", url)


async def test_a_newer_schema_on_which_this_release_runs_is_left_as_it_is(databases):
    url = await empty_database(databases)
    await asyncio.to_thread(migrate.upgrade, "checklist_svc", url)
    connection = await asyncpg.connect(url)
    await come_to(connection, "ffffffffffff", VERSION)
    await asyncio.to_thread(migrate.upgrade, "checklist_svc", url, "checklist")
    assert await connection.fetchval("SELECT version_num FROM alembic_version") == "ffffffffffff"
    await connection.execute("UPDATE schema_release SET min_release = '99.0.0' WHERE revision = 'ffffffffffff'")
    with pytest.raises(migrate.SchemaRefused, match=r"needs_release_99\.0\.0"):
        await asyncio.to_thread(migrate.upgrade, "checklist_svc", url, "checklist")
    await connection.close()


async def test_a_database_knows_which_release_brought_it_here_and_its_service_cannot_change_that(databases):
    url = await empty_database(databases)
    await asyncio.to_thread(migrate.upgrade, "checklist_svc", url, "checklist")
    connection = await asyncpg.connect(url)
    row = await connection.fetchrow("SELECT revision, release, min_release FROM schema_release")
    assert tuple(row) == (migrate.head("checklist_svc"), VERSION, FIRST_RELEASE)
    rights = "SELECT has_table_privilege('checklist', 'schema_release', $1)"
    assert [await connection.fetchval(rights, right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE")] == [
        True, False, False, False,
    ]  # fmt: skip
    await connection.close()


async def test_a_table_in_use_is_waited_for_and_nobody_waits_behind_the_migration(databases, monkeypatch):
    monkeypatch.setattr(migrate, "_BUSY_PAUSE_SECONDS", 0.1)
    url = await empty_database(databases)
    await asyncio.to_thread(command.upgrade, migrate.configuration("gateway", url), "1fec3ed78115")
    somebody, reader = await asyncpg.connect(url), await asyncpg.connect(url)
    await somebody.execute("BEGIN")
    await somebody.execute("LOCK TABLE webhook_endpoint IN ACCESS SHARE MODE")
    migrating = asyncio.create_task(asyncio.to_thread(migrate.upgrade, "gateway", url))
    await eventually(lambda: reader.fetchval(WAITING))
    # Behind the waiting ALTER TABLE; it gives up first, and tries again.
    await asyncio.wait_for(reader.fetchval("SELECT count(*) FROM webhook_endpoint"), 10)
    assert not migrating.done()
    await somebody.execute("ROLLBACK")
    await migrating
    assert await reader.fetchval("SELECT version_num FROM alembic_version") == migrate.head("gateway")
    await somebody.close()
    await reader.close()


async def test_a_migration_that_died_in_the_middle_has_changed_nothing_and_the_next_one_finishes(databases):
    url, before = await empty_database(databases), "1fec3ed78115"
    await asyncio.to_thread(command.upgrade, migrate.configuration("gateway", url), before)
    somebody, onlooker = await asyncpg.connect(url), await asyncpg.connect(url)
    # Of the two steps that are left, the first makes a table and the second has to wait for this lock.
    await somebody.execute("BEGIN")
    await somebody.execute("LOCK TABLE webhook_endpoint")
    dying = asyncio.create_task(asyncio.to_thread(migrate.upgrade, "gateway", url))
    pid = await eventually(lambda: onlooker.fetchval(WAITING))
    await onlooker.execute("SELECT pg_terminate_backend($1)", pid)
    with pytest.raises(migrate.SchemaRefused) as refused:
        await dying
    for told in ("gateway", "c8d931369586", "endpoint_departments", f"as it was, at {before}", "songbang migrate"):
        assert told in str(refused.value)
    await somebody.close()
    assert await onlooker.fetchval("SELECT version_num FROM alembic_version") == before
    assert await onlooker.fetchval("SELECT to_regclass('sealed_file')") is None

    await asyncio.to_thread(migrate.upgrade, "gateway", url, "gateway")
    assert await onlooker.fetchval("SELECT version_num FROM alembic_version") == migrate.head("gateway")
    await onlooker.close()
