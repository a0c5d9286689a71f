"""The migration environment of all services: online, asynchronous, one migrator at a time."""

import asyncio
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationInfo
from servicekit import compatibility
from servicekit.database import open_engine
from servicekit.migrate import MIGRATION_LOCK
from servicekit.schema import KIT_TABLES
from servicekit.tables import EnumText
from sqlalchemy.pool import NullPool
from sqlmodel.sql.sqltypes import AutoString

config = context.config


def _include(_: object, name: str | None, kind: str, *__: object) -> bool:
    """The kit's tables and partitions come from SQL, not from a model."""
    if kind != "table" or name is None:
        return True
    return name not in KIT_TABLES and not name.startswith("outbox_") and name in config.attributes["metadata"].tables


def _render(kind: str, item: object, _: Any) -> str | Literal[False]:
    """Version files speak SQLAlchemy only."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, EnumText):
        return "sa.Text()"
    return False


def _run(connection: sa.Connection) -> None:
    attributes = config.attributes
    connection.execute(sa.text("SET lock_timeout = '120s'"))
    context.configure(
        connection=connection, target_metadata=attributes["metadata"], include_object=_include,
        render_item=_render, compare_type=True, transaction_per_migration=False, on_version_apply=_applied,  # type: ignore[arg-type]
    )  # fmt: skip
    with context.begin_transaction():
        # Two machines may migrate at once: the second waits here and then finds nothing to do.
        connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        # Whoever waits for a table makes all later requests wait behind it: shorter than people notice.
        connection.execute(sa.text("SET lock_timeout = '3s'"))
        attributes["before"] = context.get_context().get_current_revision()
        context.run_migrations()
        if reached := attributes.get("reached"):
            connection.execute(sa.text(compatibility.TABLE))
            connection.execute(sa.text(compatibility.REACHED), reached)


def _applied(*, step: MigrationInfo, **_: object) -> None:
    """Remember how far it came, to name the step that fails."""
    config.attributes.setdefault("applied", []).append(step.up_revision_id)


async def _online() -> None:
    engine = open_engine(config.attributes["url"], poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(_online())
