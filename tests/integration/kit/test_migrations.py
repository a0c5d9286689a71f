"""Migrations: the models say what the database is, twice is once, and a newer schema is refused."""

import asyncio
import sys

import asyncpg
import pytest
from alembic import command
from servicekit import migrate
from songbang.inventory import PARTS
from songbang.provision import database_url
from sqlalchemy.exc import DBAPIError

from tests.waiting import eventually

WAITING = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'ALTER TABLE%' AND wait_event_type = 'Lock'
"""

_databases = iter(range(1, 1000))


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
    with pytest.raises((DBAPIError, asyncpg.PostgresError)):
        await dying
    await somebody.close()
    assert await onlooker.fetchval("SELECT version_num FROM alembic_version") == before
    assert await onlooker.fetchval("SELECT to_regclass('sealed_file')") is None

    await asyncio.to_thread(migrate.upgrade, "gateway", url, "gateway")
    assert await onlooker.fetchval("SELECT version_num FROM alembic_version") == migrate.head("gateway")
    await onlooker.close()
