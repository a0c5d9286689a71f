"""Which releases run on a schema, so that one release serves on the schema of the next.

A migration only adds (expand). What a release no longer uses goes in a release after it (contract), and that
migration says `min_release = "x.y.z"`: the oldest release that runs on what it leaves. `migrate.upgrade` writes into
each database which release brought it to its revision and which releases run there. A process compares that with its
own version, not revisions, so that release N-1 goes on while the databases are at N, and can be started again when N
is no good.
"""

import re
from collections.abc import Collection
from typing import Any, Protocol

from alembic.script import ScriptDirectory
from contracts.version import VERSION

FIRST_RELEASE = "0.2.0"
"""The first release that reads this; what is older wants the very revision that it was made for."""

TABLE = """
    CREATE TABLE IF NOT EXISTS schema_release (
        revision text PRIMARY KEY,
        release text NOT NULL,
        min_release text NOT NULL,
        reached_at timestamptz NOT NULL DEFAULT now()
    )
"""
REACHED = """
    INSERT INTO schema_release (revision, release, min_release) VALUES (:revision, :release, :min_release)
    ON CONFLICT (revision) DO NOTHING
"""
_HAS_TABLE = "SELECT to_regclass('public.schema_release') IS NOT NULL"
_CURRENT = """
    SELECT a.version_num AS revision, r.release, r.min_release
    FROM alembic_version a LEFT JOIN schema_release r ON r.revision = a.version_num
"""
_BARE = "SELECT version_num AS revision, NULL AS release, NULL AS min_release FROM alembic_version"


class Reads(Protocol):
    """What runs a query: a connection of the driver, or a `Database`."""

    async def fetchrow(self, query: str, /) -> Any:
        """Return one row, or None."""


def numbers(release: str) -> tuple[int, ...]:
    """The parts of a version, to be compared; raises ValueError for what is none."""
    if not re.fullmatch(r"\d{1,6}\.\d{1,6}\.\d{1,6}", release, re.ASCII):
        raise ValueError(f"{release!r} is no version of the form x.y.z")
    return tuple(int(part) for part in release.split("."))


def min_release(script: ScriptDirectory) -> str:
    """The oldest release that runs when all of these migrations have been made."""
    marks = [getattr(revision.module, "min_release", FIRST_RELEASE) for revision in script.walk_revisions()]
    return max([FIRST_RELEASE, *marks], key=numbers)


async def current(connection: Reads) -> Any:
    """Where a database is: `revision`, and the `release` and `min_release` of it, None where nobody wrote them."""
    has_table = await connection.fetchrow(_HAS_TABLE)
    return await connection.fetchrow(_CURRENT if has_table[0] else _BARE)


def misfit(at: Any, head: str, known: Collection[str], release: str = VERSION) -> str | None:
    """Why code of a release does not run on the schema `at`, as a machine-readable reason; None where it does.

    `head` is the revision that the code was written for, `known` all that it has heard of. An unknown one is newer.
    """
    revision = at["revision"] if at is not None else None
    if revision == head:
        return None
    if at is None or revision in known or at["min_release"] is None:
        return f"schema_at_{revision}_wanted_{head}"
    if numbers(at["min_release"]) <= numbers(release):
        return None
    return f"schema_at_{revision}_needs_release_{at['min_release']}"
