"""Makes a PostgreSQL server ready: a database and a login role per part, two witnesses' roles, then the migrations."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
from servicekit import migrate
from servicekit.migrate import SEALER

from songbang.environments import mark
from songbang.inventory import ARCHIVER, BUS_DATABASE, PARTS, Part


def database_url(admin_url: str, database: str, role: str | None = None, password: str = "") -> str:
    """The address of a database on the same server, as the administrator or as a role."""
    parts = urlsplit(admin_url)
    where = parts.netloc.rpartition("@")[2]
    netloc = parts.netloc if role is None else f"{quote(role)}:{quote(password, safe='')}@{where}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))


async def create_databases(admin_url: str, passwords: Mapping[str, str], environment: str | None = None) -> None:
    """Create what is missing; a role may connect to its own database only. Safe to run again.

    With an environment each database is marked; raises Complaint when one was made for another environment.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        if SEALER in passwords:
            await _role(connection, SEALER, passwords[SEALER])
        if ARCHIVER in passwords:
            # An outside server's administrator may not give this right; then nobody keeps a journal.
            with suppress(asyncpg.InsufficientPrivilegeError):
                await _role(connection, ARCHIVER, passwords[ARCHIVER], "REPLICATION")
        for name, password in passwords.items():
            if name in (SEALER, ARCHIVER):
                continue
            await _role(connection, name, password)
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                await connection.execute(
                    f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                )
            if environment is not None:
                await mark(connection, name, environment)
            await connection.execute(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
            await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{name}"')
            if SEALER in passwords:
                await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{SEALER}"')
    finally:
        await connection.close()
    if BUS_DATABASE in passwords:
        await _let_own(database_url(admin_url, BUS_DATABASE), BUS_DATABASE)


async def _role(connection: asyncpg.Connection, name: str, password: str, *rights: str) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name):
        await connection.execute(f'CREATE ROLE "{name}" LOGIN {" ".join(rights)}')
    await set_password(connection, name, password)


async def set_password(connection: asyncpg.Connection, role: str, password: str) -> None:
    """What a role logs in with from now on; connections that are open stay."""
    literal = await connection.fetchval("SELECT quote_literal($1::text)", password)
    await connection.execute(f'ALTER ROLE "{role}" LOGIN PASSWORD {literal}')


async def _let_own(url: str, role: str) -> None:
    """The bus makes its own few tables, so its role may create in its own database."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f'GRANT CREATE ON SCHEMA public TO "{role}"')
    finally:
        await connection.close()


def migrate_all(admin_url: str, parts: Iterable[Part] = PARTS) -> None:
    """Bring every part's database to its newest schema."""
    for part in parts:
        migrate.upgrade(part.package, database_url(admin_url, part.name), part.name)


def provision(admin_url: str, passwords: Mapping[str, str], environment: str | None = None) -> None:
    """Databases, roles and schemas in one go."""
    asyncio.run(create_databases(admin_url, passwords, environment))
    migrate_all(admin_url)
