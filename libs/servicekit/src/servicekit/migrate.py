"""Migrations: each service owns version files only, the machinery is here once.

python -m servicekit.migrate <package> upgrade  --url <owner-url> [--role <service-role>]
python -m servicekit.migrate <package> check    --url <owner-url>
python -m servicekit.migrate <package> revision --url <owner-url> -m "what changes"
"""

import argparse
import asyncio
import sys
import time
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from contracts.version import VERSION
from sqlalchemy.exc import SQLAlchemyError

from servicekit import compatibility
from servicekit.driver import LOST, beginning_of

MIGRATION_LOCK = 0x50B0_0002
_BUSY_ATTEMPTS, _BUSY_PAUSE_SECONDS = 20, 1.0
"""A migration waits a moment only for a table that is in use, lets everybody pass, and tries again."""

SEALER = "sealer"
"""The login role of the sealing process, the same for all databases of a server."""

# The service's own role works on rows only; its logs are append-only for it, and their seals are the sealer's.
_GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE UPDATE, DELETE, TRUNCATE ON outbox, audit, audit_seal, security_log, deletion_proof, record_history
        FROM {role};
    REVOKE INSERT, UPDATE, DELETE ON log_seal FROM {role};
    GRANT EXECUTE ON FUNCTION security_log_delete_older_than(integer, integer) TO {role};
    REVOKE INSERT, UPDATE, DELETE ON alembic_version, schema_release FROM {role};
"""
_SEALER_GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT ON audit, security_log TO {role};
    GRANT SELECT, INSERT ON log_seal TO {role};
"""


class SchemaRefused(Exception):
    """The database's schema does not fit this code; the message says what to do."""


def configuration(package: str, url: str = "") -> Config:
    """Alembic's configuration in code: one environment, the service's own version files."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(files(package) / "migrations"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["url"] = url
    import_module(f"{package}.main")  # loads every aggregate's tables
    config.attributes["metadata"] = import_module(f"{package}.models").Base.metadata
    return config


@cache
def head(package: str) -> str | None:
    """The revision that this code was written for."""
    return ScriptDirectory.from_config(configuration(package)).get_current_head()


@cache
def known(package: str) -> frozenset[str]:
    """Every revision that this code has heard of; another one was made by a newer release."""
    script = ScriptDirectory.from_config(configuration(package))
    return frozenset(revision.revision for revision in script.walk_revisions())


def upgrade(package: str, url: str, role: str | None = None) -> None:
    """Bring a database to this code's schema; safe to run twice, from two machines at once, and while people work.

    A database that a newer release has brought further is left as it is where this release runs on it. Raises
    SchemaRefused where it does not, and where a migration fails: with part, revision and remedy.
    """
    config = configuration(package, url)
    script = ScriptDirectory.from_config(config)
    config.attributes["reached"] = {
        "revision": script.get_current_head(), "release": VERSION, "min_release": compatibility.min_release(script),
    }  # fmt: skip
    try:
        _climb(package, config)
    except CommandError as error:
        if why := asyncio.run(_misfit(package, url)):
            raise SchemaRefused(
                f"the database of {package} has a schema that this version does not know ({error}; {why}); it was "
                "written by a newer release: run that release, or restore a backup"
            ) from error
    if role is not None:
        asyncio.run(_grant(url, role))


def _climb(package: str, config: Config) -> None:
    """All missing migrations in one transaction; tables that are in use are waited for without being in the way."""
    for attempt in range(1, _BUSY_ATTEMPTS + 1):
        config.attributes["applied"] = []
        try:
            command.upgrade(config, "head")
            return
        except (SQLAlchemyError, *LOST) as error:
            cause = beginning_of(error)
            if isinstance(cause, asyncpg.LockNotAvailableError) and attempt < _BUSY_ATTEMPTS:
                time.sleep(_BUSY_PAUSE_SECONDS)
                continue
            if "before" not in config.attributes:
                raise  # the server was not reached: that is no trouble of a migration
            raise SchemaRefused(_failed(package, config, cause)) from error


def _failed(package: str, config: Config, cause: BaseException) -> str:
    before, done = config.attributes["before"], set(config.attributes["applied"])
    steps = ScriptDirectory.from_config(config).iterate_revisions("head", before)
    step = next((step for step in reversed(list(steps)) if step.revision not in done), None)
    name = f"{step.revision} ({Path(step.path).name})" if step else "of the last step"
    return (
        f"{package}: migration {name} failed: {cause}. Its database is as it was, at {before}; parts before it may be "
        "further, on which the running release goes on. Mend the cause and run `songbang migrate` again, or stay with "
        "the running release"
    )


async def _misfit(package: str, url: str) -> str | None:
    connection = await asyncpg.connect(url)
    try:
        at = await compatibility.current(connection)
    finally:
        await connection.close()
    return compatibility.misfit(at, head(package) or "", known(package))


async def _grant(url: str, role: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
            await connection.execute(_GRANTS.format(role=f'"{role}"'))
            if await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", SEALER):
                await connection.execute(_SEALER_GRANTS.format(role=f'"{SEALER}"'))
    finally:
        await connection.close()


def check(package: str, url: str) -> None:
    """Refuse when the models say something that no migration has made."""
    command.check(configuration(package, url))


def revision(package: str, url: str, message: str) -> None:
    """Write a new version file from the difference between models and database."""
    script = command.revision(configuration(package, url), message, autogenerate=True)
    for written in script if isinstance(script, list) else [script]:
        if written is not None:
            path = Path(written.path)
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if "###" not in line), encoding="utf-8")


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m servicekit.migrate")
    parser.add_argument("package")
    parser.add_argument("command", choices=["upgrade", "check", "revision"])
    parser.add_argument("--url", required=True, help="the database as its owner")
    parser.add_argument("--role", help="the service's own role, which gets its grants")
    parser.add_argument("-m", "--message", default="change")
    arguments = parser.parse_args()
    try:
        if arguments.command == "upgrade":
            upgrade(arguments.package, arguments.url, arguments.role)
        elif arguments.command == "check":
            check(arguments.package, arguments.url)
        else:
            revision(arguments.package, arguments.url, arguments.message)
    except (SchemaRefused, CommandError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
