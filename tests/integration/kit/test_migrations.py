"""Migrations: the models say what the database is, twice is once, and a newer schema is refused."""

import asyncio
import sys

import asyncpg
import pytest
from servicekit import migrate
from songbang.inventory import PARTS
from songbang.provision import database_url

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
    command = [
        sys.executable,
        "-m",
        "servicekit.migrate",
        "checklist_svc",
        "upgrade",
        "--url",
        url,
        "--role",
        "checklist",
    ]
    machines = [await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE) for _ in range(3)]
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
