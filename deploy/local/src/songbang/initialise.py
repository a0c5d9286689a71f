"""`songbang init` and `songbang migrate`: databases, roles, schemas, topics. Safe twice, and at once from two hosts."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg
import typer
from servicekit.app import open_service_bus, topic_spec
from servicekit.bus.interface import Bus, BusRefused, BusUnavailable

from songbang.complaints import Complaint, sentence
from songbang.inventory import PARTS
from songbang.kafka_accounts import prepare_accounts
from songbang.preflight import checked_settings
from songbang.provision import create_databases, migrate_all
from songbang.settings import OperatorSettings, operator_settings

INIT_LOCK = 0x50B0_0003
WAIT_SECONDS = 90.0
_SKEW_SECONDS = 30.0
_NOT_YET = (OSError, TimeoutError, asyncpg.CannotConnectNowError)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init")(init)
    app.command("migrate")(migrate)


def init() -> None:
    """Make everything ready to start: settings checked, databases, roles, migrations, topics. Safe to repeat."""
    settings = checked_settings()
    asyncio.run(prepare(settings))
    typer.echo("ready: all databases and topics are in place")


def migrate() -> None:
    """Bring every database to the schema of this release; refuses one that a newer release has written."""
    settings = operator_settings()
    asyncio.run(_alone(settings))
    typer.echo("all schemas are up to date")


async def _alone(settings: OperatorSettings) -> None:
    async with only_one(settings):
        await asyncio.to_thread(migrate_all, settings.server)


async def prepare(settings: OperatorSettings) -> None:
    """Databases, roles, schemas, topics."""
    await wait_for_postgres(settings)
    async with only_one(settings):
        typer.echo("databases and roles ...")
        await create_databases(settings.server, settings.passwords(), settings.environment)
        typer.echo("schemas ...")
        # Alembic runs its own event loop, so it needs a thread of its own.
        await asyncio.to_thread(migrate_all, settings.server)
        typer.echo("topics ...")
        await prepare_topics(settings)
        if settings.makes_kafka_accounts:
            typer.echo("accounts of the bus ...")
            await asyncio.to_thread(prepare_accounts, settings)


@asynccontextmanager
async def only_one(settings: OperatorSettings) -> AsyncIterator[None]:
    """Hold the lock of the whole installation; a second host waits here."""
    connection = await asyncpg.connect(settings.server)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", INIT_LOCK)
        yield
    finally:
        await connection.close()


async def wait_for_postgres(settings: OperatorSettings, seconds: float = WAIT_SECONDS) -> None:
    """Return when the server answers; a wrong password fails at once, a wrong clock too."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection = await asyncpg.connect(settings.server, timeout=5)
            break
        except _NOT_YET as error:
            if time.monotonic() > deadline:
                where = urlsplit(settings.server).netloc.rpartition("@")[2]
                raise Complaint(f"nothing answered at {where} for {seconds:.0f} s: {sentence(error)}") from error
            await asyncio.sleep(1)
    try:
        skew = abs((datetime.now(UTC) - await connection.fetchval("SELECT clock_timestamp()")).total_seconds())
    finally:
        await connection.close()
    if skew > _SKEW_SECONDS:
        raise Complaint(
            f"the clocks of this machine and of PostgreSQL differ by {skew:.0f} s; tokens and deadlines need the right "
            "time: let both follow the same NTP server"
        )


async def prepare_topics(settings: OperatorSettings, seconds: float = WAIT_SECONDS) -> None:
    """Create what is missing, and notice when either side has lost what it had."""
    bus = open_service_bus("init", settings)
    await bus.start()
    try:
        await _until_there(bus, settings, seconds)
    finally:
        await bus.stop()


async def _until_there(bus: Bus, settings: OperatorSettings, seconds: float) -> None:
    """A broker that has just come up may still fall silent once."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            await bus.ensure_topics([topic_spec(part.name, settings) for part in PARTS])
            return await _compare(bus, settings)
        except BusRefused:
            raise
        except (BusUnavailable, OSError) as error:
            if time.monotonic() > deadline:
                raise Complaint(f"after {seconds:.0f} s: {sentence(error)}") from error
            await asyncio.sleep(2)


async def _compare(bus: Bus, settings: OperatorSettings) -> None:
    """Facts and topics belong together: one of them empty beside a full other is a lost volume."""
    topics = {part: topic_spec(part.name, settings).name for part in PARTS}
    ends = await bus.end_offsets(list(topics.values()))
    on_bus = {part: sum(end for (topic, _), end in ends.items() if topic == name) for part, name in topics.items()}
    published = {part: await _published(settings.database(part.name)) for part in PARTS}
    if not any(published.values()) and any(on_bus.values()):
        raise Complaint(
            "PostgreSQL is empty, but the bus holds events of an earlier installation: its volume is missing. Restore "
            "a backup (songbang restore), or remove the bus's volume too to begin anew"
        )
    lost = [part.name for part in PARTS if published[part] and not on_bus[part]]
    if lost:
        typer.echo(f"WARNING: the bus holds nothing of {', '.join(lost)}: run `songbang republish` to refill it")


async def _published(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        # Only whether there is anything: counting a log of years would take minutes.
        found: int = await connection.fetchval(
            "SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM outbox_pending p "
            "WHERE p.id = o.id AND p.recorded_at = o.recorded_at) LIMIT 1) AS first_found"
        )
    finally:
        await connection.close()
    return found
